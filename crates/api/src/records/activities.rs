//! Activities on the wire: what happened with a record.

use serde::Serialize;
use utoipa::ToSchema;

use super::choices::ActivityKind;
use super::given::draft;
use super::links::Link;
use super::moments::Moment;

/// A call, an email, a meeting, a note.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Activity {
    id: String,
    kind: ActivityKind,
    subject: Option<String>,
    body: Option<String>,
    outcome: Option<String>,
    duration_minutes: Option<i64>,
    #[schema(format = DateTime)]
    occurred_at: String,
    company: Option<String>,
    company_name: Option<String>,
    contact: Option<String>,
    contact_name: Option<String>,
    lead: Option<String>,
    lead_name: Option<String>,
    opportunity: Option<String>,
    opportunity_name: Option<String>,
    owner: Option<String>,
    owner_name: Option<String>,
    /// The id in the system it was imported from.
    external_id: Option<String>,
    #[schema(format = DateTime)]
    created_at: String,
    created_by: Option<String>,
    #[schema(format = DateTime)]
    updated_at: String,
}

draft!(ActivityDraft {
    kind: ActivityKind,
    subject: String,
    body: String,
    outcome: String,
    duration_minutes: i64,
    /// Now, when not given.
    occurred_at: Moment,
    company: Link,
    contact: Link,
    lead: Link,
    opportunity: Link,
    owner: Link,
    external_id: String,
});

collection!(
    activities, "activity", |row| row.subject.clone().unwrap_or_else(|| row.kind.as_str().to_owned()), Activity, ActivityDraft, "/api/activities/", "/api/activities/{id}/",
    filters { "kind" "company" "contact" "lead" "opportunity" "owner" },
    list_activities create_activity get_activity replace_activity update_activity delete_activity
);

bulk!(
    "activity", ActivityDraft, ActivityBulkCreation, ActivityBulkChange,
    "/api/activities/bulk_create/" "/api/activities/bulk_update/" "/api/activities/bulk_delete/",
    bulk_create_activities bulk_update_activities bulk_delete_activities
);

impl ActivityDraft {
    fn called(&self) -> Option<String> {
        self.subject.0.clone().set()
    }

    fn resolve(self, given: &Surroundings, _: Option<&records::Activity>) -> Result<records::ActivityDraft> {
        let Self {
            kind,
            subject,
            body,
            outcome,
            duration_minutes,
            occurred_at,
            company,
            contact,
            lead,
            opportunity,
            owner,
            external_id,
        } = self;
        Ok(records::ActivityDraft {
            kind: kind.map(|choice| choice.0),
            occurred_at: occurred_at.map(|moment| moment.0.start(&given.zone)),
            subject: subject.0,
            body: body.0,
            outcome: outcome.0,
            duration_minutes: duration_minutes.0,
            company_id: company.id(),
            contact_id: contact.id(),
            lead_id: lead.id(),
            opportunity_id: opportunity.id(),
            owner_id: owner.id(),
            external_id: external_id.0,
        })
    }
}

impl From<records::Activity> for Activity {
    fn from(row: records::Activity) -> Self {
        let records::Activity {
            id,
            kind,
            occurred_at,
            subject,
            body,
            outcome,
            duration_minutes,
            company_id,
            contact_id,
            lead_id,
            opportunity_id,
            owner_id,
            external_id,
            company_name,
            contact_name,
            lead_name,
            opportunity_name,
            owner_name,
            created_at,
            created_by,
            updated_at,
        } = row;
        let text = |id: Option<Id>| id.map(|id| id.to_string());
        Self {
            id: id.to_string(),
            kind: ActivityKind(kind),
            subject,
            body,
            outcome,
            duration_minutes,
            occurred_at: occurred_at.to_string(),
            company: text(company_id),
            company_name,
            contact: text(contact_id),
            contact_name,
            lead: text(lead_id),
            lead_name,
            opportunity: text(opportunity_id),
            opportunity_name,
            owner: text(owner_id),
            owner_name,
            external_id,
            created_at: created_at.to_string(),
            created_by,
            updated_at: updated_at.to_string(),
        }
    }
}
