//! Machines whose clocks are wrong, and jump while the app runs.

use mycrm_tests::{Clock, Companion, Profile};
use serde_json::{Value, json};

use crate::pair::{EMAIL, assert_equal};

const YEAR: i64 = 365;

#[test]
fn whatever_the_clocks_say_the_later_edit_stays() {
    let (Some(ahead), Some(behind)) = (Clock::off_by(YEAR), Clock::off_by(-YEAR)) else { return };
    let server = Companion::start(None);
    server.create_user(EMAIL, "Sales");
    let (ahead, behind) = (Profile::start_under(ahead), Profile::start_under(behind));
    for profile in [&ahead, &behind] {
        profile.connect(&server, EMAIL);
        profile.sync();
    }
    let company = ahead.post("/api/companies/", json!({"name": "Acme"}));
    let path = format!("/api/companies/{}/", company["id"].as_str().unwrap());
    assert_equal(&ahead, &behind);
    let other = behind.post("/api/companies/", json!({"name": "Byron"}));
    let year = |record: &Value| record["created_at"].as_str().unwrap()[..4].to_owned();
    assert!(year(&company) > year(&other), "the clocks are wrong indeed");
    let mut said = 0;
    let mut last_word = |writer: &Profile| {
        said += 1;
        let city = format!("City {said}");
        writer.patch(&path, json!({"city": city}));
        assert_equal(&ahead, &behind);
        assert_eq!(ahead.get(&path)["city"], city.as_str());
    };
    last_word(&ahead);
    last_word(&behind);
    last_word(&ahead);
    // They change places while both run.
    ahead.clock().jump_to(-YEAR);
    behind.clock().jump_to(10 * YEAR);
    last_word(&behind);
    last_word(&ahead);
    last_word(&behind);
    // And one is set right.
    behind.clock().jump_to(0);
    last_word(&ahead);
    last_word(&behind);
    for profile in [&ahead, &behind] {
        let status = profile.status();
        assert_eq!((&status["state"], &status["conflicts"]), (&json!("synced"), &json!(0)), "{status}");
    }
}
