//! The index file as memory. The one place of the product with `unsafe`.
//!
//! Sound as long as nobody changes the bytes of the file while it is mapped. onrecord never does:
//! an index file is written whole under another name, then renamed into its place, and never
//! touched again; a newer one replaces the name, not the bytes. The bytes are plain data of any
//! value: nothing is believed of them before `image` has checked them.

#![allow(unsafe_code)]

use std::fs::File;
use std::io;

use memmap2::Mmap;

/// Maps the whole file for reading.
///
/// # Errors
/// When the system does not map it.
pub(super) fn map(file: &File) -> io::Result<Mmap> {
    // SAFETY: see the head of this file; the map is read-only and private to this process.
    unsafe { Mmap::map(file) }
}
