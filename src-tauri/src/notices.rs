//! Notices of the desktop: a finished import while the window is elsewhere.

use tauri::AppHandle;
use tauri_plugin_notification::NotificationExt;

use crate::error::Refusal;

#[tauri::command]
pub(crate) async fn notify(app: AppHandle, title: String, body: String) -> Result<(), Refusal> {
    app.notification()
        .builder()
        .title(title)
        .body(body)
        .show()
        .map_err(|error| Refusal::new("not_notified", format!("The desktop shows no notices: {error}.")))
}
