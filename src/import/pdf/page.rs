//! The lines that the pages of a PDF print, from the places of their letters.
//!
//! Runs apart (see `apart`). Owns what makes a word and a line; must not know paragraphs.

use hayro_interpret::font::{Glyph, GlyphRun};
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::hayro_syntax::object::DateTime;
use hayro_interpret::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use hayro_interpret::kurbo::{BezPath, Point, Rect};
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps,
    InterpreterCache, InterpreterSettings, RenderContent, SoftMask, TransformExt, interpret_page,
};

use super::{Document, PrintedLine, Refusal};
use crate::import::decode;

/// Most pages and letters of a file.
const PAGES: usize = 10_000;
const LETTERS: u64 = 20_000_000;

/// Gaps, in heights of the font: from this on two letters are of two words, and from that on of two
/// columns.
const WORD: f32 = 0.17;
const COLUMN: f32 = 2.0;

/// What is in the PDF with these bytes.
pub(super) fn document(bytes: Vec<u8>) -> Result<Document, Refusal> {
    let pdf = Pdf::new(bytes).map_err(|error| match error {
        LoadPdfError::Decryption(DecryptionError::InvalidEncryption) | LoadPdfError::Invalid => {
            Refusal::Damaged
        }
        LoadPdfError::Decryption(_) => Refusal::Encrypted,
    })?;
    let said = pdf.metadata();
    let mut document = Document {
        title: said.title.as_deref().map(text),
        author: said.author.as_deref().map(text),
        created: said.creation_date.as_ref().map(day),
        ..Document::default()
    };
    let cache = InterpreterCache::new();
    let settings = InterpreterSettings {
        render_content: RenderContent::PAGE,
        ..InterpreterSettings::default()
    };
    for (number, page) in pdf.pages().iter().enumerate() {
        let mut lines = Lines::default();
        let upright = page.initial_transform(true).to_kurbo();
        let (width, height) = page.render_dimensions();
        let bounds = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
        let mut context = Context::new(upright, bounds, &cache, pdf.xref(), settings.clone());
        interpret_page(page, &mut context, &mut lines);
        document.unknown += lines.unknown;
        document.letters += lines.letters;
        if number >= PAGES || document.letters > LETTERS {
            return Err(Refusal::TooLong);
        }
        document.pages.push(lines.finish());
    }
    Ok(document)
}

/// A text of the file's own: UTF-16 with a mark, or bytes.
fn text(bytes: &[u8]) -> String {
    decode::decode(bytes).unwrap_or_default().into_owned()
}

fn day(date: &DateTime) -> String {
    format!("{:04}-{:02}-{:02}", date.year, date.month, date.day)
}

/// The lines of a page in the making.
#[derive(Default)]
struct Lines {
    done: Vec<PrintedLine>,
    open: Option<PrintedLine>,
    unknown: u64,
    letters: u64,
}

/// One letter: what it is, where it begins and ends, where it stands and how high it is.
struct Letter {
    text: String,
    left: f32,
    right: f32,
    base: f32,
    size: f32,
}

impl Lines {
    fn add(&mut self, letter: Letter) {
        if let Some(open) = &mut self.open {
            let gap = letter.left - open.right;
            let same_line = (letter.base - open.base).abs() < 0.4 * open.size;
            if same_line && gap > -0.6 * open.size && gap < COLUMN * open.size {
                let blank = letter.text.trim().is_empty();
                if gap > WORD * open.size && !blank && !open.text.ends_with(' ') {
                    open.text.push(' ');
                }
                open.text.push_str(&letter.text);
                open.right = open.right.max(letter.right);
                return;
            }
        }
        self.close();
        self.open = Some(PrintedLine {
            text: letter.text,
            left: letter.left,
            right: letter.right,
            base: letter.base,
            size: letter.size,
        });
    }

    /// A line that is printed over itself to be bold is one.
    fn close(&mut self) {
        let Some(line) = self.open.take() else { return };
        let over = |other: &&PrintedLine| {
            other.text == line.text
                && (other.base - line.base).abs() < 0.3 * line.size
                && (other.left - line.left).abs() < 0.3 * line.size
        };
        let last = self.done.len().saturating_sub(4);
        if !line.text.trim().is_empty() && !self.done[last..].iter().any(|other| over(&other)) {
            self.done.push(line);
        }
    }

    fn finish(mut self) -> Vec<PrintedLine> {
        self.close();
        self.done
    }
}

impl<'a> Device<'a> for Lines {
    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, _: &DrawMode) {
        if self.letters > LETTERS {
            return;
        }
        for glyph in run.glyphs() {
            let transform = props.transform * glyph.transform();
            // Letters are drawn on a square of 1,000 units.
            let at = |x: f64, y: f64| transform * Point::new(x, y);
            let (origin, above) = (at(0.0, 0.0), at(0.0, 1000.0));
            let width = match &**glyph {
                Glyph::Outline(glyph) => glyph.advance_width(),
                Glyph::Type3(glyph) => glyph.advance_width(),
            };
            let end = at(f64::from(width.unwrap_or(500.0)), 0.0);
            let size = (origin.y - above.y) as f32;
            // Upright letters from left to right only: others are no text to be read.
            let upright = (end.y - origin.y).abs() < 0.3 * (end.x - origin.x).abs() + 0.01;
            if !upright || !size.is_finite() || size <= 0.5 || !origin.x.is_finite() {
                continue;
            }
            let unicode = glyph.as_unicode();
            // Bytes of nothing that some programs write between the letters.
            if unicode.is_none() && glyph.char_code() < 32 {
                continue;
            }
            self.letters += 1;
            let text = match unicode {
                Some(BfString::Char(letter)) => letter.to_string(),
                Some(BfString::String(letters)) => letters,
                None => {
                    self.unknown += 1;
                    '\u{fffd}'.to_string()
                }
            };
            self.add(Letter {
                text,
                left: origin.x as f32,
                right: end.x as f32,
                base: origin.y as f32,
                size,
            });
        }
    }

    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'a>, _: &DrawMode) {}
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}
    fn draw_image(&mut self, _: Image<'a, '_>, _: ImageDrawProps<'a>) {}
    fn pop_clip(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}
