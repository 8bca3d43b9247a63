//! XML as a stream of tags and texts, for the formats that are made of it.
//!
//! Owns names without their prefix, and entities: those of the standard are read, those that a
//! file defines for itself are never expanded, so that no file grows by them. Must not know any
//! format.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::error::Reason;
use super::markup;

/// A part of an XML text.
#[derive(Debug, PartialEq)]
pub(super) enum Part {
    /// An opening tag, or one that is closed at once.
    Open(Tag),
    /// A closing tag; its local name.
    Close(String),
    Text(String),
}

/// A tag with what stands in it.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Tag {
    /// Its local name.
    pub name: String,
    attributes: Vec<(String, String)>,
}

impl Tag {
    /// The value of the attribute with this local name.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let mut attributes = self.attributes.iter();
        let found = attributes.find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }
}

/// Gives every part of `text` to `take`, until it says that it has enough.
///
/// # Errors
/// [`Reason::Xml`] where the text is no XML.
pub(super) fn read(text: &str, mut take: impl FnMut(Part) -> bool) -> Result<(), Reason> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = false;
    loop {
        let event = reader
            .read_event()
            .map_err(|_| Reason::Xml(line(text, reader.error_position())))?;
        let goes_on = match event {
            Event::Start(start) => take(Part::Open(tag(&start))),
            Event::Empty(start) => {
                let tag = tag(&start);
                let name = tag.name.clone();
                take(Part::Open(tag)) && take(Part::Close(name))
            }
            Event::End(end) => take(Part::Close(local(end.name().as_ref()))),
            Event::Text(inner) => take(Part::Text(inner.into_inner().into_owned())),
            Event::CData(inner) => take(Part::Text(inner.into_inner().into_owned())),
            Event::GeneralRef(name) => take(Part::Text(entity(&name.into_inner()))),
            Event::Eof => return Ok(()),
            _ => true,
        };
        if !goes_on {
            return Ok(());
        }
    }
}

fn entity(name: &str) -> String {
    let mut out = String::new();
    markup::decode_entities(&format!("&{name};"), &mut out);
    out
}

fn tag(start: &BytesStart<'_>) -> Tag {
    let attributes = start.attributes().flatten().map(|attribute| {
        let mut value = String::new();
        markup::decode_entities(&attribute.value, &mut value);
        (local(attribute.key.as_ref()), value)
    });
    Tag {
        name: local(start.name().as_ref()),
        attributes: attributes.collect(),
    }
}

fn local(name: &str) -> String {
    name.rsplit(':').next().unwrap_or(name).to_owned()
}

fn line(text: &str, at: u64) -> u64 {
    let at = usize::try_from(at).unwrap_or(usize::MAX).min(text.len());
    1 + memchr::memchr_iter(b'\n', &text.as_bytes()[..at]).count() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Result<String, Reason> {
        let mut out = String::new();
        read(text, |part| {
            if let Part::Text(text) = part {
                out.push_str(&text);
            }
            true
        })?;
        Ok(out)
    }

    #[test]
    fn own_entities_are_never_expanded() {
        let bomb = "<!DOCTYPE x [<!ENTITY a \"lol\"><!ENTITY b \"&a;&a;\"><!ENTITY f SYSTEM \"file:///etc/passwd\">]>\
                    <x>&b;&amp;&#65;&f;</x>";
        assert_eq!(words(bomb).unwrap(), "&b;&A&f;");
    }

    #[test]
    fn what_is_no_xml_is_told_by_its_line() {
        assert!(matches!(words("<a>\n<b c=</a"), Err(Reason::Xml(1 | 2))));
        // Nothing nests here, however deep it is.
        assert_eq!(words(&"<a>".repeat(200_000)).unwrap(), "");
    }
}
