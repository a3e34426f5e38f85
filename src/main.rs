//! Soleus.
fn main() {}
