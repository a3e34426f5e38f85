//! Changes on the way to a file, by inotify.
//!
//! Nothing but what can change a file's contents is asked for: reading a file, or a neighbour in its
//! folder, wakes nobody for long, and opening one wakes nobody at all.

use std::collections::BTreeSet;
use std::ffi::{OsStr, OsString};
use std::io;
use std::mem::MaybeUninit;
use std::os::fd::OwnedFd;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;

use rustix::event::{EventfdFlags, PollFd, PollFlags, eventfd, poll};
use rustix::fs::inotify::{CreateFlags, ReadFlags, Reader, WatchFlags, add_watch, init};
use rustix::fs::statfs;
use rustix::io::{Errno, write};

use crate::store::Way;

/// What is told of a folder's entries, and of the folder.
const ENTRIES: WatchFlags = WatchFlags::ATTRIB
    .union(WatchFlags::CLOSE_WRITE)
    .union(WatchFlags::CREATE)
    .union(WatchFlags::DELETE)
    .union(WatchFlags::MODIFY)
    .union(WatchFlags::MOVE)
    .union(ITSELF)
    .union(WatchFlags::ONLYDIR);
/// What is told of a file.
const FILE: WatchFlags = ITSELF
    .union(WatchFlags::CLOSE_WRITE)
    .union(WatchFlags::MODIFY)
    .union(WatchFlags::DONT_FOLLOW);
/// What is told of a folder or a link that is only passed.
const PASSED: WatchFlags = ITSELF.union(WatchFlags::DONT_FOLLOW);
/// It was moved, removed, or may be read by others than before. The same folder may be watched for
/// several reasons.
const ITSELF: WatchFlags = WatchFlags::ATTRIB
    .union(WatchFlags::DELETE_SELF)
    .union(WatchFlags::MOVE_SELF)
    .union(WatchFlags::MASK_ADD);

/// The kinds of disk on which other machines, or other programs, write without a word: their numbers
/// are in `linux/magic.h` and in `statfs(2)`.
const ELSEWHERE: [u64; 16] = [
    0x0000_6969, // NFS
    0x0000_517b, // SMB
    0xff53_4d42, // CIFS
    0xfe53_4d42, // SMB 2 and later
    0x0102_1997, // 9p: folders of a virtual machine's host
    0x5346_414f, // AFS
    0x6b41_4653, // kAFS
    0x7375_7245, // Coda
    0x0000_564c, // NetWare
    0x00c3_6400, // Ceph
    0x6573_5546, // FUSE: sshfs, rclone, and disks of any kind
    0x0bd0_0bd0, // Lustre
    0x0116_1970, // GFS2
    0x7461_636f, // OCFS2
    0x786f_4256, // VirtualBox's shared folders
    0x2030_528c, // IBM's GPFS
];

/// Watches until it is dropped.
#[derive(Debug)]
pub struct Watcher {
    stop: Arc<OwnedFd>,
}

impl Watcher {
    /// Calls `ring` from a thread of its own after each change on the way.
    ///
    /// # Errors
    /// When a folder cannot be watched.
    pub fn start(way: &Way, ring: impl Fn() + Send + 'static) -> io::Result<Self> {
        let inotify = init(CreateFlags::CLOEXEC | CreateFlags::NONBLOCK)?;
        for folder in &way.folders {
            add(&inotify, folder, ENTRIES)?;
        }
        let names = Names {
            wanted: way.names.clone(),
            whole: add_all(&inotify, &way.whole, ENTRIES)?,
        };
        // What is only passed may be nobody's to read, and a file may be gone again: then the folder
        // tells.
        add_all(&inotify, &way.files, FILE)?;
        add_all(&inotify, &way.passed, PASSED)?;
        let stop = Arc::new(eventfd(0, EventfdFlags::CLOEXEC | EventfdFlags::NONBLOCK)?);
        let stopped = Arc::clone(&stop);
        thread::Builder::new()
            .name("watch-folders".to_owned())
            .stack_size(64 * 1024)
            .spawn(move || {
                if let Err(error) = hear(&inotify, &stopped, &names, &ring) {
                    tracing::warn!(%error, "changes of files are heard no more");
                }
            })?;
        Ok(Self { stop })
    }
}

impl Drop for Watcher {
    fn drop(&mut self) {
        // The counter of an eventfd that is written to once is not full.
        let _ = write(&*self.stop, &1u64.to_ne_bytes());
    }
}

/// Whether a folder may be changed without a word: from another machine, or by a program that keeps it.
#[must_use]
pub fn changes_unheard(folder: &Path) -> bool {
    statfs(folder).is_ok_and(|disk| {
        // Some systems sign-extend these numbers, which are of 32 bits.
        let kind = disk.f_type.cast_unsigned() & 0xffff_ffff;
        ELSEWHERE.contains(&kind)
    })
}

/// Which names matter in a folder that is watched.
struct Names {
    /// In any.
    wanted: BTreeSet<OsString>,
    /// The watches over folders in which every name matters.
    whole: BTreeSet<i32>,
}

/// Watches what can be watched of these. One that is gone, or nobody's to read, is none: but a system
/// that watches no more is.
fn add_all(
    inotify: &OwnedFd,
    paths: &BTreeSet<PathBuf>,
    flags: WatchFlags,
) -> io::Result<BTreeSet<i32>> {
    let mut watches = BTreeSet::new();
    for path in paths {
        match add(inotify, path, flags) {
            Ok(watch) => {
                watches.insert(watch);
            }
            Err(error) if error.kind() == io::ErrorKind::Other => return Err(error),
            Err(_) => {}
        }
    }
    Ok(watches)
}

fn add(inotify: &OwnedFd, path: &Path, flags: WatchFlags) -> io::Result<i32> {
    match add_watch(inotify, path, flags) {
        Ok(watch) => Ok(watch),
        Err(Errno::NOSPC) => Err(io::Error::other(
            "this system watches too many files already (raise fs.inotify.max_user_watches)",
        )),
        Err(error) => Err(error.into()),
    }
}

fn hear(inotify: &OwnedFd, stop: &OwnedFd, names: &Names, ring: &impl Fn()) -> io::Result<()> {
    let mut buffer = [MaybeUninit::uninit(); 4096];
    let mut events = Reader::new(inotify, &mut buffer);
    loop {
        let mut ready = [
            PollFd::new(inotify, PollFlags::IN),
            PollFd::new(stop, PollFlags::IN),
        ];
        match poll(&mut ready, None) {
            Err(Errno::INTR) => continue,
            other => other?,
        };
        if !ready[1].revents().is_empty() {
            return Ok(());
        }
        let mut matters = false;
        loop {
            match events.next() {
                Ok(event) => {
                    let name = event
                        .file_name()
                        .map(|name| OsStr::from_bytes(name.to_bytes()));
                    let lost = event.events().contains(ReadFlags::QUEUE_OVERFLOW);
                    let whole = names.whole.contains(&event.wd());
                    let wanted = |name| whole || names.wanted.contains(name);
                    matters |= lost || name.is_none_or(wanted);
                }
                Err(Errno::AGAIN) => break,
                Err(Errno::INTR) => {}
                Err(error) => return Err(error.into()),
            }
        }
        if matters {
            ring();
        }
    }
}
