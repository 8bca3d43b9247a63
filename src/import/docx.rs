//! Word documents (DOCX): the paragraphs of their text, with what their styles say.
//!
//! Owns the reading of `word/document.xml` (ECMA-376, part 1, 17) and of where its links lead; what the
//! lines are for beyond that is the business of the reader of pages. Must not know archives.

use std::collections::HashMap;
use std::rc::Rc;

use crate::model::{BlockRole, Span};

use super::anchors::{Anchor, View, href};
use super::error::{Failure, Reason};
use super::markup::Piece;
use super::place::{Articles, Base, FILE_LIMIT, Place, whole};
use super::read::ready;
use super::xml::{self, Part};
use super::zip::Directory;
use super::{Imported, Source, decode, html};

/// The entry that holds the text.
pub(super) const TEXT: &str = "word/document.xml";

/// The entry that says where links lead, and its size in bytes at most.
const TARGETS: &str = "word/_rels/document.xml.rels";
const TARGETS_LIMIT: u64 = 8 << 20;

/// The article of the document in `base`.
pub(super) fn articles(place: &Place, base: Base) -> Result<Articles, Failure> {
    let fail = |reason| place.fail(reason);
    let (bytes, targets) = document(base).map_err(fail)?;
    let text = decode::decode(&bytes).map_err(fail)?;
    let (title, pieces) = pieces(&text, &read_targets(&targets)).map_err(fail)?;
    let article = html::from_pieces(title.as_deref(), &pieces, View::default());
    if article.text.is_empty() {
        return Err(fail(Reason::Empty));
    }
    Ok(ready(vec![Ok(Imported {
        source: Source::new(&place.location, &bytes),
        article,
        extraction: None,
        guessed: None,
        lost: 0,
    })]))
}

/// The text, and where its links lead; nothing of that where it cannot be read.
fn document(base: Base) -> Result<(Vec<u8>, Vec<u8>), Reason> {
    let mut directory = Directory::open(base)?;
    let (mut text, mut targets) = (None, None);
    while let Some(entry) = directory.next() {
        // What stands behind the text is wanted only for its links.
        let entry = match entry {
            Err(_) if text.is_some() => break,
            entry => entry?,
        };
        if entry.name == TEXT {
            let advice = "no text is so long: if you trust it, save it as text and split that";
            let read = whole(directory.content(&entry)?, FILE_LIMIT);
            text = Some(read.map_err(|r| r.advised(advice))?);
        } else if entry.name == TARGETS {
            let content = directory.content(&entry);
            targets = content.and_then(|c| whole(c, TARGETS_LIMIT)).ok();
        }
        if text.is_some() && targets.is_some() {
            break;
        }
    }
    let text = text.ok_or(Reason::Damaged("DOCX"))?;
    Ok((text, targets.unwrap_or_default()))
}

/// Addresses outside the document by the names that its links use.
fn read_targets(bytes: &[u8]) -> HashMap<String, Rc<str>> {
    let mut targets = HashMap::new();
    let text = decode::decode(bytes).unwrap_or_default();
    // What cannot be read from here on are links that are not kept.
    let _ = xml::read(&text, |part| {
        if let Part::Open(tag) = part
            && tag.get("TargetMode") == Some("External")
            && let (Some(id), Some(target)) = (tag.get("Id"), tag.get("Target").and_then(href))
        {
            targets.insert(id.to_owned(), target);
        }
        true
    });
    targets
}

/// A paragraph in the making.
#[derive(Default)]
struct Paragraph {
    style: String,
    item: bool,
    text: String,
    anchors: Vec<Anchor>,
    /// The link that is open: its address, and where its words begin.
    link: Option<(Rc<str>, usize)>,
}

impl Paragraph {
    fn end_link(&mut self) {
        if let Some((href, start)) = self.link.take() {
            let span = Span::new(start, self.text.len());
            self.anchors.push(Anchor { span, href });
        }
    }

    fn piece(self) -> Piece {
        Piece {
            hint: self.hint(),
            row: false,
            line: self.text,
            anchors: self.anchors,
        }
    }

    fn hint(&self) -> Option<BlockRole> {
        let style = self.style.to_lowercase();
        if style.starts_with("heading") || style == "subtitle" {
            Some(BlockRole::Heading)
        } else if style.contains("quote") {
            Some(BlockRole::Quote)
        } else if style == "caption" {
            Some(BlockRole::Caption)
        } else if self.item || style.starts_with("list") {
            Some(BlockRole::List)
        } else {
            None
        }
    }
}

