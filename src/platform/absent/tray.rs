//! The tray, where there is none yet.

use crate::link::{Health, Link, Part};
use crate::tray::Updates;

/// Says that there is no icon here.
pub fn start(_updates: Updates, link: Link) {
    link.health(
        Part::Tray,
        Health::Missing(
            "No tray icon on this system yet. The clock runs on; use the command line: soleus \
             status"
                .to_owned(),
        ),
    );
}
