//! An import from the file to the end: look through it, choose, check, run; each step may come after a restart.

use std::path::{Path, PathBuf};

use mycrm_store::{Ctx, Id, Store, Timestamp};

use super::detect::Inspection;
use super::detected::Detected;
use super::mapping::Kind;
use super::options::Options;
use super::record::{Import, Status, Step};
use super::run::{self, Passed, Watch};
use super::{ImportError, store as kept};
use crate::{Error, Result};

/// What the user changes; `None` leaves it as it is.
#[derive(Clone, Debug, Default)]
pub struct Choices {
    pub kind: Option<Kind>,
    /// The field of each column; its kind is that of the import.
    pub columns: Option<Vec<Option<String>>>,
    pub options: Option<Options>,
}

/// Looks through the file at `path` and keeps an import of it, mapped as the last file with the same headers was, or
/// else as it was detected. `file_name` is what the user calls the file.
///
/// # Errors
/// [`ImportError::Source`] where the file cannot be imported; nothing is kept then.
pub async fn create(store: &Store, path: &Path, file_name: &str) -> Result<Import> {
    let options = Options::default();
    let (detected, fingerprint) = look(path, &options, file_name).await?;
    let headers = detected.headers();
    let remembered =
        if detected.has_header { kept::imports::remembered(store, &headers, None).await? } else { None };
    let mapping = remembered.unwrap_or_else(|| detected.mapping(detected.kind));
    let now = Timestamp::now();
    let import = Import {
        id: Id::new(),
        file_name: file_name.to_owned(),
        // Kept for a run after a restart, which may begin in another folder.
        path: std::path::absolute(path).unwrap_or_else(|_| path.to_owned()),
        fingerprint,
        status: Status::Mapping,
        detected,
        mapping,
        options,
        summary: None,
        rows_done: 0,
        change_set: None,
        message: None,
        created_at: now,
        updated_at: now,
    };
    kept::imports::insert(store, &import).await?;
    Ok(import)
}

/// # Errors
/// [`Error::NotFound`].
pub async fn get(store: &Store, id: &Id) -> Result<Import> {
    kept::imports::get(store, id).await
}

/// The latest imports, newest first.
///
/// # Errors
/// When the database cannot be read.
pub async fn recent(store: &Store, limit: u32) -> Result<Vec<Import>> {
    kept::imports::recent(store, limit).await
}

/// Imports that ended with the program and not by themselves. [`run`] goes on with one that was running; one that was
/// being checked is checked again.
///
/// # Errors
/// When the database cannot be read.
pub async fn cut_off(store: &Store) -> Result<Vec<Import>> {
    kept::imports::cut_off(store).await
}

/// Changes kind, mapping or options. Another kind brings the mapping last used for it, or the one suggested for it.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] while the import is checked or run; [`ImportError::Mapping`].
pub async fn choose(store: &Store, id: &Id, choices: Choices) -> Result<Import> {
    let mut import = get(store, id).await?;
    step(&mut import, Step::Choose)?;
    if let Some(options) = choices.options {
        let reads_otherwise = options.overrides() != import.options.overrides();
        import.options = options;
        if reads_otherwise {
            let had_header = import.detected.has_header;
            let (detected, fingerprint) = look(&import.path, &import.options, &import.file_name).await?;
            (import.detected, import.fingerprint) = (detected, fingerprint);
            if had_header != import.detected.has_header {
                import.mapping = import.detected.mapping(import.mapping.kind);
            }
        }
    }
    if let Some(kind) = choices.kind
        && kind != import.mapping.kind
    {
        let headers = import.detected.headers();
        let remembered = kept::imports::remembered(store, &headers, Some(kind)).await?;
        import.mapping = remembered.unwrap_or_else(|| import.detected.mapping(kind));
    }
    if let Some(columns) = choices.columns {
        import.mapping.columns = columns;
    }
    match import.mapping.check(import.detected.columns.len()) {
        // A mapping on its way is kept; checking and running will ask for what names the records.
        Ok(()) | Err(super::mapping::MappingError::NothingToNameBy(_)) => {}
        Err(error) => return Err(ImportError::from(error).into()),
    }
    (import.summary, import.message) = (None, None);
    kept::imports::save(store.bookkeeping(), &import).await?;
    Ok(import)
}

/// Marks an import as being checked, before the work is handed to a worker.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] while it is run; [`ImportError::Mapping`].
pub async fn begin_check(store: &Store, id: &Id) -> Result<Import> {
    let mut import = get(store, id).await?;
    step(&mut import, Step::Check)?;
    import.mapping.check(import.detected.columns.len()).map_err(ImportError::from)?;
    (import.summary, import.message) = (None, None);
    kept::imports::save(store.bookkeeping(), &import).await?;
    Ok(import)
}

