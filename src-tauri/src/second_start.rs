//! A second start of the app hands its arguments to the first one and ends; the first comes to the front.
//! Two starts on different data folders are two apps. The lock file of the database guards what this cannot see.

use std::path::Path;
#[cfg(any(target_os = "linux", test))]
use std::{
    hash::{DefaultHasher, Hash, Hasher},
    path::PathBuf,
};

use tauri::plugin::TauriPlugin;
use tauri::{AppHandle, Wry};

use crate::{Launch, files, window};

/// `None` where the system knows only one name per program and this start is on a folder of its own.
pub(crate) fn plugin(launch: &Launch) -> Option<TauriPlugin<Wry>> {
    let builder = tauri_plugin_single_instance::Builder::new().callback(handed_over);
    #[cfg(target_os = "linux")]
    {
        Some(builder.dbus_id(name_for(&launch.data_dir)).build())
    }
    #[cfg(not(target_os = "linux"))]
    {
        launch.default_data_dir.then(|| builder.build())
    }
}

/// A name on the session bus of its own for each data folder.
#[cfg(any(target_os = "linux", test))]
fn name_for(data_dir: &Path) -> String {
    let mut hasher = DefaultHasher::new();
    settled(data_dir).hash(&mut hasher);
    format!("app.mycrm.desktop.folder_{:016x}", hasher.finish())
}

/// The folder by its one true path, also before the first start has made it.
#[cfg(any(target_os = "linux", test))]
fn settled(data_dir: &Path) -> PathBuf {
    let real = data_dir.ancestors().find_map(|known| {
        let rest = data_dir.strip_prefix(known).ok()?;
        Some(known.canonicalize().ok()?.join(rest))
    });
    real.unwrap_or_else(|| data_dir.to_owned())
}

fn handed_over(app: &AppHandle, arguments: Vec<String>, folder: String) {
    match mycrm_cli::parse(arguments) {
        Ok(mycrm_cli::Start::Window { open: Some(path), .. }) => {
            files::open(app, Path::new(&folder).join(path))
        }
        _ => window::bring_to_front(app),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_data_folder_has_its_own_name_on_the_bus() {
        let (one, other) = (name_for(Path::new("/nowhere/a")), name_for(Path::new("/nowhere/b")));
        assert_ne!(one, other);
        assert_eq!(one, name_for(Path::new("/nowhere/a")));
        assert_eq!(settled(Path::new("/proc/..")), Path::new("/"));
        assert!(one.chars().all(|c| c.is_ascii_alphanumeric() || c == '.' || c == '_'), "{one}");
    }
}
