//! Reading tasks.

use super::list::{Kind, Listing, TAG, field, sorted};

pub(crate) static TASKS: Listing = Listing {
    table: "tasks",
    select: concat!(
        "t.id, t.title, t.task_type, t.status, t.priority, t.description, t.owner_id, t.assigned_to_id, t.due_at,
         t.reminder_at, t.completed_at, t.repeat_rule, t.company_id, t.contact_id, t.lead_id, t.opportunity_id, t.notes,
         t.external_id, t.created_at, t.created_by, t.updated_at, owner.name AS owner_name,
         assignee.name AS assigned_to_name, c.name AS company_name, p.name AS contact_name, l.name AS lead_name,
         o.name AS opportunity_name, ",
        tags_sql!(),
        " FROM tasks t LEFT JOIN people owner ON owner.id = t.owner_id AND owner.deleted_at IS NULL
          LEFT JOIN people assignee ON assignee.id = t.assigned_to_id AND assignee.deleted_at IS NULL
          LEFT JOIN companies c ON c.id = t.company_id AND c.deleted_at IS NULL
          LEFT JOIN contacts p ON p.id = t.contact_id AND p.deleted_at IS NULL
          LEFT JOIN leads l ON l.id = t.lead_id AND l.deleted_at IS NULL
          LEFT JOIN opportunities o ON o.id = t.opportunity_id AND o.deleted_at IS NULL"
    ),
    fields: &[
        sorted("due_date", "t.due_at", Kind::Instant),
        sorted("title", "t.title", Kind::Text),
        field("task_type", "t.task_type", Kind::Exact),
        sorted("status", "t.status", Kind::Exact),
        field("priority", "t.priority", Kind::Exact),
        field("description", "t.description", Kind::Text),
        field("owner", "t.owner_id", Kind::Exact),
        field("assigned_to", "t.assigned_to_id", Kind::Exact),
        field("company", "t.company_id", Kind::Exact),
        field("contact", "t.contact_id", Kind::Exact),
        field("lead", "t.lead_id", Kind::Exact),
        field("opportunity", "t.opportunity_id", Kind::Exact),
        field("notes", "t.notes", Kind::Text),
        sorted("completed_at", "t.completed_at", Kind::Instant),
        sorted("created_at", "t.created_at", Kind::Instant),
        sorted("updated_at", "t.updated_at", Kind::Instant),
        TAG,
    ],
    default_ordering: "due_date",
    text: "t.title",
};
