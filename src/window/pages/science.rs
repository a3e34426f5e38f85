//! What is known, and how well: sentences with their sources, claims as they are judged, and every
//! source in full. Read when it is first shown, not before.

use eframe::egui::{self, Label, RichText, Ui};

use super::reading::{self, COLUMN, Links, aside, column, heading, paragraph, source_links};
use crate::movements::{Claim, Evidence, Science, Sentence, Strength};
use crate::window::look;
use crate::window::model::{Asks, Heard, Model};

/// A letter of the legend is given this width, in points, so that the words line up.
const LETTER: f32 = 24.0;

/// The page.
#[derive(Debug, Default)]
pub struct SciencePage {
    search: String,
    /// The sentence or claim, and its source that is shown in full.
    open: Option<(String, String)>,
    links: Links,
}

/// The words that are looked for, each in small letters.
struct Search(Vec<String>);

impl Search {
    fn of(written: &str) -> Self {
        Self(written.split_whitespace().map(str::to_lowercase).collect())
    }

    /// Whether all of them stand in these texts, taken together.
    fn finds(&self, texts: &[&str]) -> bool {
        let all = texts.join(" ").to_lowercase();
        self.0.iter().all(|word| all.contains(word))
    }
}

impl SciencePage {
    /// Something was heard; the model holds it already.
    pub fn hear(&mut self, heard: &Heard, _model: &Model, _asks: &mut Asks) {
        self.links.hear(heard);
    }

    /// Shows it.
    pub fn show(&mut self, ui: &mut Ui, model: &Model, asks: &mut Asks) {
        column(ui, COLUMN, |ui| {
            heading(ui, 1, "What is known, and how well");
            let field = egui::TextEdit::singleline(&mut self.search)
                .hint_text("Search: walking, blood sugar, KROPP18 …")
                .desired_width(f32::INFINITY)
                .margin(egui::Margin::symmetric(10, 8));
            ui.scope(|ui| {
                reading::outline(ui, model.look);
                let field = ui.add(field);
                let named = |node: &mut egui::accesskit::Node| node.set_label("Search");
                ui.ctx().accesskit_node_builder(field.id, named);
                if field.has_focus() {
                    let line = egui::Stroke::new(2.5, model.look.palette().text);
                    let round = ui.visuals().widgets.active.corner_radius;
                    let inside = egui::StrokeKind::Inside;
                    ui.painter().rect_stroke(field.rect, round, line, inside);
                }
                field.on_hover_text("Shows what has all these words");
            });
            self.links.say(ui);
        });
        egui::ScrollArea::vertical()
            .auto_shrink([false, false])
            .show(ui, |ui| {
                column(ui, COLUMN, |ui| self.text(ui, model, asks));
            });
    }

    fn text(&mut self, ui: &mut Ui, model: &Model, asks: &mut Asks) {
        let search = Search::of(&self.search);
        let mut found = false;
        if search.0.is_empty() {
            legend(ui, model);
        }
        for section in &Science::page().sections {
            let shown: Vec<_> = section
                .sentences
                .iter()
                .enumerate()
                .filter(|(_, sentence)| search.finds(&words(&section.title, sentence)))
                .collect();
            if shown.is_empty() {
                continue;
            }
            found = true;
            ui.add_space(14.0);
            heading(ui, 2, &section.title);
            for (at, sentence) in shown {
                let place = format!("{}/{at}", section.id);
                self.sentence(ui, model, sentence, &place, asks);
            }
        }
        found |= self.claims(ui, model, &search, asks);
        found |= self.sources(ui, model, &search, asks);
        if !found {
            ui.add_space(14.0);
            paragraph(ui, "Nothing on this page has all these words.");
        }
        ui.add_space(24.0);
    }

    fn sentence(
        &mut self,
        ui: &mut Ui,
        model: &Model,
        sentence: &'static Sentence,
        place: &str,
        asks: &mut Asks,
    ) {
        let open = self.open_at(place).map(str::to_owned);
        reading::in_line(ui, |ui| {
            ui.add(Label::new(reading::running(&sentence.text)).wrap());
            if let Some(pressed) = source_links(ui, &sentence.sources, open.as_deref()) {
                self.toggle(place, pressed);
            }
        });
        self.opened(ui, model, place, asks);
        ui.add_space(4.0);
    }

