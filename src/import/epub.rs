//! Books and papers as EPUB: each document of the spine that has text of its own is an article.
//!
//! Owns the way from the container to the spine (EPUB 3.3, and 2 where it differs); must not know
//! how a document is read.

use std::collections::HashMap;

use crate::model::{Article, Date, DateFrom, Field};
use crate::text::clean::clean_line;

use super::error::{Failure, Reason};
use super::place::{Articles, Base, Place, guarded, whole};
use super::xml::{self, Part};
use super::zip::{Directory, Entry};
use super::{Imported, Source, decode, html};

/// Most files of a book, in bytes and number.
const FILES: usize = 20_000;
const FILE: u64 = 16 << 20;

/// Fewest words of a document that is an article: covers, half titles and imprints have less.
const WORDS: usize = 25;

/// A book that has been opened.
struct Book {
    directory: Directory,
    files: HashMap<String, Entry>,
    package: Package,
}

/// What the package document says.
#[derive(Default)]
struct Package {
    title: Option<String>,
    creator: Option<String>,
    publisher: Option<String>,
    date: Option<Date>,
    /// Paths of the documents in reading order.
    spine: Vec<String>,
}

/// The articles of the book in `base`.
pub(super) fn articles(place: &Place, base: Base) -> Result<Articles, Failure> {
    let book = Book::open(base).map_err(|reason| place.fail(reason))?;
    let mut spine = book.package.spine.clone().into_iter();
    let place = place.clone();
    let mut empty = true;
    let names = book.files.keys();
    let mut pictures = names.filter(|name| is_picture(name)).count() as u64;
    Ok(Box::new(std::iter::from_fn(move || {
        for path in spine.by_ref() {
            let Some(item) = book.article(&place, &path) else {
                continue;
            };
            empty = false;
            return Some(item);
        }
        let pictures = std::mem::take(&mut pictures);
        if std::mem::take(&mut empty) {
            return Some(Err(place.fail(Reason::NoneInside)));
        }
        (pictures > 0).then(|| Err(place.fail(Reason::Pictures(pictures))))
    })))
}

/// What pictures in books are called.
const PICTURES: &[&str] = &["jpg", "jpeg", "png", "gif", "svg", "webp", "avif"];

fn is_picture(name: &str) -> bool {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending);
    ending.is_some_and(|e| PICTURES.iter().any(|p| p.eq_ignore_ascii_case(e)))
}

impl Book {
    fn open(base: Base) -> Result<Self, Reason> {
        let mut files = HashMap::new();
        for entry in Directory::open(base.clone())? {
            let entry = entry?;
            if files.len() >= FILES {
                return Err(Reason::ManyEntries(FILES as u64));
            }
            files.insert(entry.name.clone(), entry);
        }
        let mut book = Self {
            directory: Directory::open(base)?,
            files,
            package: Package::default(),
        };
        let container = book.text("META-INF/container.xml")?;
        let root = root(&container)?.ok_or(Reason::Damaged("EPUB"))?;
        book.package = package(&book.text(&root)?, &root)?;
        if book.is_protected() {
            return Err(Reason::Protected);
        }
        Ok(book)
    }

    fn bytes(&self, name: &str) -> Result<Vec<u8>, Reason> {
        let entry = self.files.get(name).ok_or(Reason::Damaged("EPUB"))?;
        whole(self.directory.content(entry)?, FILE)
    }

    fn text(&self, name: &str) -> Result<String, Reason> {
        Ok(decode::decode(&self.bytes(name)?)?.into_owned())
    }

    /// Whether the documents themselves are encrypted; fonts often are, and are not read.
    fn is_protected(&self) -> bool {
        let Ok(text) = self.text("META-INF/encryption.xml") else {
            return false;
        };
        let mut found = false;
        // What cannot be read as XML here is met again when a document is read.
        let _ = xml::read(&text, |part| {
            if let Part::Open(tag) = part
                && tag.name == "CipherReference"
                && let Some(path) = tag.get("URI")
            {
                found |= self.package.spine.contains(&resolve("", path));
            }
            !found
        });
        found
    }

    /// The article of one document, or nothing where it has no text of its own.
    fn article(&self, place: &Place, path: &str) -> Option<Result<Imported, Failure>> {
        let place = place.entry(path);
        let bytes = match self.bytes(path) {
            Ok(bytes) => bytes,
            Err(reason) => return Some(Err(place.fail(reason))),
        };
        let text = match decode::decode(&bytes) {
            Ok(text) => text,
            Err(reason) => return Some(Err(place.fail(reason))),
        };
        let read = guarded(&place, || {
            html::article(&text, None).map_err(|r| place.fail(r))
        });
        let article = match read {
            Ok(article) => article,
            Err(failure) if matches!(failure.reason, Reason::NoArticle) => return None,
            Err(failure) => return Some(Err(failure)),
        };
        if article.text.split_whitespace().take(WORDS).count() < WORDS {
            return None;
        }
        Some(Ok(Imported {
            source: Source::new(&place.location, &bytes),
            article: self.package.tell(article),
            extraction: None,
            guessed: None,
            lost: 0,
        }))
    }
}

