//! Carrying out a push: one transaction that locks the head of the log, decides and writes.

use std::collections::{BTreeMap, BTreeSet};

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use mycrm_sync::access::{Consequence, consequence};
use mycrm_sync::client::Answer;
use mycrm_sync::merge::{Rows, Write};
use mycrm_sync::op::MAX_BYTES;
use mycrm_sync::push::{self, Effects, Push, Receipts, Refused, Standing, Verdict};
use mycrm_sync::{Cursor, DeviceSeq, MemberId, Millis, Rights, Role, RowId, RowKey, Scope, page};

use super::answered;
use super::sharing::{DOCUMENTS, PEOPLE, Sharing};
use super::store::{actions, effects, log, rights, standing};
use crate::app::App;
use crate::database::Tx;
use crate::{ApiError, DatabaseError, Id, Member, blobs, body};

pub(super) async fn push(
    State(app): State<App>,
    member: Member,
    request: Request,
) -> Result<Response, ApiError> {
    let bytes = body::read(request, MAX_BYTES, app.config().patience).await?;
    let push = push::decode(&bytes)
        .map_err(|wrong| ApiError::BadRequest(format!("The push cannot be read: {wrong}.")))?;
    drop(bytes);
    let answer = carry_out(&app, &member, &push).await?;
    if let Ok(receipts) = &answer {
        let is_applied = |verdict: &&Verdict| matches!(verdict, Verdict::Applied { .. });
        let applied = receipts.verdicts.iter().filter(is_applied).count();
        app.metrics().pushed(applied, receipts.verdicts.len() - applied);
    }
    let status = match &answer {
        Ok(_) => StatusCode::OK,
        Err(Refused::Outdated { .. }) => StatusCode::UPGRADE_REQUIRED,
        Err(Refused::OtherEpoch { .. } | Refused::Gap { .. } | Refused::Cloned(_) | Refused::Foreign) => {
            StatusCode::CONFLICT
        }
    };
    Ok(answered(status, app.clock().now(), Answer::Push(answer)))
}

/// Decides over a push and writes what follows; when it returns, that is durable.
pub(super) async fn carry_out(
    app: &App,
    member: &Member,
    push: &Push,
) -> Result<Result<Receipts, Refused>, ApiError> {
    let workspace = member.workspace;
    // What the server writes itself goes another way. Anybody can work out this name.
    if push.device == page::server_device(workspace.0) {
        return Ok(Err(Refused::Foreign));
    }
    let _turn = app.push_turns().of(workspace).await;
    let mut tx = app.database().write().await?;
    let head = log::lock(&mut tx, app.database(), workspace).await?.ok_or(ApiError::NotAMember)?;
    // Read again under the lock: who was removed a moment ago writes nothing.
    let role = rights::role(&mut tx, workspace, member.member).await?.ok_or(ApiError::NotAMember)?;
    let (answer, last) = settle(&mut tx, app, member, role, head, push).await?;
    tx.commit().await?;
    app.wake().announce(workspace, last);
    Ok(answer)
}

/// Decides over a push under the lock of the head, writes what follows, and returns how far the log has come.
pub(super) async fn settle(
    tx: &mut Tx,
    app: &App,
    member: &Member,
    role: Role,
    head: log::Head,
    push: &Push,
) -> Result<(Result<Receipts, Refused>, Cursor), DatabaseError> {
    let now = app.clock().now();
    let (standing, rows) = read(tx, app, member, role, head, push, now).await?;
    let decision = push::decide(push, &standing);
    let is_new = decision.effects.device.is_some();
    let mut last = head.head;
    if is_new {
        last = write(tx, member, push, decision.effects, rows, head.head, now).await?;
        if last > head.head {
            log::advance(tx, app.database(), member.workspace, last).await?;
        }
    }
    Ok((decision.answer, last))
}

/// What the decision needs, and the rows that the push is about.
async fn read(
    tx: &mut Tx,
    app: &App,
    member: &Member,
    role: Role,
    head: log::Head,
    push: &Push,
    now: Millis,
) -> Result<(Standing, Rows), DatabaseError> {
    let workspace = member.workspace;
    let device = standing::device(tx, workspace, push.device).await?;
    let last = device.as_ref().map_or(DeviceSeq::ZERO, |device| device.last_seq);
    // Numbers beyond the last have no receipts yet, which is so for all but what is sent again.
    let receipts =
        if push.first <= last { standing::receipts(tx, workspace, push).await? } else { BTreeMap::new() };
    let keys: BTreeSet<RowKey> = standing::ops(push).map(mycrm_sync::Op::key).collect();
    let rows = standing::rows(tx, workspace, &keys).await?;
    let standing = Standing {
        now,
        epoch: head.epoch,
        minimum: app.config().minimum_schema,
        head: head.head,
        member: member.member,
        device,
        receipts,
        in_effect: standing::in_effect(tx, workspace, member.member, push).await?,
        access: rights::access(tx, workspace, member.member, role, &standing::documents(push)).await?,
        blobs: blobs::verified(tx, workspace, &standing::files(push)).await?,
        scopes: rows.iter().map(|(key, row)| (key.clone(), row.scope)).collect(),
        sizes: rows.iter().map(|(key, row)| (key.clone(), row.size())).collect(),
    };
    Ok((standing, rows))
}

