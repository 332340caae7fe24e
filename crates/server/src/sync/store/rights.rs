//! Roles and documents: what a member may see and change, as the tables say it now.

use std::collections::{BTreeMap, BTreeSet};

use mycrm_sync::{Access, Level, MemberId, Relation, Rights, Role, RowId, access};
use sqlx::AssertSqlSafe;

use crate::database::{Tx, bulk, role_of};
use crate::sync::sharing::{Sharing, name_of, relation_named};
use crate::{DatabaseError, Id};

/// The role of a member; `None` for who is not one, or no longer.
pub(crate) async fn role(
    tx: &mut Tx,
    workspace: Id,
    member: MemberId,
) -> Result<Option<Role>, DatabaseError> {
    let found: Option<String> = sqlx::query_scalar(
        "SELECT role FROM members WHERE workspace = $1 AND id = $2 AND removed_at IS NULL",
    )
    .bind(workspace)
    .bind(Id(member.0))
    .fetch_optional(&mut **tx)
    .await?;
    found.map(|name| role_of(&name)).transpose()
}

/// All who are members now.
pub(crate) async fn members(tx: &mut Tx, workspace: Id) -> Result<Vec<(MemberId, Role)>, DatabaseError> {
    let found: Vec<(Id, String)> =
        sqlx::query_as("SELECT id, role FROM members WHERE workspace = $1 AND removed_at IS NULL")
            .bind(workspace)
            .fetch_all(&mut **tx)
            .await?;
    found.into_iter().map(|(id, role)| Ok((MemberId(id.0), role_of(&role)?))).collect()
}

/// How many documents are asked about in one statement.
const AT_ONCE: usize = 1_000;

/// What a member may do with these documents, as far as they exist.
pub(crate) async fn access(
    tx: &mut Tx,
    workspace: Id,
    member: MemberId,
    role: Role,
    documents: &BTreeSet<RowId>,
) -> Result<Access, DatabaseError> {
    let mut access = Access { workspace: role.in_workspace(), documents: BTreeMap::new() };
    let documents: Vec<RowId> = documents.iter().copied().collect();
    for documents in documents.chunks(AT_ONCE) {
        let text = format!(
            "SELECT d.document, d.level, d.owner, p.relation FROM documents d LEFT JOIN document_people p \
             ON p.workspace = d.workspace AND p.document = d.document AND p.member = $2 \
             WHERE d.workspace = $1 AND d.document IN ({})",
            bulk::Mark::of(tx).list(2, documents.len())
        );
        let mut query =
            sqlx::query_as(AssertSqlSafe(text)).persistent(false).bind(workspace).bind(Id(member.0));
        for document in documents {
            query = query.bind(Id(document.0));
        }
        let rows: Vec<(Id, String, Id, Option<String>)> = query.fetch_all(&mut **tx).await?;
        for (document, level, owner, relation) in rows {
            let rights = of_row(member, role, &level, owner, relation.as_deref());
            let known = access.documents.entry(RowId(document.0)).or_default();
            *known = (*known).max(rights);
        }
    }
    Ok(access)
}

fn of_row(member: MemberId, role: Role, level: &str, owner: Id, relation: Option<&str>) -> Rights {
    let named = relation.map(relation_named).unwrap_or_default();
    let relation = if owner.0 == member.0 { Relation::Owner } else { named };
    access::rights(Level::named(level), role, relation)
}

/// What a member has to do with each document of the workspace: its level and his relation.
pub(crate) async fn relations(
    tx: &mut Tx,
    workspace: Id,
    member: MemberId,
) -> Result<BTreeMap<RowId, (Level, Relation)>, DatabaseError> {
    let rows: Vec<(Id, String, Id, Option<String>)> = sqlx::query_as(
        "SELECT d.document, d.level, d.owner, p.relation FROM documents d LEFT JOIN document_people p \
         ON p.workspace = d.workspace AND p.document = d.document AND p.member = $2 WHERE d.workspace = $1",
    )
    .bind(workspace)
    .bind(Id(member.0))
    .fetch_all(&mut **tx)
    .await?;
    let mut relations = BTreeMap::new();
    for (document, level, owner, relation) in rows {
        let named = relation.as_deref().map(relation_named).unwrap_or_default();
        let relation = if owner.0 == member.0 { Relation::Owner } else { named };
        let known = relations.entry(RowId(document.0)).or_insert((Level::named(&level), relation));
        known.1 = known.1.max(relation);
    }
    Ok(relations)
}

