//! The tray icon, where the desktop has a place for one.

use tauri::menu::{Menu, MenuItem, PredefinedMenuItem};
use tauri::tray::{MouseButton, MouseButtonState, TrayIconBuilder, TrayIconEvent};
use tauri::{AppHandle, Manager, Wry};

use crate::desktop::Desktop;
use crate::page::WindowEvent;
use crate::window;
use crate::words::Words;

const ID: &str = "main";
const OPEN: &str = "open";
const QUICK_ADD: &str = "quick-add";
const QUIT: &str = "quit";

/// Whether closing the window leaves something to bring it back with.
pub(crate) fn exists(app: &AppHandle) -> bool {
    app.tray_by_id(ID).is_some()
}

/// Puts the icon into the tray. Does nothing on a desktop without one.
pub(crate) fn create(app: &AppHandle, words: &Words) -> tauri::Result<()> {
    let menu = menu(app, words)?;
    let icon = TrayIconBuilder::with_id(ID)
        .icon(tauri::include_image!("icons/tray.png"))
        .tooltip("MyCRM")
        .menu(&menu)
        .show_menu_on_left_click(cfg!(target_os = "macos"))
        .on_menu_event(|app, event| chosen(app, event.id().as_ref()))
        .on_tray_icon_event(|tray, event| {
            if let TrayIconEvent::Click {
                button: MouseButton::Left,
                button_state: MouseButtonState::Up,
                ..
            } = event
            {
                window::bring_to_front(tray.app_handle());
            }
        });
    // On Linux the library behind this is looked for only now, and a missing one panics.
    match std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| icon.build(app))) {
        Ok(built) => built.map(|_| ()),
        Err(_) => Err(std::io::Error::other("the library for tray icons is missing").into()),
    }
}

fn menu(app: &AppHandle, words: &Words) -> tauri::Result<Menu<Wry>> {
    Menu::with_items(
        app,
        &[
            &MenuItem::with_id(app, OPEN, words.open, true, None::<&str>)?,
            &MenuItem::with_id(app, QUICK_ADD, words.quick_add, true, None::<&str>)?,
            &PredefinedMenuItem::separator(app)?,
            &MenuItem::with_id(app, QUIT, words.quit, true, None::<&str>)?,
        ],
    )
}

/// Says the menu in another language, where there is an icon.
pub(crate) fn translate(app: &AppHandle, words: &Words) -> tauri::Result<()> {
    match app.tray_by_id(ID) {
        Some(tray) => tray.set_menu(Some(menu(app, words)?)),
        None => Ok(()),
    }
}

fn chosen(app: &AppHandle, id: &str) {
    match id {
        OPEN => window::bring_to_front(app),
        QUICK_ADD => {
            window::bring_to_front(app);
            app.state::<Desktop>().page.tell(&WindowEvent::Navigate { to: QUICK_ADD });
        }
        QUIT => app.exit(0),
        other => tracing::warn!(other, "the tray has no such entry"),
    }
}

/// Whether the desktop shows tray icons. On Linux that is a service on the session bus, which several
/// desktops do not have; an icon sent to nobody would swallow the window on closing.
pub(crate) async fn has_host() -> bool {
    #[cfg(target_os = "linux")]
    {
        linux::has_host().await.unwrap_or(false)
    }
    #[cfg(not(target_os = "linux"))]
    {
        true
    }
}

#[cfg(target_os = "linux")]
mod linux {
    use zbus::proxy::{Builder, CacheProperties};
    use zbus::{Connection, Proxy};

    const WATCHER: &str = "org.kde.StatusNotifierWatcher";

    pub(super) async fn has_host() -> zbus::Result<bool> {
        let bus = Connection::session().await?;
        let watcher: Proxy<'_> = Builder::new(&bus)
            .destination(WATCHER)?
            .path("/StatusNotifierWatcher")?
            .interface(WATCHER)?
            .cache_properties(CacheProperties::No)
            .build()
            .await?;
        watcher.get_property("IsStatusNotifierHostRegistered").await
    }
}
