//! Tests of messages, mailboxes and saved pages.

use crate::import::read::items;
use crate::model::Field;

fn fixture(name: &str) -> Vec<u8> {
    let path = format!(
        "{}/tests/fixtures/import/{name}",
        env!("CARGO_MANIFEST_DIR")
    );
    std::fs::read(path).unwrap()
}

#[test]
fn a_newsletter_is_an_article() {
    let read = items("a.eml", &fixture("letter.eml"));
    let one = read[0].as_ref().unwrap();
    let article = &one.article;
    assert_eq!(one.source.location, "a.eml");
    assert_eq!(article.title.as_deref(), Some("Die Fähre kam spät"));
    assert_eq!(article.publisher.as_deref(), Some("The Harbour Letter"));
    assert_eq!(article.byline.as_deref(), Some("Ann Poe"));
    assert_eq!(article.date.unwrap().to_string(), "2020-05-05");
    assert!(
        article
            .text
            .contains("“We are sorry,” said Marta Lee, its captain."),
        "{}",
        article.text
    );
    assert!(!article.text.contains("attached") && !article.text.contains("<p"));
}

#[test]
fn a_mailbox_is_read_message_by_message() {
    let read = items("box", &fixture("letters.mbox"));
    let lines: Vec<String> = read
        .iter()
        .map(|item| match item {
            Ok(one) => format!(
                "{} {}",
                one.source.location,
                one.article.text.replace('\n', "|")
            ),
            Err(failure) => failure.to_string(),
        })
        .collect();
    assert_eq!(
        lines,
        [
            "box#one@post.example The ferry was late on Tuesday.||From the quay nobody could see it, the captain said.",
            "box#2 The ferry sank on Monday, the mayor said.",
            "box, line 21 is a message without text; nothing to import",
        ]
    );
}

#[test]
fn a_mailbox_stays_in_bounds() {
    let mut mailbox = b"From a Tue May  5 09:00:00 2020\nTo: c\nSubject: Long\n\n".to_vec();
    mailbox.resize(mailbox.len() + 40_000_000, b'x');
    mailbox.extend(b"\n\nFrom b Tue May  5 09:00:00 2020\nTo: c\nSubject: Short\n\nThe ferry sank on Monday, the mayor said.\n");
    let read = items("box", &mailbox);
    assert_eq!(read.len(), 2);
    assert!(
        read[0]
            .as_ref()
            .unwrap_err()
            .to_string()
            .contains("line 1 is longer than 32 MB")
    );
    assert_eq!(
        read[1].as_ref().unwrap().article.title.as_deref(),
        Some("Short")
    );
}

#[test]
fn messages_in_messages_without_end_do_no_harm() {
    let part = "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n";
    let deep = format!(
        "Subject: Deep\r\nFrom: a@b.example\r\n{}",
        part.repeat(50_000)
    );
    assert!(items("a.eml", deep.as_bytes())[0].is_err());
    let deep = format!(
        "Subject: Deep\r\nFrom: a@b.example\r\n{}",
        "Content-Type: message/rfc822\r\n\r\n".repeat(50_000)
    );
    let _ = items("a.eml", deep.as_bytes());
}

const PAGE: &str = "<html><head><title>Pier opens again - Skerry Courier</title></head><body><article><h1>Pier opens again</h1>\
    <p>The north pier at Scarvoe opened again on Thursday, nine months after a storm took two of its piles.</p>\
    <p>“We have waited for this through a whole winter,” said Ewan Tait, who runs the ferry.</p></article></body></html>";

/// A page as browsers save it.
fn saved(head: &str, page: &str) -> Vec<u8> {
    format!(
        "From: <Saved by Blink>\r\n{head}Subject: =?utf-8?Q?Pier opens?=\r\nDate: Tue, 5 May 2020 09:00:00 -0000\r\n\
         MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\tboundary=\"--b--\"\r\n\r\n\r\n\
         ----b--\r\nContent-Type: text/html\r\nContent-ID: <frame-1@mhtml.blink>\r\n\
         Content-Transfer-Encoding: 8bit\r\nContent-Location: https://skerry.example/part\r\n\r\n{page}\r\n\
         ----b--\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\
         Content-Location: https://skerry.example/a.png\r\n\r\niVBORw0K\r\n----b----\r\n"
    )
    .into_bytes()
}

