//! Other processes, and whose this one is.

/// Has opening a file never wait.
pub(in crate::platform) const NO_WAIT: i32 = libc::O_NONBLOCK;

/// What a group of processes is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::platform) enum Signal {
    /// Please end.
    AskToEnd,
    /// End.
    End,
}

/// The number of the user this process acts as.
#[must_use]
pub(in crate::platform) fn user() -> u32 {
    #[expect(unsafe_code, reason = "the standard library has no call for it")]
    // SAFETY: it takes nothing and cannot fail.
    unsafe {
        libc::geteuid()
    }
}

/// Waits until this child has ended, and leaves its end to be asked for.
pub(in crate::platform) fn await_end(child: u32) {
    let mut info = std::mem::MaybeUninit::<libc::siginfo_t>::zeroed();
    loop {
        #[expect(
            unsafe_code,
            reason = "the standard library only waits and reaps in one"
        )]
        // SAFETY: it writes one `siginfo_t` through the pointer, which points to one.
        let answer = unsafe {
            libc::waitid(
                libc::P_PID,
                child,
                info.as_mut_ptr(),
                libc::WEXITED | libc::WNOWAIT,
            )
        };
        let interrupted = std::io::Error::last_os_error().raw_os_error() == Some(libc::EINTR);
        if answer == 0 || !interrupted {
            return;
        }
    }
}

/// Tells every process of the group that this child leads.
pub(in crate::platform) fn signal_group(child: u32, signal: Signal) {
    let Ok(group) = libc::pid_t::try_from(child) else {
        return;
    };
    let signal = match signal {
        Signal::AskToEnd => libc::SIGTERM,
        Signal::End => libc::SIGKILL,
    };
    #[expect(unsafe_code, reason = "the standard library signals no groups")]
    // SAFETY: it takes two numbers. It fails where everybody is gone already.
    unsafe {
        libc::killpg(group, signal);
    }
}
