//! What happens in a run: steps drawn from a plan, then quiet.

use mycrm_sync::client::{Answer, Answered, Connection, Event, Request};
use mycrm_sync::op::OpHash;
use mycrm_sync::{Cursor, Rights};

use super::checks::{Checked, shown_older, stuck};
use super::network::{Cargo, Flight};
use super::server::snapshot_id;
use super::{Sabotage, World, schema};

/// Which faults a run has; what is not set does not happen.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Plan {
    pub(crate) steps: usize,
    /// Messages are lost and come twice; lines are cut. They overtake each other always.
    pub(crate) bad_network: bool,
    /// Devices and the server are killed at every point where they write.
    pub(crate) crashes: bool,
    /// Clocks are wrong by up to a year, and jump.
    pub(crate) wrong_clocks: bool,
    /// Rights come and go.
    pub(crate) rights: bool,
    /// The log is pruned, so that devices have to bootstrap.
    pub(crate) prune: bool,
    /// The server is put back from a backup.
    pub(crate) restore: bool,
    /// Profiles are copied, with and without the secret of the installation.
    pub(crate) copies: bool,
    /// Some devices begin with an old program.
    pub(crate) old_programs: bool,
}

impl Plan {
    /// Nothing goes wrong but the order of messages.
    pub(crate) const QUIET: Self = Self {
        steps: 220,
        bad_network: false,
        crashes: false,
        wrong_clocks: false,
        rights: false,
        prune: false,
        restore: false,
        copies: false,
        old_programs: false,
    };
    pub(crate) const EVERYTHING: Self = Self {
        steps: 220,
        bad_network: true,
        crashes: true,
        wrong_clocks: true,
        rights: true,
        prune: true,
        restore: true,
        copies: true,
        old_programs: true,
    };
}

const YEAR: i64 = 365 * 86_400_000;
const MOST_DEVICES: usize = 6;

impl World {
    /// Runs a plan and everything that is left to say after it.
    pub(crate) fn run(&mut self, plan: &Plan) -> Checked {
        if plan.wrong_clocks {
            for node in &mut self.nodes {
                node.skew = self.random.i64(-YEAR..=YEAR);
            }
        }
        for index in 0..self.nodes.len() {
            if plan.old_programs && self.random.bool() {
                self.nodes[index].replica.upgrade(schema(1));
            }
        }
        for _ in 0..plan.steps {
            self.step(plan)?;
        }
        self.settle()
    }

    fn step(&mut self, plan: &Plan) -> Checked {
        let millis = self.random.i64(0..3_000);
        self.pass(millis);
        let node = self.random.usize(..self.nodes.len());
        match self.random.u8(..100) {
            0..18 => self.edit(node),
            18..42 => self.ask(node),
            42..72 => self.deliver(plan)?,
            72..82 => self.commit(plan)?,
            82..85 if plan.rights => self.entitle(),
            85..87 if plan.restore => self.back_up_or_restore(),
            87..89 if plan.wrong_clocks => self.nodes[node].skew = self.random.i64(-YEAR..=YEAR),
            89..91 if plan.bad_network => {
                let mut random = self.random.fork();
                self.network.duplicate(&mut random);
            }
            91 if plan.bad_network => {
                self.nodes[node].is_online ^= true;
                self.nodes[node].session.note(Event::Lose);
            }
            92..94 if plan.crashes => self.nodes[node].crash(),
            94..96 => self.nodes[node].asked = None,
            96 if plan.prune && self.random.u8(..3) == 0 => {
                let up_to = Cursor(self.random.u64(..=self.server.disk.head.0));
                self.server.prune(up_to);
            }
            97 if plan.copies && self.nodes.len() < MOST_DEVICES && self.random.u8(..3) == 0 => {
                self.copy(node)
            }
            98 if plan.old_programs => self.nodes[node].replica.upgrade(schema(2)),
            _ => {
                self.nodes[node].session.note(Event::Stir);
            }
        }
        Ok(())
    }

    fn ask(&mut self, node: usize) {
        if !self.nodes[node].is_online {
            return;
        }
        let nonce = self.random.u64(..);
        if let Some(request) = self.nodes[node].ask(nonce) {
            self.network.send(Flight { node, nonce, cargo: Cargo::Request(request) });
        }
    }

    fn deliver(&mut self, plan: &Plan) -> Checked {
        let Some(flight) = self.network.arrive(&mut self.random) else { return Ok(()) };
        let is_lost = !self.nodes[flight.node].is_online || (plan.bad_network && self.random.u8(..8) == 0);
        if is_lost {
            return Ok(());
        }
        let crashes = plan.crashes && self.random.u8(..16) == 0;
        match flight.cargo {
            Cargo::Request(request) => self.serve(flight.node, flight.nonce, request, crashes),
            Cargo::Answer(answered) => self.hear(flight.node, flight.nonce, answered, crashes),
        }
    }

