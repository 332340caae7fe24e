//! Tags on the wire. Records name theirs by text; this collection is for renaming and colouring them.

use serde::Serialize;
use utoipa::ToSchema;

use super::given::draft;

/// A label.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Tag {
    id: String,
    name: String,
    color: Option<String>,
    #[schema(format = DateTime)]
    created_at: String,
    created_by: Option<String>,
    #[schema(format = DateTime)]
    updated_at: String,
}

draft!(TagDraft { name: String, color: String });

collection!(
    tags, "tag", |row| row.name.clone(), Tag, TagDraft, "/api/tags/", "/api/tags/{id}/", filters {},
    list_tags create_tag get_tag replace_tag update_tag delete_tag
);

impl TagDraft {
    fn called(&self) -> Option<String> {
        self.name.0.clone().set()
    }

    fn resolve(self, _: &Surroundings, _: Option<&records::Tag>) -> Result<records::TagDraft> {
        let Self { name, color } = self;
        Ok(records::TagDraft { name: name.0, color: color.0 })
    }
}

impl From<records::Tag> for Tag {
    fn from(row: records::Tag) -> Self {
        let records::Tag { id, name, color, created_at, created_by, updated_at } = row;
        Self {
            id: id.to_string(),
            name,
            color,
            created_at: created_at.to_string(),
            created_by,
            updated_at: updated_at.to_string(),
        }
    }
}
