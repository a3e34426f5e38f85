//! The machine's name, and what tells it from others.

use windows_sys::Win32::Foundation::ERROR_SUCCESS;
use windows_sys::Win32::System::Registry::{HKEY_LOCAL_MACHINE, RRF_RT_REG_SZ, RegGetValueW};
use windows_sys::w;

/// The machine's name, if it has one.
#[must_use]
pub fn name() -> Option<String> {
    std::env::var("COMPUTERNAME").ok()
}

/// What tells this machine from every other: the id that Windows was given when it was installed.
#[must_use]
pub fn id() -> Option<String> {
    let mut text = [0u16; 64];
    let mut bytes = u32::try_from(size_of_val(&text)).ok()?;
    #[expect(
        unsafe_code,
        reason = "the standard library does not read the registry"
    )]
    // SAFETY: both names are texts that end in a zero, and it writes no more than `bytes` bytes through
    // the pointer, which points to as many.
    let failed = unsafe {
        RegGetValueW(
            HKEY_LOCAL_MACHINE,
            w!("SOFTWARE\\Microsoft\\Cryptography"),
            w!("MachineGuid"),
            RRF_RT_REG_SZ,
            std::ptr::null_mut(),
            text.as_mut_ptr().cast(),
            &raw mut bytes,
        )
    };
    if failed != ERROR_SUCCESS {
        return None;
    }
    let end = text.iter().position(|unit| *unit == 0)?;
    String::from_utf16(&text[..end]).ok()
}
