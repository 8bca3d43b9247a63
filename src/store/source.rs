//! Where an article came from, until `import` brings its own of the same shape; then this goes.

/// Where an article came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Absolute path, address, or `path#record`.
    pub location: String,
    /// Hash of the original bytes.
    pub hash: [u8; 16],
}
