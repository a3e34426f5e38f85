//! Giving memory back that only the start needed.

use std::fs;

use rustix::mm::{Advice, madvise};

/// Unmaps the program's code once. What is used from then on is mapped again, straight from the
/// page cache; what only the start used, and the window's code beside it, stays away.
#[expect(unsafe_code, reason = "the kernel is told of a range of addresses")]
pub fn give_back_code() {
    let Ok(maps) = fs::read_to_string("/proc/self/maps") else {
        return;
    };
    let Ok(program) = fs::read_link("/proc/self/exe") else {
        return;
    };
    let program = program.to_string_lossy();
    for (start, length) in maps.lines().filter_map(|line| code(line, &program)) {
        let start = std::ptr::with_exposed_provenance_mut(start);
        // SAFETY: the range is this program's own code, as the kernel names it: mapped from its
        // file, never written to, so that every page of it can be read from the file again.
        let given = unsafe { madvise(start, length, Advice::LinuxDontNeed) };
        if let Err(error) = given {
            tracing::debug!(%error, "the code stays mapped");
        }
    }
}

/// Where a line of `/proc/self/maps` says that the program's code is, and how long it is. Only what
/// can be executed: what can be read alone holds addresses that were put in at the start.
fn code(line: &str, program: &str) -> Option<(usize, usize)> {
    let path = line.split_once('/').map(|(_, path)| format!("/{path}"))?;
    let mut words = line.split_ascii_whitespace();
    let (start, end) = words.next()?.split_once('-')?;
    if words.next()? != "r-xp" || path != program {
        return None;
    }
    let start = usize::from_str_radix(start, 16).ok()?;
    let end = usize::from_str_radix(end, 16).ok()?;
    Some((start, end.checked_sub(start)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_programs_own_code_is_meant() {
        let table = [
            (
                "55d000315000-55d000cd0000 r-xp 00315000 fe:01 12 /usr/bin/soleus",
                Some((0x55d0_0031_5000, 0x009b_b000)),
            ),
            (
                "55d000000000-55d000315000 r--p 00000000 fe:01 12 /usr/bin/soleus",
                None,
            ),
            (
                "55d000cd0000-55d000d16000 rw-p 00cd0000 fe:01 12 /usr/bin/soleus",
                None,
            ),
            (
                "7f0000000000-7f0000001000 r-xp 00000000 fe:01 13 /usr/lib/libc.so.6",
                None,
            ),
            (
                "7f0000000000-7f0000001000 r-xp 00000000 00:00 0 [vdso]",
                None,
            ),
            ("nonsense", None),
        ];
        for (line, expected) in table {
            assert_eq!(code(line, "/usr/bin/soleus"), expected, "{line}");
        }
    }

    #[test]
    fn the_program_goes_on_without_its_code_mapped() {
        for _ in 0..3 {
            give_back_code();
            assert_eq!(code("nonsense", "/"), None);
        }
    }
}
