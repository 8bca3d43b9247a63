//! The person's editor on a text that is only to be read: a file without write permission, which is
//! gone afterwards.

use std::fs::{self, DirBuilder, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::PathBuf;
use std::process::Command;

/// Shows a text in `$VISUAL`, `$EDITOR` or vi, and waits until the person leaves it. The terminal
/// must be theirs.
pub(super) fn show(text: &str) -> Result<(), String> {
    let of = |name: &str| std::env::var(name).ok().filter(|e| !e.trim().is_empty());
    let editor = of("VISUAL").or_else(|| of("EDITOR"));
    let editor = editor.unwrap_or_else(|| "vi".to_owned());
    let folder = folder().map_err(|error| format!("Cannot write a temporary file: {error}"))?;
    let shown = shown(&editor, text, &folder);
    let _ = fs::remove_dir_all(&folder);
    shown
}

fn shown(editor: &str, text: &str, folder: &std::path::Path) -> Result<(), String> {
    let path = folder.join("article.txt");
    let file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o400)
        .open(&path);
    file.and_then(|mut file| file.write_all(text.as_bytes()))
        .map_err(|error| format!("Cannot write a temporary file: {error}"))?;
    // The variable may hold options too, as the shell reads them; the path is not the shell's.
    let status = Command::new("/bin/sh")
        .args(["-c", &format!("{editor} \"$1\""), "sh"])
        .arg(&path)
        .status();
    match status {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("{editor} ended with {status}: is $EDITOR right?")),
        Err(error) => Err(format!("Cannot run {editor}: {error}")),
    }
}

/// A new folder that nobody else can look into.
fn folder() -> io::Result<PathBuf> {
    let all = std::env::temp_dir();
    for n in 0..100 {
        let path = all.join(format!("onrecord-{}-{n}", std::process::id()));
        match DirBuilder::new().mode(0o700).create(&path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            made => return made.map(|()| path),
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}
