//! The task of the worker: asks, takes in, and waits for a reason to ask again.

use std::collections::HashMap;
use std::time::Duration;

use mycrm_store::{Notice, Origin, Timestamp};
use mycrm_sync::client::{Answer, Connection, Event, Request};
use mycrm_sync::{MemberId, OpHash};
use tokio::sync::{broadcast, mpsc, oneshot, watch};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::token::Tokens;
use super::{Command, FIRST_PAUSE, Failed, LONGEST_PAUSE, POLL, Pass, Status, Surroundings};
use crate::files::Pins;
use crate::remote::{Remote, Session, Trouble, Wakes};
use crate::{Device, Error, Membership};

pub(super) struct Task {
    device: Device,
    pins: Pins,
    install: OpHash,
    tokens: Tokens,
    remote: Option<Remote>,
    membership: Option<Membership>,
    end: CancellationToken,
    commands: mpsc::Receiver<Command>,
    notices: broadcast::Receiver<Notice>,
    published: watch::Sender<Status>,
    wakes: Option<Wakes>,
    pause: Duration,
    /// Not before then, unless the user asks.
    next_try: Option<Instant>,
    problem: Option<Trouble>,
    was_copied: bool,
    /// Who waits until all is in step.
    waiting: Vec<oneshot::Sender<Result<(), Failed>>>,
}

impl Task {
    pub(super) async fn new(
        device: Device,
        around: Surroundings,
        pins: Pins,
        commands: mpsc::Receiver<Command>,
        published: watch::Sender<Status>,
    ) -> Result<Self, Error> {
        let membership = device.membership().await?;
        let remote = membership.as_ref().and_then(|membership| Remote::new(&membership.server).ok());
        let Surroundings { store, secrets, install, end } = around;
        let task = Self {
            notices: store.notices(),
            device,
            pins,
            install,
            tokens: Tokens::new(secrets),
            remote,
            membership,
            end,
            commands,
            published,
            wakes: None,
            pause: FIRST_PAUSE,
            next_try: None,
            problem: None,
            was_copied: false,
            waiting: Vec::new(),
        };
        task.publish();
        Ok(task)
    }

    pub(super) async fn run(mut self) {
        let end = self.end.clone();
        // What is under way when the app ends is dropped: a message that was not taken in comes again.
        tokio::select! {
            () = end.cancelled() => {}
            () = self.work() => {}
        }
    }

    async fn work(&mut self) {
        loop {
            let went_on = match self.step().await {
                Ok(went_on) => went_on,
                Err(failed) => {
                    self.stumble(failed);
                    false
                }
            };
            self.publish();
            if !went_on && !self.wait().await {
                return;
            }
            // Whoever wants to leave or to see the members need not wait until years of work have come.
            while let Ok(command) = self.commands.try_recv() {
                self.carry_out(command).await;
            }
        }
    }

    /// One exchange with the server; `false` when there is nothing to do until something happens.
    async fn step(&mut self) -> Result<bool, Failed> {
        let Some(remote) = self.remote.clone() else { return Ok(false) };
        let Some(membership) = self.membership.clone() else { return Ok(false) };
        if self.next_try.is_some_and(|at| at > Instant::now()) {
            return Ok(false);
        }
        match self.device.connection() {
            Connection::Detached | Connection::SignedOut | Connection::Outdated { .. } => {
                self.release(|| Err(Trouble::SignedOut.into()));
                Ok(false)
            }
            Connection::Offline => {
                self.token(&remote).await?;
                self.device.note(Event::Reach);
                Ok(true)
            }
            Connection::Syncing | Connection::Synced | Connection::Bootstrapping => {
                let Some(request) = self.device.next().await? else {
                    self.release(|| Ok(()));
                    return Ok(false);
                };
                self.exchange(&remote, &membership, &request).await?;
                Ok(true)
            }
        }
    }

    async fn exchange(
        &mut self,
        remote: &Remote,
        membership: &Membership,
        request: &Request,
    ) -> Result<(), Failed> {
        let token = self.token(remote).await?;
        let answered = remote.ask(&token, membership.workspace, request).await?;
        if let Answer::Pull(Ok(page)) = &answered.answer
            && self.device.has_strangers(page)
        {
            self.learn_names(remote, &token, membership).await?;
        }
        let received = self.device.receive(request, answered, Timestamp::now()).await?;
        self.was_copied |= received.is_copied;
        if received.has_purged || received.is_swapped {
            self.pins.stir();
        }
        if received.rejected > 0 {
            // Perhaps this member may no longer write: the user has to see that before the next edit.
            self.learn_names(remote, &token, membership).await?;
        }
        if received.is_damaged {
            return Err(Trouble::NotUnderstood("a part of the workspace arrived damaged".to_owned()).into());
        }
        self.problem = None;
        self.pause = FIRST_PAUSE;
        self.next_try = None;
        Ok(())
    }

