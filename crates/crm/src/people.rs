//! People: owners, assignees and approvers; one of them is the user.

use mycrm_store::{Id, Tx};
use sqlx::SqliteConnection;

use crate::field::named;
use crate::store::{list, small};
use crate::{Error, ListQuery, Page, Result};

record!(
    /// Somebody who can own a record.
    Person, PersonDraft {
        required { name: String, active: bool }
        optional { email: String, external_id: String }
        shown { is_me: bool }
        apart {}
    }
);

/// # Errors
/// [`Error::Invalid`] without a name.
pub async fn create(tx: &mut Tx<'_>, mut draft: PersonDraft) -> Result<Id> {
    draft.name = named("name", draft.name)?;
    if draft.name.is_unset() {
        return Err(Error::invalid("name", "may not be empty"));
    }
    let id = Id::new();
    tx.insert("people", &id, draft.assignments()?).await?;
    Ok(id)
}

/// Makes a person the user of this installation. It is this installation's affair: on another one somebody else is.
///
/// # Errors
/// When the database cannot be written.
pub async fn claim(tx: &mut Tx<'_>, id: &Id) -> Result<()> {
    small::claim(tx.conn(), id).await
}

/// # Errors
/// [`Error::Invalid`], [`Error::NotFound`].
pub async fn update(tx: &mut Tx<'_>, id: &Id, mut draft: PersonDraft) -> Result<()> {
    draft.name = named("name", draft.name)?;
    small::update(tx, "people", "person", id, draft.assignments()?).await
}

/// # Errors
/// [`Error::NotFound`]; [`Error::Conflict`] for the user's own entry, which everything new is owned by.
pub async fn delete(tx: &mut Tx<'_>, id: &Id) -> Result<()> {
    if get(tx.conn(), id).await?.is_some_and(|person| person.is_me) {
        return Err(Error::Conflict(
            "this is you: your own entry stays, because new records belong to it".into(),
        ));
    }
    small::delete(tx, "people", "person", id).await
}

/// # Errors
/// When the database cannot be read.
pub async fn get(connection: &mut SqliteConnection, id: &Id) -> Result<Option<Person>> {
    list::one(&small::PEOPLE, connection, id).await
}

/// # Errors
/// [`Error::BadQuery`].
pub async fn list(connection: &mut SqliteConnection, query: &ListQuery) -> Result<Page<Person>> {
    small::PEOPLE.page(connection, query).await
}
