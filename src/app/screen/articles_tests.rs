//! The list of articles played against a worker: windows, ends, groups.

use super::*;

fn row(n: i64) -> ArticleRow {
    ArticleRow {
        id: ArticleId(n),
        title: format!("Article {n}"),
        publisher: None,
        date: None,
        quotes: 0,
        read: false,
        starred: false,
        tags: Vec::new(),
        lang: None,
        duplicates: 0,
        duplicate_of: None,
    }
}

/// Plays the worker on a list of `len` articles until nothing is asked any more.
fn serve(list: &mut Articles, effect: Option<Effect>, len: i64) {
    let mut next = effect;
    while let Some(Effect::Rows {
        generation,
        window,
        limit,
        ..
    }) = next
    {
        let limit = limit as i64;
        let (from, to) = match &window {
            Window::Start => (0, limit),
            Window::End => (len - limit, len),
            Window::Before(row) => (row.id.0 - limit, row.id.0),
            Window::After(row) => (row.id.0 + 1, row.id.0 + 1 + limit),
            Window::Holding(row) if row.id.0 < limit => (0, limit),
            Window::Around(row) | Window::Holding(row) => {
                (row.id.0 - limit / 2, row.id.0 + limit / 2)
            }
        };
        let (from, to) = (from.max(0), to.min(len));
        let rows = (from..to).map(row).collect();
        let ends = (from == 0, to == len);
        next = list.take(generation, rows, ends, Some(len as u64)).unwrap();
    }
}

fn list_of(len: i64) -> Articles {
    let mut list = Articles::default();
    let effect = list.load(String::new());
    serve(&mut list, Some(effect), len);
    list
}

#[test]
fn going_down_a_long_list_and_back_sees_every_row_and_holds_few() {
    let mut list = list_of(5_000);
    for n in 0..5_000 {
        assert_eq!(list.selected().unwrap().id, ArticleId(n));
        assert_eq!(list.position(), Some(n as u64 + 1));
        let effect = list.go(1, 10);
        serve(&mut list, effect, 5_000);
        assert!(list.rows().len() <= HELD + WINDOW);
    }
    for n in (0..4_999).rev() {
        let effect = list.go(-1, 10);
        serve(&mut list, effect, 5_000);
        assert_eq!(list.selected().unwrap().id, ArticleId(n));
        assert_eq!(list.position(), Some(n as u64 + 1));
    }
}

#[test]
fn the_ends_are_one_key_away_and_the_position_is_known_there() {
    let mut list = list_of(100_000);
    let effect = list.go_last(10);
    serve(&mut list, effect, 100_000);
    assert_eq!(list.position(), Some(100_000));
    let effect = list.go_first(10);
    serve(&mut list, effect, 100_000);
    assert_eq!(list.position(), Some(1));
    let effect = list.reveal(&row(70_000), 10);
    serve(&mut list, effect, 100_000);
    assert_eq!(list.selected().unwrap().id, ArticleId(70_000));
    assert_eq!(list.position(), None);
}

#[test]
fn an_older_answer_is_dropped() {
    let mut list = Articles::default();
    let Effect::Rows { generation, .. } = list.load(String::new()) else {
        unreachable!()
    };
    list.load("is:unread".to_owned());
    assert!(
        list.take(generation, vec![row(1)], (true, true), None)
            .is_none()
    );
    assert!(list.rows().is_empty() && list.is_waiting());
}

#[test]
fn the_selection_is_always_on_the_screen() {
    let mut list = list_of(50);
    for (step, view) in [(7, 10), (-3, 4), (20, 1), (-30, 30), (49, 60), (-1, 2)] {
        list.go(step, view);
        let top = list.top(view);
        assert!((top..top + view).contains(&list.selected_index()));
        list.scroll(step / 2, view);
        let top = list.top(view);
        assert!((top..top + view).contains(&list.selected_index()));
    }
}

/// A head of two others, all three of them.
fn group(head: i64) -> Vec<ArticleRow> {
    let mut rows = vec![row(head), row(head + 1_000_000), row(head + 1_000_001)];
    rows[0].duplicates = 2;
    rows[1].duplicate_of = Some(ArticleId(head));
    rows[2].duplicate_of = Some(ArticleId(head));
    rows
}

