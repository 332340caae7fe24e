//! Reading leads.

use super::list::{Kind, Listing, TAG, field, sorted};

pub(crate) static LEADS: Listing = Listing {
    table: "leads",
    select: concat!(
        "t.id, t.first_name, t.last_name, t.name, t.email, t.phone, t.company_name, t.job_title, t.lead_source, t.status,
         t.priority, t.owner_id, t.assigned_to_id, t.estimated_value_minor, t.currency, t.probability, t.last_contact_at,
         t.next_follow_up, t.notes, t.converted_at, t.converted_contact_id, t.converted_company_id,
         t.converted_opportunity_id, t.external_id, t.created_at, t.created_by, t.updated_at,
         owner.name AS owner_name, assignee.name AS assigned_to_name, ",
        tags_sql!(),
        " FROM leads t LEFT JOIN people owner ON owner.id = t.owner_id AND owner.deleted_at IS NULL
          LEFT JOIN people assignee ON assignee.id = t.assigned_to_id AND assignee.deleted_at IS NULL"
    ),
    fields: &[
        sorted("name", "t.name", Kind::Text),
        sorted("company_name", "t.company_name", Kind::Text),
        sorted("email", "t.email", Kind::Text),
        field("first_name", "t.first_name", Kind::Text),
        field("last_name", "t.last_name", Kind::Text),
        field("phone", "t.phone", Kind::Text),
        field("job_title", "t.job_title", Kind::Text),
        sorted("lead_source", "t.lead_source", Kind::Exact),
        sorted("status", "t.status", Kind::Exact),
        field("priority", "t.priority", Kind::Exact),
        field("owner", "t.owner_id", Kind::Exact),
        field("assigned_to", "t.assigned_to_id", Kind::Exact),
        sorted("estimated_value", "t.estimated_value_minor", Kind::Money),
        sorted("probability", "t.probability", Kind::Integer),
        sorted("next_follow_up", "t.next_follow_up", Kind::Exact),
        sorted("last_contact_date", "t.last_contact_at", Kind::Instant),
        field("notes", "t.notes", Kind::Text),
        field("external_id", "t.external_id", Kind::Exact),
        sorted("created_at", "t.created_at", Kind::Instant),
        sorted("updated_at", "t.updated_at", Kind::Instant),
        TAG,
    ],
    default_ordering: "-created_at",
    text: "t.name",
};