/// Writes the effects and returns the number of the last entry of the log.
async fn write(
    tx: &mut Tx,
    member: &Member,
    push: &Push,
    effects: Effects,
    mut rows: Rows,
    head: Cursor,
    now: Millis,
) -> Result<Cursor, DatabaseError> {
    let workspace = member.workspace;
    if let Some(device) = &effects.device {
        effects::device(tx, workspace, push.device, device).await?;
    }
    effects::receipts(tx, workspace, member.member, push, &effects.receipts).await?;
    effects::log(tx, workspace, &effects.log, now).await?;
    let mut changed = BTreeSet::new();
    for logged in &effects.log {
        rows.apply(&logged.op.key(), &Write::of(logged, |_| true));
        changed.insert(logged.op.key());
    }
    effects::rows(tx, workspace, &rows, changed.iter()).await?;
    let sets: BTreeSet<_> = effects.log.iter().map(|logged| logged.op.change_set_id).collect();
    let named: BTreeMap<_, _> = push
        .actions
        .iter()
        .filter(|action| sets.contains(&action.id))
        .map(|action| (action.id, action))
        .collect();
    let named: Vec<_> = named.into_values().cloned().collect();
    actions::keep(tx, workspace, &named).await?;
    let head = effects.log.last().map_or(head, |logged| logged.seq);
    let new: BTreeSet<RowId> = effects.documents.into_iter().collect();
    share(tx, member, &rows, &changed, &new, head, now).await
}

/// Derives who may see the documents that were changed, and appends what follows for whom.
async fn share(
    tx: &mut Tx,
    member: &Member,
    rows: &Rows,
    changed: &BTreeSet<RowKey>,
    new: &BTreeSet<RowId>,
    mut head: Cursor,
    now: Millis,
) -> Result<Cursor, DatabaseError> {
    let workspace = member.workspace;
    let shared = changed.iter().filter_map(|key| match rows.get(key)?.scope {
        Scope::Document(document) if key.table == PEOPLE => Some((document, key)),
        Scope::Document(document) if key.table == DOCUMENTS && key.row == document => Some((document, key)),
        Scope::Document(_) | Scope::Workspace => None,
    });
    let mut by_document: BTreeMap<RowId, Vec<&RowKey>> = new.iter().map(|new| (*new, Vec::new())).collect();
    for (document, key) in shared {
        by_document.entry(document).or_default().push(key);
    }
    if by_document.is_empty() {
        return Ok(head);
    }
    let known = rights::sharing(tx, workspace, &by_document.keys().copied().collect()).await?;
    let members = rights::members(tx, workspace).await?;
    for (document, keys) in by_document {
        let before = known.get(&document);
        let mut after = before.cloned().unwrap_or_else(|| Sharing::of_author(member.member));
        for key in keys {
            let Some(row) = rows.get(key) else { continue };
            if key.table == PEOPLE {
                after.read_person(key.row, row);
            } else {
                after.read_document(row);
            }
        }
        if before == Some(&after) {
            continue;
        }
        rights::keep_sharing(tx, workspace, document, &after).await?;
        // All of a new document is in the log behind everybody's cursor.
        let Some(before) = before else { continue };
        for (member, role) in &members {
            let rights = (before.rights(*member, Some(*role)), after.rights(*member, Some(*role)));
            head = follow(tx, workspace, head, *member, document, rights, now).await?;
        }
    }
    Ok(head)
}

/// Appends what it means for a member's replica that his rights to a document are other ones now.
async fn follow(
    tx: &mut Tx,
    workspace: Id,
    head: Cursor,
    member: MemberId,
    document: RowId,
    (before, after): (Rights, Rights),
    now: Millis,
) -> Result<Cursor, DatabaseError> {
    match consequence(before, after) {
        Consequence::Nothing => Ok(head),
        Consequence::Backfill => log::append_backfill(tx, workspace, head, member, document, now).await,
        Consequence::Purge => log::append_purge(tx, workspace, head, member, document, now).await,
    }
}
