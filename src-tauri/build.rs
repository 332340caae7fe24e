//! Builds the window's context: which commands the page may call, and the built interface it shows.

use std::path::Path;

/// Every command of the window. One that is missing here or in `capabilities/main.json` is refused at run time.
const COMMANDS: &[&str] = &[
    "api",
    "hide_window",
    "notify",
    "open_external",
    "pick_import_file",
    "quit",
    "save_answer",
    "save_text_file",
    "set_theme",
    "show_window",
    "subscribe",
    "ui_ready",
];

fn main() {
    // The interface is read while compiling; without this a rebuilt ui/dist would not reach the binary.
    println!("cargo:rerun-if-changed=ui/dist");
    if !Path::new("ui/dist/index.html").exists() {
        println!(
            "cargo::error=ui/dist is missing: build the interface first with `npm ci && npm run build` in ui/"
        );
        return;
    }
    let attributes = tauri_build::Attributes::new()
        .capabilities_path_pattern("src-tauri/capabilities/*.json")
        .app_manifest(tauri_build::AppManifest::new().commands(COMMANDS));
    if let Err(error) = tauri_build::try_build(attributes) {
        println!("cargo::error={}", format!("{error:#}").replace('\n', " "));
    }
}
