//! Companies: the accounts that contacts and deals belong to.

use mycrm_store::{Id, Tx};
use sqlx::SqliteConnection;
use sqlx::types::Json;

use crate::field::{assign, named};
use crate::store::{companies as store, list, lookup, settings, small};
use crate::{Error, Field, ListQuery, Page, Result, message, tags};

record!(
    /// An account.
    Company, CompanyDraft {
        required { name: String }
        optional {
            domain: String, industry: String, size: String, website: String, phone: String,
            address_line_1: String, address_line_2: String, city: String, state: String, postal_code: String,
            country: String, parent_id: Id, owner_id: Id, notes: String, external_id: String,
        }
        shown {
            parent_name: Option<String>, owner_name: Option<String>, contact_count: i64, open_deal_count: i64,
            tags: Json<Vec<String>>,
        }
        apart { tags: Vec<String> }
    }
);

/// # Errors
/// [`Error::Invalid`] without a name or with a link to nothing.
pub async fn create(tx: &mut Tx<'_>, mut draft: CompanyDraft) -> Result<Id> {
    if draft.name.is_unset() {
        return Err(Error::invalid("name", message!("may not be empty")));
    }
    if draft.owner_id.is_unset() {
        draft.owner_id = settings::me(tx.conn()).await?.into();
    }
    let id = Id::new();
    let tags = std::mem::take(&mut draft.tags);
    let fields = checked(tx, draft, None).await?;
    tx.insert("companies", &id, fields).await?;
    tags::apply(tx, "company", &id, tags).await?;
    tx.event("company.created", "company", &id, serde_json::json!({})).await?;
    Ok(id)
}

/// # Errors
/// As [`create`], and [`Error::NotFound`].
pub async fn update(tx: &mut Tx<'_>, id: &Id, mut draft: CompanyDraft) -> Result<()> {
    let before_op = tx.last_op().await?;
    let tags = std::mem::take(&mut draft.tags);
    let fields = checked(tx, draft, Some(id)).await?;
    small::update(tx, "companies", "company", id, fields).await?;
    tags::apply(tx, "company", id, tags).await?;
    small::updated(tx, before_op, "company.updated", "company", id).await
}

async fn checked(
    tx: &mut Tx<'_>,
    mut draft: CompanyDraft,
    own: Option<&Id>,
) -> Result<crate::field::Assignments> {
    draft.name = named("name", draft.name)?;
    draft.domain = draft.domain.map(|domain| domain.trim().to_lowercase());
    let links = [("parent", "companies", &draft.parent_id), ("owner", "people", &draft.owner_id)];
    small::check_links(tx.conn(), own.map(|own| ("companies", own)), &links).await?;
    if let (Field::Set(parent), Some(own)) = (&draft.parent_id, own)
        && store::is_at_or_below(tx.conn(), parent, own).await?
    {
        return Err(Error::invalid("parent", message!("is this company itself or belongs to it")));
    }
    let phone_key = draft.phone.as_ref().map(|phone| lookup::phone_key(phone));
    let mut fields = draft.assignments()?;
    assign(&mut fields, "phone_key", phone_key);
    Ok(fields)
}

/// # Errors
/// [`Error::NotFound`].
pub async fn delete(tx: &mut Tx<'_>, id: &Id) -> Result<()> {
    small::delete(tx, "companies", "company", id).await?;
    Ok(tx.event("company.deleted", "company", id, serde_json::json!({})).await?)
}

/// # Errors
/// When the database cannot be read.
pub async fn get(connection: &mut SqliteConnection, id: &Id) -> Result<Option<Company>> {
    list::one(&store::COMPANIES, connection, id).await
}

/// # Errors
/// [`Error::BadQuery`].
pub async fn list(connection: &mut SqliteConnection, query: &ListQuery) -> Result<Page<Company>> {
    store::COMPANIES.page(connection, query).await
}

/// The company of that name, made when there is none.
pub(crate) async fn find_or_create(tx: &mut Tx<'_>, name: &str) -> Result<Id> {
    match lookup::company_by_name(tx.conn(), name.trim()).await? {
        Some(id) => Ok(id),
        None => {
            create(tx, CompanyDraft { name: Field::Set(name.to_owned()), ..CompanyDraft::default() }).await
        }
    }
}
