//! What the reading end sends of feeds on a server of this machine.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::super::reading;
use super::super::tests::Work;
use super::*;
use crate::fetch::tests::server::{Server, answer};

fn feed(entries: &[(String, String)]) -> String {
    let items: Vec<String> = entries
        .iter()
        .map(|(link, text)| {
            format!("<item><link>{link}</link><description>{text}</description></item>")
        })
        .collect();
    let items = items.concat();
    format!("<rss version=\"2.0\"><channel><title>The Post</title>{items}</channel></rss>")
}

/// The parts that are sent of the feed at `url`.
fn parts(url: &str, full: bool, stop: &AtomicBool) -> Vec<Part<Item>> {
    let (to, from) = crossbeam_channel::unbounded();
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("none.db");
    let work = Work::new(&[Path::new(url)], &store);
    let web = Web {
        full,
        fetch: false,
        allow_local: true,
    };
    let task = Task {
        web,
        stop,
        ..work.task()
    };
    reading::read(&task, &to).unwrap();
    drop(to);
    from.into_iter()
        .filter_map(|found| match found {
            Found::Parts(parts) => Some(parts),
            _ => None,
        })
        .flatten()
        .collect()
}

#[test]
fn a_part_of_a_feed_holds_so_much_text() {
    let text = |n: usize| format!("{n} {}", "It rained. ".repeat(TEXT / 20));
    let entries: Vec<_> = (0..3).map(|n| (format!("/{n}"), text(n))).collect();
    let text = feed(&entries);
    let server = Server::new(move |_| answer(200, &[], &text));
    let parts = parts(&server.url("/"), false, &AtomicBool::new(false));
    let counts: Vec<_> = parts.iter().map(|part| part.items.len()).collect();
    assert_eq!(counts, [2, 1]);
    assert_eq!((parts[0].ends, parts[1].ends), (None, Some(true)));
}

#[test]
fn pages_fetched_before_a_stop_are_sent_and_the_feed_is_not_at_its_end() {
    for last in ["/3", "/4"] {
        let stop = Arc::new(AtomicBool::new(false));
        let stops = Arc::clone(&stop);
        let entries: Vec<_> = (1..=4)
            .map(|n| (format!("/{n}"), format!("In short: {n}.")))
            .collect();
        let text = feed(&entries);
        let server = Server::new(move |asked| match asked.path.as_str() {
            "/feed" => answer(200, &[], &text),
            "/robots.txt" => answer(404, &[], ""),
            path => {
                if path == last {
                    stops.store(true, Ordering::Relaxed);
                }
                let text = "The harbour board will not renew the lease of the old customs house.";
                answer(200, &[], format!("<title>{path}</title><p>{text}</p>"))
            }
        });
        let parts = parts(&server.url("/feed"), true, &stop);
        assert_eq!(parts.len(), 1);
        // The page during which the person stopped is left out.
        let count = last[1..].parse::<usize>().unwrap() - 1;
        assert_eq!(parts[0].items.len(), count);
        assert_eq!(parts[0].visits.len(), count);
        assert_eq!(parts[0].ends, None);
        assert!(parts[0].items.iter().all(|i| matches!(i, Item::Fresh(_))));
    }
}
