//! Tasks on the wire.

use mycrm_crm::{Field, TaskStatus as Status};
use serde::Serialize;
use utoipa::ToSchema;

use super::choices::{Priority, TaskStatus, TaskType};
use super::given::draft;
use super::links::Link;
use super::moments::Moment;

/// Something to do.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Task {
    id: String,
    title: String,
    description: Option<String>,
    task_type: TaskType,
    status: TaskStatus,
    priority: Priority,
    owner: Option<String>,
    owner_name: Option<String>,
    assigned_to: Option<String>,
    assigned_to_name: Option<String>,
    #[schema(format = DateTime)]
    due_date: Option<String>,
    #[schema(format = DateTime)]
    completed_at: Option<String>,
    #[schema(format = DateTime)]
    reminder_date: Option<String>,
    /// A rule of RFC 5545.
    repeat: Option<String>,
    company: Option<String>,
    company_name: Option<String>,
    contact: Option<String>,
    contact_name: Option<String>,
    lead: Option<String>,
    lead_name: Option<String>,
    opportunity: Option<String>,
    opportunity_name: Option<String>,
    notes: Option<String>,
    tags: Vec<String>,
    /// The id in the system it was imported from.
    external_id: Option<String>,
    #[schema(format = DateTime)]
    created_at: String,
    created_by: Option<String>,
    #[schema(format = DateTime)]
    updated_at: String,
}

draft!(TaskDraft {
    title: String,
    description: String,
    task_type: TaskType,
    status: TaskStatus,
    priority: Priority,
    owner: Link,
    assigned_to: Link,
    /// A day means its end.
    due_date: Moment,
    reminder_date: Moment,
    repeat: String,
    company: Link,
    contact: Link,
    lead: Link,
    opportunity: Link,
    notes: String,
    tags: Vec<String>,
    external_id: String,
});

collection!(
    tasks, "task", |row| row.title.clone(), Task, TaskDraft, "/api/tasks/", "/api/tasks/{id}/",
    filters { "status" "priority" "task_type" "owner" "assigned_to" "company" "contact" "lead" "opportunity" "tags" },
    list_tasks create_task get_task replace_task update_task delete_task
);

bulk!(
    "task", TaskDraft, TaskBulkCreation, TaskBulkChange,
    "/api/tasks/bulk_create/" "/api/tasks/bulk_update/" "/api/tasks/bulk_delete/",
    bulk_create_tasks bulk_update_tasks bulk_delete_tasks
);

/// Marks a task done; doing it twice changes nothing.
#[utoipa::path(post, path = "/api/tasks/{id}/complete/", tag = "task", params(("id" = String, Path)),
    responses((status = 200, body = Task)))]
pub(crate) async fn complete_task(
    State(store): State<Store>,
    caller: Caller,
    PathId(id): PathId,
) -> Result<Saved<Task>> {
    let label = Label::new(Verb::Completed).record("task").named(read(&store, &id).await?.title);
    let mut tx = store.begin(caller.ctx(label)).await?;
    let old = records::get(tx.conn(), &id).await?.ok_or_else(|| missing(&id))?;
    records::complete(&mut tx, &id).await?;
    finish(tx, old, &id).await
}

/// Makes a task open again.
#[utoipa::path(post, path = "/api/tasks/{id}/reopen/", tag = "task", params(("id" = String, Path)),
    responses((status = 200, body = Task)))]
pub(crate) async fn reopen_task(
    State(store): State<Store>,
    caller: Caller,
    PathId(id): PathId,
) -> Result<Saved<Task>> {
    let label = Label::new(Verb::Reopened).record("task").named(read(&store, &id).await?.title);
    let mut tx = store.begin(caller.ctx(label)).await?;
    let old = records::get(tx.conn(), &id).await?.ok_or_else(|| missing(&id))?;
    records::reopen(&mut tx, &id).await?;
    finish(tx, old, &id).await
}

impl TaskDraft {
    fn called(&self) -> Option<String> {
        self.title.0.clone().set()
    }

    fn resolve(self, given: &Surroundings, old: Option<&records::Task>) -> Result<records::TaskDraft> {
        let Self {
            title,
            description,
            task_type,
            status,
            priority,
            owner,
            assigned_to,
            due_date,
            reminder_date,
            repeat,
            company,
            contact,
            lead,
            opportunity,
            notes,
            tags,
            external_id,
        } = self;
        // A completed task that is sent back as it was shown keeps the time of its completion.
        let status = match status.map(|choice| choice.0) {
            Field::Set(Status::Completed) if old.is_some_and(|old| old.status == Status::Completed) => {
                Field::Unset
            }
            other => other,
        };
        Ok(records::TaskDraft {
            title: title.0,
            task_type: task_type.map(|choice| choice.0),
            status,
            priority: priority.map(|choice| choice.0),
            description: description.0,
            owner_id: owner.id(),
            assigned_to_id: assigned_to.id(),
            due_at: due_date.map(|moment| moment.0.end(&given.zone)),
            reminder_at: reminder_date.map(|moment| moment.0.start(&given.zone)),
            repeat_rule: repeat.0,
            company_id: company.id(),
            contact_id: contact.id(),
            lead_id: lead.id(),
            opportunity_id: opportunity.id(),
            notes: notes.0,
            external_id: external_id.0,
            tags: tags.0,
        })
    }
}

impl From<records::Task> for Task {
    fn from(row: records::Task) -> Self {
        let records::Task {
            id,
            title,
            task_type,
            status,
            priority,
            description,
            owner_id,
            assigned_to_id,
            due_at,
            reminder_at,
            repeat_rule,
            company_id,
            contact_id,
            lead_id,
            opportunity_id,
            notes,
            external_id,
            completed_at,
            owner_name,
            assigned_to_name,
            company_name,
            contact_name,
            lead_name,
            opportunity_name,
            tags,
            created_at,
            created_by,
            updated_at,
        } = row;
        let text = |id: Option<Id>| id.map(|id| id.to_string());
        Self {
            id: id.to_string(),
            title,
            description,
            task_type: TaskType(task_type),
            status: TaskStatus(status),
            priority: Priority(priority),
            owner: text(owner_id),
            owner_name,
            assigned_to: text(assigned_to_id),
            assigned_to_name,
            due_date: due_at.map(|at| at.to_string()),
            completed_at: completed_at.map(|at| at.to_string()),
            reminder_date: reminder_at.map(|at| at.to_string()),
            repeat: repeat_rule,
            company: text(company_id),
            company_name,
            contact: text(contact_id),
            contact_name,
            lead: text(lead_id),
            lead_name,
            opportunity: text(opportunity_id),
            opportunity_name,
            notes,
            tags: tags.0,
            external_id,
            created_at: created_at.to_string(),
            created_by,
            updated_at: updated_at.to_string(),
        }
    }
}
