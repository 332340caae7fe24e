//! Before and around the first window: is there a display, what WebKit needs on this machine, opening the
//! database while the page loads, and how a start that fails is told.

use mycrm_api::{App, Event, EventReceiver, RecvError};
use serde_json::Value;
use tauri::{AppHandle, Manager};
use tauri_plugin_dialog::{DialogExt, MessageDialogKind};

use crate::desktop::{Desktop, Stage};
use crate::tray;
use crate::words::Words;

/// Whether a window can be opened here. Only Linux can be without a display.
#[must_use]
pub fn has_display() -> bool {
    #[cfg(target_os = "linux")]
    {
        linux::calm_webkit();
        // Asking the toolkit covers what looking at variables does not: a DISPLAY that nobody answers.
        gtk::init().is_ok()
    }
    #[cfg(not(target_os = "linux"))]
    {
        true
    }
}

/// Opens the database and lets the waiting page in, or tells why that cannot be.
///
/// `window` is how making the window went. Where it failed because of the data folder, the reason that
/// the database gives is the better one, so it is heard first.
pub(crate) async fn open(handle: AppHandle, window: tauri::Result<()>) {
    let desktop = handle.state::<Desktop>();
    let app = match App::open(&desktop.data_dir).await {
        Ok(app) => app,
        Err(error) => return fail(&handle, &error.to_string(), error.exit_code()),
    };
    if let Err(error) = window {
        app.shutdown().await;
        return fail(&handle, &format!("The window could not be opened: {error}."), 1);
    }
    let events = app.events();
    let words = Words::choose(language(&app).await.as_deref());
    desktop.put(app);
    tauri::async_runtime::spawn(tray_icon(handle.clone(), words));
    pass_on(&handle, words, events).await;
}

async fn tray_icon(handle: AppHandle, words: &'static Words) {
    if !tray::has_host().await {
        return;
    }
    let tray = handle.clone();
    let asked = handle.run_on_main_thread(move || {
        if let Err(error) = tray::create(&tray, words) {
            tracing::warn!(%error, "there is no tray icon; closing the window ends the app");
        }
    });
    if let Err(error) = asked {
        tracing::warn!(%error, "the tray icon was not made");
    }
}

/// Ends the app in order when it is asked to from outside: logging out, shutting down, `kill`, Ctrl+C.
pub(crate) async fn end_on_signal(handle: AppHandle) {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        match (signal(SignalKind::terminate()), signal(SignalKind::interrupt())) {
            (Ok(mut terminate), Ok(mut interrupt)) => {
                tokio::select! {
                    _ = terminate.recv() => {}
                    _ = interrupt.recv() => {}
                }
                handle.exit(0);
            }
            (Err(error), _) | (_, Err(error)) => {
                tracing::warn!(%error, "the app cannot hear that it should end");
            }
        }
    }
    #[cfg(not(unix))]
    drop(handle);
}

/// Passes the app's events on to the page until the app ends, and follows the language with the tray.
async fn pass_on(handle: &AppHandle, mut words: &'static Words, mut events: EventReceiver) {
    let desktop = handle.state::<Desktop>();
    loop {
        let event = match events.recv().await {
            Ok(event) => event,
            Err(RecvError::Lagged(_)) => {
                desktop.page.resync();
                continue;
            }
            Err(RecvError::Closed) => return,
        };
        let settings =
            matches!(&event, Event::Change(change) if change.tags.iter().any(|tag| tag == "settings"));
        match serde_json::to_value(event) {
            Ok(event) => desktop.page.pass_on(event),
            Err(error) => tracing::error!(%error, "an event could not be written"),
        }
        if settings {
            let wished = Words::choose(language(desktop.app().await).await.as_deref());
            if words != wished {
                words = wished;
                translate_tray(handle.clone(), words);
            }
        }
    }
}

fn translate_tray(handle: AppHandle, words: &'static Words) {
    let tray = handle.clone();
    let asked = handle.run_on_main_thread(move || {
        if let Err(error) = tray::translate(&tray, words) {
            tracing::warn!(%error, "the tray keeps its language until the next start");
        }
    });
    if let Err(error) = asked {
        tracing::warn!(%error, "the tray keeps its language until the next start");
    }
}

/// The language of the settings, asked for like the page does.
async fn language(app: &App) -> Option<String> {
    let (_, _, body) = app.dispatch("GET", "/api/core/settings/", Vec::new(), Vec::new()).await;
    let settings: Value = serde_json::from_slice(&body).ok()?;
    settings.get("language")?.as_str().map(str::to_owned)
}

/// Tells the user why the app does not start, then ends it with `code`.
fn fail(app: &AppHandle, message: &str, code: i32) {
    eprintln!("{message}");
    app.state::<Desktop>().leave_drawing(Stage::Failed);
    if let Some(window) = app.get_webview_window(crate::window::MAIN)
        && let Err(error) = window.hide()
    {
        tracing::warn!(%error, "the window did not hide");
    }
    let ending = app.clone();
    app.dialog()
        .message(message)
        .title(Words::choose(None).cannot_start)
        .kind(MessageDialogKind::Error)
        .show(move |_| ending.exit(code));
}

#[cfg(target_os = "linux")]
mod linux {
    use std::path::Path;

    const SWITCH: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";

    /// Turns off WebKit's DMABUF renderer where it is known to show an empty or crashing window: without a
    /// graphics device, and with NVIDIA's own driver. A value set by the user stays.
    pub(super) fn calm_webkit() {
        if std::env::var_os(SWITCH).is_none() && renders_badly() {
            #[expect(unsafe_code, reason = "the environment is the only way to tell WebKit")]
            // SAFETY: called first thing in `main`, before any other thread exists.
            unsafe {
                std::env::set_var(SWITCH, "1");
            }
        }
    }

    fn renders_badly() -> bool {
        !Path::new("/dev/dri").exists() || Path::new("/sys/module/nvidia").exists()
    }
}
