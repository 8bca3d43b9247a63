//! What is typed, taken apart.
//!
//! Owns the marks of the finder: `"exact phrase"`, `'literal`, `^starts`, `ends$`, `-not`, and the
//! fields of the query language. Whatever is typed means something: what is only half there is
//! taken as far as it goes, so that nothing jumps while one types.

use crate::query::{
    self, FIELDS, Needle, Query, QueryError, Term, Test, closes_phrase, closest, opens_phrase,
};
use crate::text::fold::fold_str;

use super::token::{is_word, letters, tokens};

/// More words than this are not looked for; nobody types them, but a pasted page has them.
pub(super) const MOST_WORDS: usize = 24;

/// A query.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Ask {
    /// The words that must be found, in the order they were typed.
    pub words: Vec<Word>,
    /// What must hold, or must not, besides.
    pub checks: Vec<Check>,
    /// Fields, each with whether it was turned round.
    pub filters: Vec<(bool, Test)>,
    /// Whether something stands in it that is neither word nor mark of the finder.
    pub odd: bool,
}

/// A word to look for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word {
    /// Its letters, folded.
    pub text: String,
    pub how: How,
}

/// How a word is to be found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum How {
    /// As it stands; failing that, near it.
    Whole,
    /// It may go on: it is still being typed.
    Begun,
    /// As it stands and in no other way.
    Literal,
}

/// Words that stand one behind the other in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Check {
    pub not: bool,
    pub words: Vec<Word>,
    /// The text begins with them.
    pub first: bool,
    /// The text ends with them.
    pub last: bool,
}

impl Ask {
    /// Takes apart what is typed. The last word is one that may go on, unless a blank is behind it.
    /// `#word` is a tag where `is_tag` knows it, else a word.
    pub fn read(typed: &str, is_tag: &dyn Fn(&Test) -> bool) -> Self {
        let mut ask = Self::default();
        let mut rest = typed.trim_start();
        while !rest.is_empty() {
            let (item, after) = cut(rest);
            rest = after.trim_start();
            let begun = after.is_empty();
            ask.item(item, begun, is_tag);
        }
        ask.words.truncate(MOST_WORDS);
        ask.checks.truncate(MOST_WORDS);
        ask.filters.truncate(MOST_WORDS);
        ask
    }

    /// The same where every word may go on, as the last one may: of names one types beginnings, "d tru".
    pub fn of_beginnings(mut self) -> Self {
        if self.checks.is_empty() {
            let whole = self.words.iter_mut().filter(|w| w.how == How::Whole);
            whole.for_each(|word| word.how = How::Begun);
        }
        self
    }

    /// Whether what is typed is nothing that could be looked for: "!!!". What may go on to be
    /// something is not held to be so.
    pub fn is_in_vain(&self) -> bool {
        self.odd && self.words.is_empty() && self.checks.is_empty() && self.filters.is_empty()
    }

    fn item(&mut self, item: &str, begun: bool, is_tag: &dyn Fn(&Test) -> bool) {
        let (not, item) = match item.strip_prefix('-') {
            Some(rest) if !rest.is_empty() => (true, rest),
            _ => (false, item),
        };
        if let Some(filter) = field(item) {
            self.filters.extend(filter.map(|test| (not, test)));
            return;
        }
        if let Some(tag) = tag(item, is_tag) {
            self.filters.push((not, tag));
            return;
        }
        let (first, item) = stripped(item, str::strip_prefix, '^');
        let (last, item) = stripped(item, str::strip_suffix, '$');
        let phrase = item.strip_prefix(opens_phrase);
        let literal = item.strip_prefix(['\'', '‘', '’']);
        let how = match (phrase, literal) {
            // What is left out is left out with all that begins so, as in the query language.
            (None, None) if (begun || not) && !last => How::Begun,
            (None, None) => How::Whole,
            _ => How::Literal,
        };
        let mut words = words(phrase.or(literal).unwrap_or(item), how);
        // A phrase is still being typed until its mark closes it.
        let open = begun && phrase.is_some_and(|of| of.ends_with(char::is_alphanumeric));
        if let Some(word) = words.last_mut().filter(|_| open && !last) {
            word.how = How::Begun;
        }
        if words.is_empty() {
            self.odd |= item
                .chars()
                .any(|c| !c.is_whitespace() && !MARKS.contains(&c));
            return;
        }
        let bound = first || last || not || (phrase.is_some() && words.len() > 1);
        if !not {
            self.words.extend(words.iter().cloned());
        }
        if bound {
            self.checks.push(Check {
                not,
                words,
                first,
                last,
            });
        }
    }
}

