//! The pages of the window, found by their labels and pressed, without a display: what each press
//! asks of the resident.

mod guided_break;
mod panel;
mod rig;
