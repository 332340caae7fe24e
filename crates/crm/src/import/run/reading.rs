//! Reads a file on a thread of its own, a batch of rows ahead of the planner.

use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use crate::import::plan::World;
use crate::import::plan::keys::AHEAD;
use crate::import::plan::survey::Survey;
use crate::import::rows::{Draft, RowError, RowReader};
use crate::import::source::{Place, Row, Source, SourceError};

/// Rows handed over at once; their records are looked up together.
const BATCH: usize = AHEAD;

/// A file and how its rows become drafts.
#[derive(Clone)]
pub(super) struct Reading {
    pub(super) source: Source,
    pub(super) reader: RowReader,
}

/// A row with what it asks for, or what is wrong with it.
pub(super) struct ReadRow {
    pub(super) place: Place,
    pub(super) draft: Result<Draft, Vec<RowError>>,
    /// As they stand in the file, for the error file.
    pub(super) fields: Vec<String>,
}

pub(super) type Batches = mpsc::Receiver<Result<Vec<ReadRow>, SourceError>>;

impl Reading {
    fn read(&self, row: Row) -> ReadRow {
        match row {
            Row::Whole(record) => ReadRow {
                place: record.place,
                draft: self.reader.read(&record),
                fields: record.fields.iter().map(str::to_owned).collect(),
            },
            Row::Broken(broken) => {
                let draft = Err(vec![RowError::broken(&broken)]);
                ReadRow { place: broken.place, draft, fields: broken.fields }
            }
        }
    }

    /// Begins to read; the thread ends with the file, or when nobody listens any more.
    pub(super) fn start(self) -> Batches {
        let (sender, batches) = mpsc::channel(4);
        tokio::task::spawn_blocking(move || {
            let rows = match self.source.rows() {
                Ok(rows) => rows,
                Err(error) => {
                    let _ = sender.blocking_send(Err(error));
                    return;
                }
            };
            let mut batch = Vec::with_capacity(BATCH);
            for row in rows {
                match row {
                    Ok(row) => batch.push(self.read(row)),
                    Err(error) => {
                        let _ = sender.blocking_send(Err(error));
                        return;
                    }
                }
                if batch.len() == BATCH
                    && sender
                        .blocking_send(Ok(std::mem::replace(&mut batch, Vec::with_capacity(BATCH))))
                        .is_err()
                {
                    return;
                }
            }
            if !batch.is_empty() {
                let _ = sender.blocking_send(Ok(batch));
            }
        });
        batches
    }

    /// Goes through the file once for what it names as a whole.
    pub(super) fn survey(&self, world: &World, cancel: &CancellationToken) -> Result<Survey, SourceError> {
        let mut survey = Survey::default();
        for row in self.source.rows()? {
            if let Row::Whole(record) = row?
                && let Ok(Draft::Opportunity(draft)) = self.reader.read(&record)
            {
                survey.note(&draft, world);
            }
            if survey.is_absurd() || cancel.is_cancelled() {
                break;
            }
        }
        Ok(survey)
    }
}
