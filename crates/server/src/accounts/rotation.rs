//! What becomes of a refresh token that is presented: a function of what is kept of its session, without a database or clock.

use super::token::{Refresh, SessionKey, TokenHash};

/// How long an access token counts, in seconds.
pub(crate) const ACCESS_SECONDS: i64 = 15 * 60;
/// How long a device may stay away before it has to sign in again, in milliseconds: 60 days.
pub(crate) const REFRESH_MILLIS: i64 = 60 * 24 * 60 * 60 * 1000;
/// How long the token before the current one is answered again once the current one was used, in milliseconds: requests of one client may
/// overlap. As long as nobody has used the current one, its answer was lost, and the one before stays good: a laptop may
/// close its lid between asking and hearing. Whoever stole a token shares its successor with the honest client and is found
/// out when one of them comes late.
pub(crate) const GRACE_MILLIS: i64 = 60 * 1000;

/// What is kept of a session's tokens. Times are milliseconds since 1970.
#[derive(Debug, Clone)]
pub(crate) struct Chain {
    pub(crate) key: SessionKey,
    /// Of the token that counts, and the how-manieth it is.
    pub(crate) current: TokenHash,
    pub(crate) generation: u32,
    /// Of the one before.
    pub(crate) previous: Option<TokenHash>,
    pub(crate) rotated_at: i64,
    /// When an access token of the session was last used, as far as that was noted.
    pub(crate) last_seen_at: i64,
    pub(crate) expires_at: i64,
}

impl Chain {
    fn answers_again(&self, now: i64) -> bool {
        let is_unused = self.last_seen_at <= self.rotated_at;
        is_unused || now < self.rotated_at.saturating_add(GRACE_MILLIS)
    }
}

/// What to do.
#[derive(Debug)]
pub(crate) enum Outcome {
    /// Give out the successor, and keep it as the current one.
    Rotate(Refresh),
    /// Give out what was given out before; nothing changes.
    Again(Refresh),
    /// A token came back after its time: two parties have it. The session ends.
    Stolen,
    /// It counts for nothing.
    Refused,
}

/// Decides over `token`, which names the session that `chain` is of, at `now` (milliseconds since 1970).
#[must_use]
pub(crate) fn decide(token: &Refresh, chain: &Chain, now: i64) -> Outcome {
    if !token.is_genuine(&chain.key) || now >= chain.expires_at {
        return Outcome::Refused;
    }
    let hash = token.hash();
    if hash.is(&chain.current) {
        return Outcome::Rotate(token.successor(&chain.key));
    }
    // Given out by a past that a backup took back: the device is ahead, and nobody's token was stolen.
    if token.generation > chain.generation {
        return Outcome::Rotate(token.successor(&chain.key));
    }
    match chain.previous {
        Some(previous) if hash.is(&previous) && chain.answers_again(now) => {
            Outcome::Again(token.successor(&chain.key))
        }
        _ => Outcome::Stolen,
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    const KEY: SessionKey = SessionKey([3; 32]);
    const NOW: i64 = 1_000_000;

    fn first() -> Refresh {
        Refresh::first(Uuid::from_u128(1), &KEY).unwrap()
    }

    /// The token was rotated at `NOW` and the current one used a second later.
    fn chain(current: &Refresh, previous: Option<&Refresh>) -> Chain {
        Chain {
            key: KEY,
            current: current.hash(),
            generation: current.generation,
            previous: previous.map(Refresh::hash),
            rotated_at: NOW,
            last_seen_at: NOW + 1_000,
            expires_at: NOW + REFRESH_MILLIS,
        }
    }

    #[test]
    fn a_lost_answer_is_given_again_and_is_the_same() {
        let token = first();
        let Outcome::Rotate(next) = decide(&token, &chain(&token, None), NOW) else { panic!("not rotated") };
        let Outcome::Again(again) = decide(&token, &chain(&next, Some(&token)), NOW + 5_000) else {
            panic!("not answered again")
        };
        assert_eq!(next.encode(), again.encode());
    }

    #[test]
    fn a_lid_that_closed_before_the_answer_came_signs_nobody_out() {
        let token = first();
        let unused = Chain { last_seen_at: NOW, ..chain(&token.successor(&KEY), Some(&token)) };
        let a_week_later = NOW + 7 * 24 * 60 * 60 * 1000;
        assert!(matches!(decide(&token, &unused, a_week_later), Outcome::Again(_)));
    }

    #[test]
    fn a_token_that_comes_back_after_its_time_ends_the_session() {
        let token = first();
        let next = token.successor(&KEY);
        let outcome = decide(&token, &chain(&next, Some(&token)), NOW + GRACE_MILLIS);
        assert!(matches!(outcome, Outcome::Stolen));
        let third = next.successor(&KEY);
        assert!(matches!(decide(&token, &chain(&third, Some(&next)), NOW), Outcome::Stolen));
    }

    #[test]
    fn a_device_that_is_ahead_of_a_backup_goes_on() {
        let token = first();
        let ahead = token.successor(&KEY).successor(&KEY);
        let Outcome::Rotate(next) = decide(&ahead, &chain(&token, None), NOW) else { panic!("not rotated") };
        assert_eq!(next.encode(), ahead.successor(&KEY).encode());
        assert!(matches!(decide(&ahead, &chain(&token, None), NOW + REFRESH_MILLIS), Outcome::Refused));
    }

    #[test]
    fn what_is_made_up_or_too_old_ends_nothing() {
        let token = first();
        let forged = Refresh::first(Uuid::from_u128(1), &SessionKey([4; 32])).unwrap();
        assert!(matches!(decide(&forged, &chain(&token, None), NOW), Outcome::Refused));
        assert!(matches!(decide(&token, &chain(&token, None), NOW + REFRESH_MILLIS), Outcome::Refused));
    }
}