/// The title and the paragraphs of a document.
fn pieces(
    text: &str,
    targets: &HashMap<String, Rc<str>>,
) -> Result<(Option<String>, Vec<Piece>), Reason> {
    let mut title = None;
    let mut pieces = Vec::new();
    // A text box holds paragraphs inside a paragraph.
    let mut open: Vec<Paragraph> = Vec::new();
    let (mut in_text, mut passed_over) = (false, 0_usize);
    xml::read(text, |part| {
        match part {
            // What older programs are given instead says the same again.
            Part::Open(tag) if tag.name == "Fallback" => passed_over += 1,
            Part::Close(name) if name == "Fallback" => passed_over = passed_over.saturating_sub(1),
            _ if passed_over > 0 => {}
            Part::Open(tag) => {
                in_text = tag.name == "t";
                opened(&tag, targets, &mut open);
            }
            Part::Text(text) if in_text => {
                if let Some(paragraph) = open.last_mut() {
                    paragraph.text.push_str(&text);
                }
            }
            Part::Text(_) => {}
            Part::Close(name) => {
                in_text = false;
                if let Some(paragraph) = open.last_mut().filter(|_| name == "hyperlink") {
                    paragraph.end_link();
                }
                if name == "p"
                    && let Some(done) = open.pop()
                    && !done.text.trim().is_empty()
                {
                    if done.style.eq_ignore_ascii_case("title") && title.is_none() {
                        title = Some(done.text);
                    } else {
                        pieces.push(done.piece());
                    }
                }
            }
        }
        true
    })?;
    Ok((title, pieces))
}

fn opened(tag: &xml::Tag, targets: &HashMap<String, Rc<str>>, open: &mut Vec<Paragraph>) {
    if tag.name == "p" {
        open.push(Paragraph::default());
    }
    let Some(paragraph) = open.last_mut() else {
        return;
    };
    match tag.name.as_str() {
        "pStyle" => tag
            .get("val")
            .unwrap_or("")
            .clone_into(&mut paragraph.style),
        "numPr" => paragraph.item = true,
        "hyperlink" => {
            paragraph.end_link();
            let target = tag.get("id").and_then(|id| targets.get(id));
            paragraph.link = target.map(|href| (Rc::clone(href), paragraph.text.len()));
        }
        "tab" | "br" | "cr" => paragraph.text.push(' '),
        "noBreakHyphen" => paragraph.text.push('-'),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::super::archive::tests::Made;
    use crate::import::read::items;
    use crate::model::BlockRole;

    const DOCUMENT: &str = "<?xml version=\"1.0\"?><w:document><w:body>\
        <w:p><w:pPr><w:pStyle w:val=\"Title\"/></w:pPr><w:r><w:t>Board refuses </w:t></w:r><w:r><w:t>lease</w:t></w:r></w:p>\
        <w:p><w:r><w:t xml:space=\"preserve\">The harbour board said on Tuesday that it would not renew the lease of the </w:t></w:r>\
        <w:del><w:r><w:delText>new</w:delText></w:r></w:del><w:r><w:t>old customs house &amp; its roof.</w:t></w:r></w:p>\
        <w:p><w:pPr><w:pStyle w:val=\"Heading2\"/></w:pPr><w:r><w:t>What is next</w:t></w:r></w:p>\
        <mc:AlternateContent><mc:Choice><w:p><w:r><w:t>“We must wait and see,” said Marta Lee, who speaks for the board.</w:t></w:r></w:p></mc:Choice>\
        <mc:Fallback><w:p><w:r><w:t>“We must wait and see,” said Marta Lee, who speaks for the board.</w:t></w:r></w:p></mc:Fallback></mc:AlternateContent>\
        <w:p><w:r><w:instrText>PAGE</w:instrText></w:r></w:p></w:body></w:document>";

    fn made(document: &[u8]) -> Vec<u8> {
        let types = Made::default().with("[Content_Types].xml", b"<Types/>");
        types.with("word/document.xml", document).zip()
    }

    #[test]
    fn paragraphs_and_their_styles_are_read() {
        let read = items("a.docx", &made(DOCUMENT.as_bytes()));
        let one = read[0].as_ref().unwrap();
        assert_eq!(one.source.location, "a.docx");
        let article = &one.article;
        assert_eq!(article.title.as_deref(), Some("Board refuses lease"));
        assert_eq!(
            article.text,
            "The harbour board said on Tuesday that it would not renew the lease of the old customs house & its roof.\n\n\
             What is next\n\n“We must wait and see,” said Marta Lee, who speaks for the board."
        );
        assert_eq!(article.blocks[1].role, BlockRole::Heading);
    }

    #[test]
    fn many_links_to_one_address_hold_it_once() {
        let link = "<w:hyperlink r:id='r1'><w:r><w:t>one </w:t></w:r></w:hyperlink>";
        let text = format!("<w:document><w:p>{link}{link}</w:p></w:document>");
        let read = |target: &str| {
            let list = format!(
                "<Relationships><Relationship Id='r1' Target='{target}' TargetMode='External'/></Relationships>"
            );
            let (_, pieces) = super::pieces(&text, &super::read_targets(list.as_bytes())).unwrap();
            pieces.into_iter().next().unwrap().anchors
        };
        let anchors = read("https://a.example/");
        assert_eq!(anchors.len(), 2);
        assert!(std::rc::Rc::ptr_eq(&anchors[0].href, &anchors[1].href));
        assert_eq!(
            read(&format!("https://a.example/{}", "x".repeat(1 << 20))),
            []
        );
    }

    #[test]
    fn hostile_documents_are_refused() {
        let deep = format!("<w:document>{}", "<w:p>".repeat(300_000));
        for document in [deep.as_bytes(), b"<w:document><w:p", b"", &[0xff; 9]] {
            assert!(items("a.docx", &made(document))[0].is_err());
        }
    }
}