    async fn token(&mut self, remote: &Remote) -> Result<String, Failed> {
        if let Some(token) = self.tokens.current() {
            return Ok(token);
        }
        let session = self.tokens.renew(remote).await?;
        self.learn(remote, &session).await?;
        Ok(session.access_token)
    }

    /// Names, roles and addresses may have changed since.
    async fn learn(&mut self, remote: &Remote, session: &Session) -> Result<(), Failed> {
        let membership = Membership::of(remote, session);
        self.device.update_membership(&membership).await?;
        self.learn_names(remote, &session.access_token, &membership).await?;
        self.membership = Some(membership);
        Ok(())
    }

    /// What the members are called and what this one may do, as far as the server says so now. Names are a nicety: history
    /// goes on without them.
    async fn learn_names(
        &mut self,
        remote: &Remote,
        token: &str,
        membership: &Membership,
    ) -> Result<(), Failed> {
        match remote.members(token, membership.workspace).await {
            Ok(members) => {
                let own = members.iter().find(|member| MemberId(member.id) == membership.member);
                if let Some(own) = own.filter(|own| own.role != membership.role) {
                    let membership = Membership { role: own.role.clone(), ..membership.clone() };
                    self.device.update_membership(&membership).await?;
                    self.membership = Some(membership);
                }
                let names: HashMap<MemberId, String> =
                    members.into_iter().map(|member| (MemberId(member.id), member.name)).collect();
                self.device.know(names).await?;
            }
            Err(trouble) => tracing::debug!(%trouble, "the names of the members are not known"),
        }
        Ok(())
    }

    /// What went wrong, and where that leads.
    fn stumble(&mut self, failed: Failed) {
        self.wakes = None;
        let trouble = match failed {
            Failed::Trouble(trouble) => trouble,
            // Said as it is; a later try may find the database or the keyring well again.
            other => {
                tracing::error!(%other, "sync cannot go on");
                Trouble::Unreachable(other.to_string())
            }
        };
        let is_out = matches!(&trouble, Trouble::SignedOut)
            || matches!(&trouble, Trouble::Refused { code, .. } if code == "not_a_member");
        if is_out {
            if self.tokens.current().is_some() {
                // Perhaps only the access token has ended: the refresh token decides.
                self.tokens.drop_access();
                // At once: until then nobody knows whether this device is still signed in.
                self.next_try = Some(Instant::now());
                self.device.note(Event::Lose);
                return;
            }
            self.device.note(Event::Reach);
            self.device.note(Event::Expire);
        } else {
            self.device.note(Event::Lose);
        }
        let at_least = if let Trouble::Busy(pause) = &trouble { *pause } else { Duration::ZERO };
        self.next_try = Some(Instant::now() + jittered(self.pause).max(at_least));
        self.pause = (self.pause * 2).min(LONGEST_PAUSE);
        self.problem = Some(trouble.clone());
        self.release(|| Err(trouble.clone().into()));
    }

    fn release(&mut self, result: impl Fn() -> Result<(), Failed>) {
        for done in self.waiting.drain(..) {
            // Whoever asked may have gone meanwhile.
            let _ = done.send(result());
        }
    }

    /// Waits for a reason to ask again; `false` when the app ends.
    async fn wait(&mut self) -> bool {
        let is_listening = self.device.connection().is_active();
        if is_listening && self.wakes.is_none() {
            self.listen().await;
        }
        let until = self.next_try.unwrap_or_else(|| Instant::now() + POLL);
        tokio::select! {
            command = self.commands.recv() => match command {
                Some(command) => self.carry_out(command).await,
                None => return false,
            },
            notice = self.notices.recv() => match notice {
                Ok(notice) if notice.origin == Origin::Remote => {}
                Err(broadcast::error::RecvError::Closed) => return false,
                Ok(_) | Err(broadcast::error::RecvError::Lagged(_)) => self.device.note(Event::Stir),
            },
            head = next_wake(&mut self.wakes) => match head {
                Ok(head) if self.device.has(head).await => {}
                Ok(_) => self.device.note(Event::Stir),
                Err(trouble) => {
                    tracing::debug!(%trouble, "the server's hints ended");
                    self.wakes = None;
                    self.device.note(Event::Stir);
                }
            },
            () = tokio::time::sleep_until(until) => {
                self.next_try = None;
                self.device.note(Event::Stir);
            }
        }
        true
    }

