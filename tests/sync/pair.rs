//! Two profiles of one workspace, and whether they are equal.

use mycrm_tests::{Companion, Profile};
use serde_json::Value;

pub(crate) const EMAIL: &str = "anna@example.org";

/// What both devices must agree on.
const COLLECTIONS: &[&str] = &[
    "companies",
    "contacts",
    "leads",
    "opportunities",
    "pipelines",
    "products",
    "tasks",
    "activities",
    "tags",
    "people",
    "currency_rates",
];

/// A server, and two devices of one member that are connected to it.
pub(crate) fn pair() -> (Companion, Profile, Profile) {
    let companion = Companion::start(None);
    let (one, other) = devices(&companion);
    (companion, one, other)
}

pub(crate) fn devices(companion: &Companion) -> (Profile, Profile) {
    companion.create_user(EMAIL, "Sales");
    let one = Profile::start();
    one.connect(companion, EMAIL);
    one.sync();
    let other = Profile::start();
    other.connect(companion, EMAIL);
    other.sync();
    (one, other)
}

/// Syncs both until neither has something for the other.
#[track_caller]
pub(crate) fn sync(one: &Profile, other: &Profile) {
    one.sync();
    other.sync();
    one.sync();
}

/// Syncs both and compares all that they show.
#[track_caller]
pub(crate) fn assert_equal(one: &Profile, other: &Profile) {
    sync(one, other);
    for collection in COLLECTIONS {
        let (mut left, mut right) = (shown(one, collection), shown(other, collection));
        left.sort_by_key(|record| record["id"].as_str().map(str::to_owned));
        right.sort_by_key(|record| record["id"].as_str().map(str::to_owned));
        assert_eq!(left.len(), right.len(), "{collection}");
        for (left, right) in left.iter().zip(&right) {
            assert_eq!(left, right, "{collection}");
        }
    }
}

fn shown(profile: &Profile, collection: &str) -> Vec<Value> {
    let mut records = profile.all(collection);
    for record in &mut records {
        // Who the user is, is each installation's own.
        record.as_object_mut().unwrap().remove("is_me");
    }
    records
}
