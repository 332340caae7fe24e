//! Public pages, for people without an account.

mod frame;
mod language;
mod words;
