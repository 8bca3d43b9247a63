//! What the writer does with what cannot be kept.

use super::super::tests::Work;
use super::super::{Watch, fresh};
use super::*;

use crate::import;

#[test]
fn an_article_that_is_too_large_fails_and_the_others_are_imported() {
    let folder = tempfile::tempdir().unwrap();
    let (set, file) = (folder.path().join("set.jsonl"), folder.path().join("s.db"));
    let lines: Vec<String> = [1, 9_000, 1]
        .iter()
        .map(|n| {
            format!(
                "{{\"text\": \"{}Ann Lee said it rained.\"}}\n",
                "It did. ".repeat(*n)
            )
        })
        .collect();
    std::fs::write(&set, lines.concat()).unwrap();
    let work = Work::new(&[], &file);
    let task = work.task();
    let part = |n: usize| Part {
        file: FileAt::made(&set),
        begins: n == 0,
        ends: (n == 1).then_some(true),
        items: import::read_file(&set, task.options)
            .filter(|_| n == 0)
            .map(|read| Ready::Fresh(Box::new(fresh(read.unwrap()))))
            .collect(),
        visits: Vec::new(),
        bytes: 0,
    };
    let mut watch = Watch::silent();
    let mut writer = Writer::new(&task, &mut watch);
    writer.store().unwrap().limit_rows(50_000).unwrap();
    writer.parts(vec![part(0)], || None).unwrap();
    writer.parts(vec![part(1)], || None).unwrap();
    let report = writer.finish().unwrap();
    assert_eq!((report.new, report.failed.len()), (2, 1));
    let message = &report.failed[0].message;
    assert!(
        message.contains("set.jsonl#") && message.contains("larger than"),
        "{message}"
    );
    let store = Store::open_existing(&file).unwrap();
    assert_eq!(store.check().unwrap(), []);
    assert_eq!(store.counts().unwrap().articles, 2);
    let known = store.file(&set.to_string_lossy()).unwrap().unwrap();
    assert!(known.whole, "it will be the same the next time");
    assert_eq!(store.failures(known.id).unwrap(), [message.as_str()]);
}
