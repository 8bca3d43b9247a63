//! Any bytes at all inside of what holds files: the text of a Word document, a chapter and the package
//! of a book, a member of a zip or tar archive. The first byte chooses which. Their sums and lengths
//! are right, so that what lies in them is met and not only their borders.

#![no_main]

#[path = "../../tests/imported/mod.rs"]
mod imported;

use libfuzzer_sys::fuzz_target;

const CONTAINER: &[u8] =
    br#"<container><rootfiles><rootfile full-path="p.opf"/></rootfiles></container>"#;
const PACKAGE: &[u8] = br#"<package><metadata><title>B</title></metadata><manifest><item id="a" href="a.xhtml" media-type="application/xhtml+xml"/></manifest><spine><itemref idref="a"/></spine></package>"#;
const CHAPTER: &[u8] = b"<html><body><p>The ferry between the two islands was late on Tuesday, and nobody at the harbour knew why it was, or when the next one would come to take them home.</p></body></html>";

fuzz_target!(|bytes: &[u8]| {
    let Some((kind, content)) = bytes.split_first() else {
        return;
    };
    let packed = match kind % 5 {
        0 => zip(&[
            ("[Content_Types].xml", b"<x/>"),
            ("word/document.xml", content),
        ]),
        1 => zip(&[
            ("META-INF/container.xml", CONTAINER),
            ("p.opf", PACKAGE),
            ("a.xhtml", content),
        ]),
        2 => zip(&[
            ("META-INF/container.xml", CONTAINER),
            ("p.opf", content),
            ("a.xhtml", CHAPTER),
        ]),
        3 => zip(&[("a.txt", content), ("b/a.html", content)]),
        _ => tar(content),
    };
    imported::import_holding("a", &packed);
});

/// A zip archive whose files are not compressed.
fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    for (name, content) in files {
        let mut sum = flate2::Crc::new();
        sum.update(content);
        let size = u32::try_from(content.len()).unwrap_or(0).to_le_bytes();
        let name_len = u16::try_from(name.len()).unwrap_or(0).to_le_bytes();
        let sum = sum.sum().to_le_bytes();
        let common = [
            &[20, 0, 0, 0, 0, 0, 0, 0, 0, 0][..],
            &sum,
            &size,
            &size,
            &name_len,
            &[0; 2],
        ]
        .concat();
        let start = u32::try_from(out.len()).unwrap_or(0).to_le_bytes();
        directory.extend(
            [
                b"PK\x01\x02\x14\x00",
                &common[..],
                &[0; 10],
                &start,
                name.as_bytes(),
            ]
            .concat(),
        );
        out.extend([b"PK\x03\x04", &common[..], name.as_bytes(), content].concat());
    }
    let start = u32::try_from(out.len()).unwrap_or(0).to_le_bytes();
    let size = u32::try_from(directory.len()).unwrap_or(0).to_le_bytes();
    let count = u16::try_from(files.len()).unwrap_or(0).to_le_bytes();
    out.extend(directory);
    out.extend(
        [
            b"PK\x05\x06\0\0\0\0",
            &count[..],
            &count,
            &size,
            &start,
            &[0; 2],
        ]
        .concat(),
    );
    out
}

/// A tar archive of `content` as a member and, behind it, as an archive itself.
fn tar(content: &[u8]) -> Vec<u8> {
    let mut header = tar::Header::new_gnu();
    header.set_size(content.len() as u64);
    header.set_mode(0o644);
    let mut to = tar::Builder::new(Vec::new());
    let added = to.append_data(&mut header, "a.txt", content);
    let mut out = added.and_then(|()| to.into_inner()).unwrap_or_default();
    // Without the empty blocks that would end it.
    out.truncate(out.len().saturating_sub(1024));
    out.extend(content);
    out
}
