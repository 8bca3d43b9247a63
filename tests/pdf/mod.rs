//! PDFs made by hand, so that they can be as wrong as is needed.

#![allow(dead_code, clippy::unwrap_used)]

use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;

/// A file in the making. Objects 1 to 3 are its catalog, its pages and its font.
pub struct Made {
    objects: Vec<Vec<u8>>,
    pages: Vec<usize>,
    /// What else stands in the trailer.
    pub trailer: String,
}

impl Made {
    pub fn new() -> Self {
        let font =
            "<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman /Encoding /WinAnsiEncoding >>";
        Self {
            objects: vec![
                b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
                Vec::new(),
                font.into(),
            ],
            pages: Vec::new(),
            trailer: String::new(),
        }
    }

    /// Adds an object; gives its number.
    pub fn object(&mut self, object: impl Into<Vec<u8>>) -> usize {
        self.objects.push(object.into());
        self.objects.len()
    }

    pub fn stream(&mut self, fields: &str, bytes: &[u8]) -> usize {
        let head = format!("<< {fields} /Length {} >>\nstream\n", bytes.len());
        self.object([head.as_bytes(), bytes, b"\nendstream"].concat())
    }

    /// Adds a page whose content is the object `content`.
    pub fn page(&mut self, content: usize, resources: &str) {
        let page = format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {content} 0 R \
             /Resources << /Font << /F 3 0 R >> {resources} >> >>"
        );
        let number = self.object(page);
        self.pages.push(number);
    }

    /// Adds a page of lines: from the left, from the top, size, text (Latin 1).
    pub fn lines(mut self, lines: &[(u32, u32, u32, &str)]) -> Self {
        let mut content = Vec::new();
        for (left, top, size, text) in lines {
            write!(content, "BT /F {size} Tf 1 0 0 1 {left} {} Tm (", 842 - top).unwrap();
            for letter in text.chars() {
                match letter {
                    '“' => content.push(0x93),
                    '”' => content.push(0x94),
                    '(' | ')' | '\\' => content.extend([b'\\', letter as u8]),
                    letter => content.push(letter as u8),
                }
            }
            content.extend(b") Tj ET\n");
        }
        let content = self.stream("", &content);
        self.page(content, "");
        self
    }

    pub fn finish(mut self) -> Vec<u8> {
        let kids: Vec<String> = self
            .pages
            .iter()
            .map(|page| format!("{page} 0 R"))
            .collect();
        if self.objects[1].is_empty() {
            let count = kids.len();
            self.objects[1] = format!(
                "<< /Type /Pages /Kids [{}] /Count {count} >>",
                kids.join(" ")
            )
            .into();
        }
        let mut out = b"%PDF-1.4\n".to_vec();
        let mut places = Vec::new();
        for (number, object) in (1..).zip(&self.objects) {
            places.push(out.len());
            writeln!(out, "{number} 0 obj").unwrap();
            out.extend(object);
            out.extend(b"\nendobj\n");
        }
        let table = out.len();
        let size = self.objects.len() + 1;
        write!(out, "xref\n0 {size}\n0000000000 65535 f \n").unwrap();
        for place in places {
            writeln!(out, "{place:010} 00000 n ").unwrap();
        }
        let trailer = self.trailer;
        write!(
            out,
            "trailer\n<< /Size {size} /Root 1 0 R {trailer} >>\nstartxref\n{table}\n%%EOF\n"
        )
        .unwrap();
        out
    }

    /// Puts another object in the place of the page tree.
    pub fn with_pages(mut self, pages: &str) -> Self {
        self.objects[1] = pages.into();
        self
    }
}

pub fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}
