//! Files and folders for a path that is being typed.

use std::fs;
use std::path::Path;

use super::outside::at_home;

/// Entries of a folder that are looked at, and that are listed.
const LOOKED_AT: usize = 50_000;
const LISTED: usize = 200;

/// Paths that begin so, whatever the case of the last part, with a `/` behind folders; hidden ones only
/// where their dot is typed. A folder that cannot be read has none.
pub(super) fn beginning(begin: &str) -> Vec<String> {
    let at = begin.rfind('/').map_or(0, |at| at + 1);
    let (folder, name) = begin.split_at(at);
    let looked_in = match folder {
        "" => at_home("."),
        folder => at_home(folder),
    };
    let name = name.to_lowercase();
    let Ok(entries) = fs::read_dir(&looked_in) else {
        return Vec::new();
    };
    let entries = entries.take(LOOKED_AT).filter_map(|entry| {
        let entry = entry.ok()?;
        let own = entry.file_name().into_string().ok()?;
        let hidden = own.starts_with('.') && !name.starts_with('.');
        // What cannot be typed is not offered.
        let typed = !own.chars().any(char::is_control);
        let fits = typed && !hidden && own.to_lowercase().starts_with(&name);
        fits.then(|| (own, entry.path()))
    });
    let mut found: Vec<_> = entries.collect();
    found.sort_unstable_by(|(a, _), (b, _)| {
        let key = |name: &str| name.to_lowercase();
        key(a).cmp(&key(b)).then_with(|| a.cmp(b))
    });
    let listed = found.into_iter().take(LISTED);
    listed
        .map(|(own, path)| format!("{folder}{own}{}", if is_folder(&path) { "/" } else { "" }))
        .collect()
}

fn is_folder(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|about| about.is_dir())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_and_folders_are_listed_by_the_beginning_of_their_names() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["News", "new paper", ".newsrc"] {
            fs::create_dir(folder.path().join(name)).unwrap();
        }
        for name in ["newest.jsonl", "old.txt", "new\u{1b}[1m.txt"] {
            fs::write(folder.path().join(name), "").unwrap();
        }
        let base = format!("{}/", folder.path().display());
        let listed = |begin: &str| {
            let found = beginning(&format!("{base}{begin}"));
            let own = found.iter().map(|path| path[base.len()..].to_owned());
            own.collect::<Vec<_>>()
        };
        assert_eq!(listed("NEW"), ["new paper/", "newest.jsonl", "News/"]);
        assert_eq!(listed(".n"), [".newsrc/"]);
        assert_eq!(listed("").len(), 4);
        assert_eq!(listed("x/y"), Vec::<String>::new());
    }
}
