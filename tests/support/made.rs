//! Articles made up for the tests, with their quotes marked by hand.
//!
//! In a paragraph `[d0|words]` is a direct quote of speaker 0 (`m` mixed, `i` indirect, `-` for a
//! speaker nobody knows), and `<she>` after it names its speaker in the text.

use onrecord::model::{
    Article, ArticleId, Block, BlockRole, Evidence, Extraction, Quote, QuoteKind, Role, Span,
    Speaker, SpeakerKind, StoredArticle,
};

/// Puts an article together from marked paragraphs.
pub struct Maker {
    stored: StoredArticle,
}

impl Maker {
    pub fn new(id: i64, title: &str, publisher: &str, date: &str) -> Self {
        let article = Article {
            title: Some(title.to_owned()),
            publisher: Some(publisher.to_owned()),
            date: date.parse().ok(),
            ..Article::default()
        };
        Self {
            stored: StoredArticle {
                id: ArticleId(id),
                article,
                extraction: Extraction::default(),
                read: false,
                source: format!("/home/reader/news/{id:03}.txt"),
                lang: Some("en".to_owned()),
            },
        }
    }

    pub fn by(mut self, byline: &str, dateline: &str) -> Self {
        self.stored.article.byline = Some(byline.to_owned());
        self.stored.article.dateline = Some(dateline.to_owned());
        self
    }

    pub fn speaker(mut self, name: &str, kind: SpeakerKind, role: &str) -> Self {
        let role = (!role.is_empty()).then(|| Role {
            text: role.to_owned(),
            span: Span::new(0, 0),
        });
        self.stored.extraction.speakers.push(Speaker {
            name: name.to_owned(),
            kind,
            role,
            aliases: Vec::new(),
            mentions: Vec::new(),
        });
        self
    }

    pub fn paragraph(self, marked: &str) -> Self {
        self.block(BlockRole::Paragraph, marked)
    }

    pub fn block(mut self, role: BlockRole, marked: &str) -> Self {
        let text = &mut self.stored.article.text;
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        let start = text.len();
        let mut rest = marked;
        while let Some(at) = rest.find(['[', '<']) {
            text.push_str(&rest[..at]);
            let quote = rest.as_bytes()[at] == b'[';
            let close = rest[at..].find(if quote { ']' } else { '>' }).unwrap() + at;
            let inside = &rest[at + 1..close];
            let words = inside.split_once('|').filter(|_| quote);
            let from = text.len();
            text.push_str(words.map_or(inside, |(_, words)| words));
            let span = Span::new(from, text.len());
            let quotes = &mut self.stored.extraction.quotes;
            match words {
                Some((mark, _)) => quotes.push(made_quote(mark, span)),
                None => quotes.last_mut().unwrap().source.push(span),
            }
            rest = &rest[close + 1..];
        }
        text.push_str(rest);
        let span = Span::new(start, text.len());
        self.stored.article.blocks.push(Block { role, span });
        self
    }

    pub fn done(self) -> StoredArticle {
        self.stored
    }
}

fn made_quote(mark: &str, span: Span) -> Quote {
    let kind = match &mark[..1] {
        "d" => QuoteKind::Direct,
        "m" => QuoteKind::Mixed,
        _ => QuoteKind::Indirect,
    };
    Quote {
        kind,
        content: vec![span],
        cue: Vec::new(),
        source: Vec::new(),
        speaker: mark[1..].parse().ok(),
        role: None,
        via: None,
        confidence: 0.9,
        evidence: vec![Evidence {
            rule: "made".into(),
            span,
        }],
    }
}

/// A small collection with everything a pane has to show.
pub fn collection() -> Vec<StoredArticle> {
    vec![
        harbour(),
        ferries(),
        assembly(),
        festival(),
        plain(),
        minutes(),
    ]
}

/// It with one text in three articles: 2 (of the Island Post, the one that stands for it), 4 and 5.
pub fn with_copies() -> Vec<StoredArticle> {
    let mut alike = collection();
    let text: Vec<String> = (1..=60).map(|n| format!("word{n}")).collect();
    for (n, title, publisher) in [
        (1, "Ferry fares rise", "Island Post"),
        (3, "Fares go up", "Gazette"),
        (4, "Tide tables", "Gazette"),
    ] {
        let date = format!("2023-04-{}", 30 - n);
        let maker = Maker::new(n as i64 + 1, title, publisher, &date);
        alike[n] = maker.paragraph(&text.join(" ")).done();
    }
    alike
}

