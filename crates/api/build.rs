//! Makes the folder of the built UI when it is missing, so that the program builds before the UI does.

use std::path::Path;

fn main() -> std::io::Result<()> {
    let built = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/dist");
    std::fs::create_dir_all(&built)?;
    println!("cargo:rerun-if-changed={}", built.display());
    println!("cargo:rerun-if-changed=build.rs");
    Ok(())
}
