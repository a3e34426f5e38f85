//! The machine's name.

/// The machine's name, if it has one.
#[must_use]
pub fn name() -> Option<String> {
    let mut buffer = [0u8; 256];
    #[expect(unsafe_code, reason = "the standard library has no call for it")]
    // SAFETY: the buffer is valid for the length given, one byte less than it is, so that a name
    // cut short still ends in a zero.
    let failed = unsafe { libc::gethostname(buffer.as_mut_ptr().cast(), buffer.len() - 1) };
    if failed != 0 {
        return None;
    }
    let end = buffer.iter().position(|byte| *byte == 0)?;
    String::from_utf8(buffer[..end].to_vec()).ok()
}
