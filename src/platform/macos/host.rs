//! The machine's name, and what tells it from others.

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

/// What tells this machine from every other: the hardware's UUID.
#[must_use]
pub fn id() -> Option<String> {
    let mut id = [0u8; 16];
    let at_once = libc::timespec {
        tv_sec: 0,
        tv_nsec: 0,
    };
    #[expect(unsafe_code, reason = "the standard library has no call for it")]
    // SAFETY: it writes sixteen bytes through the first pointer, which points to as many, and reads one
    // timespec through the second.
    let failed = unsafe { libc::gethostuuid(id.as_mut_ptr(), &raw const at_once) };
    (failed == 0).then(|| format!("{:032x}", u128::from_be_bytes(id)))
}
