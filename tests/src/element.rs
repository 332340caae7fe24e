//! One element of the page, as a user sees it: its text, its place, a click on it.

use serde_json::{Value, json};

use crate::WebDriver;

/// The key under which the standard passes an element.
pub(crate) const KEY: &str = "element-6066-11e4-a52e-4f735466cecf";

#[derive(Clone)]
pub struct Element<'a> {
    driver: &'a WebDriver,
    id: String,
}

impl<'a> Element<'a> {
    pub(crate) fn new(driver: &'a WebDriver, value: &Value) -> Option<Self> {
        Some(Self { driver, id: value[KEY].as_str()?.to_owned() })
    }

    /// To be passed to a script.
    #[must_use]
    pub fn value(&self) -> Value {
        json!({ KEY: self.id })
    }

    /// The rendered text; `None` when the element left the page meanwhile.
    #[must_use]
    pub fn text(&self) -> Option<String> {
        self.told("return arguments[0].innerText.trim()", &[])
    }

    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<String> {
        self.told("return arguments[0].getAttribute(arguments[1])", &[json!(name)])
    }

    /// Asked by script: the driver's own scripts for this write to prototypes, which the page has frozen.
    fn told(&self, script: &str, more: &[Value]) -> Option<String> {
        let args: Vec<Value> = std::iter::once(self.value()).chain(more.iter().cloned()).collect();
        let told = self.driver.post("execute/sync", &json!({ "script": script, "args": args })).ok()?;
        told.as_str().map(str::to_owned)
    }

    /// Clicks it, as the standard does; false when it is covered, hidden or gone.
    #[must_use]
    pub fn click(&self) -> bool {
        self.driver.post(&format!("element/{}/click", self.id), &json!({})).is_ok()
    }

    /// Types into it.
    ///
    /// # Panics
    /// When it takes no text.
    pub fn fill(&self, text: &str) {
        self.driver
            .post(&format!("element/{}/value", self.id), &json!({ "text": text }))
            .expect("the field takes text");
    }

    /// The middle of its visible part, in pixels of the page; `None` when it left the page meanwhile.
    #[must_use]
    pub fn middle(&self) -> Option<(i32, i32)> {
        let script = "const r = arguments[0].getBoundingClientRect();\
             return [Math.max(r.left, 0) + Math.min(r.right, innerWidth),\
                     Math.max(r.top, 0) + Math.min(r.bottom, innerHeight)].map((n) => Math.round(n / 2));";
        let value =
            self.driver.post("execute/sync", &json!({ "script": script, "args": [self.value()] })).ok()?;
        Some((i32::try_from(value[0].as_i64()?).ok()?, i32::try_from(value[1].as_i64()?).ok()?))
    }
}