fn harbour() -> StoredArticle {
    Maker::new(1, "Harbour to reopen in stages after the spring storms", "The Quayside Courier", "2023-05-04")
        .by("Ada Moor", "SELBY SOUND")
        .speaker("Ines Calder", SpeakerKind::Person, "harbour master of Selby Sound")
        .speaker("Northern Ferries", SpeakerKind::Organisation, "")
        .speaker("Tomas Reyl", SpeakerKind::Person, "who has fished here for thirty years")
        .paragraph("The eastern quay will open to small boats on Monday, six weeks after the storms that tore away its outer wall.")
        .paragraph("“[d0|We open what is safe and not a metre more,]” <Ines Calder> said on Thursday, standing beside the repaired bollards. She added that [i0|the ferry berth would have to wait until divers had looked at its piles].")
        .block(BlockRole::Heading, "A berth too few")
        .paragraph("Northern Ferries, which carries most of the town's freight, called the plan [m1|“a good start” but asked for a date for its own berth]. <The company> said [i1|it was losing four sailings a day].")
        .block(BlockRole::Caption, "The broken wall of the eastern quay, seen from the pilot house. Photo: Quayside Courier")
        .paragraph("Not everyone is in a hurry. “[d2|The sea gives you a wall and the sea takes it back,]” said <Tomas Reyl>. “[d2|My father built that quay twice.]”")
        .block(BlockRole::List, "Monday: eastern quay, boats under twelve metres")
        .block(BlockRole::List, "Early June: fuel pier, if the inspectors agree")
        .block(BlockRole::List, "Later in the summer: ferry berth")
        .block(BlockRole::Quote, "The sea gives you a wall and the sea takes it back.")
        .paragraph("A public meeting is planned for the end of the month. A notice on the town's board says [i-|the accounts will be laid open there].")
        .done()
}

fn ferries() -> StoredArticle {
    Maker::new(
        2,
        "Ferry fares rise for the third time in a year, and islanders want to know why",
        "Island Post",
        "2023-05-02",
    )
    .speaker(
        "Marit Osei",
        SpeakerKind::Person,
        "chair of the islanders' council",
    )
    .speaker("a spokesman for Northern Ferries", SpeakerKind::Unnamed, "")
    .paragraph("Fares between the mainland and the islands rise by nine per cent next week.")
    .paragraph("“[d0|Nobody asked us, and nobody told us either,]” said <Marit Osei>.")
    .paragraph("<A spokesman> said [i1|fuel had become dearer than anybody had planned for].")
    .done()
}

fn assembly() -> StoredArticle {
    let mut maker = Maker::new(
        3,
        "Assembly sits through the night over the water bill",
        "Northern Wire",
        "2023-04-28",
    )
    .speaker(
        "Jonas Feld",
        SpeakerKind::Person,
        "leader of the opposition",
    )
    .speaker("several members", SpeakerKind::Group, "");
    for hour in 1..=30 {
        maker = maker.paragraph(&format!(
            "In hour {hour} the house took up clause {hour} of the bill, read it twice, and put it aside for a committee that nobody had yet been named to. “[d0|We have now spent longer on clause {hour} than the pipes took to lay,]” <Jonas Feld> told the chamber. Later [i1|several members asked for the heating to be turned on]."
        ));
    }
    maker.done()
}

fn festival() -> StoredArticle {
    Maker::new(4, "映画祭が十年ぶりに港町へ戻る 🎬 ", "港日報", "2023-04-20")
        .speaker("佐藤 恵", SpeakerKind::Person, "実行委員長")
        .paragraph("映画祭が十年ぶりに港町へ戻ってくる。「[d0|この町の人たちにもう一度、大きな画面を見てほしい]」と<佐藤さん>は述べた。上映は三日間続く。")
        .paragraph("Cafe\u{301} owners count on it too 🙂👩‍🚀. The programme is at https://example.org/festival/2023/programme/evening-screenings?place=harbour&language=all#first-night for those who want it.")
        .done()
}

fn plain() -> StoredArticle {
    Maker::new(5, "Tide tables for May", "The Quayside Courier", "--05-01")
        .paragraph("High water at the eastern quay falls a little before noon in the first week of the month.")
        .done()
}

fn minutes() -> StoredArticle {
    let mut stored = Maker::new(6, "", "", "").paragraph("Undated minutes of a meeting without a headline, which the list calls by its opening words.").done();
    stored.article.title = None;
    stored.article.publisher = None;
    stored.read = true;
    stored
}
