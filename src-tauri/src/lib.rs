//! The window around the app: it shows the page, passes its requests to the router in this process, and
//! does what only a desktop can. Nothing about customers or deals is known here.

mod api;
mod desktop;
mod error;
mod files;
mod frame;
mod links;
mod notices;
mod page;
mod second_start;
mod startup;
mod tray;
mod window;
mod words;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use mycrm_api::App;
pub use startup::has_display;
use tauri::{AppHandle, DragDropEvent, Manager, RunEvent, WindowEvent};

use crate::desktop::Desktop;

/// How the window is started.
#[derive(Debug)]
pub struct Launch {
    pub data_dir: PathBuf,
    /// Whether that is the folder a start without arguments uses.
    pub default_data_dir: bool,
    /// A table to import, given on the command line.
    pub open: Option<PathBuf>,
    /// When the process began.
    pub started: Instant,
}

/// Opens the window and runs until it is closed. [`has_display`] must have said yes.
#[must_use]
pub fn run(mut launch: Launch) -> ExitCode {
    // Relative to the folder of the start; several parts below would take it for something else.
    launch.data_dir = std::path::absolute(&launch.data_dir).unwrap_or(launch.data_dir);
    let state_file = launch.data_dir.join("window.json").to_string_lossy().into_owned();
    let mut builder = tauri::Builder::default();
    // First: a second start must end before anything else of it happens.
    if let Some(plugin) = second_start::plugin(&launch) {
        builder = builder.plugin(plugin);
    }
    let builder = builder
        .manage(Desktop::new(launch.data_dir, launch.started))
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_notification::init())
        .plugin(
            tauri_plugin_window_state::Builder::new()
                .with_state_flags(window::remembered())
                .with_filename(state_file)
                .build(),
        )
        .invoke_handler(tauri::generate_handler![
            api::api,
            files::pick_import_file,
            files::save_answer,
            files::save_text_file,
            links::open_external,
            notices::notify,
            page::subscribe,
            window::hide_window,
            window::quit,
            window::set_theme,
            window::show_window,
            window::ui_ready,
        ])
        .on_window_event(|window, event| match event {
            WindowEvent::CloseRequested { api, .. } if window::hide(window.app_handle()) => {
                api.prevent_close()
            }
            WindowEvent::DragDrop(event) => dragged(window.app_handle(), event),
            _ => {}
        })
        .setup(move |app| {
            let open = launch.open;
            let window = window::create(app.handle());
            tauri::async_runtime::spawn(startup::open(app.handle().clone(), window));
            tauri::async_runtime::spawn(startup::end_on_signal(app.handle().clone()));
            if let Some(path) = open {
                files::open(app.handle(), path);
            }
            Ok(())
        });
    match builder.build(tauri::generate_context!()) {
        Ok(app) => ExitCode::from(u8::try_from(app.run_return(on_run_event)).unwrap_or(1)),
        Err(error) => {
            eprintln!("The window could not be opened: {error}");
            ExitCode::FAILURE
        }
    }
}

fn dragged(app: &AppHandle, event: &DragDropEvent) {
    let page = &app.state::<Desktop>().page;
    match event {
        DragDropEvent::Enter { .. } => page.tell(&page::WindowEvent::Drag { over: true }),
        DragDropEvent::Leave => page.tell(&page::WindowEvent::Drag { over: false }),
        DragDropEvent::Drop { paths, .. } => {
            page.tell(&page::WindowEvent::Drag { over: false });
            for path in paths {
                files::open(app, path.clone());
            }
        }
        _ => {}
    }
}

fn on_run_event(app: &AppHandle, event: RunEvent) {
    match event {
        RunEvent::Exit => {
            if let Some(opened) = app.state::<Desktop>().opened() {
                tauri::async_runtime::block_on(shut_down(opened));
            }
        }
        #[cfg(target_os = "macos")]
        RunEvent::Reopen { .. } => window::bring_to_front(app),
        #[cfg(target_os = "macos")]
        RunEvent::Opened { urls } => {
            for path in urls.iter().filter_map(|url| url.to_file_path().ok()) {
                files::open(app, path);
            }
        }
        _ => {}
    }
}

/// How long the end may take. What is not finished by then is resumed at the next start, as after a crash.
const LAST_CALL: Duration = Duration::from_secs(5);

async fn shut_down(app: &App) {
    if tokio::time::timeout(LAST_CALL, app.shutdown()).await.is_err() {
        tracing::warn!("the workers did not stop in time");
    }
}
