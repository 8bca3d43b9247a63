//! The collection that scripts are played on: the usual one, and what only some actions need.

use onrecord::model::{SpeakerKind, StoredArticle};

use crate::support::made::{Maker, collection};

/// The six made articles (the first with an address); the fisherman's words twice more; two years of the
/// harbour master's log; three articles that say the same.
pub fn world() -> Vec<StoredArticle> {
    let mut all = collection();
    all[0].article.url = Some("https://courier.example/harbour".to_owned());
    let person = SpeakerKind::Person;
    all.push(
        Maker::new(7, "Words of the year", "Island Post", "2022-12-31")
            .speaker("Oda Brandt", person, "mayor of Selby Sound")
            .paragraph(
                "“[d0|The sea gives you a wall, and the sea takes it back,]” said <Oda Brandt>.",
            )
            .done(),
    );
    all.push(
        Maker::new(8, "The week at the quay", "The Weekly", "2022-12-30")
            .speaker("Tomas Reyl", person, "")
            .paragraph(
                "“[d0|The sea gives you a wall and the sea takes it back]”, said <Tomas Reyl>.",
            )
            .done(),
    );
    for n in 0..8 {
        let date = format!("{}-{:02}-15", 2022 - n / 4, 11 - n % 4);
        let title = format!("Log of the harbour, sheet {n}");
        all.push(
            Maker::new(9 + i64::from(n), &title, "Island Post", &date)
                .speaker("Ines Calder", person, "deputy harbour master")
                .paragraph(&format!("“[d0|Sheet {n} is signed,]” <Ines Calder> said."))
                .done(),
        );
    }
    let same: Vec<String> = (1..=60).map(|n| format!("word{n}")).collect();
    for (n, title) in (0..).zip(["Fog at noon", "Noon in fog", "A foggy noon"]) {
        let date = format!("2020-03-{:02}", 9 - n);
        all.push(
            Maker::new(17 + n, title, "The Weekly", &date)
                .paragraph(&same.join(" "))
                .done(),
        );
    }
    all
}
