//! The app's window on a desk: found things, real clicks and drags, pictures of it.

use serde_json::{Value, json};

use crate::{Desk, Element, Pointer, WebDriver, process, until};

pub struct Window<'a> {
    desk: &'a Desk,
    pub driver: WebDriver,
    pointer: Pointer,
    id: String,
}

impl<'a> Window<'a> {
    /// Starts the app with these arguments and waits until its window is shown.
    #[must_use]
    pub fn open(desk: &'a Desk, args: &[&str]) -> Self {
        let args: Vec<String> = args.iter().map(|&arg| arg.to_owned()).collect();
        let driver = WebDriver::start(desk, &args);
        let pointer = desk.pointer();
        let id = until("the window", || pointer.window("^MyCRM$"));
        pointer.place(&id, (0, 0));
        let window = Self { desk, driver, pointer, id };
        window.resize(1440, 900);
        window
    }

    /// The first element that matches a CSS selector.
    #[must_use]
    pub fn find(&self, css: &str) -> Option<Element<'_>> {
        let found = self.driver.post("element", &json!({ "using": "css selector", "value": css })).ok()?;
        Element::new(&self.driver, &found)
    }

    #[must_use]
    pub fn find_all(&self, css: &str) -> Vec<Element<'_>> {
        let found = self.driver.post("elements", &json!({ "using": "css selector", "value": css }));
        let found = found.ok().and_then(|found| found.as_array().cloned()).unwrap_or_default();
        found.iter().filter_map(|value| Element::new(&self.driver, value)).collect()
    }

    /// Waits for an element.
    ///
    /// # Panics
    /// When it does not come; a picture of the window is kept.
    #[must_use]
    pub fn wait_for(&self, css: &str) -> Element<'_> {
        self.watch(css, || self.find(css))
    }

    /// Waits for something on the page; keeps a picture of the window when it does not come.
    ///
    /// # Panics
    /// When it does not come.
    pub fn watch<T>(&self, what: &str, look: impl FnMut() -> Option<T>) -> T {
        let failing = Failing { window: self, what };
        let seen = until(what, look);
        std::mem::forget(failing);
        seen
    }

    /// Waits for the button, link, tab or field of that accessible name and clicks it.
    pub fn click(&self, name: &str) {
        self.watch(&format!("“{name}” to be clicked"), || self.named(name)?.click().then_some(()));
    }

    /// Waits for the button that begins with this text and clicks it: for one that explains itself further.
    pub fn click_text(&self, text: &str) {
        let script = "return [...document.querySelectorAll('button,a[href]')]\
            .find((e) => e.innerText.trim().startsWith(arguments[0])) ?? null;";
        self.watch(&format!("“{text}” to be clicked"), || {
            let found =
                self.driver.post("execute/sync", &json!({ "script": script, "args": [text] })).ok()?;
            Element::new(&self.driver, &found)?.click().then_some(())
        });
    }

    /// Waits until nothing on the page loads or moves any more and the last frame is drawn.
    pub fn settle(&self) {
        let still = "return !document.querySelector('[aria-busy=true]')\
            && document.getAnimations().every((each) => each.playState !== 'running')\
            && document.fonts.status === 'loaded'";
        self.watch("the page to rest", || (self.driver.script(still, &[]) == json!(true)).then_some(()));
        let two_frames =
            "await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));";
        let _ = self.driver.script_async(two_frames, &[]);
    }

    /// The control with that accessible name, if it can be used now.
    #[must_use]
    pub fn named(&self, name: &str) -> Option<Element<'_>> {
        // Names as the accessibility tree computes them, for the cases that occur here.
        let script = "const [name] = arguments;\
            const controls = 'button,a[href],input,select,textarea,[role]';\
            const text = (id) => document.getElementById(id)?.textContent ?? '';\
            const named = (e) => e.getAttribute('aria-label')\
              || (e.getAttribute('aria-labelledby') ?? '').split(' ').filter(Boolean).map(text).join(' ')\
              || e.labels?.[0]?.textContent || e.textContent || '';\
            return [...document.querySelectorAll(controls)].find((e) =>\
              named(e).trim().replace(/\\s+/g, ' ') === name && !e.disabled\
              && e.getAttribute('aria-disabled') !== 'true' && e.getClientRects().length) ?? null;";
        Element::new(&self.driver, &self.driver.script(script, &[json!(name)]))
    }

    /// The whole text of the page, as rendered.
    #[must_use]
    pub fn text(&self) -> String {
        self.driver.script("return document.body.innerText", &[]).as_str().unwrap_or_default().to_owned()
    }

    /// Waits until the page shows this text.
    pub fn wait_for_text(&self, text: &str) {
        self.watch(&format!("the text “{text}”"), || self.text().contains(text).then_some(()));
    }

    /// Where a point of the page is on the screen.
    #[must_use]
    pub fn on_screen(&self, (x, y): (i32, i32)) -> (i32, i32) {
        let (left, top) = self.pointer.origin(&self.id);
        (left + x, top + y)
    }

    /// Takes `what` with the mouse and lets it go over `onto`, as a hand does: the page sees a press, a way
    /// and a release. `hovering` says when the page has noticed that it may be dropped there.
    ///
    /// # Panics
    /// When one of them leaves the page, or the page does not notice.
    pub fn drag(&self, what: &Element<'_>, onto: (i32, i32), mut hovering: impl FnMut() -> bool) {
        let from = self.on_screen(what.middle().expect("what is dragged is on the page"));
        let onto = self.on_screen(onto);
        self.pointer.move_to(from);
        self.pointer.press();
        self.pointer.stroke(from, onto);
        self.watch("the page to notice where the card hangs", || {
            // A hand trembles: the page may have drawn itself anew under a pointer that stands still.
            self.pointer.stroke((onto.0 - 3, onto.1), onto);
            hovering().then_some(())
        });
        self.pointer.release();
    }

    /// Gives the page this size and waits until it has it.
    pub fn resize(&self, width: i32, height: i32) {
        self.pointer.resize(&self.id, width, height);
        self.watch(&format!("a page of {width} × {height}"), || {
            let size = self.driver.script("return [innerWidth, innerHeight]", &[]);
            (size == json!([width, height])).then_some(())
        });
    }

    /// Keeps a picture of the window in the folder for artifacts, if there is one.
    pub fn picture(&self, name: &str) {
        self.desk.picture(&self.id, name);
    }

    /// One request over the window's own way to the app: status and JSON body.
    ///
    /// # Panics
    /// When the way is broken.
    #[must_use]
    pub fn request(&self, method: &str, path: &str, body: Option<&Value>) -> (u64, Value) {
        let script = "const [method, path, body] = args;\
            const text = new TextEncoder();\
            const headers = body === null ? {} : { 'content-type': 'application/json' };\
            const head = text.encode(JSON.stringify({ method, path, headers }));\
            const rest = body === null ? new Uint8Array() : text.encode(body);\
            const bytes = new Uint8Array(4 + head.length + rest.length);\
            new DataView(bytes.buffer).setUint32(0, head.length, true);\
            bytes.set(head, 4); bytes.set(rest, 4 + head.length);\
            const answer = await window.__TAURI_INTERNALS__.invoke('api', bytes);\
            const length = new DataView(answer).getUint32(0, true);\
            const read = (part) => new TextDecoder().decode(part);\
            return [JSON.parse(read(new Uint8Array(answer, 4, length))).status, read(new Uint8Array(answer, 4 + length))];";
        let body = body.map_or(Value::Null, |body| Value::String(body.to_string()));
        let answer = self.driver.script_async(script, &[json!(method), json!(path), body]);
        let text = answer[1].as_str().unwrap_or_default();
        let body =
            if text.is_empty() { Value::Null } else { serde_json::from_str(text).expect("JSON answers") };
        (answer[0].as_u64().expect("a status is a number"), body)
    }

    /// The desk the window stands on.
    #[must_use]
    pub fn desk(&self) -> &'a Desk {
        self.desk
    }

    /// Kills the app, as a crash or a power cut does: nothing is told, nothing can be saved.
    pub fn kill(self) {
        let id = self.pointer.process(&self.id);
        process::kill("KILL", &id);
        until("the app to be gone", || self.pointer.window("^MyCRM$").is_none().then_some(()));
    }

    /// Closes the app.
    pub fn quit(self) {
        self.driver.quit();
    }
}

/// Keeps a picture of the window when a wait fails.
struct Failing<'a> {
    window: &'a Window<'a>,
    what: &'a str,
}

impl Drop for Failing<'_> {
    fn drop(&mut self) {
        let name: String =
            self.what.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).take(60).collect();
        self.window.picture(&format!("failed-{name}"));
        eprintln!("the page when waiting for {} failed:\n{}", self.what, self.window.text());
    }
}
