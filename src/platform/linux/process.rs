//! Other processes, and whose this one is.

use rustix::process::{Pid, WaitId, WaitIdOptions, geteuid, kill_process_group, waitid};

/// Has opening a file never wait.
pub(in crate::platform) const NO_WAIT: i32 = rustix::fs::OFlags::NONBLOCK.bits().cast_signed();

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
    geteuid().as_raw()
}

/// Waits until this child has ended, and leaves its end to be asked for.
pub(in crate::platform) fn await_end(child: u32) {
    let Some(child) = pid(child) else {
        return;
    };
    let options = WaitIdOptions::EXITED | WaitIdOptions::NOWAIT;
    while waitid(WaitId::Pid(child), options).err() == Some(rustix::io::Errno::INTR) {}
}

/// Tells every process of the group that this child leads.
pub(in crate::platform) fn signal_group(child: u32, signal: Signal) {
    let Some(group) = pid(child) else {
        return;
    };
    let signal = match signal {
        Signal::AskToEnd => rustix::process::Signal::TERM,
        Signal::End => rustix::process::Signal::KILL,
    };
    // It fails where everybody is gone already.
    let _ = kill_process_group(group, signal);
}

fn pid(child: u32) -> Option<Pid> {
    Pid::from_raw(i32::try_from(child).ok()?)
}
