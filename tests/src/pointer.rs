//! The mouse and the keyboard of a desk, through the X server: the events a hand makes, unlike WebDriver's.

use std::process::{Command, Stdio};

/// Steps of one stroke: enough that a page sees movement, not a jump.
const STEPS: i32 = 24;

#[derive(Debug, Clone)]
pub struct Pointer {
    display: String,
}

impl Pointer {
    pub(crate) fn new(display: &str) -> Self {
        Self { display: display.to_owned() }
    }

    fn xdotool(&self, args: &[&str]) -> Option<String> {
        let output = Command::new("xdotool")
            .args(args)
            .env("DISPLAY", &self.display)
            .stderr(Stdio::null())
            .output()
            .expect("xdotool runs");
        output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
    }

    fn run(&self, args: &[&str]) -> String {
        self.xdotool(args).unwrap_or_else(|| panic!("xdotool {args:?} failed"))
    }

    pub fn move_to(&self, (x, y): (i32, i32)) {
        // Without --sync, which waits for ever where the pointer is there already.
        self.run(&["mousemove", &x.to_string(), &y.to_string()]);
    }

    pub fn press(&self) {
        self.run(&["mousedown", "1"]);
    }

    pub fn release(&self) {
        self.run(&["mouseup", "1"]);
    }

    pub fn click(&self, at: (i32, i32)) {
        self.move_to(at);
        self.press();
        self.release();
    }

    /// Moves along a straight line, as a hand does.
    pub fn stroke(&self, from: (i32, i32), to: (i32, i32)) {
        for step in 1..=STEPS {
            self.move_to((from.0 + (to.0 - from.0) * step / STEPS, from.1 + (to.1 - from.1) * step / STEPS));
        }
    }

    pub fn key(&self, key: &str) {
        self.run(&["key", key]);
    }

    /// The visible window whose title matches, if there is one.
    #[must_use]
    pub fn window(&self, title: &str) -> Option<String> {
        let found = self.xdotool(&["search", "--onlyvisible", "--name", title])?;
        found.lines().last().map(str::to_owned).filter(|id| !id.is_empty())
    }

    /// Where the window's content begins on the screen.
    ///
    /// # Panics
    /// When the window is gone.
    #[must_use]
    pub fn origin(&self, window: &str) -> (i32, i32) {
        self.geometry(window, ["X=", "Y="])
    }

    /// Width and height of the window's content.
    ///
    /// # Panics
    /// When the window is gone.
    #[must_use]
    pub fn size(&self, window: &str) -> (i32, i32) {
        self.geometry(window, ["WIDTH=", "HEIGHT="])
    }

    fn geometry(&self, window: &str, names: [&str; 2]) -> (i32, i32) {
        let geometry = self.run(&["getwindowgeometry", "--shell", window]);
        let [one, other] = names.map(|name| {
            let line = geometry.lines().find_map(|line| line.strip_prefix(name)).expect("the place is told");
            line.parse().expect("the place is a number")
        });
        (one, other)
    }

    /// The process a window belongs to.
    #[must_use]
    pub fn process(&self, window: &str) -> String {
        self.run(&["getwindowpid", window])
    }

    pub fn resize(&self, window: &str, width: i32, height: i32) {
        self.run(&["windowsize", window, &width.to_string(), &height.to_string()]);
    }

    pub fn place(&self, window: &str, (x, y): (i32, i32)) {
        self.run(&["windowmove", window, &x.to_string(), &y.to_string()]);
    }

    pub fn focus(&self, window: &str) {
        self.run(&["windowfocus", "--sync", window]);
    }
}
