//! Stands in for `text::fold` until that room is there: lower case and straight marks only.

pub(super) struct Folded {
    pub text: String,
    sources: Vec<usize>,
}

impl Folded {
    pub fn source(&self, folded_byte: usize) -> usize {
        self.sources.get(folded_byte).copied().unwrap_or(0)
    }
}

pub(super) fn fold_str(s: &str) -> String {
    fold(s).text
}

pub(super) fn fold(s: &str) -> Folded {
    let mut out = Folded {
        text: String::with_capacity(s.len()),
        sources: Vec::new(),
    };
    for (at, c) in s.char_indices() {
        let plain = match c {
            '‘' | '’' => '\'',
            'é' | 'É' => 'e',
            other => other,
        };
        out.text.extend(plain.to_lowercase());
        out.sources.resize(out.text.len(), at);
    }
    out.sources.push(s.len());
    out
}
