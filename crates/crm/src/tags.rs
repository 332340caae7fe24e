//! Tags: short labels on any record.

use mycrm_store::{Id, Tx};
use sqlx::SqliteConnection;

use crate::field::{check_parts, named};
use crate::store::{list, small, tags as store};
use crate::{Error, Field, ListQuery, Page, Result, message};

record!(
    /// A label.
    Tag, TagDraft {
        required { name: String }
        optional { color: String }
        shown {}
        apart {}
    }
);

/// # Errors
/// [`Error::Invalid`] without a name or with one that exists.
pub async fn create(tx: &mut Tx<'_>, mut draft: TagDraft) -> Result<Id> {
    draft.name = named("name", draft.name)?;
    let Field::Set(name) = &draft.name else {
        return Err(Error::invalid("name", message!("may not be empty")));
    };
    if store::by_name(tx.conn(), name).await?.is_some() {
        return Err(Error::invalid("name", message!("there is a tag {name} already", name)));
    }
    let id = Id::new();
    tx.insert("tags", &id, draft.assignments()?).await?;
    Ok(id)
}

/// # Errors
/// [`Error::Invalid`], [`Error::NotFound`].
pub async fn update(tx: &mut Tx<'_>, id: &Id, mut draft: TagDraft) -> Result<()> {
    draft.name = named("name", draft.name)?;
    small::update(tx, "tags", "tag", id, draft.assignments()?).await
}

/// # Errors
/// [`Error::NotFound`].
pub async fn delete(tx: &mut Tx<'_>, id: &Id) -> Result<()> {
    small::delete(tx, "tags", "tag", id).await
}

/// # Errors
/// When the database cannot be read.
pub async fn get(connection: &mut SqliteConnection, id: &Id) -> Result<Option<Tag>> {
    list::one(&small::TAGS, connection, id).await
}

/// # Errors
/// [`Error::BadQuery`].
pub async fn list(connection: &mut SqliteConnection, query: &ListQuery) -> Result<Page<Tag>> {
    small::TAGS.page(connection, query).await
}

/// Gives a record exactly these tags, making those that do not exist.
pub(crate) async fn apply(
    tx: &mut Tx<'_>,
    record: &'static str,
    id: &Id,
    tags: Field<Vec<String>>,
) -> Result<()> {
    let wanted = match tags {
        Field::Unset => return Ok(()),
        Field::Null => Vec::new(),
        Field::Set(names) => names,
    };
    let has = store::of_record(tx.conn(), id).await?;
    check_parts("tags", wanted.len(), has.len())?;
    let same = |a: &str, b: &str| a.eq_ignore_ascii_case(b);
    for (link, name) in &has {
        if !wanted.iter().any(|w| same(w.trim(), name)) {
            tx.make_room(1).await?;
            tx.delete("record_tags", link).await?;
        }
    }
    let mut given: Vec<String> = Vec::new();
    for name in wanted.iter().map(|n| n.trim()).filter(|n| !n.is_empty()) {
        if has.iter().any(|(_, h)| same(h, name)) || given.iter().any(|g| same(g, name)) {
            continue;
        }
        given.push(name.to_owned());
        tx.make_room(2).await?;
        let tag = match store::by_name(tx.conn(), name).await? {
            Some(tag) => tag,
            None => {
                let tag = Id::new();
                tx.insert("tags", &tag, vec![("name", name.into())]).await?;
                tag
            }
        };
        let fields =
            vec![("record_type", record.into()), ("record_id", id.clone().into()), ("tag_id", tag.into())];
        tx.insert("record_tags", &Id::new(), fields).await?;
    }
    Ok(())
}