#[test]
fn a_saved_page_is_a_page_and_no_letter() {
    let address = "Snapshot-Content-Location: https://skerry.example/pier\r\n";
    let read = items("a.mhtml", &saved(address, PAGE));
    let [Ok(one)] = read.as_slice() else {
        panic!("{read:?}")
    };
    let article = &one.article;
    assert_eq!(one.source.location, "a.mhtml");
    assert_eq!(article.title.as_deref(), Some("Pier opens again"));
    assert_eq!(article.url.as_deref(), Some("https://skerry.example/pier"));
    assert_eq!(article.publisher.as_deref(), Some("Skerry Courier"));
    assert_eq!((article.date, &article.byline), (None, &None));
    assert!(
        article.text.starts_with("The north pier"),
        "{}",
        article.text
    );
    // Other browsers name the page's address with the part only.
    let read = items("a.mht", &saved("", PAGE));
    let article = &read[0].as_ref().unwrap().article;
    assert_eq!(article.url.as_deref(), Some("https://skerry.example/part"));
    let bare = PAGE.replace("<title>Pier opens again - Skerry Courier</title>", "");
    let bare = bare.replace("<h1>Pier opens again</h1>", "");
    let read = items("a.mht", &saved(address, &bare));
    let title = &read[0].as_ref().unwrap().article.title;
    assert_eq!(title.as_deref(), Some("Pier opens"));
    let dated = PAGE.replace("<head>", "<head><meta name=date content=2020-03-14>");
    let read = items("a.mht", &saved(address, &dated));
    let article = &read[0].as_ref().unwrap().article;
    assert_eq!(article.date.unwrap().to_string(), "2020-03-14");
    let address = "Snapshot-Content-Location: https://skerry.example/2020/03/15/pier\r\n";
    for (page, day) in [(PAGE, "2020-03-15"), (dated.as_str(), "2020-03-14")] {
        let read = items("a.mht", &saved(address, page));
        let article = &read[0].as_ref().unwrap().article;
        assert_eq!(article.date.unwrap().to_string(), day);
        assert_eq!(article.inferred.contains(&Field::Date), page == PAGE);
    }
}

#[test]
fn the_subject_is_the_title_unless_the_page_prints_it_whole() {
    let title = |subject: &str| {
        let letter = format!(
            "From: Skerry Courier <a@b.example>\nTo: c@d.example\nSubject: {subject}\nMIME-Version: 1.0\n\
             Content-Type: text/html; charset=utf-8\n\n{PAGE}"
        );
        let read = items("a.eml", letter.as_bytes());
        read[0].as_ref().unwrap().article.title.clone().unwrap()
    };
    for (subject, want) in [
        ("Pier opens again after storm", "Pier opens again"),
        ("Fwd: [Islands] RE: Pier opens again", "Pier opens again"),
        ("Re: Pier opens", "Pier opens"),
        ("Your morning briefing", "Your morning briefing"),
        ("Fwd: The islands today", "The islands today"),
        ("[Breaking]", "[Breaking]"),
    ] {
        assert_eq!(title(subject), want, "{subject}");
    }
}

#[test]
fn what_is_quoted_and_signed_in_a_message_is_taken_out_and_told() {
    let mail = "From: Ann Poe <poe@a.example>\nTo: Jon Roe <roe@a.example>\nSubject: Re: The ferry\nMessage-ID: <1@a.example>\nDate: Tue, 3 May 2031 10:00:00 +0000\n\n\
                The ferry was late on Tuesday, and nobody knew why, the captain said.\n\n\
                On Mon, 2 May 2031 at 9:00, Jon Roe <roe@a.example> wrote:\n> Was it late?\n\n\
                The mayor came to the quay in the evening, and said the same.\n\n-- \nAnn Poe\nThe Harbour Post\n";
    let read = items("a.eml", mail.as_bytes());
    let article = &read[0].as_ref().unwrap().article;
    assert_eq!(
        article.text,
        "The ferry was late on Tuesday, and nobody knew why, the captain said.\n\n\
         The mayor came to the quay in the evening, and said the same."
    );
    let told: Vec<_> = article
        .removed
        .iter()
        .map(|r| (r.at, r.why, r.line.as_str()))
        .collect();
    let (mayor, end) = (article.blocks[1].span.start, article.text.len());
    let why = crate::model::Why::Furniture;
    let want = [
        (
            mayor,
            why,
            "On Mon, 2 May 2031 at 9:00, Jon Roe <roe@a.example> wrote:",
        ),
        (mayor, why, "> Was it late?"),
        (end, why, "--"),
        (end, why, "Ann Poe"),
        (end, why, "The Harbour Post"),
    ];
    assert_eq!(told, want);
}

