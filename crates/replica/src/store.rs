//! The replica in the desktop's database: what a message concerns is read, and written back in one transaction.

mod anew;
mod apply;
mod conflicts;
mod edit;
mod lanes;
mod log;
mod ops;
mod parked;
mod pins;
mod rows;
mod settle;
mod snapshot;
mod state;
mod view;

pub(crate) use anew::{belongs_elsewhere, record_anew, remember};
pub(crate) use apply::{Applier, schema};
pub(crate) use conflicts::{close, conflict, conflicts_of, forget_conflict, keep_conflict};
pub(crate) use edit::{forget_of_row, is_there, set_fields};
pub(crate) use lanes::{Lane, adopt, lanes, reissue, write_lane};
pub(crate) use log::Log;
pub(crate) use ops::{actions, items, next_items, waiting_of};
pub(crate) use parked::{dismiss, note_taken_back, park, parked_op};
pub(crate) use pins::{Pin, forget_unseen, pin, pins, unpin, unpin_document};
pub(crate) use rows::{base_rows, documents, newer_rows};
pub(crate) use settle::{acknowledge, admit, forget, note_backfill, set_clock, wait_again};
pub(crate) use snapshot::{chunks_here, forget_chunks, keep_chunk, purge, swap, view};
pub(crate) use state::{State, disconnect, note_synced, read_state, write_state};
pub use view::{ConflictRow, Counts, Cut, ParkedRow, UnfitRow, WaitingRow};
pub(crate) use view::{conflict_rows, counts, parked_rows, unfit_rows, waiting_rows};
