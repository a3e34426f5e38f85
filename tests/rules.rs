//! Runs the rule book: every block of `tests/rules/*.md`, its whole trace compared.
//!
//! An indented block is a script; `=>` lines are what the engine must answer, all of it and nothing
//! else. `SOLEUS_BLESS=1 cargo test --test rules` writes the engine's own answers into the book:
//! read every changed line before you commit it.

use std::fs;
use std::path::{Path, PathBuf};

use soleus::script::{Run, rules_of};

/// A rule of the book: its heading and its script with the trace.
struct Rule {
    heading: String,
    first_line: usize,
    block: Vec<String>,
}

fn chapters() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rules");
    let mut chapters: Vec<PathBuf> = fs::read_dir(folder)
        .expect("the rule book is a folder")
        .map(|entry| entry.expect("the folder can be listed").path())
        .filter(|path| path.extension().is_some_and(|ext| ext == "md"))
        .collect();
    chapters.sort();
    chapters
}

fn rules(text: &str) -> Vec<Rule> {
    let mut rules: Vec<Rule> = Vec::new();
    let mut heading = String::new();
    let mut in_block = false;
    for (index, line) in text.lines().enumerate() {
        if let Some(title) = line.strip_prefix("## ") {
            title.clone_into(&mut heading);
            in_block = false;
        } else if let Some(code) = line.strip_prefix("    ") {
            if !in_block {
                rules.push(Rule {
                    heading: heading.clone(),
                    first_line: index,
                    block: Vec::new(),
                });
            }
            in_block = true;
            if let Some(rule) = rules.last_mut() {
                rule.block.push(code.to_owned());
            }
        } else {
            in_block = false;
        }
    }
    rules
}

fn play(block: &[String]) -> Result<Vec<String>, String> {
    let mut run = Run::new(&rules_of)?;
    let mut lines = Vec::new();
    for line in block.iter().filter(|line| !line.starts_with("=>")) {
        lines.push(line.clone());
        for step in run
            .script(line)
            .map_err(|error| format!("`{line}`: {}", error.why))?
        {
            lines.extend(step.trace);
        }
    }
    Ok(lines)
}

#[test]
fn every_rule_of_the_book_holds() {
    let bless = std::env::var_os("SOLEUS_BLESS").is_some();
    let mut broken = Vec::new();
    for chapter in chapters() {
        let text = fs::read_to_string(&chapter).expect("a chapter can be read");
        let name = chapter
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        for rule in rules(&text).iter().rev() {
            match play(&rule.block) {
                Err(why) => broken.push(format!("{name}: {}: {why}", rule.heading)),
                Ok(played) if played == rule.block => {}
                Ok(played) if bless => {
                    let end = rule.first_line + rule.block.len();
                    let indented = played.iter().map(|line| format!("    {line}"));
                    lines.splice(rule.first_line..end, indented);
                }
                Ok(played) => broken.push(format!(
                    "{name}:{}: {}\n  the book says\n    {}\n  the engine says\n    {}",
                    rule.first_line + 1,
                    rule.heading,
                    rule.block.join("\n    "),
                    played.join("\n    "),
                )),
            }
        }
        if bless {
            fs::write(&chapter, lines.join("\n") + "\n").expect("a chapter can be written");
        }
    }
    assert!(
        broken.is_empty(),
        "{} rules broken\n\n{}",
        broken.len(),
        broken.join("\n\n")
    );
}

#[test]
fn every_rule_has_a_heading_a_reason_and_a_trace() {
    let mut count = 0;
    for chapter in chapters() {
        let text = fs::read_to_string(&chapter).expect("a chapter can be read");
        let headings: Vec<&str> = text
            .lines()
            .filter(|line| line.starts_with("## "))
            .collect();
        let rules = rules(&text);
        assert_eq!(
            headings.len(),
            rules.len(),
            "one block a heading in {}",
            chapter.display()
        );
        for (index, rule) in rules.iter().enumerate() {
            let lines: Vec<&str> = text.lines().collect();
            let why = lines[..rule.first_line]
                .iter()
                .rev()
                .take_while(|line| !line.starts_with("## "))
                .any(|line| !line.trim().is_empty());
            assert!(why, "no reason: {}", rule.heading);
            assert_eq!(headings[index], format!("## {}", rule.heading));
            assert!(
                rule.block.iter().any(|line| line.starts_with("=>")),
                "no trace: {}",
                rule.heading
            );
        }
        count += rules.len();
    }
    assert!(count >= 80, "the book has {count} rules");
}