impl Package {
    /// Adds to an article what its book says of all of them.
    fn tell(&self, mut article: Article) -> Article {
        let by_tool = |name: &&String| !name.to_lowercase().starts_with("calibre");
        let publisher = self.publisher.as_ref().filter(by_tool);
        article.publisher = article
            .publisher
            .or_else(|| publisher.or(self.title.as_ref()).cloned());
        article.byline = article
            .byline
            .or_else(|| self.creator.as_ref().filter(by_tool).cloned());
        if article.date.is_none() && self.date.is_some() {
            article.date = self.date;
            article.date_from = Some(DateFrom::Record);
            article.inferred.insert(Field::Date);
        }
        article
    }
}

/// The path of the package document.
fn root(container: &str) -> Result<Option<String>, Reason> {
    let mut root = None;
    xml::read(container, |part| {
        if let Part::Open(tag) = part
            && tag.name == "rootfile"
        {
            root = tag.get("full-path").map(|path| resolve("", path));
        }
        root.is_none()
    })?;
    Ok(root)
}

fn package(text: &str, root: &str) -> Result<Package, Reason> {
    let mut package = Package::default();
    let mut items: HashMap<String, String> = HashMap::new();
    let mut open = String::new();
    xml::read(text, |part| {
        match part {
            Part::Open(tag) => {
                let names = (tag.get("id"), tag.get("href"), tag.get("idref"));
                match (tag.name.as_str(), names) {
                    ("item", (Some(id), Some(href), _)) if is_document(&tag) => {
                        items.insert(id.to_owned(), resolve(root, href));
                    }
                    ("itemref", (.., Some(id))) => package.spine.extend(items.remove(id)),
                    _ => {}
                }
                open.clear();
            }
            // An entity parts a text.
            Part::Text(text) => open.push_str(&text),
            Part::Close(name) => package.take(&name, &clean_line(&std::mem::take(&mut open))),
        }
        true
    })?;
    Ok(package)
}

/// XHTML that is no table of contents.
fn is_document(tag: &xml::Tag) -> bool {
    let kind = tag.get("media-type").unwrap_or("");
    let nav = tag
        .get("properties")
        .is_some_and(|p| p.split(' ').any(|p| p == "nav"));
    matches!(kind, "application/xhtml+xml" | "text/html") && !nav
}

impl Package {
    /// Takes the text of an element of the metadata; the first of each kind counts.
    fn take(&mut self, name: &str, text: &str) {
        let field = match name {
            "title" => &mut self.title,
            "creator" => &mut self.creator,
            "publisher" => &mut self.publisher,
            "date" => {
                let day = text.get(..10).and_then(|day| day.parse().ok());
                self.date = self.date.or(day);
                return;
            }
            _ => return,
        };
        if field.is_none() && !text.is_empty() {
            *field = Some(text.to_owned());
        }
    }
}

