//! A home folder that was copied to another machine, with all that is in it.

use std::fs;

use crate::stage::Stage;
use crate::support::skip;
use crate::two::{book, breaks, files, name, two};

/// Makes the name of this machine that of another, as if its home folder had been copied here. Whether
/// that can be: some systems have nothing to tell machines apart by.
fn made_anothers(stage: &Stage) -> bool {
    let text = fs::read_to_string(stage.path("device")).unwrap();
    let Some((name, _mark)) = text.trim().split_once(' ') else {
        skip::say("a machine-id");
        return false;
    };
    fs::write(stage.path("device"), format!("{name} 0123456789abcdef\n")).unwrap();
    true
}

#[test]
fn a_copied_home_folder_writes_no_file_of_the_first_machine() {
    let (laptop, _) = two();
    let resident = laptop.run();
    book(&resident, 3);
    assert_eq!(resident.end_by("-TERM").code(), Some(0));
    let old = name(&laptop);
    let before = files(&laptop.path("history"));

    if !made_anothers(&laptop) {
        return;
    }
    let resident = laptop.run();
    book(&resident, 4);
    let status = laptop.json("status");
    assert_eq!(resident.end_by("-TERM").code(), Some(0));
    let new = name(&laptop);
    assert_ne!(old, new);
    assert!(status.is_object());
    let mut after = files(&laptop.path("history"));
    let ours = after
        .extract_if(.., |file, _| file.starts_with(&new))
        .count();
    assert_eq!(
        after, before,
        "the folder of the first machine is as it was"
    );
    assert!(ours > 0, "it writes into a folder of its own");
    let mut both = breaks(&laptop);
    both.sort_unstable();
    assert_eq!(both, [3, 4]);
    let named = fs::read_to_string(laptop.path("device")).unwrap();
    assert_eq!(named.lines().count(), 2, "{named}");
}