/// A document with one of the people on it, if there are any.
type Shared = (Id, String, Id, Option<Id>, Option<Id>, Option<String>);

/// For whom these documents are, as far as they exist.
pub(crate) async fn sharing(
    tx: &mut Tx,
    workspace: Id,
    documents: &BTreeSet<RowId>,
) -> Result<BTreeMap<RowId, Sharing>, DatabaseError> {
    let mut all = BTreeMap::new();
    if documents.is_empty() {
        return Ok(all);
    }
    let list = bulk::Mark::of(tx).list(1, documents.len());
    let text = format!(
        "SELECT d.document, d.level, d.owner, p.row_id, p.member, p.relation FROM documents d \
         LEFT JOIN document_people p ON p.workspace = d.workspace AND p.document = d.document \
         WHERE d.workspace = $1 AND d.document IN ({list})"
    );
    let mut query = sqlx::query_as(AssertSqlSafe(text)).persistent(false).bind(workspace);
    for document in documents {
        query = query.bind(Id(document.0));
    }
    let rows: Vec<Shared> = query.fetch_all(&mut **tx).await?;
    for (document, level, owner, row, member, relation) in rows {
        let sharing = all.entry(RowId(document.0)).or_insert_with(|| Sharing {
            level: Level::named(&level),
            owner: MemberId(owner.0),
            people: BTreeMap::new(),
        });
        if let (Some(row), Some(member), Some(relation)) = (row, member, relation) {
            sharing.people.insert(RowId(row.0), (MemberId(member.0), relation_named(&relation)));
        }
    }
    Ok(all)
}

/// Writes for whom a document is.
pub(crate) async fn keep_sharing(
    tx: &mut Tx,
    workspace: Id,
    document: RowId,
    sharing: &Sharing,
) -> Result<(), DatabaseError> {
    sqlx::query(
        "INSERT INTO documents (workspace, document, level, owner) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (workspace, document) DO UPDATE SET level = excluded.level, owner = excluded.owner",
    )
    .bind(workspace)
    .bind(Id(document.0))
    .bind(sharing.level.as_str())
    .bind(Id(sharing.owner.0))
    .execute(&mut **tx)
    .await?;
    sqlx::query("DELETE FROM document_people WHERE workspace = $1 AND document = $2")
        .bind(workspace)
        .bind(Id(document.0))
        .execute(&mut **tx)
        .await?;
    for (row, (member, relation)) in &sharing.people {
        sqlx::query(
            "INSERT INTO document_people (workspace, row_id, document, member, relation) VALUES ($1, $2, $3, $4, $5)",
        )
        .bind(workspace)
        .bind(Id(row.0))
        .bind(Id(document.0))
        .bind(Id(member.0))
        .bind(name_of(*relation))
        .execute(&mut **tx)
        .await?;
    }
    Ok(())
}

/// Writes a member's role; `None` is who leaves.
pub(crate) async fn keep_role(
    tx: &mut Tx,
    workspace: Id,
    member: MemberId,
    role: Option<Role>,
    now: mycrm_sync::Millis,
) -> Result<(), DatabaseError> {
    let query = match role {
        Some(role) => {
            sqlx::query("UPDATE members SET role = $3, removed_at = NULL WHERE workspace = $1 AND id = $2")
                .bind(workspace)
                .bind(Id(member.0))
                .bind(role.as_str())
        }
        None => sqlx::query("UPDATE members SET removed_at = $3 WHERE workspace = $1 AND id = $2")
            .bind(workspace)
            .bind(Id(member.0))
            .bind(now.0),
    };
    query.execute(&mut **tx).await?;
    Ok(())
}
