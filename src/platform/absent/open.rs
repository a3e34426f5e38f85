//! Opening files and web addresses, which is not on this system yet.

use std::io;
use std::path::Path;

/// Answers that it cannot.
///
/// # Errors
/// Always.
pub fn file(_path: &Path) -> io::Result<()> {
    super::not_yet()
}

/// Answers that it cannot.
///
/// # Errors
/// Always.
pub fn address(_address: &str) -> io::Result<()> {
    super::not_yet()
}