#[test]
fn a_group_is_unfolded_and_folded_and_places_count_heads() {
    let mut list = list_of(30);
    list.rows[4].duplicates = 2;
    list.select(4, 10);
    let effect = list.toggle_group(10);
    assert_eq!(effect, Some(Effect::Variants { id: ArticleId(4) }));
    list.unfold(ArticleId(4), group(4));
    assert_eq!((list.rows().len(), list.length(None)), (32, Some(30)));
    list.go(1, 10);
    assert_eq!(list.selected().unwrap().id, ArticleId(1_000_004));
    assert_eq!(list.position(), Some(5), "it belongs to the fifth");
    list.go(2, 10);
    assert_eq!(
        (list.selected().unwrap().id, list.position()),
        (ArticleId(5), Some(6))
    );
    list.go(-1, 10);
    assert_eq!(list.toggle_group(10), None);
    assert_eq!(
        list.selected().unwrap().id,
        ArticleId(4),
        "back on the head"
    );
    assert_eq!(list.rows().len(), 30);
    list.select(7, 10);
    assert_eq!(list.toggle_group(10), None, "an article that stands alone");
}

#[test]
fn what_comes_late_or_twice_unfolds_nothing_twice() {
    let mut list = list_of(30);
    list.select(9, 10);
    list.unfold(ArticleId(4), group(4));
    list.unfold(ArticleId(4), group(4));
    assert_eq!(list.rows().len(), 32);
    assert_eq!(list.selected().unwrap().id, ArticleId(9));
    list.unfold(ArticleId(99), group(99));
    assert_eq!(list.rows().len(), 32);
}

#[test]
fn an_unfolded_group_at_the_edge_is_not_what_more_rows_are_asked_from() {
    let mut list = Articles::default();
    let Effect::Rows { generation, .. } = list.load(String::new()) else {
        unreachable!()
    };
    let rows: Vec<ArticleRow> = (0..50).map(row).collect();
    list.take(generation, rows, (true, true), Some(50));
    list.unfold(ArticleId(49), group(49));
    list.at_end = false;
    let Some(Effect::Rows {
        window: Window::After(edge),
        ..
    }) = list.go_first(10)
    else {
        unreachable!()
    };
    assert_eq!(edge.id, ArticleId(49));
}

#[test]
fn a_variant_that_is_revealed_stands_below_its_head() {
    let mut list = list_of(5_000);
    let variant = group(3_000).remove(2);
    let Some(Effect::Rows { generation, .. }) = list.reveal(&variant, 10) else {
        unreachable!()
    };
    let mut rows: Vec<ArticleRow> = (2_990..3_000).map(row).collect();
    rows.extend(group(3_000));
    rows.extend((3_001..3_010).map(row));
    list.take(generation, rows, (false, false), Some(5_000));
    assert_eq!(list.selected().unwrap().id, variant.id);
    assert!(list.is_unfolded(variant.id));
    list.toggle_group(10);
    assert_eq!(list.selected().unwrap().id, ArticleId(3_000));
}

#[test]
fn keys_that_come_faster_than_rows_are_not_lost() {
    let mut list = list_of(5_000);
    let mut asked: Vec<Effect> = (0..300).filter_map(|_| list.go(1, 10)).collect();
    assert_eq!((asked.len(), list.selected_index()), (1, 255));
    serve(&mut list, asked.pop(), 5_000);
    assert_eq!(list.selected().unwrap().id, ArticleId(300));
    // Far from the end, and a step back among them.
    let asked = list.go_last(10);
    serve(&mut list, asked, 5_000);
    let mut asked: Vec<Effect> = (0..400).filter_map(|_| list.go(-1, 10)).collect();
    asked.extend(list.go(1, 10));
    serve(&mut list, asked.pop(), 5_000);
    assert_eq!(list.selected().unwrap().id, ArticleId(4_999 - 399));
    // More than come at once: the rest is gone when more has come, as far as there are rows.
    for (keys, there) in [(2_000, 2_000), (9_000, 4_999)] {
        let mut list = list_of(5_000);
        let mut asked: Vec<Effect> = (0..keys).filter_map(|_| list.go(1, 10)).collect();
        assert_eq!(asked.len(), 1);
        serve(&mut list, asked.pop(), 5_000);
        assert_eq!(list.selected().unwrap().id, ArticleId(there));
    }
}
