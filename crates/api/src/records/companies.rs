//! Companies on the wire.

use serde::Serialize;
use utoipa::ToSchema;

use super::given::draft;
use super::links::Link;

/// An account that contacts and deals belong to.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Company {
    id: String,
    name: String,
    domain: Option<String>,
    industry: Option<String>,
    size: Option<String>,
    website: Option<String>,
    phone: Option<String>,
    address_line_1: Option<String>,
    address_line_2: Option<String>,
    city: Option<String>,
    state: Option<String>,
    postal_code: Option<String>,
    country: Option<String>,
    /// The company it belongs to.
    parent: Option<String>,
    parent_name: Option<String>,
    owner: Option<String>,
    owner_name: Option<String>,
    notes: Option<String>,
    tags: Vec<String>,
    /// The id in the system it was imported from.
    external_id: Option<String>,
    contact_count: i64,
    open_deal_count: i64,
    #[schema(format = DateTime)]
    created_at: String,
    created_by: Option<String>,
    #[schema(format = DateTime)]
    updated_at: String,
}

draft!(CompanyDraft {
    name: String,
    domain: String,
    industry: String,
    size: String,
    website: String,
    phone: String,
    address_line_1: String,
    address_line_2: String,
    city: String,
    state: String,
    postal_code: String,
    country: String,
    parent: Link,
    owner: Link,
    notes: String,
    tags: Vec<String>,
    external_id: String,
});

collection!(
    companies, "company", |row| row.name.clone(), Company, CompanyDraft, "/api/companies/", "/api/companies/{id}/",
    filters { "industry" "city" "country" "owner" "parent" "tags" },
    list_companies create_company get_company replace_company update_company delete_company
);

bulk!(
    "company", CompanyDraft, CompanyBulkCreation, CompanyBulkChange,
    "/api/companies/bulk_create/" "/api/companies/bulk_update/" "/api/companies/bulk_delete/",
    bulk_create_companies bulk_update_companies bulk_delete_companies
);

impl CompanyDraft {
    fn called(&self) -> Option<String> {
        self.name.0.clone().set()
    }

    fn resolve(self, _: &Surroundings, _: Option<&records::Company>) -> Result<records::CompanyDraft> {
        let Self {
            name,
            domain,
            industry,
            size,
            website,
            phone,
            address_line_1,
            address_line_2,
            city,
            state,
            postal_code,
            country,
            parent,
            owner,
            notes,
            tags,
            external_id,
        } = self;
        Ok(records::CompanyDraft {
            name: name.0,
            domain: domain.0,
            industry: industry.0,
            size: size.0,
            website: website.0,
            phone: phone.0,
            address_line_1: address_line_1.0,
            address_line_2: address_line_2.0,
            city: city.0,
            state: state.0,
            postal_code: postal_code.0,
            country: country.0,
            parent_id: parent.id(),
            owner_id: owner.id(),
            notes: notes.0,
            external_id: external_id.0,
            tags: tags.0,
        })
    }
}

impl From<records::Company> for Company {
    fn from(row: records::Company) -> Self {
        let records::Company {
            id,
            name,
            domain,
            industry,
            size,
            website,
            phone,
            address_line_1,
            address_line_2,
            city,
            state,
            postal_code,
            country,
            parent_id,
            owner_id,
            notes,
            external_id,
            parent_name,
            owner_name,
            contact_count,
            open_deal_count,
            tags,
            created_at,
            created_by,
            updated_at,
        } = row;
        Self {
            id: id.to_string(),
            name,
            domain,
            industry,
            size,
            website,
            phone,
            address_line_1,
            address_line_2,
            city,
            state,
            postal_code,
            country,
            parent: parent_id.map(|id| id.to_string()),
            parent_name,
            owner: owner_id.map(|id| id.to_string()),
            owner_name,
            notes,
            tags: tags.0,
            external_id,
            contact_count,
            open_deal_count,
            created_at: created_at.to_string(),
            created_by,
            updated_at: updated_at.to_string(),
        }
    }
}
