//! Web addresses that were typed as if they were paths: "https:example.org/x", "www.example.org".
//!
//! Owns the guess at what was meant, for the message where there is no such file.

use std::path::Path;

/// Ends of hosts; of others it is not certain that no file was meant.
const ENDS: &[&str] = &[
    "com", "org", "net", "gov", "edu", "int", "info", "news", "eu", "uk", "de", "fr", "no", "ca",
    "au",
];

/// The address that may have been meant by a path that leads nowhere.
pub(super) fn address(path: &Path) -> Option<String> {
    let typed = path.to_str()?;
    let (scheme, rest) = ["https", "http"]
        .into_iter()
        .find_map(|scheme| {
            let begin = typed.get(..scheme.len())?;
            let rest = &typed[begin.len()..];
            let parted = begin.eq_ignore_ascii_case(scheme) && rest.starts_with([':', ';', '/']);
            parted.then(|| (scheme, rest.trim_start_matches([':', ';', '/', '\\'])))
        })
        .unwrap_or(("https", typed));
    let host = rest.split('/').next().unwrap_or(rest);
    let parts: Vec<&str> = host.split('.').collect();
    let is_host = parts.len() > 1
        && parts.iter().all(|part| {
            !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        });
    // "notes.org" is a file that was misspelt.
    let sure = rest.len() < typed.len()
        || host.starts_with("www.")
        || (rest.len() > host.len() && parts.last().is_some_and(|end| ENDS.contains(end)));
    (is_host && sure).then(|| format!("{scheme}://{rest}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_that_lack_a_sign_are_told_from_paths() {
        for (typed, meant) in [
            ("https:example.org/x", "https://example.org/x"),
            ("http:/example.org", "http://example.org"),
            ("HTTPS//example.org/a/b", "https://example.org/a/b"),
            ("https;//example.org", "https://example.org"),
            ("www.example.org", "https://www.example.org"),
            ("example.org/news", "https://example.org/news"),
        ] {
            assert_eq!(address(Path::new(typed)).as_deref(), Some(meant));
        }
        for typed in [
            "notes.org",
            "a/b.txt",
            "/example.org/x",
            "https",
            "http:",
            "./example.org/x",
            "data.csv/x",
            "https:/a b",
        ] {
            assert_eq!(address(Path::new(typed)), None, "{typed}");
        }
    }
}
