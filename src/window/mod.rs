//! The window: pages drawn with egui, in a process of its own that lives only while it is open.
//!
//! A client of the resident: what it shows comes over the control socket, and what is done in it is
//! asked over the same. The resident works without it.
