//! What tells an installation from a copy of it.

use std::path::Path;

use mycrm_sync::OpHash;
use sha2::{Digest as _, Sha256};

/// The hash of a secret that is kept outside of the profile, of the machine and of where the profile is: a profile that
/// was copied to another place, another user or another machine meets another one there.
///
/// A file of a machine's identity that cannot be read counts as none.
///
/// # Errors
/// When the secret can neither be read nor made.
pub fn install_hash(secret_file: &Path, profile: &Path) -> std::io::Result<OpHash> {
    let secret = match std::fs::read(secret_file) {
        Ok(secret) if secret.len() >= SECRET => secret,
        _ => make_secret(secret_file)?,
    };
    let profile = profile.canonicalize().unwrap_or_else(|_| profile.to_owned());
    let mut hash = Sha256::new();
    for part in [&secret, profile.as_os_str().as_encoded_bytes(), &machine()] {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    Ok(OpHash(hash.finalize().into()))
}

/// Bytes of the secret.
const SECRET: usize = 32;

fn make_secret(file: &Path) -> std::io::Result<Vec<u8>> {
    use std::io::Write as _;

    let mut secret = vec![0; SECRET];
    getrandom::fill(&mut secret).map_err(std::io::Error::other)?;
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let mut options = std::fs::File::options();
    options.create(true).truncate(true).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut to = options.open(file)?;
    to.write_all(&secret)?;
    to.sync_all()?;
    Ok(secret)
}

/// machine-id(5), where the system has one.
fn machine() -> Vec<u8> {
    std::fs::read("/etc/machine-id").unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_profile_is_known_where_it_was_and_nowhere_else() {
        let folder = tempfile::tempdir().unwrap();
        let (secret, other) = (folder.path().join("state/install"), folder.path().join("other/install"));
        let (profile, copy) = (folder.path().join("profile"), folder.path().join("copy"));
        std::fs::create_dir(&profile).unwrap();
        std::fs::create_dir(&copy).unwrap();
        let first = install_hash(&secret, &profile).unwrap();
        assert_eq!(install_hash(&secret, &profile).unwrap(), first);
        assert_ne!(install_hash(&secret, &copy).unwrap(), first, "copied beside it");
        assert_ne!(install_hash(&other, &profile).unwrap(), first, "another user or machine");
    }
}