/// What is wrong with the first field that cannot be read and is passed over. What is a field by its
/// colon alone, and by its name none nor nearly one, is words: "He said: no".
#[must_use]
pub fn hint(typed: &str) -> Option<QueryError> {
    let names = || FIELDS.iter().map(|field| field.name);
    let is_meant = |item: &str| match field(item) {
        Some(test) => test.is_none(),
        None => item
            .split_once(':')
            .is_some_and(|(name, _)| closest(name, names()).is_some()),
    };
    let mut rest = typed.trim_start();
    while !rest.is_empty() {
        let before = &typed[..typed.len() - rest.len()];
        let (item, after) = cut(rest);
        rest = after.trim_start();
        let marked = item.starts_with(|c: char| opens_phrase(c) || "^'‘’#".contains(c));
        let not_turned = item.strip_prefix('-').unwrap_or(item);
        if marked || !item.contains(':') || !is_meant(not_turned) {
            continue;
        }
        if let Err(error) = query::parse(item) {
            return Some(error.behind(before));
        }
    }
    None
}

/// What is typed as a query for whole articles: their words as they stand or as beginnings, as lists
/// are filtered by; what is found is to be held against the words again. Where a quote begins or ends
/// means nothing in an article.
pub fn of_texts(typed: &str, is_tag: &dyn Fn(&Test) -> bool) -> Query {
    let mut query = Query::all();
    let mut rest = typed.trim_start();
    while !rest.is_empty() && query.terms.len() < MOST_WORDS {
        let (item, after) = cut(rest);
        rest = after.trim_start();
        let (not, item) = match item.strip_prefix('-') {
            Some(rest) if !rest.is_empty() => (true, rest),
            _ => (false, item),
        };
        let tag = || tag(item, is_tag).map(Some);
        let test = field(item).or_else(tag).unwrap_or_else(|| {
            let (_, item) = stripped(item, str::strip_prefix, '^');
            let (_, item) = stripped(item, str::strip_suffix, '$');
            // The words of a phrase that is still being typed may stand anywhere.
            let phrase = item.strip_prefix(opens_phrase);
            let open = phrase.is_some_and(|of| !of.ends_with(|c| closes_phrase(c, false)))
                && after.is_empty();
            if open && !not {
                let words = item.split_whitespace().map(|word| {
                    let word = word.trim_matches(|c: char| !c.is_alphanumeric() && !is_word(c));
                    Test::Words(Needle::word(word))
                });
                let terms = words.map(|test| Term { not, test });
                query
                    .terms
                    .extend(terms.filter(|t| t.test != Test::Words(Needle::word(""))));
                return None;
            }
            let literal = item.starts_with(|c| opens_phrase(c) || matches!(c, '\'' | '‘' | '’'));
            let words = item.trim_matches(|c: char| !c.is_alphanumeric() && !is_word(c));
            let needle = if literal {
                Needle::phrase(&unescaped(words))
            } else {
                Needle::word(words)
            };
            // Nearly every text has a word that begins so, and to find them all takes longest.
            let says_nothing = !not && !literal && after.is_empty() && words.chars().count() == 1;
            (!words.is_empty() && !says_nothing).then_some(Test::Words(needle))
        });
        query.terms.extend(test.map(|test| Term { not, test }));
    }
    query
}

/// The words without the `\` before a mark among them.
fn unescaped(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    let mut chars = words.chars();
    while let Some(c) = chars.next() {
        out.extend(if c == '\\' { chars.next() } else { Some(c) });
    }
    out
}

fn stripped<'a>(
    item: &'a str,
    strip: impl Fn(&'a str, char) -> Option<&'a str>,
    mark: char,
) -> (bool, &'a str) {
    match strip(item, mark) {
        Some(rest) if !rest.is_empty() => (true, rest),
        _ => (false, item),
    }
}

