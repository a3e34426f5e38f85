//! Writes a history of many years, as a person and the engine make it, into a folder.
//!
//! `cargo bench --bench years -- FOLDER [YEARS] [RESTLESS]`: without more, ten years of about a million
//! lines. `benches/history` measures the program on it.

use std::fs;
use std::path::Path;

use soleus::history::to_line;
use soleus::script::rules_of;

#[path = "../tests/support/person.rs"]
mod person;

use person::Person;

const SEED: u64 = 20_260_302;
/// A Monday.
const BEGIN: &str = "2016-11-28T08:00:00+01:00";

#[expect(clippy::print_stdout, reason = "its figures are its answer")]
fn main() {
    let mut words = std::env::args()
        .skip(1)
        .filter(|word| !word.starts_with("--"));
    let Some(folder) = words.next() else {
        println!("a folder is wanted: cargo bench --bench years -- FOLDER [YEARS] [RESTLESS]");
        return;
    };
    let mut number = |otherwise: u64| {
        let word = words.next();
        word.map_or(otherwise, |word| word.parse().expect("a number"))
    };
    let (years, restless) = (number(10), number(170));
    let rules = rules_of(&[]).expect("the defaults are valid");
    let (_, records) = Person::of_many_ways(rules, BEGIN, years * 365, SEED, restless).live();
    fs::create_dir_all(&folder).expect("a folder");
    for month in records
        .chunk_by(|a, b| a.at.format("%Y-%m").to_string() == b.at.format("%Y-%m").to_string())
    {
        let name = month[0].at.format("%Y-%m").to_string();
        let path = Path::new(&folder).join(format!("{name}.jsonl"));
        let mut text = fs::read_to_string(&path).unwrap_or_default();
        for record in month {
            text += &to_line(record).expect("a record is a line");
        }
        fs::write(path, text).expect("a file");
    }
    let last = records.last().map(|record| record.at.date_naive());
    println!("{} lines until {last:?}", records.len());
}
