//! Documents as a caller prints them, judged by what is in the PDF.

#![allow(clippy::unwrap_used)]

mod bytes;
mod hostile;
mod limits;
mod report;
mod sample;
