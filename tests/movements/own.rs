//! Files of own movements, and every word that is said about them.
