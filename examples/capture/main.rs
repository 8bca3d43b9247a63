//! Draws the reader as it is on the sample collection, for the README and for looking at it.
//!
//! ```text
//! cargo run --example capture -- --size 140x40 --keys "<enter>]]" --out docs/screen.svg
//! cargo run --example capture -- --size 80x24 --keys "<ctrl-p>space" --text
//! ```

#![allow(missing_docs, dead_code, clippy::unwrap_used, clippy::print_stdout)]

#[path = "../../tests/support/finding.rs"]
mod finding;
#[path = "../../tests/support/rig.rs"]
mod rig;
mod svg;

use std::cmp::Reverse;
use std::fs;
use std::path::Path;

use anyhow::{Context, bail};
use onrecord::app::Settings;
use onrecord::config::theme::Theme;
use onrecord::extract::extract;
use onrecord::import::read_bytes;
use onrecord::model::{ArticleId, StoredArticle};

struct Options {
    size: (u16, u16),
    keys: String,
    out: Option<String>,
    text: bool,
    plain: bool,
}

fn main() -> anyhow::Result<()> {
    let options = options(std::env::args().skip(1))?;
    let theme = if options.plain {
        Theme::plain()
    } else {
        Theme::terminal()
    };
    let settings = Settings {
        sample: true,
        theme,
        ..Settings::default()
    };
    let (width, height) = options.size;
    let mut rig = rig::Rig::with(settings, width, height, sample()?);
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

fn options(mut args: impl Iterator<Item = String>) -> anyhow::Result<Options> {
    let mut options = Options {
        size: (140, 40),
        keys: String::new(),
        out: None,
        text: false,
        plain: false,
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
            other => {
                bail!("no option is called {other}: there are --size --keys --out --text --plain")
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
