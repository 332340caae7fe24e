//! The replica of this device: what to ask the server next, and taking its answers in.

mod receive;
mod write_back;

use std::collections::{BTreeSet, HashMap};

use mycrm_store::{Store, Timestamp};
use mycrm_sync::client::{Connection, Event, Kept, Replica, Request, Session};
use mycrm_sync::op::Wrong;
use mycrm_sync::push::{Push, Reason};
use mycrm_sync::{DeviceId, MemberId, OpHash, RowKey};
use uuid::Uuid;

pub use receive::Received;

use crate::store::{self, State};
use crate::{Error, Membership, Result, assemble, schema};

/// The setting with the names of the members, for the history and for conflicts.
pub(crate) const MEMBERS: &str = "sync_members";

/// One per process: what it remembers between two messages may be lost.
#[derive(Debug)]
pub struct Device {
    store: Store,
    session: Session,
    /// What the other members are called in the history.
    names: HashMap<MemberId, String>,
}

impl Device {
    /// Goes on with the workspace that the profile belongs to, if it does.
    ///
    /// `install` is the hash of the secret of this installation: a profile that meets another one was copied or restored,
    /// and writes under an id of its own from now on.
    ///
    /// # Errors
    /// When the database cannot be read or written.
    pub async fn open(store: Store, install: OpHash) -> Result<Self> {
        let mut tx = store.begin_quiet().await?;
        let state = store::read_state(tx.conn()).await?;
        let connection = if state.is_some() { Connection::Offline } else { Connection::Detached };
        if let Some(mut state) = state {
            if state.install != install {
                store::adopt(tx.conn(), fresh(), None, true).await?;
                state.install = install;
            }
            if state.schema < schema().version {
                write_back::upgrade(&mut tx, &mut state).await?;
            }
            store::write_state(tx.conn(), &state).await?;
            tx.commit().await?;
        }
        let names = mycrm_store::settings::get(&store, MEMBERS).await?.unwrap_or_default();
        Ok(Self { store, session: Session::new(connection), names })
    }

    /// Makes the profile part of a workspace. All that was ever written here is sent to it; what is there comes.
    ///
    /// # Errors
    /// [`Error::AlreadyConnected`].
    pub async fn connect(&mut self, membership: Membership, install: OpHash) -> Result<()> {
        let mut tx = self.store.begin_quiet().await?;
        if let Some(state) = store::read_state(tx.conn()).await? {
            return Err(Error::AlreadyConnected(state.membership.workspace_name));
        }
        let state = State {
            membership,
            install,
            schema: schema().version,
            epoch: None,
            cursor: mycrm_sync::Cursor::ZERO,
            needs_snapshot: true,
            offset: mycrm_sync::Millis(0),
            latest: mycrm_sync::Hlc::ZERO,
            keep_after: mycrm_sync::Cursor::ZERO,
            manifest: None,
            connected_at: Timestamp::now(),
            synced_at: None,
        };
        store::write_state(tx.conn(), &state).await?;
        tx.commit().await?;
        self.session = Session::new(Connection::Detached);
        self.session.note(Event::Attach);
        Ok(())
    }

    /// Leaves the workspace. Every row and the whole history stay.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn leave(&mut self) -> Result<()> {
        let mut tx = self.store.begin_quiet().await?;
        store::disconnect(tx.conn()).await?;
        tx.commit().await?;
        self.session.note(Event::Detach);
        Ok(())
    }

    /// # Errors
    /// When the database cannot be read.
    pub async fn membership(&self) -> Result<Option<Membership>> {
        let mut reader = self.reader().await?;
        Ok(store::read_state(&mut reader).await?.map(|state| state.membership))
    }

    #[must_use]
    pub fn connection(&self) -> Connection {
        self.session.connection()
    }

    /// Notes what happened to the connection; what cannot happen now changes nothing.
    pub fn note(&mut self, event: Event) {
        self.session.note(event);
    }

    /// What the members are called from now on.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn know(&mut self, names: HashMap<MemberId, String>) -> Result<()> {
        if self.names != names {
            mycrm_store::settings::set(&self.store, MEMBERS, &names).await?;
            self.names = names;
        }
        Ok(())
    }

    /// Notes what the server says of the membership: a role or a name may have changed.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub async fn update_membership(&mut self, membership: &Membership) -> Result<()> {
        let mut tx = self.store.begin_quiet().await?;
        if let Some(mut state) = store::read_state(tx.conn()).await?
            && state.membership != *membership
        {
            state.membership = membership.clone();
            store::write_state(tx.conn(), &state).await?;
            tx.commit().await?;
        }
        Ok(())
    }

    /// Whether the log up to there is here.
    pub async fn has(&self, head: mycrm_sync::Cursor) -> bool {
        let read = async { store::read_state(&mut *self.reader().await?).await };
        matches!(read.await, Ok(Some(state)) if state.cursor >= head)
    }

    /// What to ask the server next; `None` when there is nothing to do until something happens.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn next(&mut self) -> Result<Option<Request>> {
        loop {
            let mut reader = self.store.readers().begin().await?;
            let Some(state) = store::read_state(&mut reader).await? else { return Ok(None) };
            let replica = Replica::from(assemble::for_next(&mut reader, &state).await?);
            let request = self.session.next(&replica);
            let Some(Request::Push(mut push)) = request else { return Ok(request) };
            if !push.items.is_empty() || push.given_up > mycrm_sync::DeviceSeq::ZERO {
                push.actions = store::actions(&mut reader, &push).await?;
                return Ok(Some(Request::Push(push)));
            }
            drop(reader);
            self.park_unsendable(&push, &replica).await?;
        }
    }

    /// The next transaction is larger than any server takes, which the store's own limits should have kept out: it is
    /// put aside for the user, so that what is behind it flows.
    async fn park_unsendable(&self, push: &Push, replica: &Replica) -> Result<()> {
        let waiting = |kept: &Kept| match kept {
            Kept::Waiting(op) if op.op_id.device == push.device => Some(op.clone()),
            _ => None,
        };
        let ops: Vec<_> = replica.outbox().kept().filter_map(waiting).collect();
        let Some(tx_id) = ops.first().map(|op| op.tx_id) else { return Err(Error::NoDevice) };
        let mut tx = self.store.begin_quiet().await?;
        let lanes = store::lanes(tx.conn()).await?;
        let lane = lanes.iter().find(|lane| lane.parts.device == push.device).ok_or(Error::NoDevice)?;
        let wrong =
            Wrong { field: String::new(), problem: "larger than the server takes at once".to_owned() };
        for op in ops.iter().filter(|op| op.tx_id == tx_id) {
            let reason = Reason::Wrong(wrong.clone());
            store::park(tx.conn(), lane.row, op.op_id.seq, &reason, Timestamp::now()).await?;
        }
        Ok(tx.commit().await?)
    }

    async fn reader(&self) -> Result<sqlx::pool::PoolConnection<sqlx::Sqlite>> {
        Ok(self.store.readers().acquire().await?)
    }
}

/// An id that nobody has.
fn fresh() -> DeviceId {
    DeviceId(Uuid::now_v7())
}

/// The rows of ops.
fn keys<'a>(ops: impl IntoIterator<Item = &'a mycrm_sync::Op>) -> BTreeSet<RowKey> {
    ops.into_iter().map(mycrm_sync::Op::key).collect()
}
