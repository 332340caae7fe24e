//! The books of pipelines in memory, each brought up to date when it is asked for.

use std::sync::Arc;

use jiff::tz::TimeZone;
use mycrm_pipeline::store::StoredBook;
use mycrm_store::{Currency, Id, Store};
use tokio::sync::Mutex;

use crate::error::Result;

/// Books that are kept: a pipeline in the base currency, and a few looked at otherwise.
const KEPT: usize = 4;

/// Cheap to clone; the latest asked for comes first.
#[derive(Debug, Clone, Default)]
pub(crate) struct Books(Arc<Mutex<Vec<Entry>>>);

#[derive(Debug)]
struct Entry {
    zone: TimeZone,
    book: Arc<StoredBook>,
}

impl Books {
    /// The pipeline as it is now. Whoever holds an older one keeps that.
    pub(crate) async fn get(
        &self,
        store: &Store,
        pipeline: &Id,
        base: Currency,
        zone: &TimeZone,
    ) -> Result<Arc<StoredBook>> {
        // Held while reading, so that several requests that come together read once.
        let mut entries = self.0.lock().await;
        let mut connection = store.readers().acquire().await?;
        let place = entries.iter().position(|entry| {
            *entry.book.pipeline() == *pipeline && entry.book.base() == base && entry.zone == *zone
        });
        let mut entry = match place {
            Some(place) => entries.remove(place),
            None => {
                let book = StoredBook::read(&mut connection, pipeline, base, zone).await?;
                Entry { zone: zone.clone(), book: Arc::new(book) }
            }
        };
        if !entry.book.is_current(&mut connection).await? {
            Arc::make_mut(&mut entry.book).follow(&mut connection).await?;
        }
        let book = Arc::clone(&entry.book);
        entries.insert(0, entry);
        entries.truncate(KEPT);
        Ok(book)
    }
}