    /// The server takes a request; a push waits for its commit, and with the head locked no other one begins.
    pub(crate) fn serve(&mut self, node: usize, nonce: u64, request: Request, crashes: bool) -> Checked {
        let member = self.nodes[node].member;
        match request {
            Request::Push(push) => {
                // A second one waits for the lock; here, until it is sent again.
                let may_begin = !self.server.is_locked() && !self.server.has_open(member);
                if may_begin {
                    self.server.begin(member, push, (node, nonce), self.now);
                    if self.sabotage == Sabotage::AnswerBeforeCommit
                        && let Some((to, answer)) = self.server.promise()
                    {
                        self.answer(to, answer)?;
                    }
                }
            }
            request => {
                let id = snapshot_id(&mut self.random);
                let answer = self.server.read(member, &request, id);
                self.answer((node, nonce), answer)?;
            }
        }
        if crashes {
            self.server.crash();
        }
        Ok(())
    }

    /// Ends an open push: killed before the commit, killed after it but before the answer, or well.
    pub(crate) fn commit(&mut self, plan: &Plan) -> Checked {
        let kill = if plan.crashes { self.random.u8(..12) } else { u8::MAX };
        if kill == 0 {
            self.server.crash();
            return Ok(());
        }
        let Some((to, answer)) = self.server.commit(&mut self.random) else { return Ok(()) };
        if kill == 1 {
            self.server.crash();
            return Ok(());
        }
        self.answer(to, answer)
    }

    fn answer(&mut self, (node, nonce): (usize, u64), answer: Answer) -> Checked {
        let answered = Answered { now: self.now, answer };
        self.check_bytes(self.nodes[node].member, &answered)?;
        self.network.send(Flight { node, nonce, cargo: Cargo::Answer(answered) });
        Ok(())
    }

    /// A device takes an answer: killed before its commit it has not heard it, killed after it has forgotten the rest.
    pub(crate) fn hear(&mut self, node: usize, nonce: u64, answered: Answered, crashes: bool) -> Checked {
        if crashes && self.random.bool() {
            self.nodes[node].crash();
            return Ok(());
        }
        let fresh = self.device();
        let is_push = matches!(answered.answer, Answer::Push(_));
        let is_naive = self.sabotage == Sabotage::LastPushWins;
        let shows_older = self.nodes[node].hear(nonce, answered, self.now, fresh, is_naive);
        if is_push {
            self.note_acknowledged(node);
        }
        if crashes {
            self.nodes[node].crash();
        }
        if shows_older && self.looks_meanwhile { shown_older(node) } else { Ok(()) }
    }

    fn entitle(&mut self) {
        let documents = self.server.documents();
        let Some(document) = self.random.choice(documents) else { return };
        let Some(member) = self.random.choice(self.members.clone()) else { return };
        let rights = [Rights::None, Rights::Read, Rights::Write][self.random.usize(..3)];
        if !self.server.is_locked() {
            self.server.entitle(member, document, rights);
        }
    }

    fn back_up_or_restore(&mut self) {
        if self.server.is_locked() {
            return;
        }
        if self.server.backups.is_empty() || self.random.u8(..3) > 0 {
            self.server.back_up();
        } else {
            let at = self.random.usize(..self.server.backups.len());
            self.server.restore(at, self.now);
            self.pass(1);
        }
    }

    pub(crate) fn copy(&mut self, node: usize) {
        let mut copy = self.nodes[node].clone();
        copy.crash();
        // Either the secret stayed behind, or the whole disk was copied.
        if self.random.bool() {
            let fresh = self.device();
            copy.replica.open(OpHash::of(&self.random.u64(..).to_be_bytes()), fresh);
        }
        self.nodes.push(copy);
    }

    /// The network heals and everybody asks until there is nothing left to ask; then everything must hold.
    pub(crate) fn settle(&mut self) -> Checked {
        self.network.clear();
        self.server.crash();
        for node in &mut self.nodes {
            node.crash();
            node.is_online = true;
            node.replica.upgrade(schema(2));
        }
        self.exchange()?;
        self.check_all()
    }

    /// Everybody asks, with nothing in the way, until all have caught up.
    pub(crate) fn exchange(&mut self) -> Checked {
        for _ in 0..4 {
            for node in 0..self.nodes.len() {
                self.exchange_of(node)?;
            }
        }
        let behind = self.nodes.iter().position(|node| {
            node.session.connection() != Connection::Synced || node.replica.outbox().waiting() > 0
        });
        match behind {
            Some(node) => stuck(format!("device {node} is {:?}", self.nodes[node].session)),
            None => Ok(()),
        }
    }

    pub(crate) fn exchange_of(&mut self, node: usize) -> Checked {
        self.nodes[node].asked = None;
        self.nodes[node].session.note(Event::Stir);
        for _ in 0..2_000 {
            if !self.one_exchange(node)? {
                return Ok(());
            }
        }
        stuck(format!("device {node} asks without end: {:?}", self.nodes[node].session))
    }

    /// One question and its answer. Returns whether there was one to ask.
    pub(crate) fn one_exchange(&mut self, node: usize) -> Result<bool, super::checks::Broken> {
        self.pass(20);
        let nonce = self.random.u64(..);
        let Some(request) = self.nodes[node].ask(nonce) else { return Ok(false) };
        self.network.send(Flight { node, nonce, cargo: Cargo::Request(request) });
        while !self.network.is_empty() {
            self.deliver(&Plan::QUIET)?;
            self.commit(&Plan::QUIET)?;
        }
        Ok(true)
    }
}
