//! Answering a pull: a page of the log out of one snapshot of the database, cut to what the member may see now.

use std::collections::BTreeSet;

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use mycrm_sync::client::Answer;
use mycrm_sync::pull::{self, Cut, Delivery, Limits, LogState, NoPage, Page, Pull};
use mycrm_sync::{Access, Cursor, DeviceSeq, RowId, RowKey, Scope};

use super::store::page::{Kind, Outline};
use super::store::{actions, backups, log, page, rights, standing};
use super::{SMALL, answered};
use crate::app::App;
use crate::database::Tx;
use crate::{ApiError, DatabaseError, Id, Member, body};

pub(super) async fn pull(
    State(app): State<App>,
    member: Member,
    request: Request,
) -> Result<Response, ApiError> {
    let pull: Pull = body::json(request, SMALL, app.config().patience).await?;
    let answer = answer(&app, &member, pull).await?;
    if let Ok(page) = &answer {
        app.metrics().pulled(page.deliveries.len());
    }
    let status = match &answer {
        Ok(_) => StatusCode::OK,
        Err(NoPage::OtherEpoch { .. }) => StatusCode::CONFLICT,
        Err(NoPage::Outdated { .. }) => StatusCode::UPGRADE_REQUIRED,
        Err(NoPage::Gone { .. }) => StatusCode::GONE,
    };
    Ok(answered(status, app.clock().now(), Answer::Pull(answer)))
}

async fn answer(app: &App, member: &Member, pull: Pull) -> Result<Result<Page, NoPage>, ApiError> {
    let workspace = member.workspace;
    let mut tx = app.database().read().await?;
    let head = log::read(&mut tx, workspace).await?.ok_or(ApiError::NotAMember)?;
    let role = rights::role(&mut tx, workspace, member.member).await?.ok_or(ApiError::NotAMember)?;
    let device = standing::device(&mut tx, workspace, pull.device).await?;
    let acked = device.filter(|device| device.member == member.member);
    let mut state = LogState {
        epoch: head.epoch,
        minimum: app.config().minimum_schema,
        head: head.head,
        min_retained: head.min_retained,
        keep_after: backups::keep_after(&mut tx, workspace, head).await?,
        member: member.member,
        acked: acked.map_or(DeviceSeq::ZERO, |device| device.last_seq),
        access: Access { workspace: role.in_workspace(), ..Access::default() },
    };
    if let Err(no_page) = pull::admit(&pull, &state) {
        return Ok(Err(no_page));
    }
    let mut wanted = Vec::new();
    let mut cut = Cut::new(Limits::default());
    let mut after = pull.from;
    // Where the entries end before the page does, the page ends at the head.
    let mut next = state.head;
    'page: loop {
        let outlines = page::outlines(&mut tx, workspace, after, AT_ONCE).await?;
        let Some(last) = outlines.last().map(|outline| outline.seq) else { break };
        let unknown: BTreeSet<RowId> = outlines
            .iter()
            .filter_map(|outline| outline.scope)
            .filter(|document| !state.access.documents.contains_key(document))
            .collect();
        if !unknown.is_empty() {
            let access = rights::access(&mut tx, workspace, member.member, role, &unknown).await?;
            state.access.documents.extend(access.documents);
        }
        let is_last = outlines.len() < AT_ONCE;
        for outline in outlines {
            let is_wanted = is_for(&outline, &state);
            let tx = match &outline.kind {
                Kind::Op { tx } => *tx,
                Kind::Backfill { .. } | Kind::Purge { .. } => None,
            };
            if !cut.take(outline.seq, tx, is_wanted.then_some(outline.size)) {
                next = cut.last().unwrap_or(pull.from);
                break 'page;
            }
            if is_wanted {
                wanted.push(outline);
            }
        }
        if is_last {
            break;
        }
        after = last;
    }
    let page = fill(&mut tx, workspace, pull, &state, next, wanted).await?;
    Ok(Ok(page))
}

/// Outlines read in one statement.
const AT_ONCE: usize = 2_048;

fn is_for(outline: &Outline, state: &LogState) -> bool {
    match &outline.kind {
        Kind::Op { .. } => state.access.may_read(Scope::from(outline.scope)),
        Kind::Backfill { to, .. } => *to == state.member && state.access.may_read(Scope::from(outline.scope)),
        Kind::Purge { from, .. } => *from == state.member,
    }
}

async fn fill(
    tx: &mut Tx,
    workspace: Id,
    pull: Pull,
    state: &LogState,
    next: Cursor,
    wanted: Vec<Outline>,
) -> Result<Page, DatabaseError> {
    let is_op = |outline: &&Outline| matches!(outline.kind, Kind::Op { .. });
    let documents = wanted.iter().filter(is_op).filter_map(|outline| outline.scope).collect();
    let mut ops = page::ops(tx, workspace, (pull.from, next), &documents).await?;
    let keys: BTreeSet<RowKey> = wanted
        .iter()
        .filter_map(|outline| match &outline.kind {
            Kind::Backfill { key, .. } => Some(key.clone()),
            Kind::Op { .. } | Kind::Purge { .. } => None,
        })
        .collect();
    let mut rows = standing::rows(tx, workspace, &keys).await?;
    let deliver = |Outline { seq, kind, .. }: Outline| match kind {
        Kind::Op { .. } => ops.remove(&seq).map(|logged| Delivery::Op(Box::new(logged))),
        Kind::Backfill { key, .. } => {
            let row = rows.remove(&key)?;
            Some(Delivery::Row { key, row: mycrm_sync::merge::Row { as_of: state.head, ..row } })
        }
        Kind::Purge { document, .. } => Some(Delivery::Purge(document)),
    };
    let deliveries: Vec<Delivery> = wanted.into_iter().filter_map(deliver).collect();
    let sets = deliveries
        .iter()
        .filter_map(|delivery| match delivery {
            Delivery::Op(logged) => Some(logged.op.change_set_id),
            Delivery::Row { .. } | Delivery::Purge(_) => None,
        })
        .collect();
    Ok(Page {
        epoch: state.epoch,
        from: pull.from,
        next,
        head: state.head,
        acked: state.acked,
        min_retained: state.min_retained,
        keep_after: state.keep_after,
        deliveries,
        actions: actions::find(tx, workspace, &sets).await?,
    })
}
