//! The page on what is known: every sentence with its sources, every source with its address.

use eframe::egui::accesskit::Role;
use soleus::engine::effect::Page;
use soleus::movements::{Evidence, Science, Strength};
use soleus::window::Look;

use crate::desk::Desk;

fn ids() -> impl Iterator<Item = &'static String> {
    let page = Science::page();
    let sentences = page.sections.iter().flat_map(|section| &section.sentences);
    let of_sentences = sentences.flat_map(|sentence| &sentence.sources);
    of_sentences.chain(page.claims.iter().flat_map(|claim| &claim.sources))
}

#[test]
fn every_sentence_and_claim_has_a_link_for_each_source() {
    let desk = Desk::open(Page::Science);
    let page = Science::page();
    for sentence in page.sections.iter().flat_map(|section| &section.sentences) {
        assert!(!sentence.sources.is_empty(), "{}", sentence.text);
        desk.assert_shows(&sentence.text);
    }
    for claim in &page.claims {
        assert!(!claim.sources.is_empty(), "{}", claim.claim);
        for words in [&claim.claim, &claim.verdict, &claim.wording, &claim.why] {
            desk.assert_shows(words);
        }
    }
    let wanted: Vec<_> = ids()
        .map(|id| {
            let source = Evidence::named(id).unwrap();
            format!("Source {id}, strength {}", source.strength.letter())
        })
        .collect();
    let links: Vec<_> = desk
        .of_role(Role::Link)
        .into_iter()
        .filter(|label| label.starts_with("Source "))
        .collect();
    assert_eq!(links, wanted);
}

#[test]
fn every_source_is_listed_with_an_address_to_read_it() {
    let desk = Desk::open(Page::Science);
    let links = desk.of_role(Role::Link);
    for source in Evidence::all() {
        assert!(
            source.address.starts_with("https://") || source.address.starts_with("http://"),
            "{}",
            source.id
        );
        assert!(links.contains(&source.address), "{}", source.id);
        for words in [&source.citation, &source.design, &source.found] {
            desk.assert_shows(words);
        }
    }
    for id in ids() {
        assert!(Evidence::named(id).is_some(), "{id}");
    }
}

#[test]
fn the_letters_are_explained() {
    let desk = Desk::open(Page::Science);
    for strength in Strength::ALL {
        assert!(desk.labels().contains(&strength.letter().to_owned()));
        desk.assert_shows(strength.words());
    }
}

#[test]
fn a_link_opens_its_source_under_the_sentence_and_closes_it() {
    let mut desk = Desk::open(Page::Science);
    let shown = |desk: &Desk| {
        let headings = desk.of_role(Role::Heading);
        headings.iter().filter(|words| *words == "FLOWDIV").count()
    };
    assert_eq!(shown(&desk), 1, "in the list alone");
    desk.press_first("Source FLOWDIV, strength C");
    assert_eq!(shown(&desk), 2);
    let address = &Evidence::named("FLOWDIV").unwrap().address;
    desk.press_first(address);
    assert_eq!(desk.opened, std::slice::from_ref(address));
    desk.press_first("Source FLOWDIV, strength C");
    assert_eq!(shown(&desk), 1);
}

#[test]
fn the_search_leaves_what_has_all_its_words() {
    let mut desk = Desk::open(Page::Science);
    desk.write("Standing VARICOSE");
    desk.assert_shows("Blood pools in the legs when standing or sitting long");
    assert!(!desk.shows("The calf is often called the second heart"));
    assert!(
        desk.of_role(Role::Heading)
            .contains(&"TUCHSEN00".to_owned())
    );
    assert!(!desk.of_role(Role::Heading).contains(&"KROPP18".to_owned()));
    desk.write(" zebra");
    desk.assert_shows("Nothing on this page has all these words.");
}

#[test]
fn an_id_finds_its_sentences() {
    let mut desk = Desk::open(Page::Science);
    desk.write("kropp18");
    desk.assert_shows("Moving the ankle while seated");
    assert!(!desk.shows("Standing still is no remedy"));
}

#[test]
fn headings_are_headings() {
    let desk = Desk::open(Page::Science);
    let headings = desk.of_role(Role::Heading);
    for section in &Science::page().sections {
        assert!(headings.contains(&section.title), "{}", section.title);
    }
    assert_eq!(headings[0], "What is known, and how well");
}

#[test]
fn nothing_is_cut_off_in_narrow_and_wide_windows() {
    for size in [[360.0, 480.0], [760.0, 620.0], [1400.0, 800.0]] {
        let mut desk = Desk::open_with(Page::Science, Look::default(), size, &[]);
        assert_eq!(desk.cut_off(), [""; 0], "{size:?}");
        desk.press_first("Source FLOWDIV, strength C");
        assert_eq!(desk.cut_off(), [""; 0], "{size:?}");
    }
}

#[test]
fn nothing_is_painted_while_nobody_does_anything() {
    assert_eq!(Desk::open(Page::Science).paints_again(), None);
}