/// What stands before something that is still to be typed.
const MARKS: &[char] = &[
    '"', '“', '”', '„', '«', '»', '\'', '‘', '’', '^', '$', '-', '#',
];

/// The words of an item; only the last can be one that goes on.
fn words(item: &str, how: How) -> Vec<Word> {
    let folded = fold_str(item);
    let mut words: Vec<Word> = tokens(&folded)
        .take(MOST_WORDS)
        .map(|token| Word {
            text: letters(&folded[token]).into_owned(),
            how: if how == How::Begun { How::Whole } else { how },
        })
        .collect();
    // "U.S." and "so…" have been ended by what stands behind them; "1." is on the way to "1.5".
    let stem = folded.strip_suffix('.').unwrap_or(&folded);
    let open =
        folded.ends_with(char::is_alphanumeric) || stem.ends_with(|c: char| c.is_ascii_digit());
    if let Some(last) = words.last_mut().filter(|_| how == How::Begun && open) {
        last.how = How::Begun;
    }
    words
}

/// A field with a value: its test, or nothing while the value is not one yet. `None` where the
/// item is no field.
fn field(item: &str) -> Option<Option<Test>> {
    let (name, _) = item.split_once(':')?;
    FIELDS.iter().find(|f| f.name.eq_ignore_ascii_case(name))?;
    // Of an item that means several things none is a field.
    let first = |query: Query| match <[Term; 1]>::try_from(query.terms) {
        Ok([term]) => Some(term.test),
        Err(_) => None,
    };
    let test = match query::parse(item) {
        Ok(query) => first(query),
        // A mark that is not closed yet holds to the end, and what is behind it may go on.
        Err(_) => {
            let closed = query::parse(&format!("{item}\"")).ok();
            closed.and_then(first).map(begun)
        }
    };
    Some(test.filter(|test| !matches!(test, Test::Words(_))))
}

/// The test with the words of its value going on.
fn begun(test: Test) -> Test {
    match test {
        Test::Speaker(needle) => Test::Speaker(needle.begun()),
        Test::Publisher(needle) => Test::Publisher(needle.begun()),
        Test::Title(needle) => Test::Title(needle.begun()),
        Test::Text(needle) => Test::Text(needle.begun()),
        Test::About(needle) => Test::About(needle.begun()),
        other => other,
    }
}

/// The tag that an item is.
fn tag(item: &str, is_tag: &dyn Fn(&Test) -> bool) -> Option<Test> {
    let tag = item.starts_with('#').then(|| item.parse().ok())?;
    tag.map(Test::Tag).filter(|tag| is_tag(tag))
}

/// The first item and what is behind it. Marks hold blanks together, and end as in the query
/// language; one that is never closed holds to the end.
pub(super) fn cut(typed: &str) -> (&str, &str) {
    let (mut inside, mut straight) = (false, false);
    let mut chars = typed.char_indices();
    while let Some((at, c)) = chars.next() {
        let opens = opens_phrase(c) && !inside && may_open(&typed[..at]);
        let closes = closes_phrase(c, straight);
        if inside && c == '\\' {
            chars.next();
        } else if inside && closes {
            let end = at + c.len_utf8();
            // A dollar sign may stand behind the phrase.
            let end = end + usize::from(typed[end..].starts_with('$'));
            return typed.split_at(end);
        }
        if opens {
            (inside, straight) = (true, c == '"');
        } else if c.is_whitespace() && !inside {
            return typed.split_at(at);
        }
    }
    (typed, "")
}

