//! What is shown of lines that many articles have, whatever the order they came in.

use crate::extract::extract;
use crate::import::{Source, read_bytes};
use crate::model::{ArticleId, BlockRole};

use super::{Outcome, Store};

/// Article number `n` of a made paper: two paragraphs of its own and a notice between them.
fn page(n: usize) -> String {
    format!(
        "{{\"publisher\": \"The Bergen Post\", \"text\": \"The harbour board met for the {n}th time on Tuesday and \
         refused a lease to shop number {n} in the old customs house.\\n\\nPOST NEWS NETWORK\\n\\nThe owner of shop {n} \
         said that he would appeal to the court of the county before the end of the month.\"}}"
    )
}

fn put(store: &mut Store, n: usize) {
    let imported = read_bytes("page.json", page(n).as_bytes())
        .unwrap()
        .remove(0);
    let source = Source::new(format!("page{n}.json"), page(n).as_bytes());
    let extraction = extract(&imported.article);
    let mut batch = store.batch().unwrap();
    let outcome = batch.put(&source, &imported.article, &extraction).unwrap();
    assert_ne!(outcome, Outcome::Unchanged);
    batch.commit().unwrap();
}

fn weigh(store: &mut Store) {
    while store.weigh_lines().unwrap() {}
}

fn roles(store: &Store, id: i64) -> Vec<BlockRole> {
    let stored = store.article(ArticleId(id)).unwrap().unwrap();
    stored.article.blocks.iter().map(|b| b.role).collect()
}

#[test]
fn articles_that_came_before_are_treated_as_those_that_came_after() {
    let mut store = Store::in_memory().unwrap();
    for n in 1..=5 {
        put(&mut store, n);
    }
    weigh(&mut store);
    assert_ne!(roles(&store, 1)[1], BlockRole::Furniture);
    for n in 6..=10 {
        put(&mut store, n);
    }
    weigh(&mut store);
    for id in 1..=10 {
        assert_eq!(roles(&store, id)[1], BlockRole::Furniture);
        assert_eq!(roles(&store, id)[2], BlockRole::Paragraph);
    }
    assert!(!store.weigh_lines().unwrap());
    assert_eq!(store.check().unwrap(), []);
}

#[test]
fn what_is_gone_counts_no_more() {
    let mut store = Store::in_memory().unwrap();
    for n in 1..=9 {
        put(&mut store, n);
    }
    weigh(&mut store);
    assert_eq!(roles(&store, 1)[1], BlockRole::Furniture);
    store
        .connection
        .execute("DELETE FROM article WHERE id > 3", [])
        .unwrap();
    weigh(&mut store);
    assert_ne!(roles(&store, 1)[1], BlockRole::Furniture);
}
