//! Messages under way: they are lost, come twice, overtake each other, and cannot pass where a line is cut.

use mycrm_sync::client::{Answer, Answered, Request};
use mycrm_sync::push;

#[derive(Debug, Clone)]
pub(crate) struct Flight {
    pub(crate) node: usize,
    /// Tells the answer to one request from that to another.
    pub(crate) nonce: u64,
    pub(crate) cargo: Cargo,
}

#[derive(Debug, Clone)]
pub(crate) enum Cargo {
    Request(Request),
    Answer(Answered),
}

#[derive(Debug, Clone, Default)]
pub(crate) struct Network {
    flights: Vec<Flight>,
}

impl Network {
    /// What travels is bytes: it is written and read as it would be.
    pub(crate) fn send(&mut self, flight: Flight) {
        let cargo = match flight.cargo {
            Cargo::Request(Request::Push(push)) => {
                let bytes = serde_json::to_vec(&push).expect("a push is JSON");
                Cargo::Request(Request::Push(push::decode(&bytes).expect("what a replica sends can be read")))
            }
            Cargo::Answer(Answered { now, answer: answer @ (Answer::Pull(_) | Answer::Push(_)) }) => {
                let bytes = serde_json::to_vec(&answer).expect("an answer is JSON");
                let answer = serde_json::from_slice(&bytes).expect("what a server sends can be read");
                Cargo::Answer(Answered { now, answer })
            }
            cargo @ (Cargo::Request(_) | Cargo::Answer(_)) => cargo,
        };
        self.flights.push(Flight { cargo, ..flight });
    }

    /// Takes some message out, not the oldest one.
    pub(crate) fn arrive(&mut self, random: &mut fastrand::Rng) -> Option<Flight> {
        if self.flights.is_empty() {
            return None;
        }
        let at = random.usize(..self.flights.len());
        Some(self.flights.swap_remove(at))
    }

    pub(crate) fn duplicate(&mut self, random: &mut fastrand::Rng) {
        if let Some(flight) = random.choice(&self.flights).cloned() {
            self.flights.push(flight);
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.flights.is_empty()
    }

    pub(crate) fn clear(&mut self) {
        self.flights.clear();
    }
}
