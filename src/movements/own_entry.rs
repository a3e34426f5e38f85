//! One own movement, field by field, with every check that the built-in ones pass too.

use std::num::{NonZeroU32, NonZeroU64};

use jsonc_parser::ast::Value;
use jsonc_parser::common::Ranged;

use crate::text::{self, Find};

use super::catalogue::Catalogue;
use super::entry::{Entry, Group, Pace, desk_and_home};
use super::evidence::Evidence;
use super::fields::{Fields, LEFT_OUT};
use super::loads::{Need, Place, Sides};
use super::own_figure::read_figure;

/// A longer name, dose or count does not fit into a notice.
const SHORT: usize = 60;
const LINE: usize = 90;
const LONG: usize = 600;
/// An hour.
const LONGEST_DOSE: u32 = 3600;
const MOST_TIMES: u32 = 1000;
const SLOWEST: f32 = 600.0;

/// The movement, if nothing is wrong with it.
pub(super) fn read_entry(
    text: &str,
    index: usize,
    value: &Value,
    finds: &mut Vec<Find>,
) -> Option<Entry> {
    let number = format!("movements.{}", index + 1);
    let Value::Object(object) = value else {
        let what = format!("{} is not a movement", text::shown(text, value));
        finds.push(Find::error(value.start(), &number, what, LEFT_OUT));
        return None;
    };
    let id = object
        .properties
        .iter()
        .find(|property| property.name.as_str() == "id")
        .and_then(|property| Some(property.value.as_string_lit()?.value.as_ref()))
        .filter(|id| well_formed(id));
    let who = id.map_or(number, str::to_owned);
    let mut fields = Fields::of(text, who, object, finds);
    let entry = entry(&mut fields);
    if let Some(entry) = &entry {
        judge(&mut fields, entry);
    }
    fields.end(entry)
}

fn entry(fields: &mut Fields) -> Option<Entry> {
    let id = id(fields);
    let name = fields.text("name", SHORT);
    let group = fields.word("kind", &Group::WORDS);
    let discreet = fields.switch("discreet", false);
    let suggested = fields.switch("suggested", true);
    let vigorous = fields.switch("vigorous", false);
    let places = fields.words("places", &Place::WORDS);
    let needs = fields.words("needs", &Need::WORDS).unwrap_or_default();
    let sides = fields.word_if_any("sides", &Sides::WORDS);
    let muscles = fields.text_if_any("muscles", LONG).unwrap_or_default();
    if !fields.has("steps") {
        fields.wrong(fields.place("steps"), "steps", "is missing");
    }
    let steps = fields.texts("steps", LONG);
    let dose = fields.text("dose", SHORT);
    let dose_seconds = fields.whole("dose_seconds", 1, LONGEST_DOSE);
    let repetitions = fields.whole("repetitions", 1, MOST_TIMES);
    let counted = fields.text_if_any("counted", SHORT);
    let ladder = fields.wholes("ladder", 1, MOST_TIMES).unwrap_or_default();
    let has_pace = fields.has("pace");
    let pace = has_pace.then(|| fields.inner("pace", pace)).flatten();
    let how = fields.text("how", LINE);
    let safety = fields.text_if_any("safety", LONG).unwrap_or_default();
    let not_for = fields.text_if_any("not_for", LONG);
    let studied = fields.text_if_any("studied", LONG);
    let sources = fields.texts("sources", SHORT).unwrap_or_default();
    let has_figure = fields.has("figure");
    let figure = has_figure
        .then(|| fields.inner("figure", read_figure))
        .flatten();
    Some(Entry {
        id: id?,
        name: name?,
        group: group?,
        discreet,
        suggested,
        vigorous,
        places: places.unwrap_or_else(desk_and_home),
        needs,
        sides: sides.unwrap_or_default(),
        muscles,
        steps: steps?,
        dose: dose?,
        dose_seconds: dose_seconds.and_then(|seconds| NonZeroU64::new(seconds.into())),
        repetitions: repetitions.and_then(NonZeroU32::new),
        counted,
        ladder: ladder.into_iter().filter_map(NonZeroU32::new).collect(),
        pace,
        how: how?,
        safety,
        not_for,
        studied,
        sources,
        figure,
    })
}

