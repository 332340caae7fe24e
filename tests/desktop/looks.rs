//! How the window looks: every main screen, light and dark, narrow to wide. The pictures are kept for people to
//! look at; what a program can see is checked.

use mycrm_tests::{Desk, Window};
use serde_json::json;

const WIDTHS: [(i32, i32); 3] = [(1024, 768), (1440, 900), (1920, 1080)];

/// The screens of the sidebar, and what shows that one has its data.
const SCREENS: [(&str, &str); 8] = [
    ("Today", "main h2"),
    ("Pipeline", "section[data-stage] a[id^=card-]"),
    ("Forecast", "main [role=listbox]"),
    ("Opportunities", "main a[href^='/opportunities/']"),
    ("Leads", "main a[href^='/leads/']"),
    ("Contacts", "main a[href^='/contacts/']"),
    ("Companies", "main a[href^='/companies/']"),
    ("Tasks", "main a[href^='/tasks/']"),
];

#[test]
fn every_screen_fits_its_window_in_both_themes() {
    let Some(desk) = Desk::set_up() else { return };
    let window = Window::open(&desk, &[]);
    window.click_text("Look around");
    let _ = window.wait_for("section[data-stage] a[id^=card-]");
    for theme in ["light", "dark"] {
        let (status, body) = window.request("PATCH", "/api/core/settings/", Some(&json!({ "theme": theme })));
        assert_eq!(status, 200, "{body}");
        let _ = window.wait_for(&format!("html[data-theme={theme}]"));
        for (width, height) in WIDTHS {
            window.resize(width, height);
            for (name, shows) in SCREENS {
                window.click(name);
                let _ = window.wait_for(shows);
                look(&window, name, theme, width);
            }
            for (from, tab) in [("Pipeline", "Analytics"), ("Forecast", "Accuracy")] {
                window.click(from);
                window.click(tab);
                let _ =
                    window.wait_for(&format!("main a[data-status=active][href*='{}']", tab.to_lowercase()));
                look(&window, tab, theme, width);
            }
            window.click("Companies");
            window.watch("a company to be opened", || {
                window.find("main a[href^='/companies/']")?.click().then_some(())
            });
            let _ = window.wait_for("main [aria-label='Timeline'], main section");
            look(&window, "Company", theme, width);
        }
    }
}

fn look(window: &Window<'_>, name: &str, theme: &str, width: i32) {
    let room = window
        .driver
        .script("const page = document.documentElement; return page.scrollWidth - page.clientWidth;", &[]);
    assert_eq!(room, json!(0), "{name} is wider than a window of {width}");
    window.settle();
    window.picture(&format!("{}-{theme}-{width}", name.to_lowercase()));
}