/// The path that `href` leads to from the file `from`, inside the archive and nowhere else.
fn resolve(from: &str, href: &str) -> String {
    let href = href.split(['#', '?']).next().unwrap_or("");
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut parts: Vec<&str> = folder.split('/').filter(|p| !p.is_empty()).collect();
    let href = unescaped(href);
    for part in href.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// `%20` and the like as what they stand for.
fn unescaped(href: &str) -> String {
    let mut out = Vec::with_capacity(href.len());
    let mut rest = href.as_bytes();
    while let [first, tail @ ..] = rest {
        let code = tail
            .get(..2)
            .and_then(|code| std::str::from_utf8(code).ok());
        let byte = code.and_then(|code| u8::from_str_radix(code, 16).ok());
        (rest, _) = match byte {
            Some(byte) if *first == b'%' => (&tail[2..], out.push(byte)),
            _ => (tail, out.push(*first)),
        };
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::super::archive::tests::Made;
    use super::*;
    use crate::import::read::items;

    const CONTAINER: &[u8] = b"<?xml version=\"1.0\"?><container><rootfiles><rootfile full-path=\"OEBPS/a.opf\"/></rootfiles></container>";
    const PACKAGE: &[u8] = b"<package xmlns:dc=\"x\"><metadata><dc:title>The Quay Weekly &amp; more</dc:title><dc:creator>Ann Poe</dc:creator>\
        <dc:date>2020-05-05T00:00:00Z</dc:date></metadata><manifest>\
        <item id=\"n\" href=\"nav.xhtml\" media-type=\"application/xhtml+xml\" properties=\"nav\"/>\
        <item id=\"c\" href=\"cover.xhtml\" media-type=\"application/xhtml+xml\"/>\
        <item id=\"1\" href=\"text/one%20a.xhtml\" media-type=\"application/xhtml+xml\"/>\
        <item id=\"2\" href=\"../two.xhtml#x\" media-type=\"application/xhtml+xml\"/>\
        <item id=\"3\" href=\"../../etc/passwd\" media-type=\"application/xhtml+xml\"/>\
        <item id=\"p\" href=\"p.png\" media-type=\"image/png\"/></manifest>\
        <spine><itemref idref=\"c\"/><itemref idref=\"n\"/><itemref idref=\"2\"/><itemref idref=\"1\"/><itemref idref=\"1\"/>\
        <itemref idref=\"3\"/><itemref idref=\"p\"/></spine></package>";

    fn page(title: &str) -> Vec<u8> {
        format!(
            "<html><head><title>{title}</title></head><body><h1>{title}</h1><p>The harbour board said on Tuesday that it would not \
             renew the lease of the old customs house, which has stood empty since the storms.</p><p>“We are sorry,” said Marta Lee, \
             who speaks for the board.</p></body></html>"
        )
        .into_bytes()
    }

    fn book() -> Made {
        Made::default()
            .with("mimetype", b"application/epub+zip")
            .with("META-INF/container.xml", CONTAINER)
            .with("OEBPS/a.opf", PACKAGE)
            .with(
                "OEBPS/cover.xhtml",
                b"<html><body><h1>The Quay Weekly</h1></body></html>",
            )
            .with("OEBPS/text/one a.xhtml", &page("One"))
            .with("two.xhtml", &page("Two"))
    }

    #[test]
    fn pictures_are_counted_and_are_no_failure() {
        let book = book().with("OEBPS/p.PNG", b"x").with("q.jpeg", b"x");
        let read = items("b.epub", &book.zip());
        let last = read.last().unwrap().as_ref().unwrap_err();
        assert_eq!(
            last.to_string(),
            "b.epub has pictures, which are not kept: 2"
        );
        assert!(last.reason.is_harmless());
    }

    #[test]
    fn documents_with_text_are_articles_in_reading_order() {
        let read = items("b.epub", &book().zip());
        let good: Vec<&Imported> = read.iter().filter_map(|r| r.as_ref().ok()).collect();
        let names: Vec<&str> = good.iter().map(|r| r.source.location.as_str()).collect();
        assert_eq!(names, ["b.epub#two.xhtml", "b.epub#OEBPS/text/one a.xhtml"]);
        let article = &good[1].article;
        assert_eq!(article.title.as_deref(), Some("One"));
        assert_eq!(article.publisher.as_deref(), Some("The Quay Weekly & more"));
        assert_eq!(article.byline.as_deref(), Some("Ann Poe"));
        assert_eq!(article.date.unwrap().to_string(), "2020-05-05");
        assert!(article.text.ends_with("who speaks for the board."));
        let bad: Vec<String> = read
            .iter()
            .filter_map(|r| r.as_ref().err())
            .map(ToString::to_string)
            .collect();
        assert!(
            bad.len() == 1 && bad[0].contains("b.epub#etc/passwd is a damaged"),
            "{bad:?}"
        );
    }

    #[test]
    fn what_is_no_book_inside_says_so() {
        let locked = b"<encryption><CipherData><CipherReference URI=\"two.xhtml\"/></CipherData></encryption>";
        let hollow = Made::default()
            .with("META-INF/container.xml", CONTAINER)
            .with("OEBPS/a.opf", b"<package/>");
        let torn = Made::default().with("META-INF/container.xml", CONTAINER);
        let odd = Made::default().with(
            "META-INF/container.xml",
            b"<container><rootfile full-path=\"<",
        );
        for (made, want) in [
            (
                book().with("META-INF/encryption.xml", locked),
                "is protected",
            ),
            (hollow, "nothing in it"),
            (torn, "damaged or incomplete EPUB"),
            (odd, "EPUB"),
        ] {
            let message = items("b.epub", &made.zip())[0]
                .as_ref()
                .unwrap_err()
                .to_string();
            assert!(
                message.contains(want) || message.contains("not valid XML"),
                "{message}"
            );
        }
    }
}
