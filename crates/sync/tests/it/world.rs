//! One simulated workspace: devices, a network that loses things, a server, and the truth to compare them with.
//!
//! Everything comes from one seed. A step is one thing that happens; between two steps everything durable is at rest,
//! so a crash is what is left out: see `crash` in `node.rs` and `server.rs`.

mod checks;
mod edits;
mod network;
mod node;
mod run;
mod server;

use std::collections::{BTreeMap, BTreeSet};

use mycrm_sync::client::Schema;
use mycrm_sync::{DeviceId, MemberId, Millis, Rights, RowId, RowKey, SchemaVersion, Scope};
use uuid::Uuid;

pub(crate) use checks::{Broken, Invariant};
pub(crate) use network::{Cargo, Flight, Network};
pub(crate) use node::Node;
pub(crate) use run::Plan;
pub(crate) use server::Server;

/// A part that is built wrong on purpose, to see whether the checks notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sabotage {
    None,
    /// Devices show what came last instead of what was written last.
    LastPushWins,
    /// Numbers of the log are given out before the commit, to two pushes at a time.
    NoHeadLock,
    /// A push is answered before it is committed.
    AnswerBeforeCommit,
    /// The last number of a device is not committed together with the effects.
    NumberApart,
    /// Rights are read once and then remembered.
    RememberedRights,
    /// A push with an op that is not accepted is not carried out at all.
    AllOrNothing,
    /// A backup is put back without a new epoch.
    SilentRestore,
}

#[derive(Clone)]
pub(crate) struct World {
    pub(crate) random: fastrand::Rng,
    pub(crate) now: Millis,
    pub(crate) server: Server,
    pub(crate) nodes: Vec<Node>,
    pub(crate) network: Network,
    pub(crate) members: Vec<MemberId>,
    /// Rows that somebody made, to find something to edit.
    pub(crate) known: Vec<(RowKey, Scope)>,
    /// What was written, each with a text that occurs once.
    pub(crate) written: BTreeMap<String, Written>,
    pub(crate) sabotage: Sabotage,
    pub(crate) acknowledged: BTreeSet<String>,
    /// Whether what is shown is compared between messages too.
    pub(crate) looks_meanwhile: bool,
    next_token: u64,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct Written {
    pub(crate) scope: Scope,
}

/// A Tuesday in November 2023.
const START: Millis = Millis(1_700_000_000_000);

impl World {
    pub(crate) fn new(seed: u64, members: usize, devices: usize, sabotage: Sabotage) -> Self {
        let mut random = fastrand::Rng::with_seed(seed);
        let members: Vec<MemberId> =
            (0..members).map(|_| MemberId(Uuid::from_u128(random.u128(..)))).collect();
        let rights = members.iter().map(|member| (*member, Rights::Write)).collect();
        let mut world = Self {
            server: Server::new(rights, sabotage),
            nodes: Vec::new(),
            network: Network::default(),
            members,
            known: Vec::new(),
            written: BTreeMap::new(),
            acknowledged: BTreeSet::new(),
            sabotage,
            now: START,
            looks_meanwhile: true,
            next_token: 0,
            random,
        };
        for index in 0..devices {
            let member = world.members[index % world.members.len()];
            let device = world.device();
            world.nodes.push(Node::new(member, device, schema(2)));
        }
        world
    }

    /// A second world from the same past.
    pub(crate) fn fork(&self) -> Self {
        self.clone()
    }

    pub(crate) fn device(&mut self) -> DeviceId {
        DeviceId(Uuid::from_u128(self.random.u128(..)))
    }

    pub(crate) fn row(&mut self) -> RowId {
        RowId(Uuid::from_u128(self.random.u128(..)))
    }

    /// A text that occurs nowhere else and says whose eyes it is for.
    pub(crate) fn token(&mut self, scope: Scope) -> String {
        self.next_token += 1;
        let token = format!("{}{}.", mark(scope), self.next_token);
        self.written.insert(token.clone(), Written { scope });
        token
    }

    pub(crate) fn pass(&mut self, millis: i64) {
        self.now.0 += millis;
    }
}

/// What every text of a scope begins with: found in the bytes of a message, it tells whether they were forbidden.
pub(crate) fn mark(scope: Scope) -> String {
    match scope {
        Scope::Workspace => "w:".to_owned(),
        Scope::Document(row) => format!("secret-{}:", row.0.simple()),
    }
}

/// Version 1 knows neither faxes nor gadgets.
pub(crate) fn schema(version: u32) -> Schema {
    let fields = |fields: &[&str]| fields.iter().map(|field| (*field).to_owned()).collect::<BTreeSet<_>>();
    let mut tables = BTreeMap::from([
        ("contacts".to_owned(), fields(&["name", "phone", "deleted_at"])),
        ("documents".to_owned(), fields(&["title", "deleted_at"])),
        ("comments".to_owned(), fields(&["body", "deleted_at"])),
    ]);
    if version > 1 {
        tables.insert("gadgets".to_owned(), fields(&["label", "deleted_at"]));
        tables.entry("contacts".to_owned()).or_default().insert("fax".to_owned());
        tables.entry("comments".to_owned()).or_default().insert("mood".to_owned());
    }
    Schema { version: SchemaVersion(version), tables }
}
