//! Hears what a part tells the loop.

use std::sync::mpsc::{self, Receiver};

use soleus::engine::Input;
use soleus::engine::effect::NoticeId;
use soleus::engine::input::Answer;
use soleus::link::{Health, Link, Part, Told};

use super::process::LIMIT;

/// The loop's end of a link.
pub struct Ear(Receiver<Told>);

impl Ear {
    /// A link and its ear.
    pub fn new() -> (Link, Self) {
        let (tell, told) = mpsc::channel();
        let link = Link::new(move |it| {
            let _ = tell.send(it);
        });
        (link, Self(told))
    }

    /// Waits for what `wanted` accepts; what comes before it is passed over.
    pub fn until<T>(&self, what: &str, mut wanted: impl FnMut(&Told) -> Option<T>) -> T {
        let mut passed = Vec::new();
        loop {
            let Ok(told) = self.0.recv_timeout(LIMIT) else {
                panic!("{what}: never came, only {passed:#?}")
            };
            if let Some(found) = wanted(&told) {
                return found;
            }
            passed.push(told);
        }
    }

    /// Waits until the part works and gives its words.
    pub fn until_works(&self, part: Part) -> String {
        self.until("works", |told| match told {
            Told::Health(of, Health::Works(words)) if *of == part => Some(words.clone()),
            _ => None,
        })
    }

    /// Waits until the part is missing and gives its words.
    pub fn until_missing(&self, part: Part) -> String {
        self.until("missing", |told| match told {
            Told::Health(of, Health::Missing(words)) if *of == part => Some(words.clone()),
            _ => None,
        })
    }

    /// Waits for an answer to any notice.
    pub fn answer(&self) -> (NoticeId, Answer) {
        self.until("an answer", |told| match told {
            Told::Input(Input::Answer { notice, answer }) => Some((*notice, *answer)),
            _ => None,
        })
    }

    /// Waits for this input.
    pub fn until_input(&self, input: &Input) {
        self.until(&format!("{input:?}"), |told| {
            (*told == Told::Input(input.clone())).then_some(())
        });
    }

    /// The next inputs of this kind, in their order, as many as `count`.
    pub fn inputs(&self, count: usize, kind: impl Fn(&Input) -> bool) -> Vec<Input> {
        let mut inputs = Vec::new();
        while inputs.len() < count {
            let next = self.until(&format!("input after {inputs:?}"), |told| match told {
                Told::Input(input) if kind(input) => Some(input.clone()),
                _ => None,
            });
            inputs.push(next);
        }
        inputs
    }

    /// Everything that came and was not heard yet, without waiting.
    pub fn rest(&self) -> Vec<Told> {
        self.0.try_iter().collect()
    }
}
