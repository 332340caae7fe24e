//! How often one address, account, token or member may ask.
//!
//! Each process counts for itself: behind a balancer the limits are as many times as high as there are processes, which
//! still makes guessing hopeless.

use std::hash::Hash;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::time::Duration;

use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use mycrm_sync::MemberId;

use crate::{ApiError, Id};

/// So many at once, and then one each `every`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    pub burst: NonZeroU32,
    pub every: Duration,
}

impl Limit {
    /// `every` must not be zero; if it is, a second is taken.
    #[must_use]
    pub const fn new(burst: NonZeroU32, every: Duration) -> Self {
        Self { burst, every }
    }

    fn quota(self) -> Quota {
        Quota::with_period(self.every).unwrap_or(Quota::per_second(NonZeroU32::MIN)).allow_burst(self.burst)
    }
}

/// The limits of a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Passwords and invitations tried from one address: an office shares one.
    pub sign_in_per_address: Limit,
    /// Passwords tried for one account, whether or not there is one. Slow enough that guessing takes centuries.
    pub sign_in_per_account: Limit,
    /// Codes of the second factor tried for one account by who has its password. Three of a million are right at a time:
    /// at one try each five minutes, guessing takes two years for an even chance.
    pub codes_per_account: Limit,
    /// Rotations of tokens from one address: every device does one each quarter of an hour.
    pub token_per_address: Limit,
    /// Pages seen from one address: the proxies of mail providers are many people.
    pub pages_per_address: Limit,
    /// Requests of one member with all devices.
    pub api_per_member: Limit,
}

const fn at_once(burst: u32) -> NonZeroU32 {
    match NonZeroU32::new(burst) {
        Some(burst) => burst,
        None => NonZeroU32::MIN,
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            sign_in_per_address: Limit::new(at_once(30), Duration::from_secs(2)),
            sign_in_per_account: Limit::new(at_once(10), Duration::from_secs(6)),
            codes_per_account: Limit::new(at_once(5), Duration::from_secs(300)),
            token_per_address: Limit::new(at_once(300), Duration::from_millis(100)),
            pages_per_address: Limit::new(at_once(300), Duration::from_millis(50)),
            api_per_member: Limit::new(at_once(2_000), Duration::from_millis(5)),
        }
    }
}

/// Counts by key.
#[derive(Debug)]
pub(crate) struct Rate<K: Hash + Eq + Clone>(DefaultKeyedRateLimiter<K>);

impl<K: Hash + Eq + Clone> Rate<K> {
    fn new(limit: Limit) -> Self {
        Self(RateLimiter::keyed(limit.quota()))
    }

    /// Counts one request.
    pub(crate) fn check(&self, key: &K) -> Result<(), ApiError> {
        self.0.check_key(key).map_err(|not_until| {
            let wait = not_until.wait_time_from(DefaultClock::default().now());
            ApiError::TooManyRequests { retry_after: wait.as_secs().saturating_add(1) }
        })
    }

    fn forget_idle(&self) {
        self.0.retain_recent();
        self.0.shrink_to_fit();
    }
}

/// All counters of a process.
#[derive(Debug)]
pub(crate) struct Rates {
    pub(crate) sign_in_address: Rate<Network>,
    /// By the SHA-256 of the address of the account: what is typed into a form is not kept in memory.
    pub(crate) sign_in_account: Rate<[u8; 32]>,
    pub(crate) codes: Rate<Id>,
    pub(crate) token: Rate<Network>,
    pub(crate) pages: Rate<Network>,
    pub(crate) members: Rate<MemberId>,
}

impl Rates {
    pub(crate) fn new(limits: &Limits) -> Self {
        Self {
            sign_in_address: Rate::new(limits.sign_in_per_address),
            sign_in_account: Rate::new(limits.sign_in_per_account),
            codes: Rate::new(limits.codes_per_account),
            token: Rate::new(limits.token_per_address),
            pages: Rate::new(limits.pages_per_address),
            members: Rate::new(limits.api_per_member),
        }
    }

    /// To be called now and then: forgets who has not asked for a while, so that memory does not grow with every address that was ever
    /// seen.
    pub(crate) fn forget_idle(&self) {
        self.sign_in_address.forget_idle();
        self.sign_in_account.forget_idle();
        self.codes.forget_idle();
        self.token.forget_idle();
        self.pages.forget_idle();
        self.members.forget_idle();
    }
}

/// Whom an address stands for: with IPv6 a /64, which is what one household or machine gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Network(u128);

impl From<IpAddr> for Network {
    fn from(address: IpAddr) -> Self {
        match address.to_canonical() {
            IpAddr::V4(v4) => Self(u128::from(v4.to_bits())),
            IpAddr::V6(v6) => Self(v6.to_bits() & (u128::MAX << 64)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn network(text: &str) -> Network {
        text.parse::<IpAddr>().unwrap().into()
    }

    #[test]
    fn one_that_runs_wild_is_told_when_to_come_back_and_stops_nobody_else() {
        let rates = Rates::new(&Limits::default());
        let (wild, calm) = (network("203.0.113.5"), network("203.0.113.6"));
        let refusals: Vec<_> = (0..100).filter_map(|_| rates.sign_in_address.check(&wild).err()).collect();
        assert!(refusals.len() >= 60, "{}", refusals.len());
        assert!(matches!(refusals[0], ApiError::TooManyRequests { retry_after: 1..=3 }));
        assert!(rates.sign_in_address.check(&calm).is_ok());
        rates.forget_idle();
        assert!(rates.sign_in_address.check(&wild).is_err(), "who was refused is not idle");
    }

    #[test]
    fn a_household_with_many_addresses_is_one() {
        assert_eq!(network("2001:db8:1:2::1"), network("2001:db8:1:2:ffff::9"));
        assert_ne!(network("2001:db8:1:2::1"), network("2001:db8:1:3::1"));
        assert_eq!(network("::ffff:203.0.113.5"), network("203.0.113.5"));
    }
}
