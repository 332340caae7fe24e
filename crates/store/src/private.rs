//! Files and folders with customer data: nobody else's to read, whatever the folder around them allows. Where a system has
//! no such modes, they are what the folder makes them.

use std::fs::{DirBuilder, File};
use std::io;
use std::path::Path;

/// Makes an empty file, or empties the one that is there.
///
/// # Errors
/// When it cannot be written.
pub fn create(path: &Path) -> io::Result<File> {
    let mut options = File::options();
    options.create(true).write(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(path)?;
    // The mode above is that of a new file only.
    narrow(path);
    Ok(file)
}

/// Makes a folder, with those around it, where it is missing.
///
/// # Errors
/// When it cannot be made.
pub fn folder(path: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)?;
    narrow(path);
    Ok(())
}

/// Copies a file, but not its mode.
///
/// # Errors
/// When one cannot be read or the other not written.
pub fn copy(from: &Path, to: &Path) -> io::Result<()> {
    let mut source = File::open(from)?;
    io::copy(&mut source, &mut create(to)?)?;
    Ok(())
}

/// Takes what others may do with a file or folder of ours away, where there is one. A file system without modes, or a file
/// of another user, is no reason not to work.
pub fn narrow(path: &Path) {
    #[cfg(unix)]
    if let Err(error) = narrow_mode(path)
        && error.kind() != io::ErrorKind::NotFound
    {
        tracing::warn!(path = %path.display(), %error, "others may be able to read this");
    }
    #[cfg(not(unix))]
    let _ = path;
}

#[cfg(unix)]
fn narrow_mode(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;

    let mut permissions = std::fs::metadata(path)?.permissions();
    let mode = permissions.mode();
    if mode & 0o077 == 0 {
        return Ok(());
    }
    permissions.set_mode(mode & 0o700);
    std::fs::set_permissions(path, permissions)
}
