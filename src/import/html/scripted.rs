//! Pages whose text a script puts in: it stands in what the page declares.
//!
//! Owns when that is so, and the lines of such a text; must not know where it is declared.

use crate::import::markup::{self, Piece, Tags};

/// Most words of a page whose text a script puts in: that one is needed, cookies, a menu.
const WITHOUT_TEXT: usize = 60;

/// Whether a page has no text of its own, but declares one: a script puts it on the page.
pub(super) fn is_put_in(printed: &str, body: &str) -> bool {
    let printed = printed.split_whitespace().count();
    printed <= WITHOUT_TEXT && printed * 3 < body.split_whitespace().take(1_000).count()
}

/// The lines of a declared text, which may be HTML.
pub(super) fn lines_of(body: &str) -> Vec<Piece> {
    let lines = body.split('\n').filter(|line| !line.trim().is_empty());
    match markup::tags(body) {
        Tags::Blocks => return markup::linked_pieces(body),
        Tags::Inline => {
            let lines: Vec<String> = lines.map(|line| format!("<p>{line}</p>")).collect();
            return markup::linked_pieces(&lines.concat());
        }
        Tags::None => {}
    }
    let mut pieces = Vec::new();
    for line in lines {
        let mut text = String::new();
        markup::decode_entities(line, &mut text);
        pieces.push(Piece::plain(None, text));
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::super::article;
    use crate::model::DateFrom;

    const TEXT: [&str; 3] = [
        "The harbour board of Bergen said on Tuesday that it would not renew the lease of the old customs house, because the roof leaks.",
        "“We have no other choice & no money,” said Ann Poe, who leads the board, after a meeting that went on late into the night.",
        "Shopkeepers near the house said that they would lose a third of their customers, and that nobody had asked them.",
    ];

    fn page(body: &str, printed: &str) -> String {
        let data = serde_json::json!({
            "@type": "NewsArticle", "headline": "Board refuses lease", "datePublished": "2031-05-06",
            "author": "Ann Lee", "articleBody": body,
        });
        format!(
            "<html><head><title>Board refuses lease</title><script type='application/ld+json'>{data}</script>\
             </head><body><div id=root>{printed}</div><noscript>You need a script.</noscript></body></html>"
        )
    }

    #[test]
    fn the_declared_text_is_the_text_of_a_page_that_has_none() {
        let text = TEXT.join("\n\n");
        let coded = TEXT
            .map(|p| format!("<p>{}</p>", p.replace('&', "&amp;")))
            .concat();
        let dressed = TEXT
            .join("\n\n")
            .replace("Ann Poe", "<a href=\"/poe\">Ann <em>Poe</em></a>");
        let dressed = dressed.replace("the lease", "<strong class='x'>the lease</strong>");
        let headed = format!(
            "<section>{}</section>\n<blockquote>{}</blockquote>{}",
            TEXT[0], TEXT[1], TEXT[2]
        );
        for body in [
            &TEXT.join("\n\n"),
            &TEXT.join("\n"),
            &coded,
            &dressed,
            &headed,
        ] {
            for printed in ["", "<p>Please accept our cookies to go on reading.</p>"] {
                let read = article(&page(body, printed), None).unwrap();
                assert_eq!(read.text, text, "{body} {printed}");
                assert_eq!(read.title.as_deref(), Some("Board refuses lease"));
                assert_eq!(read.byline.as_deref(), Some("Ann Lee"));
                assert_eq!(read.date_from, Some(DateFrom::JsonLd));
            }
        }
    }

    #[test]
    fn what_is_no_tag_stays_in_a_declared_text() {
        let body = TEXT
            .join("\n\n")
            .replace("Ann Poe", "Ann Poe <ann@poe.example>, 3 < 4,");
        let read = article(&page(&body, ""), None).unwrap();
        assert_eq!(read.text, body);
    }

    #[test]
    fn what_a_page_prints_is_its_text() {
        let printed = TEXT.map(|p| format!("<p>{p}</p>")).concat();
        // However much more is declared.
        let other = "The board of another town has said more of its own lease. ".repeat(60);
        for body in ["Board refuses lease. Read more on our site.", &other] {
            let read = article(&page(body, &printed), None).unwrap();
            assert_eq!(read.text, TEXT.join("\n\n"));
        }
    }
}
