//! The user's own programs: whether they are there, without running any.

use super::report::{Finding, Verdict};
use crate::hooks::{Programs, examine};
use crate::link::Health;

const ASKED: &str = "whether your programs are there; none was run";

/// What can be said of them.
pub(super) fn hooks(programs: &Programs) -> Finding {
    let of = |verdict, words| Finding::new("hooks", ASKED, verdict, words);
    match examine(programs) {
        Health::Works(words) => of(Verdict::Works, words),
        Health::Missing(words) => of(Verdict::Missing, words),
        Health::Off(words) => of(Verdict::Off, words),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::hooks::Happening;

    fn told(command: &[&str]) -> (Verdict, String) {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("text"), "no program").unwrap();
        let command = command.iter().map(|word| (*word).to_owned()).collect();
        let finding = hooks(&Programs {
            commands: BTreeMap::from([(Happening::Due, command)]),
            home: folder.path().to_owned(),
            named_in: folder.path().join("settings.json"),
            ..Programs::default()
        });
        (finding.verdict, finding.words)
    }

    #[test]
    fn programs_are_looked_for_and_not_run() {
        let none = hooks(&Programs::default());
        assert_eq!(none.verdict, Verdict::Off);
        assert_eq!(none.words, "no programs of yours");
        let table = [
            (&["sh", "-c", "exit 1"][..], Verdict::Works, "hooks.on_due"),
            (&["notify-sned"], Verdict::Missing, "on your PATH"),
            (&["~/lamp"], Verdict::Missing, "there is no such file"),
            (
                &["/nowhere/lamp"],
                Verdict::Missing,
                "there is no such file",
            ),
            (&["~/"], Verdict::Missing, "it is a folder"),
        ];
        for (command, verdict, words) in table {
            let (found, said) = told(command);
            assert_eq!(found, verdict, "{command:?}: {said}");
            assert!(said.contains(words), "{command:?}: {said}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_text_that_is_no_program_is_told() {
        let (verdict, said) = told(&["~/text"]);
        assert_eq!(verdict, Verdict::Missing);
        assert!(said.contains("chmod +x ~/text"), "{said}");
    }
}
