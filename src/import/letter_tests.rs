//! Tests of what is taken out of messages.

use super::*;

fn apart(raw: &str, answer: bool) -> (String, Vec<String>) {
    let letter = plain(raw, answer);
    let text: Vec<&str> = letter.text.split_whitespace().collect();
    (
        text.join(" "),
        letter.removed.into_iter().map(|(_, line)| line).collect(),
    )
}

#[test]
fn a_signature_goes_and_a_line_of_dashes_stays() {
    let (text, removed) = apart(
        "The ferry was late.\n\n-- \nAnn Poe\nThe Harbour Post\n",
        false,
    );
    assert_eq!((text.as_str(), removed.len()), ("The ferry was late.", 3));
    let (text, _) = apart("The ferry was late.\n--\nAnn Poe", false);
    assert_eq!(text, "The ferry was late.");
    let long = format!("One.\n--\n{}", "Two.\n".repeat(20));
    assert!(apart(&long, false).1.is_empty());
}

#[test]
fn what_is_answered_goes_with_its_announcement() {
    let raw = "It was late again.\n\nOn Tue, 3 May 2031 at 10:00, Ann Poe\n<poe@a.example> wrote:\n\n> Was it late?\n>\n> Ann\n\nSee you.\n";
    let (text, removed) = apart(raw, false);
    assert_eq!(text, "It was late again. See you.");
    assert_eq!(removed.len(), 5, "{removed:?}");
    let letter = plain(raw, false);
    assert!(
        letter.text[letter.removed[0].0..]
            .trim()
            .starts_with("See you.")
    );
    // A quotation that nobody announced is the text of a letter, and somebody else's in an answer.
    let raw = "He said:\n\n> It was late.\n\nThat was all.\n";
    assert_eq!(apart(raw, false).0, "He said: > It was late. That was all.");
    assert_eq!(apart(raw, true).0, "He said: That was all.");
    let raw = "On Tuesday the mayor wrote:\n\nIt was late.\n";
    assert_eq!(
        apart(raw, true).0,
        "On Tuesday the mayor wrote: It was late."
    );
}

#[test]
fn the_head_of_a_message_that_is_forwarded_goes_and_its_text_stays() {
    for head in [
        "---------- Forwarded message ---------\nFrom: Ann Poe <poe@a.example>\nDate: Tue, 3 May 2031\nSubject: Late\nTo: <roe@a.example>,\n <loe@a.example>\n\n",
        "Begin forwarded message:\n\nFrom: Ann Poe\nSubject: Late\n\n",
        "-----Original Message-----\nFrom: Ann Poe\nSent: Tuesday\nTo: Jon Roe\nSubject: Late\n\n",
        "________________________________\nFrom: Ann Poe\nSent: Tuesday\nSubject: Late\n\n",
    ] {
        let (text, removed) = apart(&format!("FYI.\n\n{head}The ferry was late."), false);
        assert_eq!(text, "FYI. The ferry was late.", "{head}");
        assert!(removed.len() >= 3, "{removed:?}");
    }
    let quoted =
        "Begin forwarded message:\n\n> From: Ann Poe\n> Subject: Late\n>\n> The ferry was late.\n";
    assert_eq!(apart(quoted, true).0, "The ferry was late.");
    let told = "The mails that were found say:\n\nFrom: Ann Poe\nTo: Jon Roe\nSubject: Late\n\nIt was late.";
    assert!(apart(told, false).1.is_empty());
}

#[test]
fn elements_of_a_page_that_programs_name_go() {
    let html = "<div><p>It was late.</p><div class=\"gmail_signature\"><div>Ann</div></div><p>Again.</p></div>\
                <div class=\"gmail_quote\"><div class=\"gmail_attr\">On May 3 Ann wrote:<br></div>\
                <blockquote class=\"gmail_quote\"><p>Was it?</p><blockquote>x</blockquote></blockquote></div>";
    let (kept, lines) = page(html).unwrap();
    assert_eq!(lines, ["Ann", "On May 3 Ann wrote:", "Was it?", "x"]);
    assert!(kept.contains("Again.") && !kept.contains("Was it"));
    assert_eq!(
        page("<p>It was late.</p><blockquote>“So it was.”</blockquote>"),
        None
    );
    // Minutes, where each looks for its end.
    assert_eq!(page(&"<blockquote type=cite>".repeat(100_000)), None);
}
