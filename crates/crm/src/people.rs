//! People: owners, assignees and approvers; one of them is the user.

use mycrm_store::{Id, Tx, registry};
use sqlx::SqliteConnection;

use crate::field::named;
use crate::store::{list, settings, small, titles};
use crate::{Error, Field, ListQuery, Page, Result, message};

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
        return Err(Error::invalid("name", message!("may not be empty")));
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

/// Makes the user the person `id`: the same one on every device of a member. What belonged to the person that the user
/// was here before is handed over, and that one goes.
///
/// # Errors
/// When the database cannot be written.
pub async fn become_member(tx: &mut Tx<'_>, id: &Id, name: &str, email: &str) -> Result<()> {
    let before = settings::me(tx.conn()).await?;
    if before.as_ref() == Some(id) {
        return Ok(());
    }
    if get(tx.conn(), id).await?.is_none() {
        let draft = PersonDraft {
            name: Field::Set(name.to_owned()),
            email: Field::Set(email.to_owned()),
            active: Field::Set(true),
            ..PersonDraft::default()
        };
        tx.make_room(1).await?;
        tx.insert("people", id, draft.assignments()?).await?;
    }
    claim(tx, id).await?;
    let Some(before) = before else { return Ok(()) };
    for table in registry::TABLES {
        for link in table.links.iter().filter(|link| link.table == "people") {
            loop {
                tx.make_room(AT_ONCE).await?;
                let people = (&before, id);
                if titles::hand_over(tx.conn(), table.name, link.field, people, AT_ONCE).await? == 0 {
                    break;
                }
            }
        }
    }
    tx.make_room(1).await?;
    tx.delete("people", &before).await?;
    Ok(())
}

/// Rows that are handed over in one statement.
const AT_ONCE: i64 = 250;

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
