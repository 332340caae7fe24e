//! Tasks: what is to be done, for whom, by when.

use mycrm_store::{Id, Timestamp, Tx};
use sqlx::SqliteConnection;
use sqlx::types::Json;

use crate::field::{Assignments, named};
use crate::store::{list, settings, small, tasks as store};
use crate::{Error, Field, ListQuery, Page, Priority, Result, TaskStatus, TaskType, message, tags};

record!(
    /// Something to do.
    Task, TaskDraft {
        required { title: String, task_type: TaskType, status: TaskStatus, priority: Priority }
        optional {
            description: String, owner_id: Id, assigned_to_id: Id, due_at: Timestamp, reminder_at: Timestamp,
            repeat_rule: String, company_id: Id, contact_id: Id, lead_id: Id, opportunity_id: Id, notes: String,
            external_id: String,
        }
        shown {
            completed_at: Option<Timestamp>, owner_name: Option<String>, assigned_to_name: Option<String>,
            company_name: Option<String>, contact_name: Option<String>, lead_name: Option<String>,
            opportunity_name: Option<String>, tags: Json<Vec<String>>,
        }
        apart { tags: Vec<String> }
    }
);

/// # Errors
/// [`Error::Invalid`] without a title or with a link to nothing.
pub async fn create(tx: &mut Tx<'_>, mut draft: TaskDraft) -> Result<Id> {
    if draft.title.is_unset() {
        return Err(Error::invalid("title", message!("may not be empty")));
    }
    if draft.owner_id.is_unset() {
        draft.owner_id = settings::me(tx.conn()).await?.into();
    }
    draft.task_type = Field::Set(draft.task_type.set().unwrap_or(TaskType::Other));
    draft.status = Field::Set(draft.status.set().unwrap_or(TaskStatus::Pending));
    draft.priority = Field::Set(draft.priority.set().unwrap_or(Priority::Medium));
    let id = Id::new();
    let tags = std::mem::take(&mut draft.tags);
    let fields = checked(tx, draft, None).await?;
    tx.insert("tasks", &id, fields).await?;
    tags::apply(tx, "task", &id, tags).await?;
    tx.event("task.created", "task", &id, serde_json::json!({})).await?;
    Ok(id)
}

/// # Errors
/// As [`create`], and [`Error::NotFound`].
pub async fn update(tx: &mut Tx<'_>, id: &Id, mut draft: TaskDraft) -> Result<()> {
    let before_op = tx.last_op().await?;
    let tags = std::mem::take(&mut draft.tags);
    let is_done = get(tx.conn(), id).await?.is_some_and(|task| task.status == TaskStatus::Completed);
    if is_done && draft.status == Field::Set(TaskStatus::Completed) {
        // Done already: saying so again does not move the time it was done.
        draft.status = Field::Unset;
    }
    let fields = checked(tx, draft, Some(id)).await?;
    small::update(tx, "tasks", "task", id, fields).await?;
    tags::apply(tx, "task", id, tags).await?;
    small::updated(tx, before_op, "task.updated", "task", id).await
}

/// Marks a task done; doing it twice changes nothing.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn complete(tx: &mut Tx<'_>, id: &Id) -> Result<()> {
    let task = get(tx.conn(), id).await?.ok_or_else(|| Error::not_found("task", id))?;
    if task.status != TaskStatus::Completed {
        update(tx, id, TaskDraft { status: Field::Set(TaskStatus::Completed), ..TaskDraft::default() })
            .await?;
        tx.event("task.completed", "task", id, serde_json::json!({})).await?;
    }
    Ok(())
}

/// # Errors
/// [`Error::NotFound`].
pub async fn reopen(tx: &mut Tx<'_>, id: &Id) -> Result<()> {
    update(tx, id, TaskDraft { status: Field::Set(TaskStatus::Pending), ..TaskDraft::default() }).await
}

async fn checked(tx: &mut Tx<'_>, mut draft: TaskDraft, own: Option<&Id>) -> Result<Assignments> {
    draft.title = named("title", draft.title)?;
    let links = [
        ("owner", "people", &draft.owner_id),
        ("assigned_to", "people", &draft.assigned_to_id),
        ("company", "companies", &draft.company_id),
        ("contact", "contacts", &draft.contact_id),
        ("lead", "leads", &draft.lead_id),
        ("opportunity", "opportunities", &draft.opportunity_id),
    ];
    small::check_links(tx.conn(), own.map(|own| ("tasks", own)), &links).await?;
    // The time of completion follows the status, so that the two cannot disagree.
    let completed =
        draft.status.clone().set().map(|status| (status == TaskStatus::Completed).then(|| tx.now()));
    let mut fields = draft.assignments()?;
    if let Some(completed) = completed {
        fields.push(("completed_at", completed.into()));
    }
    Ok(fields)
}

/// # Errors
/// [`Error::NotFound`].
pub async fn delete(tx: &mut Tx<'_>, id: &Id) -> Result<()> {
    small::delete(tx, "tasks", "task", id).await
}

/// # Errors
/// When the database cannot be read.
pub async fn get(connection: &mut SqliteConnection, id: &Id) -> Result<Option<Task>> {
    list::one(&store::TASKS, connection, id).await
}

/// # Errors
/// [`Error::BadQuery`].
pub async fn list(connection: &mut SqliteConnection, query: &ListQuery) -> Result<Page<Task>> {
    store::TASKS.page(connection, query).await
}