fn id(fields: &mut Fields) -> Option<String> {
    let id = fields.text("id", SHORT)?;
    let at = fields.place("id");
    if !well_formed(&id) {
        let what = "is not an id: small letters a to z, digits and - such as \"my-hop\"";
        fields.wrong(at, "id", what);
        return None;
    }
    if Catalogue::built_in().movement(&id).is_some() {
        let what = "is the id of a built-in movement; give yours another";
        fields.wrong(at, "id", what);
        return None;
    }
    Some(id)
}

fn well_formed(id: &str) -> bool {
    let letter = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    id.bytes().all(|byte| letter(byte) || byte == b'-')
        && id.bytes().next().is_some_and(letter)
        && id.bytes().next_back().is_some_and(letter)
        && id.len() <= SHORT
}

fn pace(fields: &mut Fields) -> Option<Pace> {
    let repetition_seconds = fields.number("repetition_seconds", 0.1, SLOWEST);
    let hold_seconds = fields.number_if_any("hold_seconds", 0.0, SLOWEST);
    Some(Pace {
        repetition_seconds: repetition_seconds?,
        hold_seconds: hold_seconds.unwrap_or_default(),
    })
}

/// What is good alone and does not go together.
fn judge(fields: &mut Fields, entry: &Entry) {
    let exercise = entry.kind().is_some();
    if entry.steps.is_empty() {
        fields.wrong(fields.place("steps"), "steps", "holds no step");
    }
    if exercise && entry.dose_seconds.is_none() && !fields.has("dose_seconds") {
        let what = "is missing: how long does the dose take";
        fields.wrong(fields.place(""), "dose_seconds", what);
    }
    if !exercise && entry.dose_seconds.is_some() {
        let what = "belongs to an exercise, and this one is supportive";
        fields.wrong(fields.place("dose_seconds"), "dose_seconds", what);
    }
    if entry.discreet && !entry.places.contains(&Place::Meeting) && fields.has("places") {
        let what = "lacks \"meeting\", although nobody can see or hear it";
        fields.wrong(fields.place("places"), "places", what);
    }
    if entry.places.is_empty() {
        fields.wrong(fields.place("places"), "places", "holds no place");
    }
    if !entry.ladder.is_sorted_by(|a, b| a < b) {
        let what = "does not rise from gentle to strong";
        fields.wrong(fields.place("ladder"), "ladder", what);
    }
    for source in &entry.sources {
        if Evidence::named(source).is_none() {
            let known = Evidence::all().iter().map(|known| known.id.as_str());
            let meant = text::nearest(source, known)
                .map_or(String::new(), |near| format!(" (did you mean \"{near}\"?)"));
            let what = format!(
                "there is no source \"{}\"{meant}, see `soleus sources`",
                text::shortened(source)
            );
            fields.wrong(fields.place("sources"), "sources", what);
        }
    }
    pace_fits(fields, entry);
}

/// The pace, the figure and the dose tell of the same movement.
fn pace_fits(fields: &mut Fields, entry: &Entry) {
    let Some(pace) = entry.pace else {
        if !entry.ladder.is_empty() {
            let what = "needs a pace, to know how long each rung takes";
            fields.wrong(fields.place("ladder"), "ladder", what);
        }
        return;
    };
    if pace.hold_seconds > pace.repetition_seconds {
        let what = "holds for longer than a repetition takes";
        fields.wrong(fields.place("pace"), "pace", what);
    }
    if let Some(figure) = &entry.figure {
        let shown = figure.seconds_a_repetition();
        if (shown - pace.repetition_seconds).abs() > 0.01 {
            let what = format!(
                "a repetition takes {} seconds, but {shown} in the figure's loop",
                pace.repetition_seconds
            );
            fields.wrong(fields.place("pace"), "pace", what);
        }
    }
    if let Some(takes) = entry.far_from_dose() {
        let what = format!("at this pace the repetitions take about {takes} seconds");
        fields.wrong(fields.place("dose_seconds"), "dose_seconds", what);
    }
}
