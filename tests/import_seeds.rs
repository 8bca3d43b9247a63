//! The bundled articles as the reader shows them: metadata and the opening of every block.

use std::path::Path;

use onrecord::import::{Imported, Options, read_file, walk};

#[test]
fn the_bundled_articles_are_read_as_printed() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
    let options = Options::default();
    let articles: Vec<String> = walk(&[folder], &options)
        .flat_map(|path| read_file(&path.unwrap(), &options))
        .map(|imported| describe(&imported.unwrap()))
        .collect();
    insta::assert_snapshot!(articles.join("\n"));
}

fn describe(imported: &Imported) -> String {
    let article = &imported.article;
    let date = article.date.map(|d| d.to_string());
    let mut out = vec![
        imported
            .source
            .location
            .rsplit('/')
            .next()
            .unwrap_or("")
            .to_owned(),
    ];
    for (field, value) in [
        ("title", &article.title),
        ("subtitle", &article.subtitle),
        ("publisher", &article.publisher),
        ("byline", &article.byline),
        ("dateline", &article.dateline),
        ("date", &date),
    ] {
        out.push(format!("  {field}: {}", value.as_deref().unwrap_or("-")));
    }
    out.push(format!("  inferred: {:?}", article.inferred));
    for block in &article.blocks {
        let words: Vec<&str> = block.span.of(&article.text).split(' ').collect();
        let head = words[..words.len().min(8)].join(" ");
        let tail = words[words.len().saturating_sub(2)..].join(" ");
        out.push(format!("  [{:?}] {head} ... {tail}", block.role));
    }
    out.join("\n")
}