/// Whether a mark behind this begins a phrase: at the beginning of an item or of a value.
fn may_open(before: &str) -> bool {
    matches!(before, "" | "-" | "^" | "-^") || before.ends_with(':') || before.ends_with(":=")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::Extent;

    fn read(typed: &str) -> Ask {
        Ask::read(
            typed,
            &|tag| matches!(tag, Test::Tag(tag) if tag.name() == "harvest"),
        )
    }

    fn said(ask: &Ask) -> String {
        let one = |w: &Word| match w.how {
            How::Whole => w.text.clone(),
            How::Begun => format!("{}*", w.text),
            How::Literal => format!("={}", w.text),
        };
        let mut out: Vec<String> = ask.words.iter().map(one).collect();
        for check in &ask.checks {
            let words: Vec<String> = check.words.iter().map(one).collect();
            let marks = [(check.not, "-"), (check.first, "^"), (check.last, "$")];
            let marks = marks.iter().filter(|m| m.0).map(|m| m.1);
            out.push(format!(
                "{}({})",
                marks.collect::<String>(),
                words.join(" ")
            ));
        }
        for (not, test) in &ask.filters {
            out.push(format!("{}{test:?}", if *not { "-" } else { "" }));
        }
        out.join(" ")
    }

    #[test]
    fn the_last_word_goes_on_until_a_blank_ends_it() {
        assert_eq!(said(&read("Grain dé")), "grain de*");
        assert_eq!(said(&read("grain deal ")), "grain deal");
        assert_eq!(said(&read("well-kno")), "well kno*");
        assert_eq!(said(&read("")), "");
        assert_eq!(read(" - ' \" ^ $ "), Ask::default());
    }

    #[test]
    fn what_is_no_word_is_in_vain() {
        assert!(read("!!!").is_in_vain() && read("… –").is_in_vain());
        for typed in [
            "",
            " ",
            "\"",
            "-",
            "'",
            "^",
            "!!! a",
            "speaker:",
            "🙂",
            "-draft",
            "kind:direct !",
        ] {
            assert!(!read(typed).is_in_vain(), "{typed}");
        }
    }

    #[test]
    fn marks_bind_words() {
        for (typed, means) in [
            ("\"we have to\" go", "=we =have =to go* (=we =have =to)"),
            ("“we have", "=we have* (=we have*)"),
            ("'deal", "=deal"),
            ("don't", "dont*"),
            ("^the ca", "the ca* ^(the)"),
            ("over$", "over $(over)"),
            ("^\"so it\"$ x", "=so =it x* ^$(=so =it)"),
            ("deal -draft", "deal -(draft*)"),
            ("#grain", "grain*"),
            ("-\"grain deal\" x", "x* -(=grain =deal)"),
        ] {
            assert_eq!(said(&read(typed)), means, "{typed}");
        }
    }

    #[test]
    fn a_field_that_cannot_be_read_is_told() {
        for (typed, at) in [
            ("grain kind:drict", Some(11)),
            ("“é” speker:Moor", Some(4)),
            ("x -is:stared y", Some(6)),
            ("after:", Some(6)),
            ("speaker:\"Ada M", None),
            ("He said: no", None),
            ("\"kind:x\" 10:30 kind:direct", None),
        ] {
            let hint = hint(typed);
            let column = hint.as_ref().map(|error| error.column - 1);
            assert_eq!(column, at, "{typed}: {hint:?}");
        }
    }

    #[test]
    fn fields_are_filters_once_they_have_a_value() {
        let ask = read("grain speaker:\"Ada Moor\" -kind:indirect after:20 speaker: 10:30");
        assert_eq!(ask.words.len(), 3, "{ask:?}");
        assert_eq!(ask.filters.len(), 2);
        assert!(matches!(&ask.filters[0], (false, Test::Speaker(n)) if n.text() == "Ada Moor"));
        assert!(matches!(ask.filters[1], (true, Test::Kind(_))));
        let ask = read("grain speaker:\"Ada M");
        let Some((false, Test::Speaker(needle))) = ask.filters.first() else {
            panic!("{ask:?}")
        };
        assert_eq!(
            (needle.text(), needle.extent()),
            ("Ada M", Extent::Beginning)
        );
        let ask = read("-#harvest #metoo");
        assert!(matches!(&ask.filters[..], [(true, Test::Tag(_))]) && ask.words.len() == 1);
        for value in ["„Ada Moor“", "«Ada Moor»", "“Ada Moor”", "\"Ada Moor\""] {
            let ask = read(&format!("speaker:{value} x"));
            let moor = Test::Speaker(Needle::phrase("Ada Moor"));
            assert_eq!(ask.filters, [(false, moor)], "{value}");
            assert_eq!(said(&ask).split(' ').next(), Some("x*"));
        }
        for name in ["Ada \"Bo\" Moor", "Ada “Bo” Moor", "China"] {
            let ask = read(&format!("x speaker:{} y", Needle::all(name)));
            assert_eq!(ask.filters, [(false, Test::Speaker(Needle::all(name)))]);
            assert_eq!(ask.words.len(), 2);
        }
    }
}
