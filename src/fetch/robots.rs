//! robots.txt: which pages of its site a program may visit (RFC 9309).
//!
//! Asked only about pages that the program found itself. What a person names is the person's own
//! visit, as with a browser, and feeds are published to be read by programs.

/// How this program is called in a robots.txt.
const NAME: &str = "onrecord";

/// So much of a robots.txt is read, in bytes (RFC 9309, 2.5: at least 500 KiB).
pub(super) const LARGEST: u64 = 1 << 20;

/// The rules that hold for this program.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Rules(Vec<Rule>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Rule {
    allow: bool,
    pattern: Vec<u8>,
}

impl Rules {
    /// Reads a robots.txt: the rules of all groups for this program, or where there are none, of
    /// those for all programs.
    pub(super) fn parse(text: &[u8]) -> Self {
        let text = String::from_utf8_lossy(text);
        let (mut ours, mut any) = (None::<Vec<Rule>>, Vec::new());
        let (mut for_us, mut for_any, mut in_names) = (false, false, false);
        for line in text.trim_start_matches('\u{feff}').lines() {
            let line = line.split('#').next().unwrap_or_default();
            let Some((field, value)) = line.split_once(':') else {
                continue;
            };
            let value = value.trim();
            match field.trim().to_ascii_lowercase().as_str() {
                "user-agent" => {
                    if !in_names {
                        (for_us, for_any) = (false, false);
                    }
                    in_names = true;
                    for_any |= value == "*";
                    for_us |= is_us(value);
                    if for_us {
                        ours.get_or_insert_default();
                    }
                }
                kind @ ("allow" | "disallow") => {
                    in_names = false;
                    let rule = Rule {
                        allow: kind == "allow",
                        pattern: normal(value.as_bytes()),
                    };
                    // An empty rule matches nothing.
                    if rule.pattern.is_empty() {
                        continue;
                    }
                    if for_us && let Some(ours) = &mut ours {
                        ours.push(rule.clone());
                    }
                    if for_any {
                        any.push(rule);
                    }
                }
                _ => {}
            }
        }
        Self(ours.unwrap_or(any))
    }

    /// Whether a page may be visited, by its path and query: the longest rule that matches
    /// decides, of two as long the one that allows.
    pub(super) fn allow(&self, path: &str) -> bool {
        let path = normal(path.as_bytes());
        let matching = self.0.iter().filter(|rule| matches(&rule.pattern, &path));
        matching
            .max_by_key(|rule| (rule.pattern.len(), rule.allow))
            .is_none_or(|rule| rule.allow)
    }
}

/// A name may be followed by a version, and is compared without case.
fn is_us(value: &str) -> bool {
    let letters = |c: char| c.is_ascii_alphabetic() || c == '-' || c == '_';
    let name: String = value.chars().take_while(|c| letters(*c)).collect();
    name.eq_ignore_ascii_case(NAME)
}

/// The same path in one form: what is not ASCII is written as `%XX`, and those with large letters.
fn normal(path: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(path.len());
    let mut at = 0;
    while let Some(&byte) = path.get(at) {
        let hex = path.get(at + 1..at + 3);
        match hex.filter(|hex| byte == b'%' && hex.iter().all(u8::is_ascii_hexdigit)) {
            Some(hex) => {
                out.push(b'%');
                out.extend(hex.to_ascii_uppercase());
                at += 3;
            }
            None if byte.is_ascii() => {
                out.push(byte);
                at += 1;
            }
            None => {
                out.extend(format!("%{byte:02X}").into_bytes());
                at += 1;
            }
        }
    }
    out
}

/// Whether `pattern` matches the beginning of `path`: `*` stands for anything, `$` at the end for
/// the end. Works in time of the product of both at most.
fn matches(pattern: &[u8], path: &[u8]) -> bool {
    let (pattern, to_end) = match pattern {
        [rest @ .., b'$'] => (rest, true),
        whole => (whole, false),
    };
    let mut pieces = pattern.split(|b| *b == b'*');
    let first = pieces.next().unwrap_or_default();
    let Some(mut rest) = path.strip_prefix(first) else {
        return false;
    };
    let mut pieces = pieces.peekable();
    if pieces.peek().is_none() {
        return !to_end || rest.is_empty();
    }
    while let Some(piece) = pieces.next() {
        if to_end && pieces.peek().is_none() {
            return rest.ends_with(piece);
        }
        match memchr::memmem::find(rest, piece) {
            Some(at) => rest = &rest[at + piece.len()..],
            None => return false,
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allowed(text: &str, path: &str) -> bool {
        Rules::parse(text.as_bytes()).allow(path)
    }

    #[test]
    fn the_group_for_us_goes_before_the_one_for_all() {
        let text = "\u{feff}User-agent: *\nDisallow: /\n\nUser-Agent: other\nUser-agent: OnRecord/2.0 # us\n\
                    Disallow: /private\nAllow: /private/open\n\nuser-agent: onrecord\ndisallow: /more\n";
        assert!(allowed(text, "/a"));
        assert!(!allowed(text, "/private/x"));
        assert!(allowed(text, "/private/open/x"));
        assert!(!allowed(text, "/more"));
        let other = "User-agent: onrecorder\nDisallow: /\n\nUser-agent: *\nDisallow: /x\n";
        assert!(allowed(other, "/y") && !allowed(other, "/x"));
        let open = "User-agent: *\nDisallow: /\n\nUser-agent: onrecord\nDisallow:\n";
        assert!(allowed(open, "/x"));
        assert!(allowed("", "/x") && allowed("<html>no rules</html>", "/x"));
    }

    #[test]
    fn the_longest_rule_decides() {
        // The examples of the RFC, 5.2, and those with special characters of 2.2.3.
        let text = "User-Agent: *\nAllow: /example/page/\nDisallow: /example/page/disallowed.gif\n";
        assert!(allowed(text, "/example/page/a.html"));
        assert!(!allowed(text, "/example/page/disallowed.gif"));
        let tie = "User-agent: *\nDisallow: /page\nAllow: /page\n";
        assert!(allowed(tie, "/page"));
        let stars = "User-agent: *\nDisallow: *.gif$\nAllow: /publications/\nDisallow: /a*b*c$\n";
        assert!(!allowed(stars, "/x/y.gif"));
        assert!(allowed(stars, "/x/y.gif?z"));
        assert!(allowed(stars, "/publications/y.gif"));
        assert!(!allowed(stars, "/a1b2bc") && allowed(stars, "/a1b2cd"));
        let words = "User-agent: *\nDisallow: /caf\u{e9}/%7ejoe\n";
        assert!(!allowed(words, "/caf%C3%A9/%7Ejoe/x"));
    }

    #[test]
    fn hostile_patterns_take_no_time() {
        let text = format!("User-agent: *\nDisallow: /{}b$\n", "a*".repeat(50_000));
        assert!(allowed(&text, &format!("/{}", "a".repeat(100_000))));
    }
}
