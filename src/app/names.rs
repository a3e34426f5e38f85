//! The catalogue as the words and the menu want to see it.

use std::sync::Arc;

use crate::engine::movement::Movement;
use crate::movements::Catalogue;
use crate::tray::menu::Choice;
use crate::words::Names;

/// Names and doses by id.
#[derive(Debug, Clone)]
pub(super) struct CatalogueNames(pub Arc<Catalogue>);

impl Names for CatalogueNames {
    fn name(&self, id: &str) -> Option<&str> {
        Some(&self.0.movement(id)?.name)
    }

    fn dose(&self, id: &str) -> Option<&str> {
        Some(&self.0.movement(id)?.dose)
    }

    fn counted(&self, id: &str) -> Option<&str> {
        self.0.movement(id)?.counted.as_deref()
    }

    fn how(&self, id: &str) -> Option<&str> {
        Some(&self.0.movement(id)?.how)
    }

    fn steps(&self, id: &str) -> &[String] {
        self.0.movement(id).map_or(&[], |entry| &entry.steps)
    }
}

/// What can be logged from the menu: everything this person can do.
pub(super) fn choices(movements: &[Movement], catalogue: &Catalogue) -> Vec<Choice> {
    movements
        .iter()
        .filter_map(|movement| {
            let entry = catalogue.movement(&movement.id)?;
            Some(Choice {
                movement: movement.id.clone(),
                kind: movement.kind,
                name: entry.name.clone(),
                dose: entry.dose.clone(),
            })
        })
        .collect()
}
