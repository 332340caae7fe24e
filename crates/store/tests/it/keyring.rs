//! The system's own keyring, asked for real where a session has one.

use mycrm_store::secrets::Secrets;

#[tokio::test]
async fn a_secret_comes_back_from_the_systems_keyring_and_is_in_no_file() {
    let has_session = !cfg!(target_os = "linux") || std::env::var_os("DBUS_SESSION_BUS_ADDRESS").is_some();
    if !has_session {
        assert!(std::env::var_os("CI").is_none(), "CI must have a session bus with a Secret Service");
        eprintln!("SKIPPED: there is no session bus here; `cargo xtask test` brings one with a keyring");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let secrets = Secrets::choose(folder.path(), None, None).unwrap();
    assert_eq!(secrets.get("smtp").await.unwrap(), None);
    secrets.set("smtp", "hunter2").await.unwrap();
    let again = Secrets::choose(folder.path(), Some("keyring"), None).unwrap();
    assert_eq!(again.get("smtp").await.unwrap().as_deref(), Some("hunter2"));
    let other_folder = tempfile::tempdir().unwrap();
    let other = Secrets::choose(other_folder.path(), None, None).unwrap();
    assert_eq!(other.get("smtp").await.unwrap(), None, "another profile sees nothing");
    again.delete("smtp").await.unwrap();
    assert_eq!(secrets.get("smtp").await.unwrap(), None);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn secrets_never_move_to_a_file_without_being_asked() {
    let folder = tempfile::tempdir().unwrap();
    assert!(Secrets::choose(folder.path(), Some("file"), None).is_err(), "a file needs a passphrase");
    assert!(Secrets::choose(folder.path(), Some("files"), Some("x".into())).is_err());
    assert_eq!(Secrets::choose(folder.path(), None, Some("x".into())).unwrap().kind(), "keyring");
}