#[test]
fn a_page_in_a_message_loses_what_its_program_quoted() {
    let mail = "From: Ann Poe <poe@a.example>\nTo: Jon Roe <roe@a.example>\nSubject: Re: The ferry\nMessage-ID: <1@a.example>\nMIME-Version: 1.0\nContent-Type: text/html\n\n\
                <p>The ferry was late on Tuesday, and nobody knew why, the captain said.</p>\
                <div class=\"moz-signature\">Ann Poe</div><div>On 2 May 2031 Jon Roe wrote:</div>\
                <blockquote type=\"cite\"><p>Was it late, or was it not there at all?</p></blockquote>";
    let read = items("a.eml", mail.as_bytes());
    let article = &read[0].as_ref().unwrap().article;
    let shown = article
        .blocks
        .iter()
        .filter(|b| b.role != crate::model::BlockRole::Furniture);
    let shown: Vec<_> = shown.map(|b| b.span.of(&article.text)).collect();
    assert_eq!(
        shown,
        ["The ferry was late on Tuesday, and nobody knew why, the captain said."]
    );
    let removed: Vec<_> = article.removed.iter().map(|r| r.line.as_str()).collect();
    assert!(
        removed.contains(&"Was it late, or was it not there at all?"),
        "{removed:?}"
    );
}

#[test]
fn an_article_that_was_forwarded_is_there_whole() {
    let text = "<p>The harbour board said on Tuesday that it would not renew the lease of the old customs house.</p>\
                <p>“We must leave,” said Ann Poe, the mayor of the town, to those who had come to the hall.</p>";
    let head = "<div><b>From: </b>Post &lt;p@a.example&gt;</div><div><b>Subject: </b>Board refuses lease</div><br>";
    for (open, close) in [
        (
            "<blockquote type=\"cite\"><div>Begin forwarded message:</div><br>",
            "</blockquote>",
        ),
        (
            "<div class=\"yahoo_quoted\"><div>----- Forwarded message -----</div>",
            "</div>",
        ),
    ] {
        let mail = format!(
            "From: Jon Roe <roe@a.example>\nTo: Ann Poe <poe@a.example>\nSubject: Fwd: Board refuses lease\n\
             In-Reply-To: <1@a.example>\nMIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n\
             <html><body><div>FYI, see below.</div><div>{open}{head}<div>{text}</div>{close}</div></body></html>"
        );
        let read = items("a.eml", mail.as_bytes());
        let article = &read[0].as_ref().unwrap().article;
        let shown: Vec<_> = article.blocks.iter().map(|b| b.role).collect();
        assert!(
            article.text.contains("the old customs house."),
            "{}",
            article.text
        );
        assert!(
            article.text.contains("“We must leave,” said"),
            "{}",
            article.text
        );
        assert!(!article.text.contains("From:"), "{}", article.text);
        assert!(
            !shown.contains(&crate::model::BlockRole::Quote),
            "{shown:?}"
        );
    }
}

#[test]
fn an_answer_between_the_lines_is_read_in_one_pass() {
    // Minutes, where the place of each line that goes is looked for from the first.
    let lines: String = (0..20_000)
        .map(|n| format!("> q{n}\n\nThe answer to number {n} is here.\n\n"))
        .collect();
    let mail = format!("From: a@a.example\nTo: b@a.example\nSubject: Re: Lease\n\n{lines}");
    let read = items("a.eml", mail.as_bytes());
    let article = &read[0].as_ref().unwrap().article;
    assert_eq!(article.blocks.len(), 20_000);
    assert_eq!(article.removed[2].at, article.blocks[2].span.start);
}

