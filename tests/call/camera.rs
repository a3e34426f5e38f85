//! A camera in use.