    /// Hints are a nicety: without them it is asked every now and then.
    async fn listen(&mut self) {
        let (Some(remote), Some(membership)) = (&self.remote, &self.membership) else { return };
        let Some(token) = self.tokens.current() else { return };
        match remote.wakes(&token, membership.workspace).await {
            Ok(wakes) => self.wakes = Some(wakes),
            Err(trouble) => tracing::debug!(%trouble, "the server gives no hints"),
        }
    }

    async fn carry_out(&mut self, command: Command) {
        match command {
            Command::Enter { remote, session, done } => {
                let entered = self.enter(remote, &session).await;
                let _ = done.send(entered);
            }
            Command::Leave { done } => {
                let left = self.leave().await;
                let _ = done.send(left);
            }
            Command::Now { done } if self.membership.is_none() => {
                let _ = done.send(Err(Error::NotConnected.into()));
            }
            Command::Now { done } => {
                self.waiting.push(done);
                self.next_try = None;
                self.device.note(Event::Stir);
            }
            Command::Pass { ended, done } => {
                if ended.is_some() && ended == self.tokens.current() {
                    self.tokens.drop_access();
                }
                let pass = self.pass().await;
                let _ = done.send(pass);
            }
        }
    }

    async fn enter(&mut self, remote: Remote, session: &Session) -> Result<(), Failed> {
        let membership = Membership::of(&remote, session);
        match &self.membership {
            Some(known) if known.workspace == membership.workspace && known.member == membership.member => {
                self.tokens.keep(session).await?;
                self.device.note(Event::SignIn);
            }
            Some(known) => return Err(Error::AlreadyConnected(known.workspace_name.clone()).into()),
            None => {
                self.tokens.keep(session).await?;
                self.device.connect(membership, self.install).await?;
            }
        }
        self.problem = None;
        self.next_try = None;
        self.pause = FIRST_PAUSE;
        self.remote = Some(remote.clone());
        self.learn(&remote, session).await
    }

    async fn leave(&mut self) -> Result<(), Failed> {
        if let (Some(remote), Some(token)) = (&self.remote, self.tokens.current())
            && let Err(trouble) = remote.sign_out(&token).await
        {
            // It can be removed on the server's list of devices.
            tracing::warn!(%trouble, "the server was not told that this device leaves");
        }
        self.device.leave().await?;
        self.tokens.forget().await;
        self.wakes = None;
        self.remote = None;
        self.membership = None;
        self.problem = None;
        self.was_copied = false;
        self.release(|| Err(Error::NotConnected.into()));
        Ok(())
    }

    async fn pass(&mut self) -> Result<Pass, Failed> {
        let (Some(remote), Some(membership)) = (self.remote.clone(), self.membership.clone()) else {
            return Err(Error::NotConnected.into());
        };
        let token = self.token(&remote).await?;
        Ok(Pass { remote, workspace: membership.workspace, token })
    }

    fn publish(&self) {
        let left = self.next_try.map(|at| at.saturating_duration_since(Instant::now()));
        let next_try = left.filter(|_| self.problem.is_some()).map(|left| {
            let left = i64::try_from(left.as_millis()).unwrap_or(i64::MAX);
            Timestamp::from_millis(Timestamp::now().millis().saturating_add(left))
        });
        let status = Status {
            connection: self.device.connection(),
            membership: self.membership.clone(),
            problem: self.problem.clone(),
            next_try,
            was_copied: self.was_copied,
        };
        self.published.send_if_modified(|known| {
            let is_new = *known != status;
            *known = status;
            is_new
        });
    }
}

async fn next_wake(wakes: &mut Option<Wakes>) -> Result<mycrm_sync::Cursor, Trouble> {
    match wakes {
        Some(wakes) => wakes.next().await,
        None => std::future::pending().await,
    }
}

/// Between half and all of it: devices that lost their server together do not come back together.
pub(crate) fn jittered(pause: Duration) -> Duration {
    let mut random = [0; 2];
    let share =
        getrandom::fill(&mut random).map_or(1.0, |()| f64::from(u16::from_ne_bytes(random)) / 65_535.0);
    pause.mul_f64(0.5 + share / 2.0)
}