#[test]
fn a_line_of_a_message_that_begins_with_from_parts_nothing() {
    let mailbox = "From a@b.example Tue May  5 09:00:00 2020\nFrom: a@b.example\nTo: c\nSubject: Bridge\n\n\
        The council met for four hours.\n\nFrom Monday on the bridge is shut.\n\n\
        The mayor said nothing.\n\nFrom b Tue May  5 09:00:00 2020\nTo: c\nSubject: Short\n\nIt rained.\n";
    let read = items("box", mailbox.as_bytes());
    assert_eq!(read.len(), 2);
    let text = &read[0].as_ref().unwrap().article.text;
    assert!(
        text.contains("From Monday on the bridge is shut."),
        "{text}"
    );
}

#[test]
fn a_letter_that_ends_like_a_head_parts_nothing_and_old_spools_do() {
    let mailbox = "From a@b.example Tue May  5 09:00:00 2020\nTo: c\nSubject: Bridge\n\n\
        It is shut.\n\nFrom the whole board of the house\nE-mail: info@b.example\n\n\
        From b Tue May  5 09:00:00 2020\n>From b@b.example Tue May  5 09:00:00 2020\nTo: c\nSubject: Short\n\nIt rained.\n";
    let read = items("box", mailbox.as_bytes());
    assert_eq!(read.len(), 2);
    let text = |n: usize| read[n].as_ref().unwrap().article.text.clone();
    assert!(
        text(0).contains("From the whole board of the house"),
        "{}",
        text(0)
    );
    assert_eq!(text(1), "It rained.");
}

#[test]
fn a_field_that_only_heads_have_parts_messages_and_an_address_does_not() {
    let count = |parting: &str, field: &str| {
        let mailbox = format!(
            "From a@b.example Tue May  5 09:00:00 2020\nTo: c\nSubject: Bridge\n\nIt is shut.\n\n\
             {parting}\n{field}\nSubject: Short\n\nIt rained.\n"
        );
        items("box", mailbox.as_bytes()).len()
    };
    for (parting, field) in [
        ("From MAILER-DAEMON", "Return-Path: <b@b.example>"),
        (
            "From MAILER-DAEMON Tue 5 May 2020",
            "Message-ID: <1@b.example>",
        ),
        ("From - ", "X-Mozilla-Status: 0001"),
        (
            "From b@b.example Tue May  5 09:00:00 2020",
            "Content-Type: text/plain",
        ),
        (
            "From b@b.example Tue May  5 09:00:00 2020",
            "Date: Tue, 5 May 2020 09:00:00 +0000",
        ),
    ] {
        assert_eq!(count(parting, field), 2, "{parting} {field}");
    }
    for (parting, field) in [
        (
            "From the board (info@b.example), Bergen",
            "E-mail: info@b.example",
        ),
        ("From 10:30 on it is open again", "Tel-no: 20 30 40"),
        ("From the whole board", "Web-site: b.example"),
    ] {
        assert_eq!(count(parting, field), 1, "{parting} {field}");
    }
}

#[test]
fn a_message_with_hardly_a_head_is_one() {
    let raw = "From: Ann Poe <a@b.example>\nSubject: The swim\nDate: Tue, 3 Jun 2031 10:00:00 +0200\n\nIt was cold.\n";
    let read = items("a.eml", raw.as_bytes());
    let article = &read[0].as_ref().unwrap().article;
    assert_eq!(article.title.as_deref(), Some("The swim"));
    assert_eq!(article.text, "It was cold.");
    let text = raw.replace(" <a@b.example>", "");
    let read = items("a.txt", text.as_bytes());
    assert_ne!(
        read[0].as_ref().unwrap().article.title.as_deref(),
        Some("The swim")
    );
}

#[test]
fn the_words_of_an_answer_are_its_text_however_short() {
    let raw = "From: a@b.example\nTo: b\nSubject: Re: Lease\nContent-Type: text/html\n\n\
               <p>Hi Jo,</p><p>No.</p><p><b>From:</b> Jo<br><b>Sent:</b> Monday<br><b>Subject:</b> Lease</p><p>Will \
               you renew the lease of the old house on the quay in the new year, as we hear that you will?</p>";
    let read = items("a.eml", raw.as_bytes());
    let article = &read[0].as_ref().unwrap().article;
    assert!(
        article.text.starts_with("Hi Jo,\n\nNo."),
        "{}",
        article.text
    );
    assert!(!article.text.contains("renew"), "{}", article.text);
}
