//! Draws the reader as it is on the sample collection, for the README and for looking at it.
//!
//! ```text
//! cargo run --example capture -- --docs       # all main screens into docs/screens, and the page docs/screens.md
//! cargo run --example capture -- --size 140x40 --keys "<enter>]]" --out screen.svg
//! cargo run --example capture -- --size 80x24 --keys "<ctrl-p>space" --text
//! ```

#![allow(missing_docs, dead_code, clippy::unwrap_used, clippy::print_stdout)]

mod screens;
#[path = "../../tests/support/mod.rs"]
mod support;
mod svg;
#[path = "../../tests/scripted/world.rs"]
mod world;

use std::cmp::Reverse;
use std::fs;
use std::path::Path;

use anyhow::{Context, bail};
use onrecord::app::Settings;
use onrecord::config::theme::Theme;
use onrecord::extract::extract;
use onrecord::import::read_bytes;
use onrecord::model::{ArticleId, StoredArticle};
use screens::{FOLDER, Of, PAGE, SCREENS};
use support::rig::Rig;

struct Options {
    size: (u16, u16),
    keys: String,
    out: Option<String>,
    text: bool,
    plain: bool,
    docs: bool,
}

fn main() -> anyhow::Result<()> {
    let options = options(std::env::args().skip(1))?;
    if options.docs {
        return docs(options.text);
    }
    let theme = if options.plain {
        Theme::plain()
    } else {
        Theme::terminal()
    };
    let mut rig = rig(theme, options.size, sample()?);
    let screen = rig.play(&options.keys).screen();
    let picture = if options.text {
        format!("{screen}\n")
    } else {
        svg::picture(rig.terminal.backend().buffer())
    };
    match options.out {
        Some(path) => fs::write(&path, picture).with_context(|| format!("cannot write {path}"))?,
        None => print!("{picture}"),
    }
    Ok(())
}

fn rig(theme: Theme, (width, height): (u16, u16), articles: Vec<StoredArticle>) -> Rig {
    let settings = Settings {
        sample: true,
        theme,
        ..Settings::default()
    };
    Rig::with(settings, width, height, articles)
}

/// Draws all main screens and writes the page of them; prints them where they are wanted as text.
fn docs(text: bool) -> anyhow::Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = root.join(FOLDER);
    if !text {
        fs::create_dir_all(&folder)?;
        for entry in fs::read_dir(&folder)? {
            fs::remove_file(entry?.path())?;
        }
        fs::write(root.join(PAGE), screens::page())?;
    }
    for screen in SCREENS {
        let theme = Theme::named(screen.theme).context("the theme is known")?;
        let articles = match screen.of {
            Of::Sample => sample()?,
            Of::Made => world::world(),
        };
        let mut rig = rig(theme, screen.size, articles);
        rig.app.settings.sample = screen.of == Of::Sample;
        screen.show(&mut rig);
        let shown = rig.screen();
        match text {
            true => println!("{}\n{shown}\n", screen.name),
            false => {
                let picture = svg::picture(rig.terminal.backend().buffer());
                fs::write(folder.join(format!("{}.svg", screen.name)), picture)?;
            }
        }
    }
    Ok(())
}

fn options(mut args: impl Iterator<Item = String>) -> anyhow::Result<Options> {
    let mut options = Options {
        size: (140, 40),
        keys: String::new(),
        out: None,
        text: false,
        plain: false,
        docs: false,
    };
    while let Some(arg) = args.next() {
        let mut value = || args.next().with_context(|| format!("{arg} needs a value"));
        match arg.as_str() {
            "--size" => {
                let size = value()?;
                let (width, height) = size.split_once('x').context("--size is like 140x40")?;
                options.size = (width.parse()?, height.parse()?);
            }
            "--keys" => options.keys = value()?,
            "--out" => options.out = Some(value()?),
            "--text" => options.text = true,
            "--plain" => options.plain = true,
            "--docs" => options.docs = true,
            other => {
                bail!(
                    "no option is called {other}: there are --docs --size --keys --out --text --plain"
                )
            }
        }
    }
    Ok(options)
}

/// The sample collection, newest first as the store gives it.
fn sample() -> anyhow::Result<Vec<StoredArticle>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
    let mut paths: Vec<_> = fs::read_dir(folder)?
        .map(|entry| entry.map(|e| e.path()))
        .collect::<Result<_, _>>()?;
    paths.sort();
    let mut articles = Vec::new();
    for path in paths {
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        for imported in read_bytes(&name, &fs::read(&path)?)? {
            articles.push(StoredArticle {
                id: ArticleId(articles.len() as i64 + 1),
                extraction: extract(&imported.article),
                article: imported.article,
                read: false,
                source: imported.source.location,
                lang: None,
            });
        }
    }
    articles.sort_by_key(|stored| Reverse(stored.article.date.map(|d| (d.year, d.month, d.day))));
    Ok(articles)
}
