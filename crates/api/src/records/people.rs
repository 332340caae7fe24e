//! People on the wire: who can own records.

use mycrm_crm::Field;
use serde::Serialize;
use utoipa::ToSchema;

use super::given::draft;

/// Somebody who can own a record.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Person {
    id: String,
    name: String,
    email: Option<String>,
    /// The user of this installation.
    is_me: bool,
    active: bool,
    /// The id in the system it was imported from.
    external_id: Option<String>,
    #[schema(format = DateTime)]
    created_at: String,
    created_by: Option<String>,
    #[schema(format = DateTime)]
    updated_at: String,
}

draft!(PersonDraft { name: String, email: String, active: bool, external_id: String });

collection!(
    people, "person", |row| row.name.clone(), Person, PersonDraft, "/api/people/", "/api/people/{id}/",
    filters { "active" "email" "is_me" },
    list_people create_person get_person replace_person update_person delete_person
);

impl PersonDraft {
    fn called(&self) -> Option<String> {
        self.name.0.clone().set()
    }

    fn resolve(self, _: &Surroundings, old: Option<&records::Person>) -> Result<records::PersonDraft> {
        let Self { name, email, active, external_id } = self;
        // A new person is there to be chosen.
        let active = match (old, active.0) {
            (None, Field::Set(active)) => Field::Set(active),
            (None, _) => Field::Set(true),
            (Some(_), active) => active,
        };
        Ok(records::PersonDraft { name: name.0, active, email: email.0, external_id: external_id.0 })
    }
}

impl From<records::Person> for Person {
    fn from(row: records::Person) -> Self {
        let records::Person {
            id,
            name,
            is_me,
            active,
            email,
            external_id,
            created_at,
            created_by,
            updated_at,
        } = row;
        Self {
            id: id.to_string(),
            name,
            email,
            is_me,
            active,
            external_id,
            created_at: created_at.to_string(),
            created_by,
            updated_at: updated_at.to_string(),
        }
    }
}
