//! Tests of what is taken out of messages.

use super::*;
use crate::import::markup;

fn apart(raw: &str, answer: bool) -> (String, Vec<String>) {
    let letter = plain(raw, sent(answer));
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
    let letter = plain(raw, Sent::Itself);
    assert!(
        letter.text[letter.removed[0].0..]
            .trim()
            .starts_with("See you.")
    );
    // A quotation that nobody announced is the text of a letter, and somebody else's in an answer.
    let raw = "He said:\n\n> It was late.\n\nThat was all.\n";
    assert_eq!(apart(raw, false).0, "He said: > It was late. That was all.");
    assert_eq!(apart(raw, true).0, "He said: That was all.");
    let raw = ">From the quay it was seen.\n\n> Was it late?\n";
    assert_eq!(apart(raw, true).0, ">From the quay it was seen.");
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
fn a_quotation_of_a_newsletter_stays_with_its_announcement() {
    let quotation = "\n\n> We must leave the house now.\n> Nobody has paid for the roof.\n\nThe board left early.\n";
    for told in [
        "In a letter that was read aloud at the meeting, Ann Poe\nwrote:",
        "On Tuesday the mayor wrote:",
        "On 3 May 2031 the mayor of the town wrote:",
        "In her letter of 3 May 2031 (poe@a.example) to the board\nshe wrote:",
        "Ann Poe, who has 40 tenants in the house, wrote:",
    ] {
        let raw = format!("The board met on Tuesday.\n\n{told}{quotation}");
        let (text, removed) = apart(&raw, false);
        assert!(removed.is_empty(), "{told}: {removed:?}");
        assert!(text.contains("wrote: > We must leave"), "{text}");
    }
    let answered = "Yes.\n\nAnn Poe <poe@a.example> wrote:\n> Late?\n\nOn 3 May 2031 Jon Roe wrote:\n> Again?\n\n\
                    The old board\nwrote:\n> Never.\n";
    assert_eq!(apart(answered, true).0, "Yes. The old board wrote:");
}

#[test]
fn a_long_run_of_anything_is_read_once() {
    const MANY: usize = 60_000;
    // Minutes, where each line looks at all that follow.
    let blanks = format!("Text.\n{}End.\n", "\n".repeat(MANY));
    assert_eq!(apart(&blanks, true).0, "Text. End.");
    for line in ["--\n", "-- \n", "> x\n\n", "On 1 wrote:\n", "--\n\n"] {
        apart(&format!("Text.\n{}", line.repeat(MANY)), true);
    }
}

#[test]
fn an_answer_is_looked_through_once_however_many_heads_are_below_it() {
    const MANY: usize = 20_000;
    let own = "It was late again.\n".repeat(MANY);
    let heads = "From: a@b\nSent: c\nSubject: d\n\nLate?\n".repeat(MANY);
    let raw = format!("{own}\nMy answers are below.\n\n{heads}");
    assert_eq!(apart(&raw, true).1.len(), 3 * MANY);
    let html = format!("<p>{}</p>", raw.replace('\n', "<br>"));
    assert!(taken(&html, true).0.ends_with("Late?"));
}

fn taken(html: &str, answer: bool) -> (String, Vec<String>) {
    let (kept, lines) = page(html, sent(answer)).unwrap_or_else(|| (html.to_owned(), Vec::new()));
    let kept: Vec<String> = markup::all_pieces(&kept)
        .into_iter()
        .map(|piece| piece.line)
        .collect();
    (kept.join("|"), lines)
}

#[test]
fn elements_of_a_page_that_programs_name_go() {
    let html = "<div><p>It was late.</p><div class=\"gmail_signature\"><div>Ann</div></div><p>Again.</p></div>\
                <div class=\"gmail_quote\"><div class=\"gmail_attr\">On May 3 Ann wrote:<br></div>\
                <blockquote class=\"gmail_quote\"><p>Was it?</p><blockquote>x</blockquote></blockquote></div>";
    let (kept, lines) = taken(html, true);
    assert_eq!(lines, ["Ann", "On May 3 Ann wrote:", "Was it?", "x"]);
    assert_eq!(kept, "It was late.|Again.");
    // In a message that answers nothing it is what somebody quotes.
    let (kept, lines) = taken(html, false);
    assert_eq!(lines, ["Ann"]);
    assert!(kept.ends_with("On May 3 Ann wrote:|Was it?|x"), "{kept}");
    assert_eq!(
        page(
            "<p>It was late.</p><blockquote>“So it was.”</blockquote>",
            Sent::Answer
        ),
        None
    );
}

#[test]
fn a_page_that_is_forwarded_loses_its_head_alone() {
    const FIELDS: &str =
        "<div><b>From: </b>Post &lt;p@a.example&gt;</div><div><b>Subject: </b>Late</div>";
    const TEXT: &str = "<div><p>The ferry was late.</p><p>It left.</p></div>";
    let dashed = "---------- Forwarded message ---------";
    let table = "<table class=\"moz-email-headers-table\"><tr><th>Subject: </th><td>Late</td></tr>\
                 <tr><th>From: </th><td>Post</td></tr></table>";
    for forwarded in [
        format!(
            "<blockquote type=\"cite\"><div>Begin forwarded message:</div><br>{FIELDS}<br>{TEXT}</blockquote>"
        ),
        format!(
            "<div>Begin forwarded message:</div><br><blockquote type=\"cite\">{FIELDS}<br>{TEXT}</blockquote>"
        ),
        format!(
            "<div>Begin forwarded message:</div>{FIELDS}<blockquote type=\"cite\">{TEXT}</blockquote>"
        ),
        format!(
            "<div class=\"yahoo_quoted\" id=\"yahoo_quoted_1\"><div>----- Forwarded message -----</div>{FIELDS}{TEXT}</div>"
        ),
        format!(
            "<div class=\"protonmail_quote\">------- Forwarded Message -------<br>{FIELDS}\
                 <blockquote class=\"protonmail_quote\" type=\"cite\">{TEXT}</blockquote></div>"
        ),
        format!(
            "<div class=\"gmail_quote\"><div dir=\"ltr\" class=\"gmail_attr\">{dashed}<br>From: Post<br>Subject: Late</div>{TEXT}</div>"
        ),
        format!(
            "<div class=\"moz-forward-container\">-------- Forwarded Message --------{table}{TEXT}</div>"
        ),
        format!("<div id=\"divRplyFwdMsg\"><b>From:</b> Post<br><b>Subject:</b> Late</div>{TEXT}"),
    ] {
        for answer in [false, true] {
            let html = format!("<html><body><div>FYI.</div>{forwarded}</body></html>");
            let (kept, lines) = taken(&html, answer);
            assert_eq!(kept, "FYI.|The ferry was late.|It left.", "{forwarded}");
            assert!(lines.iter().any(|line| line.ends_with("Late")), "{lines:?}");
            // It is the text, and no quotation in one.
            assert!(
                !page(&html, sent(answer)).unwrap().0.contains("<blockquote"),
                "{html}"
            );
        }
    }
}

#[test]
fn a_page_that_answers_loses_what_it_answers() {
    const QUOTED: &str = "<p>Was it late?</p>";
    for answered in [
        format!(
            "<div>On 2 May 2031, Jon Roe wrote:</div><blockquote type=\"cite\">{QUOTED}</blockquote>"
        ),
        format!(
            "<div class=\"moz-cite-prefix\">Jon Roe wrote:</div><blockquote type=\"cite\">{QUOTED}</blockquote>"
        ),
        format!(
            "<div class=\"yahoo_quoted\"><div>On 2 May 2031, Jon Roe wrote:</div>{QUOTED}</div>"
        ),
        format!(
            "<div class=\"protonmail_quote\">Jon Roe wrote:<br><blockquote type=\"cite\">{QUOTED}</blockquote></div>"
        ),
        format!(
            "<div>On Tue, 2 May 2031 at 9:00, Jon Roe<br>&lt;roe@a.example&gt; wrote:</div><br><blockquote type=\"cite\">{QUOTED}</blockquote>"
        ),
    ] {
        let html = format!("<p>It was.</p>{answered}<p>In a letter she wrote:</p><p>No.</p>");
        let (kept, lines) = taken(&html, true);
        assert_eq!(kept, "It was.|In a letter she wrote:|No.", "{answered}");
        assert!(lines.contains(&"Was it late?".to_owned()), "{lines:?}");
        let (kept, lines) = taken(&html, false);
        assert!(
            kept.contains("wrote:|Was it late?") && lines.is_empty(),
            "{kept}"
        );
    }
}

#[test]
fn a_page_without_ends_is_read_once() {
    const MANY: usize = 50_000;
    // Minutes, where each element or tag is followed to the end of the page.
    for part in [
        "<blockquote type=cite>",
        "<a <p ",
        "<a x=\"y\" z=\"",
        "<div class=gmail_signature>",
        "On 1 May 2031 x wrote:<br>",
    ] {
        let html = format!("<p>It was late.</p>{}>", part.repeat(MANY));
        assert!(taken(&html, true).0.starts_with("It was late."), "{part}");
    }
    let nested = format!(
        "{}x{}",
        "<blockquote type=cite>".repeat(MANY),
        "</blockquote>".repeat(MANY)
    );
    for answer in [true, false] {
        let html = format!("<p>Begin forwarded message:</p>{nested}");
        taken(&html, answer);
    }
}

#[test]
fn the_whole_of_a_message_that_stands_below_its_answer_goes() {
    const HEAD: &str = "From: Jo <j@a.example>\nSent: Monday\nTo: Ann\nSubject: Lease\n";
    for head in [
        HEAD.to_owned(),
        format!("________________\n{HEAD}"),
        format!("-----Original Message-----\n{HEAD}"),
    ] {
        let raw = format!("We will not.\n\nAnn\n\n{head}\nWill you?\n\nJo\n");
        let (text, removed) = apart(&raw, true);
        assert_eq!(text, "We will not. Ann", "{head}");
        assert!(
            removed.ends_with(&["Will you?".to_owned(), "Jo".to_owned()]),
            "{removed:?}"
        );
        let html = format!(
            "<p>We will not.</p><p>Ann</p><div>{}</div><p>Will you?</p>",
            head.replace('\n', "<br>")
        );
        assert_eq!(taken(&html, true).0, "We will not.|Ann", "{head}");
        // What is quoted below with marks is answered line by line.
        let (text, _) = apart(&format!("Hi.\n\n{head}\n> Will you?\n\nNo.\n"), true);
        assert_eq!(text, "Hi. No.", "{head}");
        // Nothing is left of an answer without words of its own.
        assert!(
            apart(&format!("{head}\nWill you?\n"), true)
                .0
                .contains("Will you?")
        );
    }
    // A head in a letter of its own is what the letter is about; passed on it is none of the text.
    let raw = format!("See this:\n\n{HEAD}\nWill you?\n");
    assert!(apart(&raw, false).1.is_empty());
    assert_eq!(plain(&raw, Sent::Forward).removed.len(), 4);
}

const fn sent(answer: bool) -> Sent {
    if answer { Sent::Answer } else { Sent::Itself }
}

#[test]
fn answers_in_the_message_below_stay() {
    let raw = "My answers are in the text below.\n\nFrom: Jon Roe <roe@a.example>\nSent: Tuesday\nTo: Ann Poe\nSubject: Questions\n\n\
        1. Will you renew the lease?\n\nANN: No. We will not.\n";
    assert_eq!(
        apart(raw, true).0,
        "My answers are in the text below. 1. Will you renew the lease? ANN: No. We will not."
    );
    let whole = raw.replace("in the text below", "no and no");
    assert_eq!(apart(&whole, true).0, "My answers are no and no.");
    // What was quoted before it changes nothing.
    let older = format!("{whole}\n> Will it fall?\n> Jo\n");
    assert_eq!(apart(&older, true).0, "My answers are no and no.");
    let memo = "As we told you:\n\nFROM: the board\nDATE: May 3\nSUBJECT: Lease\n\nThe lease ends in May.\n";
    assert!(apart(memo, true).0.ends_with("The lease ends in May."));
}

#[test]
fn only_a_clause_that_says_where_answers_stand_keeps_the_message_below() {
    const HEAD: &str =
        "From: Jon Roe <roe@a.example>\nSent: Tuesday\nTo: Ann Poe\nSubject: Questions\n";
    let heads = [
        HEAD.to_owned(),
        format!("-----Original Message-----\n{HEAD}"),
        format!("____________\n{HEAD}"),
    ];
    for (own, keeps) in [
        ("Prices fell below three kroner on Monday.", false),
        ("My details are below.", false),
        (
            "The response of the town was below what we had hoped.",
            false,
        ),
        ("We skate inline on Sundays.", false),
        ("My answers are below.", true),
        ("Jon, please see my answers in the text. Ann", true),
        ("My answers to all of your questions are\nbelow.", true),
        ("Thanks - see in red under each question.", true),
        ("Comments inline", true),
        ("I have replied in-line, as always.", true),
        ("See below.", true),
        ("Hallo Jon, Antworten unten.", true),
        ("Meine Antworten stehen im Text.", true),
        ("Mes réponses sont ci-dessous.", true),
    ] {
        for head in &heads {
            let raw = format!("{own}\n\n{head}\nWill you renew the lease?\n");
            let (text, _) = apart(&raw, true);
            assert_eq!(text.contains("renew"), keeps, "{raw}");
            assert!(!text.contains("Sent:"), "{text}");
            let html = format!("<p>{}</p>", raw.replace('\n', "<br>"));
            assert_eq!(taken(&html, true).0.contains("renew"), keeps, "{html}");
        }
    }
}

#[test]
fn a_head_without_addresses_is_one_where_a_message_has_it() {
    for head in [
        "From: Jon Roe\nDate: Tuesday, 3 June 2031 at 09:00\nTo: Ann Poe\nSubject: Re: Lease\n",
        "From: Jon Roe\nDate: Tuesday at 09:00\nSubject: Lease\n",
        "Von: Jon Roe\nDatum: Dienstag, 3. Juni 2031 um 09:00\nAn: Ann Poe\nBetreff: Re: Pacht\n",
    ] {
        for head in [head.to_owned(), format!("______________\n{head}")] {
            let raw = format!("We will not.\n\n{head}\nWill you?\n");
            assert_eq!(apart(&raw, true).0, "We will not.", "{raw}");
            let sent_on = plain(&raw, Sent::Forward).text;
            let words: Vec<&str> = sent_on.split_whitespace().collect();
            assert_eq!(words.join(" "), "We will not. Will you?", "{raw}");
            let html = format!("<p>{}</p>", raw.replace('\n', "<br>"));
            assert_eq!(taken(&html, true).0, "We will not.", "{html}");
        }
    }
    let bare = "See this:\n\nSubject: Lease\nFrom: Jon Roe\nTo: Ann Poe\n\nWill you?\n";
    assert_eq!(plain(bare, Sent::Forward).removed.len(), 3);
    for memo in [
        "FROM: the board\nTO: all tenants\nDATE: May 3\nSUBJECT: Lease\n",
        "TO: all tenants\nFROM: the board\nDATE: May 3, 2031\nSUBJECT: Lease\n",
        "From: the board\nDate: May 3, 2031\nSubject: Lease\n",
    ] {
        let raw = format!("As we told you:\n\n{memo}\nThe lease ends in May.\n");
        assert!(apart(&raw, true).1.is_empty(), "{raw}");
    }
}
