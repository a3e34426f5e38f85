//! The pages of the window, found by their labels and pressed, without a display: what each press
//! asks of the resident.

mod corrections;
mod desk;
mod files;
mod guided_break;
mod insights;
mod movements;
mod panel;
mod rig;
mod safety;
mod science;
mod settings;
mod today;
