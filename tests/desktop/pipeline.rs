//! The main job from end to end, by a user's hand: first start, import, the board, a drag, a restart.

use mycrm_tests::{Desk, Window};
use serde_json::json;

/// Ten deals of a seller of lifting gear: what the board must show is counted below.
const DEALS: &str = include_str!("deals.csv");

/// Stage, how many deals, what they add up to.
const COLUMNS: [(&str, &str, &str); 4] =
    [("Prospecting", "3", "0"), ("Engaging", "2", "0"), ("Won", "3", "19,600.50"), ("Lost", "2", "0")];

#[test]
fn a_file_becomes_a_board_and_a_dragged_deal_stays_where_it_was_put() {
    let Some(desk) = Desk::set_up() else { return };
    let file = desk.file("deals.csv", DEALS);
    let window = Window::open(&desk, &[]);
    window.wait_for_text("Import");
    window.picture("first-start");

    // Opening a file while the app runs, as a double click on it does.
    let (code, stderr) = desk.app().args([&file]).start().end();
    assert_eq!(code, 0, "{stderr}");
    window.click("Check the file");
    window.wait_for_text("This would happen");
    window.picture("import-check");
    window.click("Import 10 rows");
    window.wait_for_text("The import is done");
    window.picture("import-done");
    window.click("Show the pipeline");
    for (stage, count, total) in COLUMNS {
        wait_for_column(&window, stage, count, total);
    }

    let (from, to) = (column(&window, "Prospecting"), column(&window, "Engaging"));
    let card = window.wait_for(&format!("{from} a[id^=card-]"));
    let id = card.attribute("id").expect("a card has an id");
    let there = format!("{to} a[id={id}]");
    let onto = window.wait_for(&format!("{to} [data-column-list]")).middle().expect("a column has a place");
    let counted = || window.find(&format!("{to} [data-count]")).and_then(|count| count.text());
    window.drag(&card, onto, || counted().as_deref() == Some("3"));
    wait_for_column(&window, "Prospecting", "2", "0");
    wait_for_column(&window, "Engaging", "3", "0");
    window.picture("dragged");
    // What the board shows at once, the database has too.
    let deal = id.trim_start_matches("card-");
    window.watch("the move to be saved", || {
        let (status, deal) = window.request("GET", &format!("/api/opportunities/{deal}/"), None);
        (status == 200 && deal["stage_name"] == json!("Engaging")).then_some(())
    });
    window.quit();

    let window = Window::open(&desk, &[]);
    window.click("Pipeline");
    let _ = window.wait_for(&there);
    wait_for_column(&window, "Prospecting", "2", "0");
    wait_for_column(&window, "Engaging", "3", "0");
}

/// The selector of the column with that heading. The slug behind it is the app's own affair.
fn column(window: &Window<'_>, name: &str) -> String {
    let script = "return [...document.querySelectorAll('section[data-stage]')]\
        .find((e) => e.querySelector('h2').innerText.startsWith(arguments[0]))?.dataset.stage ?? null;";
    window.watch(&format!("the column {name}"), || {
        let stage = window.driver.script(script, &[json!(name)]);
        Some(format!("section[data-stage='{}']", stage.as_str()?))
    })
}

fn wait_for_column(window: &Window<'_>, name: &str, count: &str, total: &str) {
    let column = column(window, name);
    let part = |name: &str| window.find(&format!("{column} [data-{name}]"))?.text();
    window.watch(&format!("{count} deals over {total} in {name}"), || {
        let total_shown = part("total")?;
        let digits = total_shown.trim_matches(|c: char| !c.is_ascii_digit());
        let same = digits == total || digits == format!("{total}.00");
        (part("count")? == count && same).then_some(())
    });
}
