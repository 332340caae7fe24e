//! Files by path: picked in a dialog, handed over at start, dropped on the window, or saved.
//! The page never names a path; it gets the id under which a file was staged.

use std::path::{Path, PathBuf};

use mycrm_api::Staged;
use serde::Serialize;
use tauri::{AppHandle, Manager, State};
use tauri_plugin_dialog::{DialogExt, FileDialogBuilder, FilePath};
use tokio::sync::oneshot;

use crate::desktop::Desktop;
use crate::error::Refusal;
use crate::page::WindowEvent;
use crate::window;

/// What the import reads.
const TABLES: [&str; 3] = ["csv", "tsv", "txt"];

#[tauri::command]
pub(crate) async fn pick_import_file(
    app: AppHandle,
    desktop: State<'_, Desktop>,
) -> Result<Option<Staged>, Refusal> {
    let dialog = over_window(&app).add_filter("CSV", &TABLES);
    match chosen(|answer| dialog.pick_file(answer)).await? {
        Some(path) => stage(&desktop, &path).await.map(Some),
        None => Ok(None),
    }
}

/// Stages a file that was handed to the app and tells the page, which opens the import.
pub(crate) fn open(app: &AppHandle, path: PathBuf) {
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        let desktop = app.state::<Desktop>();
        let event = match stage(&desktop, &path).await {
            Ok(staged) => WindowEvent::OpenFile(staged),
            Err(refusal) => {
                WindowEvent::OpenFileFailed { file_name: name_of(&path), message: refusal.message }
            }
        };
        desktop.page.tell(&event);
        window::bring_to_front(&app);
    });
}

async fn stage(desktop: &Desktop, path: &Path) -> Result<Staged, Refusal> {
    let app = desktop.app().await;
    app.stage_file(path).await.map_err(|error| Refusal::new("file_not_read", error.to_string()))
}

/// Where the user put a file: its name, for the page to say so.
#[derive(Debug, Serialize)]
pub(crate) struct Saved {
    file_name: String,
}

#[tauri::command]
pub(crate) async fn save_text_file(
    app: AppHandle,
    name: String,
    text: String,
) -> Result<Option<Saved>, Refusal> {
    let dialog = over_window(&app).set_file_name(plain_name(&name));
    let Some(path) = chosen(|answer| dialog.save_file(answer)).await? else { return Ok(None) };
    tokio::fs::write(&path, text).await.map_err(|error| {
        Refusal::new("file_not_written", format!("{} could not be written: {error}.", path.display()))
    })?;
    Ok(Some(Saved { file_name: name_of(&path) }))
}

/// Saves the answer of the API to a GET as a file: a picture or a report. It goes from the app to the disk, never
/// through the page.
#[tauri::command]
pub(crate) async fn save_answer(
    app: AppHandle,
    desktop: State<'_, Desktop>,
    path: String,
    name: String,
) -> Result<Option<Saved>, Refusal> {
    let dialog = over_window(&app).set_file_name(plain_name(&name));
    let Some(place) = chosen(|answer| dialog.save_file(answer)).await? else { return Ok(None) };
    let (status, _, body) = desktop.app().await.dispatch("GET", &path, Vec::new(), Vec::new()).await;
    if status != 200 {
        return Err(refused(&body));
    }
    tokio::fs::write(&place, body).await.map_err(|error| {
        Refusal::new("file_not_written", format!("{} could not be written: {error}.", place.display()))
    })?;
    Ok(Some(Saved { file_name: name_of(&place) }))
}

/// What the API says about a request that it refuses.
fn refused(body: &[u8]) -> Refusal {
    let told: serde_json::Value = serde_json::from_slice(body).unwrap_or_default();
    let message = told["message"].as_str().unwrap_or("The file could not be made; nothing was saved.");
    Refusal::new("file_not_made", message)
}

fn over_window(app: &AppHandle) -> FileDialogBuilder<tauri::Wry> {
    let dialog = app.dialog().file();
    match app.get_webview_window(window::MAIN) {
        Some(window) => dialog.set_parent(&window),
        None => dialog,
    }
}

/// Shows a dialog and waits for its answer without holding a thread; `None` when it was cancelled.
async fn chosen(
    show: impl FnOnce(Box<dyn FnOnce(Option<FilePath>) + Send>),
) -> Result<Option<PathBuf>, Refusal> {
    let (answer, answered) = oneshot::channel();
    show(Box::new(move |path| {
        // Nobody waits any more only when the page went away meanwhile.
        let _ = answer.send(path);
    }));
    match answered.await.ok().flatten() {
        Some(path) => path
            .into_path()
            .map(Some)
            .map_err(|_| Refusal::new("file_not_read", "The chosen place is not a file on this computer.")),
        None => Ok(None),
    }
}

fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

/// The name the page suggests, without anything that would make it a path.
fn plain_name(name: &str) -> String {
    let name: String =
        name.chars().map(|c| if c.is_control() || "/\\:*?\"<>|".contains(c) { '-' } else { c }).collect();
    name.trim_start_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_is_told_in_the_words_of_the_api() {
        let told = refused(br#"{"code":"validation","message":"months: is 13."}"#);
        assert_eq!(told.message, "months: is 13.");
        assert!(refused(b"<html>").message.contains("nothing was saved"));
    }

    #[test]
    fn a_suggested_name_stays_a_name() {
        assert_eq!(plain_name("errors.csv"), "errors.csv");
        assert_eq!(plain_name("../../.bashrc"), "-..-.bashrc");
        assert_eq!(plain_name("C:\\autoexec\n.bat"), "C--autoexec-.bat");
    }
}
