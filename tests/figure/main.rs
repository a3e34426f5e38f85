//! The figure of every movement: as committed pictures, and as what its joints may never do.
#![allow(
    clippy::unwrap_used,
    reason = "a test whose stage does not stand fails"
)]

mod pictures;

use std::collections::BTreeMap;

use soleus::figure::Figure;
use soleus::movements::Catalogue;

/// Every movement that is drawn, by its id.
fn figures() -> BTreeMap<String, Figure> {
    Catalogue::built_in()
        .entries()
        .filter_map(|entry| Some((entry.id.clone(), entry.figure.clone()?)))
        .collect()
}
