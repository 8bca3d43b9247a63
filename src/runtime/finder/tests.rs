//! Quotes with the same words, as the thread answers.

use super::*;
use crate::store::Store;
use crate::{extract, find, import};

#[test]
fn where_most_rows_are_one_more_are_looked_at() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.db");
    let mut store = Store::open(&path).unwrap();
    let mut batch = store.batch().unwrap();
    for n in 0..30 {
        let text = format!(
            "Report {n} of the quay\n\n“The sea takes back what it gave us,” said Ann Lee of house {n}."
        );
        let read = import::read_bytes(&format!("{n}.txt"), text.as_bytes());
        let one = read.unwrap().remove(0);
        let extraction = extract::extract(&one.article);
        batch.put(&one.source, &one.article, &extraction).unwrap();
    }
    batch.commit().unwrap();
    let beside = find::path_beside(&path);
    let made = find::rebuilt(&store, &beside, &|| true).unwrap();
    let (wake, woken) = crossbeam_channel::unbounded();
    let finder = Finder {
        library: Library::open(&path).unwrap(),
        index: made.map(|(index, _)| index),
        indexer: Indexer::none(),
        newest: Arc::new(AtomicU64::new(1)),
        told: Told::default(),
        wake,
    };
    finder.answer(&Search {
        generation: 1,
        mode: Mode::Quotes,
        query: "sea takes back".to_owned(),
        limit: 10,
    });
    let told = woken.try_iter().map(|wake| match wake {
        Wake::Answer(Answer::Hits { found, .. }) => {
            let stand_for: usize = found.hits.iter().map(Hit::stands_for).sum();
            (found.hits.len(), stand_for, found.is_cut())
        }
        _ => (0, 0, false),
    });
    assert_eq!(told.collect::<Vec<_>>(), [(1, 10, true), (1, 30, false)]);
}
