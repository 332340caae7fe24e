//! Two desktops and a server, as whole programs: what one person writes, the other reads.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod clocks;
mod conflicts;
mod faults;
mod members;
mod pair;
mod records;