    fn claims(&mut self, ui: &mut Ui, model: &Model, search: &Search, asks: &mut Asks) -> bool {
        let shown: Vec<&'static Claim> = Science::page()
            .claims
            .iter()
            .filter(|it| {
                let mut texts = vec![&*it.claim, &*it.verdict, &*it.wording, &*it.why];
                texts.extend(of_sources(&it.sources));
                search.finds(&texts)
            })
            .collect();
        if shown.is_empty() {
            return false;
        }
        ui.add_space(14.0);
        heading(ui, 2, "What is often said, and how it stands");
        for claim in shown {
            self.claim(ui, model, claim, asks);
        }
        true
    }

    fn claim(&mut self, ui: &mut Ui, model: &Model, claim: &'static Claim, asks: &mut Asks) {
        let place = format!("claim/{}", claim.number);
        let open = self.open_at(&place).map(str::to_owned);
        look::card(model.look).show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing.y = 5.0;
            heading(ui, 3, &format!("{}. {}", claim.number, claim.claim));
            let verdict = RichText::new(&claim.verdict).color(model.look.palette().accent);
            ui.add(Label::new(verdict).wrap());
            paragraph(ui, &claim.wording);
            reading::in_line(ui, |ui| {
                let why = reading::running(&claim.why).color(model.look.palette().quiet);
                ui.add(Label::new(why).wrap());
                if let Some(pressed) = source_links(ui, &claim.sources, open.as_deref()) {
                    self.toggle(&place, pressed);
                }
            });
        });
        self.opened(ui, model, &place, asks);
    }

    fn sources(&mut self, ui: &mut Ui, model: &Model, search: &Search, asks: &mut Asks) -> bool {
        let shown: Vec<_> = Evidence::all()
            .iter()
            .filter(|it| search.finds(&[&it.id, &it.citation, &it.design, &it.found]))
            .collect();
        if shown.is_empty() {
            return false;
        }
        ui.add_space(14.0);
        heading(ui, 2, "All sources");
        for source in shown {
            reading::source_card(ui, model.look, source, &mut self.links, asks);
        }
        true
    }

    fn open_at(&self, place: &str) -> Option<&str> {
        self.open
            .as_ref()
            .filter(|(at, _)| at == place)
            .map(|(_, id)| id.as_str())
    }

    fn toggle(&mut self, place: &str, id: &str) {
        let pressed = (place.to_owned(), id.to_owned());
        self.open = (self.open.as_ref() != Some(&pressed)).then_some(pressed);
    }

    fn opened(&mut self, ui: &mut Ui, model: &Model, place: &str, asks: &mut Asks) {
        if let Some(source) = self.open_at(place).and_then(Evidence::named) {
            reading::source_card(ui, model.look, source, &mut self.links, asks);
        }
    }
}

/// What the letters stand for.
fn legend(ui: &mut Ui, model: &Model) {
    let about = "The small links are the sources. The letter says how strong one is:";
    ui.add_space(4.0);
    aside(ui, model.look, about);
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        for strength in Strength::ALL {
            ui.horizontal_top(|ui| {
                ui.spacing_mut().interact_size.y = 0.0;
                let left = ui.cursor().left();
                aside(ui, model.look, strength.letter());
                ui.add_space((left + LETTER - ui.cursor().left()).max(0.0));
                aside(ui, model.look, strength.words());
            });
        }
    });
}

fn words<'t>(title: &'t str, sentence: &'t Sentence) -> Vec<&'t str> {
    let mut texts = vec![title, sentence.text.as_str()];
    texts.extend(of_sources(&sentence.sources));
    texts
}

/// The ids, and who wrote them.
fn of_sources(ids: &[String]) -> impl Iterator<Item = &str> {
    ids.iter().flat_map(|id| {
        let citation = Evidence::named(id).map(|source| source.citation.as_str());
        [Some(id.as_str()), citation].into_iter().flatten()
    })
}
