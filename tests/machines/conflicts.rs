//! Files that were changed in two places, as the programs that synchronise folders leave them.

use std::fs;
use std::path::PathBuf;

use crate::stage::Stage;
use crate::two::{ago, figures, files, sat, two, walked, write};

/// A machine that sat and walked, and the file of it.
fn recorded() -> (Stage, PathBuf) {
    let (_, desk) = two();
    let history = desk.path("history");
    let times = [90, 60, 55, 30, 20, 10];
    // All in the file of one month, even when one has just begun.
    let month = |minutes| ago(minutes).format("%Y-%m").to_string();
    let back = if month(95) == month(0) { 0 } else { 100 };
    for pair in times.chunks(2) {
        let (from, to) = (ago(pair[0] + back), ago(pair[1] + back));
        write(&history, "laptop-1", &[sat(from, to), walked(to)]);
    }
    let file = files(&history).into_keys().next().unwrap();
    (desk, history.join(file))
}

/// What a program calls the copy of a file.
fn copy_names(file: &str) -> [String; 4] {
    let (month, ending) = file.split_once('.').unwrap();
    [
        format!("{month}.sync-conflict-20261128-093000-ABCDEFG.{ending}"),
        format!("{month} (conflicted copy 2026-11-28 093000).{ending}"),
        format!("{month} (Anna's conflicted copy 2026-11-28).{ending}"),
        format!("{month} (laptop's conflicted copy 2026-11-28).{ending}"),
    ]
}

#[test]
fn a_conflict_copy_of_any_program_changes_no_figure() {
    let (desk, file) = recorded();
    let whole = fs::read_to_string(&file).unwrap();
    let before = figures(&desk);
    let lines: Vec<&str> = whole.split_inclusive('\n').collect();
    let without_the_last = lines[..lines.len() - 2].concat();
    let without_the_first = lines[2..].concat();
    for name in copy_names(file.file_name().unwrap().to_str().unwrap()) {
        let copy = file.with_file_name(name);
        // Either machine may have won.
        for (one, other) in [
            (&whole, &without_the_last),
            (&without_the_last, &without_the_first),
            (&without_the_last, &whole),
        ] {
            fs::write(&file, one).unwrap();
            fs::write(&copy, other).unwrap();
            assert_eq!(figures(&desk), before, "{}", copy.display());
        }
        fs::remove_file(copy).unwrap();
    }
}

#[test]
fn a_file_with_the_marks_of_git_changes_no_figure() {
    let (desk, file) = recorded();
    let whole = fs::read_to_string(&file).unwrap();
    let before = figures(&desk);
    let (ours, theirs) = whole.split_at(whole.match_indices('\n').nth(2).unwrap().0 + 1);
    let marked = format!("<<<<<<< HEAD\n{ours}=======\n{whole}{theirs}>>>>>>> 3f9c2a1\n");
    fs::write(&file, marked).unwrap();
    assert_eq!(figures(&desk), before);
}

#[test]
fn a_copy_of_the_whole_folder_changes_no_figure() {
    let (desk, file) = recorded();
    let before = figures(&desk);
    let copy = desk.path("history").join("laptop-1 (conflicted copy)");
    fs::create_dir(&copy).unwrap();
    fs::copy(&file, copy.join(file.file_name().unwrap())).unwrap();
    assert_eq!(figures(&desk), before);
}
