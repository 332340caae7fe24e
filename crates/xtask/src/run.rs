//! Builds the app and starts it: in a window where there is a display, else headless in the browser.

use crate::build;
use crate::call::{Call, Failure, Outcome};
use crate::setup::{self, Report, Stage};
use crate::workspace::{Profile, Workspace};

pub(crate) fn run(workspace: &Workspace, args: &[String]) -> Outcome {
    let wish = Wish::parse(args)?;
    setup::setup(workspace, &[Stage::Build], Report::Changes)?;
    build::ui(workspace)?;
    if wish.headless || !has_display() {
        if !wish.headless {
            println!("There is no display here, so the app is served to a browser instead of a window.");
        }
        build::headless(workspace, wish.profile)?;
        let serve: &[&str] = if wish.args.is_empty() { &["serve"] } else { &[] };
        return Call::new(workspace.headless(wish.profile)).args(serve).args(&wish.args).run();
    }
    build::desktop(workspace, wish.profile)?;
    Call::new(workspace.desktop(wish.profile)).args(&wish.args).run()
}

#[derive(Debug, PartialEq, Eq)]
struct Wish {
    profile: Profile,
    headless: bool,
    /// For the app itself.
    args: Vec<String>,
}

impl Wish {
    fn parse(args: &[String]) -> Outcome<Self> {
        let split = args.iter().position(|arg| arg == "--");
        let (ours, theirs) = args.split_at(split.unwrap_or(args.len()));
        let mut wish =
            Self { profile: Profile::Debug, headless: false, args: theirs.iter().skip(1).cloned().collect() };
        for arg in ours {
            match arg.as_str() {
                "--release" => wish.profile = Profile::Release,
                "--headless" => wish.headless = true,
                other => {
                    let hint = "arguments for the app itself go after `--`";
                    return Err(Failure::Usage(format!("run does not know `{other}`; {hint}")));
                }
            }
        }
        Ok(wish)
    }
}

/// Windows and macOS always have one; Linux says so in its environment.
pub(crate) fn has_display() -> bool {
    let named = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || named("DISPLAY") || named("WAYLAND_DISPLAY")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Outcome<Wish> {
        Wish::parse(&line.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn what_follows_two_dashes_is_for_the_app() {
        let wish = parse("--release -- serve --port 0").unwrap();
        assert_eq!(wish.profile, Profile::Release);
        assert_eq!(wish.args, ["serve", "--port", "0"]);
        assert!(!wish.headless);
    }

    #[test]
    fn an_argument_that_is_not_ours_is_refused_with_a_hint() {
        assert!(parse("serve").unwrap_err().to_string().contains("after `--`"));
    }
}
