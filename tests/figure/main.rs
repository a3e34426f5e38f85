//! The figure of every movement: as committed pictures, and as what its joints may never do.
#![allow(
    clippy::unwrap_used,
    reason = "a test whose stage does not stand fails"
)]

mod pictures;

use std::collections::BTreeMap;

use soleus::figure::Figure;

/// Every movement that is drawn, by its id.
fn figures() -> BTreeMap<String, Figure> {
    serde_json::from_str(include_str!("figures.json")).unwrap()
}
