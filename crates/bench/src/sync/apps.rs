//! Two apps and the server: how long an edit takes to the other one, and a new device to have everything.

use std::time::{Duration, Instant};

use mycrm_tests::{Companion, Profile};
use serde_json::json;

use super::{CONTACTS, EDITS, server};
use crate::Result;
use crate::figures::Figures;

/// From the request that saves an edit on one device until the other one shows it.
pub(super) fn visible(companion: &Companion, figures: &mut Figures) -> Result<()> {
    companion.create_user("pair@example.org", "Pair");
    let (one, other) = (Profile::start(), Profile::start());
    for profile in [&one, &other] {
        profile.connect(companion, "pair@example.org");
        profile.sync();
    }
    let company = one.post("/api/companies/", json!({"name": "Acme"}));
    let path = format!("/api/companies/{}/", company["id"].as_str().ok_or("no id")?);
    one.sync();
    other.sync();
    let mut times = Vec::with_capacity(EDITS);
    for n in 0..EDITS {
        let city = format!("City {n}");
        let start = Instant::now();
        one.patch(&path, json!({"city": city}));
        while other.get(&path)["city"] != city.as_str() {
            if start.elapsed() > LOST {
                return Err("an edit did not arrive".into());
            }
            // The app lets a script ask a hundred times a second, and what asks takes time from what is asked.
            std::thread::sleep(Duration::from_millis(25));
        }
        times.push(start.elapsed());
    }
    times.sort();
    let p95 = times[(EDITS * 95).div_ceil(100) - 1];
    figures.time("an edit visible on the other device, p95", p95, 300.0, None);
    Ok(())
}

const LOST: Duration = Duration::from_secs(60);

/// From connecting a new profile until every contact is in its lists and its search.
pub(super) fn bootstrap(companion: &Companion, figures: &mut Figures) -> Result<()> {
    let profile = Profile::start();
    let start = Instant::now();
    profile.connect(companion, server::FULL);
    profile.sync();
    let took = start.elapsed();
    let count = profile.get("/api/contacts/?page_size=1")["count"].as_u64();
    if count != Some(CONTACTS as u64) {
        return Err(format!("{count:?} contacts arrived").into());
    }
    figures.time("bootstrap of 250,000 contacts", took, 30_000.0, None);
    Ok(())
}
