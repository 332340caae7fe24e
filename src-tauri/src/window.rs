//! The main window: made hidden, shown when the page is ready, hidden to the tray where there is one.

use std::time::Duration;

use serde::Deserialize;
use tauri::utils::config::Color;
use tauri::{AppHandle, Manager, State, Theme, WebviewUrl, WebviewWindow, WebviewWindowBuilder};
use tauri_plugin_window_state::StateFlags;

use crate::desktop::{Desktop, Stage};
use crate::error::Refusal;
use crate::{links, tray};

pub(crate) const MAIN: &str = "main";

/// How long a page may take before the window is shown all the same: a page that fails is better seen.
const PATIENCE: Duration = Duration::from_secs(5);

/// The page's `--subtle` in both themes, so that nothing flashes before its first frame.
const LIGHT: Color = Color(0xf8, 0xf8, 0xf6, 0xff);
const DARK: Color = Color(0x11, 0x11, 0x13, 0xff);

/// What is remembered between starts. Not whether it was visible: it starts hidden on purpose.
pub(crate) fn remembered() -> StateFlags {
    StateFlags::all() - StateFlags::VISIBLE - StateFlags::DECORATIONS
}

/// Makes the window, hidden, in the background colour of the desktop's theme.
pub(crate) fn create(app: &AppHandle) -> tauri::Result<()> {
    let desktop = app.state::<Desktop>();
    let window = WebviewWindowBuilder::new(app, MAIN, WebviewUrl::default())
        .title("MyCRM")
        .inner_size(1280.0, 832.0)
        .min_inner_size(720.0, 480.0)
        .visible(false)
        .zoom_hotkeys_enabled(true)
        .data_directory(desktop.data_dir.join("window"))
        .on_navigation(|url| is_ours(url.scheme(), url.host_str()))
        .on_new_window(|url, _| {
            tauri::async_runtime::spawn(links::open_external(url.into()));
            tauri::webview::NewWindowResponse::Deny
        })
        .build()?;
    paint(&window, window.theme().unwrap_or(Theme::Light));
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        tokio::time::sleep(PATIENCE).await;
        if show_first(&app) {
            tracing::warn!("the page did not say that it is ready; the window is shown as it is");
        }
    });
    Ok(())
}

/// The page's own address on the three systems; everything else is a link that leaves the app.
fn is_ours(scheme: &str, host: Option<&str>) -> bool {
    matches!((scheme, host), ("tauri", Some("localhost")) | ("http" | "https", Some("tauri.localhost")))
}

fn paint(window: &WebviewWindow, theme: Theme) {
    let colour = if theme == Theme::Dark { DARK } else { LIGHT };
    if let Err(error) = window.set_background_color(Some(colour)) {
        tracing::warn!(%error, "the window keeps its background");
    }
}

/// The page has drawn itself: show the window.
#[tauri::command]
pub(crate) fn ui_ready(app: AppHandle, desktop: State<'_, Desktop>) {
    let elapsed = desktop.started.elapsed();
    if show_first(&app) && std::env::var_os("MYCRM_BENCH_STARTUP").is_some_and(|value| value == "1") {
        println!("window ready in {} ms", elapsed.as_millis());
    }
}

/// Shows the window unless that happened before; true the first time.
fn show_first(app: &AppHandle) -> bool {
    let first = app.state::<Desktop>().leave_drawing(Stage::Shown);
    if first {
        bring_to_front(app);
    }
    first
}

/// Shows and focuses the window, unless it is not yet drawn or never will be.
pub(crate) fn bring_to_front(app: &AppHandle) {
    if app.state::<Desktop>().stage() != Stage::Shown {
        return;
    }
    let Some(window) = app.get_webview_window(MAIN) else { return };
    let shown = window.show().and_then(|()| window.unminimize()).and_then(|()| window.set_focus());
    if let Err(error) = shown {
        tracing::warn!(%error, "the window did not come to the front");
    }
}

/// Hides the window where something can bring it back; false where it cannot.
pub(crate) fn hide(app: &AppHandle) -> bool {
    let hideable = tray::exists(app);
    if hideable
        && let Some(window) = app.get_webview_window(MAIN)
        && let Err(error) = window.hide()
    {
        tracing::warn!(%error, "the window did not hide");
    }
    hideable
}

#[tauri::command]
pub(crate) fn show_window(app: AppHandle) {
    bring_to_front(&app);
}

#[tauri::command]
pub(crate) fn hide_window(app: AppHandle) -> Result<(), Refusal> {
    if hide(&app) {
        Ok(())
    } else {
        Err(Refusal::new(
            "no_tray",
            "This desktop has no tray, so a hidden window could not be opened again.",
        ))
    }
}

#[tauri::command]
pub(crate) fn quit(app: AppHandle) {
    app.exit(0);
}

/// The theme the user chose in the settings.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ThemeChoice {
    System,
    Light,
    Dark,
}

/// Gives the frame of the window and its background the theme of the page.
#[tauri::command]
pub(crate) fn set_theme(window: WebviewWindow, theme: ThemeChoice) -> Result<(), Refusal> {
    let choice = match theme {
        ThemeChoice::System => None,
        ThemeChoice::Light => Some(Theme::Light),
        ThemeChoice::Dark => Some(Theme::Dark),
    };
    window
        .set_theme(choice)
        .map_err(|error| Refusal::new("no_theme", format!("The window keeps its theme: {error}.")))?;
    paint(&window, choice.or_else(|| window.theme().ok()).unwrap_or(Theme::Light));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_pages_own_address_is_shown_in_the_window() {
        assert!(is_ours("tauri", Some("localhost")));
        assert!(is_ours("http", Some("tauri.localhost")));
        for (scheme, host) in [("https", Some("example.org")), ("http", Some("localhost")), ("file", None)] {
            assert!(!is_ours(scheme, host), "{scheme} {host:?}");
        }
    }
}
