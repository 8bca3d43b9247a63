//! The main screens: what is pressed to come to each, and what is said of it in `docs/screens.md`.

use std::fmt::Write as _;

use onrecord::app::event::{ImportNews, Imported, Progress};

use crate::support::commands::news;
use crate::support::rig::Rig;

/// Where the pictures and the page are.
pub const FOLDER: &str = "docs/screens";
pub const PAGE: &str = "docs/screens.md";

/// A screen.
pub struct Screen {
    /// Name of its file.
    pub name: &'static str,
    pub size: (u16, u16),
    pub theme: &'static str,
    /// The articles that it is shown with.
    pub of: Of,
    pub keys: &'static str,
    title: &'static str,
    says: &'static str,
}

/// Which articles.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Of {
    /// The bundled ones.
    Sample,
    /// Those of the tests: more of them, of more time.
    Made,
}

/// The usual size, and a smaller one for what needs less.
const WIDE: (u16, u16) = (140, 36);
const USUAL: (u16, u16) = (110, 30);

const fn screen(
    name: &'static str,
    (size, of): ((u16, u16), Of),
    keys: &'static str,
    title: &'static str,
    says: &'static str,
) -> Screen {
    Screen {
        name,
        size,
        theme: "terminal",
        of,
        keys,
        title,
        says,
    }
}

use Of::{Made, Sample};

#[rustfmt::skip]
pub const SCREENS: &[Screen] = &[
    screen("reading", (WIDE, Sample), "jj<enter>]", "Reading", "The articles, the text of one with its quotes marked by kind, and who said them: the three move together. Beside the text lies where in it who is quoted."),
    screen("why", (WIDE, Sample), "jj<enter>]w", "Why this speaker", "`w` shows what a name rests on, step by step, each lit in the text, and how often such a reading is right."),
    screen("finder", (WIDE, Sample), "<ctrl-p>space cooperation", "The finder", "`Ctrl-p` finds a quote by some of its words in any order; beside it stands the paragraph it is from."),
    screen("filter", (WIDE, Sample), "fis:unread speaker:hu", "The filter", "`f` keeps the list to what passes a query, and says as one types how many articles that leaves; fields, names and tags are completed."),
    screen("speaker", (USUAL, Made), "<enter>s", "A speaker", "`s` shows all that one person said, the roles that were printed over time, and when it was said."),
    screen("people", (USUAL, Made), "S", "The people", "`S` lists everybody who is quoted; a few letters of a name narrow it."),
    screen("collection", (WIDE, Made), "D<tab>", "The collection", "`D` shows the articles over time, who is quoted most, the publishers and who is quoted together; each can be made the filter."),
    screen("same-words", (USUAL, Made), "<enter>]]]]c", "The same words elsewhere", "`c` shows where else the words of a quote stand, who is named there, and what differs."),
    screen("imports", (USUAL, Sample), ":import \"my clippings\"<enter>:import spring.jsonl.zst<enter>:import letters.mbox<enter>", "Imports", "`:import PATH` imports while one reads; `I` shows how far it is, what waits, and what failed."),
    screen("commands", (USUAL, Sample), ":quote", "Commands by name", "`:` does anything by its name; what the chosen one does stands below, with the keys on the right."),
    screen("help", (USUAL, Sample), "?", "Help", "`?` shows every key and what it does, and searches in that."),
    screen("zen", (USUAL, Sample), "jj<enter>z", "Nothing but the text", "`z` leaves the text alone on the screen, with a measure for reading."),
    screen("80x24", ((80, 24), Sample), "jj<enter>v", "80 columns", "On a usual terminal the speakers are a drawer below the text, which `v` opens and closes."),
    screen("60x16", ((60, 16), Sample), "jj<enter>", "60 columns", "On a small one each pane has the screen, and `Tab` goes from one to the next."),
    Screen { theme: "paper", ..screen("paper", (USUAL, Sample), "jj<enter>]", "The theme paper", "Dark ink on warm paper; `lamp` and `harbour` are its dark siblings.") },
    Screen { theme: "contrast", ..screen("contrast", (USUAL, Sample), "jj<enter>]", "The theme contrast", "Bright on black, for tired eyes and bright rooms. What colours say, marks and weight say too.") },
];

impl Screen {
    /// Goes there.
    pub fn show(&self, rig: &mut Rig) {
        rig.play(self.keys);
        if self.name != "imports" {
            return;
        }
        let failed = ["my clippings/fax.pdf holds no text: it may be a scan; run it through OCR"];
        let imported = Imported {
            summary: "212 new, 3 changed, 40 unchanged, 1 failed".to_owned(),
            articles: 212,
            failed: failed.map(str::to_owned).to_vec(),
            ..Imported::default()
        };
        // Not the sample's reader: that would open what was imported.
        rig.app.settings.sample = false;
        news(rig, ImportNews::Ended(imported));
        let progress = Progress {
            articles: 18_402,
            done: 61_400_000,
            total: 120_000_000,
            rate: 5_200_000,
        };
        news(rig, ImportNews::Progress(progress));
        rig.play("<esc>Ijj");
    }
}

/// The page that shows them.
pub fn page() -> String {
    let mut out = "# Screens\n\n\
        The main screens of the reader, drawn by the program itself on the bundled articles; the pages of people, of the\n\
        collection and of the same words on those of its tests, which are more and of more time. This makes them and this page anew:\n\n\
        ```sh\ncargo run --example capture -- --docs\n```\n"
        .to_owned();
    for Screen {
        name, title, says, ..
    } in SCREENS
    {
        let _ = write!(
            out,
            "\n## {title}\n\n{says}\n\n![{title}](screens/{name}.svg)\n"
        );
    }
    out
}