/// Finds out what a run would do, and writes nothing but the import's own summary.
///
/// # Errors
/// As [`begin_check`], and [`ImportError`] where the file cannot be read; the import is then marked as failed.
pub async fn check(store: &Store, id: &Id, watch: &Watch<'_>) -> Result<Import> {
    let import = begin_check(store, id).await?;
    let passed = run::check(store, &import, watch).await;
    finish(store, import, passed, Step::Checked).await
}

/// Marks an import as running, before the work is handed to a worker. One that was cut off goes on where it was, one that
/// ended begins anew.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] while it is checked; [`ImportError::Mapping`].
pub async fn begin_run(store: &Store, id: &Id) -> Result<Import> {
    let mut import = get(store, id).await?;
    let was_cut_off = import.status == Status::Running;
    step(&mut import, Step::Run)?;
    import.mapping.check(import.detected.columns.len()).map_err(ImportError::from)?;
    let undone = match &import.change_set {
        Some(change_set) => kept::imports::is_undone(store, change_set).await?,
        None => true,
    };
    if !was_cut_off || undone {
        (import.rows_done, import.change_set, import.summary) = (0, None, None);
    }
    import.message = None;
    kept::imports::save(store.bookkeeping(), &import).await?;
    if import.detected.has_header {
        kept::imports::remember(store, &import.mapping, &import.detected.headers()).await?;
    }
    Ok(import)
}

/// Imports the file: what it wrote is one change set, whether it came to the end or not. `ctx` says who imports, and what
/// that action is called.
///
/// # Errors
/// As [`begin_run`], and [`ImportError`] where the file cannot be read or was changed; the import is then marked as
/// failed, and what was written until then is kept.
pub async fn run(store: &Store, id: &Id, ctx: Ctx, watch: &Watch<'_>) -> Result<Import> {
    let import = begin_run(store, id).await?;
    let passed = run::run(store, &import, ctx, watch).await;
    finish(store, import, passed, Step::Finish).await
}

/// The rows that were left out by the last check or run, with the reasons; not there where none were.
#[must_use]
pub fn error_file_of(store: &Store, id: &Id) -> PathBuf {
    store.folder().join("imports").join(format!("{id}-errors.csv"))
}

async fn finish(store: &Store, mut import: Import, passed: Result<Passed>, end: Step) -> Result<Import> {
    match passed {
        Ok(passed) => {
            step(&mut import, if passed.cancelled { Step::Cancel } else { end })?;
            import.rows_done = passed.rows_done;
            if end == Step::Finish {
                import.change_set = passed.change_set;
            }
            if passed.cancelled {
                let kept = match import.change_set {
                    Some(_) => {
                        "You stopped the import. What was imported until then is kept, and undoing it takes back all of it"
                    }
                    None => "You stopped the import before its first row; nothing was imported",
                };
                import.message = (end == Step::Finish).then(|| kept.to_owned());
            }
            import.summary = (end == Step::Finish || !passed.cancelled).then_some(passed.summary);
            kept::imports::save(store.bookkeeping(), &import).await?;
            Ok(import)
        }
        Err(error) => {
            // How far it came is in the database, not here.
            let mut import = get(store, &import.id).await?;
            step(&mut import, Step::Fail)?;
            import.message = Some(error.to_string());
            kept::imports::save(store.bookkeeping(), &import).await?;
            Err(error)
        }
    }
}

fn step(import: &mut Import, step: Step) -> Result<()> {
    import.status = import.status.transition(step).ok_or_else(|| {
        let what = match import.status {
            Status::Checking => "is being checked",
            Status::Running => "is running",
            Status::Mapping | Status::Checked | Status::Done | Status::Cancelled | Status::Failed => {
                "is not under way"
            }
        };
        Error::Conflict(format!("The import of {} {what}; wait for it or cancel it first", import.file_name))
    })?;
    Ok(())
}

async fn look(path: &Path, options: &Options, file_name: &str) -> Result<(Detected, String)> {
    let (path, overrides, file_name) = (path.to_owned(), options.overrides(), file_name.to_owned());
    let looked = tokio::task::spawn_blocking(move || {
        let inspection = Inspection::of(&path, overrides)?;
        Ok((Detected::of(&inspection, &file_name), inspection.source.fingerprint))
    })
    .await
    .map_err(|_| ImportError::Stopped)?;
    Ok(looked.map_err(|error: super::source::SourceError| ImportError::from(error))?)
}
