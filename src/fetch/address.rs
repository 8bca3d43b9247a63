//! Addresses on the web: what is one, what of it is kept, and which kinds are never fetched.

use std::fmt;
use std::path::Path;

use url::Url;

use super::error::{Problem, Refusal};
use crate::text::clean::clean_line;

/// An `http` or `https` address, in its usual form and without the part behind `#`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Address(Url);

/// Whether what a person wrote where a path may stand is an address: a scheme, `://` and the rest.
/// Of any scheme, so that `file://` is refused with a reason instead of being looked for.
#[must_use]
pub fn is_address(path: &Path) -> bool {
    let scheme = path.to_str().and_then(|text| text.split_once("://"));
    scheme.is_some_and(|(scheme, _)| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b))
    })
}

impl Address {
    /// Reads an address.
    ///
    /// # Errors
    /// Where it is none, has another scheme, or holds a user's name or password.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        Self::checked(Url::parse(text.trim())).map_err(|problem| {
            // A secret is not said again either.
            let public = text.rsplit_once('@').filter(|_| is_secret(&problem));
            Refusal::new(public.map_or(text, |(_, public)| public), problem)
        })
    }

    /// The address that `target` means when it stands at this one.
    pub(super) fn join(&self, target: &str) -> Result<Self, Problem> {
        Self::checked(self.0.join(target.trim()))
    }

    fn checked(url: Result<Url, url::ParseError>) -> Result<Self, Problem> {
        let mut url = url.map_err(|error| Problem::NoAddress(error.to_string()))?;
        if !matches!(url.scheme(), "http" | "https") {
            let scheme = clean_line(url.scheme());
            return Err(match meant(&scheme) {
                Some(meant) => Problem::Misspelt(scheme, meant),
                None => Problem::Scheme(scheme),
            });
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(Problem::Credentials);
        }
        url.set_fragment(None);
        Ok(Self(url))
    }

    /// As it is requested and kept.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// Scheme, host and port: what one `robots.txt` is for.
    pub(super) fn origin(&self) -> String {
        self.0.origin().ascii_serialization()
    }

    /// Whether both are of one site: hosts that are the same, or one below the other, `www` left
    /// out.
    #[must_use]
    pub fn is_same_site(&self, other: &Self) -> bool {
        let name = |address: &Self| {
            let host = address.0.host_str().unwrap_or_default();
            host.strip_prefix("www.").unwrap_or(host).to_owned()
        };
        let (a, b) = (name(self), name(other));
        let below = |a: &str, b: &str| a.strip_suffix(b).is_some_and(|rest| rest.ends_with('.'));
        a == b || (b.contains('.') && below(&a, &b)) || (a.contains('.') && below(&b, &a))
    }

    pub(super) fn host(&self) -> Option<url::Host<&str>> {
        self.0.host()
    }

    /// Path and query: what the rules of a `robots.txt` are about.
    pub(super) fn path(&self) -> String {
        match self.0.query() {
            Some(query) => format!("{}?{query}", self.0.path()),
            None => self.0.path().to_owned(),
        }
    }
}

/// Which of the kinds that are fetched was probably meant: "htps".
fn meant(scheme: &str) -> Option<&'static str> {
    // One with an "s" is nearer to the kind that has one.
    let kinds = match scheme.contains('s') {
        true => ["https", "http"],
        false => ["http", "https"],
    };
    kinds.into_iter().find(|kind| is_near(scheme, kind))
}

/// Whether one slip lies between two words: a letter too much, too few or another, or two that changed places.
fn is_near(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let same =
        |pairs: &mut dyn Iterator<Item = (&u8, &u8)>| pairs.take_while(|(a, b)| a == b).count();
    let begin = same(&mut one.iter().zip(other));
    let (one, other) = (&one[begin..], &other[begin..]);
    let end = same(&mut one.iter().rev().zip(other.iter().rev()));
    let (one, other) = (&one[..one.len() - end], &other[..other.len() - end]);
    match (one, other) {
        ([a, b], [c, d]) => a == d && b == c,
        _ => one.len() <= 1 && other.len() <= 1,
    }
}

const fn is_secret(problem: &Problem) -> bool {
    matches!(problem, Problem::Credentials)
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_told_from_paths() {
        for yes in [
            "https://a.example/x",
            "HTTP://a",
            "file:///etc/passwd",
            "gopher://a",
        ] {
            assert!(is_address(Path::new(yes)), "{yes}");
        }
        for no in [
            "-", "a.txt", "/a/b://c", "C:\\a", "://x", "notes: a", "1a://x",
        ] {
            assert!(!is_address(Path::new(no)), "{no}");
        }
    }

    #[test]
    fn an_address_has_one_form() {
        let address = Address::parse(" HTTPS://Example.ORG:443/a b?q=é#part ").unwrap();
        assert_eq!(address.as_str(), "https://example.org/a%20b?q=%C3%A9");
        assert_eq!(address.path(), "/a%20b?q=%C3%A9");
        assert_eq!(address.origin(), "https://example.org");
        let next = address.join("../c#x").unwrap();
        assert_eq!(next.as_str(), "https://example.org/c");
    }

    #[test]
    fn a_site_is_a_host_and_what_is_below_it() {
        let same = |a: &str, b: &str| {
            let [a, b] = [a, b].map(|host| Address::parse(&format!("https://{host}/x")).unwrap());
            a.is_same_site(&b)
        };
        assert!(same("www.post.example", "post.example"));
        assert!(same("rss.post.example", "www.post.example"));
        assert!(!same("post.example", "thepost.example"));
        assert!(!same("post.example", "other.example") && !same("example", "post.example"));
    }

    #[test]
    fn what_is_never_fetched_says_why() {
        for (text, want) in [
            (
                "file:///etc/passwd",
                "file:///etc/passwd is an address of the kind \"file\"",
            ),
            ("ftp://a.example/x", "\"ftp\", and only http"),
            ("htps://a.example/x", "if https is meant, write https://"),
            ("hhtp://a.example/x", "if http is meant, write http://"),
            ("htpt://a.example/x", "if http is meant, write http://"),
            ("data:text/html,x", "\"data\""),
            (
                "https://me:secret@a.example/",
                "holds a user name or password",
            ),
            ("https://", "is not a valid web address"),
            ("/a/b", "is not a valid web address"),
        ] {
            let said = Address::parse(text).unwrap_err().to_string();
            assert!(said.contains(want) && !said.contains("secret"), "{said}");
        }
        let page = Address::parse("https://a.example/").unwrap();
        assert!(page.join("file:///etc/passwd").is_err());
        assert!(page.join("javascript:alert(1)").is_err());
    }
}
