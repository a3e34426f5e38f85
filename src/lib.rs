//! Soleus keeps a clock of unbroken sitting and asks, at a good moment, for a short leg movement.
//!
//! The library holds everything; `main.rs` only hands over the arguments. ARCHITECTURE.md says
//! which module may know which.

pub mod app;
pub mod autostart;
pub mod cli;
pub mod control;
pub mod engine;
pub mod figure;
pub mod history;
pub mod hooks;
pub mod link;
pub mod movements;
pub mod notify;
pub mod platform;
pub mod script;
pub mod sensors;
pub mod settings;
pub mod store;
pub mod text;
pub mod tray;
pub mod window;
pub mod words;
