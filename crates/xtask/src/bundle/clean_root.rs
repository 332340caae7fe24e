//! Tries a Debian package where nothing else is: installs it into a new Debian root, checks what it brought,
//! and starts both programs there.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::Stdio;

use crate::call::{Call, Doing, Outcome, failed};
use crate::setup::is_root;
use crate::workspace::Workspace;

/// What a user's machine has anyway: a display and a session bus. Not from the package.
const DESKTOP: [&str; 4] = ["xvfb", "dbus", "xdotool", "imagemagick"];

/// What the package must have put there.
const INSTALLED: [&str; 3] =
    ["usr/bin/mycrm", "usr/bin/mycrm-headless", "usr/share/applications/mycrm.desktop"];

const NEEDS: [&str; 3] = ["libwebkit2gtk-4.1-0", "libgtk-3-0", "libayatana-appindicator3-1"];

/// Starts the window and waits until it is there. The display number is high enough to be nobody's:
/// the root shares the abstract sockets of this machine.
const START_WINDOW: &str = r#"
set -u
export DISPLAY=:397 WEBKIT_DISABLE_DMABUF_RENDERER=1 NO_AT_BRIDGE=1 HOME=/root MYCRM_DATA_DIR=/tmp/window
Xvfb :397 -screen 0 1440x900x24 -nolisten tcp >/dev/null 2>&1 & x=$!
for i in $(seq 50); do [ -S /tmp/.X11-unix/X397 ] && break; sleep 0.1; done
mycrm & app=$!
timeout 90 xdotool search --sync --onlyvisible --name MyCRM >/dev/null; found=$?
# The window is there before its first page is painted.
sleep 5
import -window root /tmp/window.png
kill $app; kill $x
exit $found
"#;

pub(super) fn try_installer(workspace: &Workspace, deb: &Path) -> Outcome {
    if !is_root() {
        return failed("making a clean Debian root needs root: run `sudo -E cargo xtask bundle --check`");
    }
    let root = workspace.target.join("clean-root");
    make(&root)?;
    let mounts = Mounts::over(&root)?;
    install(&root, deb)?;
    declares_its_needs(deb)?;
    for file in INSTALLED {
        if !root.join(file).is_file() {
            return failed(format!("the package did not install /{file}"));
        }
    }
    inside(&root, &["desktop-file-validate", "/usr/share/applications/mycrm.desktop"]).run()?;
    inside(&root, &["mycrm", "doctor"]).run()?;
    serve(&root)?;
    inside(&root, &["apt-get", "install", "-y", "--no-install-recommends"]).args(DESKTOP).run()?;
    inside(&root, &["dbus-run-session", "--", "sh", "-c", START_WINDOW]).run()?;
    let picture = workspace.artifacts()?.join("installed-window.png");
    std::fs::copy(root.join("tmp/window.png"), &picture).doing("the window left no picture")?;
    println!("installed, served and opened a window: {}", picture.display());
    drop(mounts);
    remove(&root)
}

fn make(root: &Path) -> Outcome {
    remove(root)?;
    println!("making a clean Debian in {}", root.display());
    Call::new("debootstrap")
        .args(["--variant=minbase", "--include=ca-certificates,desktop-file-utils", &suite()?])
        .arg(root)
        .run()?;
    for file in ["etc/hosts", "etc/resolv.conf"] {
        // A machine without one of these resolves names in some other way.
        let _ = std::fs::copy(Path::new("/").join(file), root.join(file));
    }
    Ok(())
}

/// The release this machine runs: the package was built against its libraries.
fn suite() -> Outcome<String> {
    let release = std::fs::read_to_string("/etc/os-release").doing("cannot read /etc/os-release")?;
    match release.lines().find_map(|line| line.strip_prefix("VERSION_CODENAME=")) {
        Some(name) => Ok(name.trim_matches('"').to_owned()),
        None => failed("/etc/os-release names no release to make a clean root of"),
    }
}

fn install(root: &Path, deb: &Path) -> Outcome {
    std::fs::copy(deb, root.join("tmp/mycrm.deb")).doing("cannot copy the package into the root")?;
    inside(root, &["apt-get", "update"]).run()?;
    inside(root, &["apt-get", "install", "-y", "--no-install-recommends", "/tmp/mycrm.deb"]).run()
}

/// What the window links or loads must be named, or it would be there by luck alone.
fn declares_its_needs(deb: &Path) -> Outcome {
    let depends = Call::new("dpkg-deb").arg("--field").arg(deb).arg("Depends").output()?;
    let absent: Vec<&str> = NEEDS.into_iter().filter(|need| !depends.contains(need)).collect();
    if absent.is_empty() {
        Ok(())
    } else {
        failed(format!("the package does not depend on {}", absent.join(", ")))
    }
}

/// Starts the app without its window, waits for its first line and asks it for a page.
fn serve(root: &Path) -> Outcome {
    let mut server = inside(root, &["mycrm", "serve", "--port", "0", "--data-dir", "/tmp/served"])
        .into_command()
        .stdout(Stdio::piped())
        .spawn()
        .doing("cannot start `mycrm serve`")?;
    let mut line = String::new();
    if let Some(stdout) = server.stdout.take() {
        BufReader::new(stdout).read_line(&mut line).doing("`mycrm serve` cannot be read")?;
    }
    println!("mycrm serve: {}", line.trim());
    let answered = line.trim().strip_prefix("listening on http://").map(answers);
    server.kill().doing("cannot end `mycrm serve`")?;
    server.wait().doing("cannot end `mycrm serve`")?;
    match answered {
        Some(Ok(())) => Ok(()),
        Some(Err(failure)) => Err(failure),
        None => failed(format!("`mycrm serve` did not say where it listens but `{}`", line.trim())),
    }
}

/// The root has the machine's own loopback, so the page can be asked for from here.
fn answers(address: &str) -> Outcome {
    use std::io::{Read, Write};
    let mut stream = std::net::TcpStream::connect(address).doing("`mycrm serve` does not answer")?;
    let request = format!("GET / HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).doing("`mycrm serve` does not take a request")?;
    let mut response = String::new();
    stream.read_to_string(&mut response).doing("`mycrm serve` does not answer in text")?;
    match response.lines().next() {
        Some(status) if status.starts_with("HTTP/1.1 200") => Ok(()),
        status => failed(format!("`mycrm serve` answered {status:?}")),
    }
}

/// A call inside the root, with nothing of this machine's environment.
fn inside(root: &Path, command: &[&str]) -> Call {
    const ENVIRONMENT: [&str; 6] = [
        "PATH=/usr/sbin:/usr/bin:/sbin:/bin",
        "HOME=/root",
        "LANG=C.UTF-8",
        "DEBIAN_FRONTEND=noninteractive",
        // There is no keyring in a bare root; the file is what a headless machine uses.
        "MYCRM_SECRETS=file",
        "MYCRM_SECRETS_PASSPHRASE=clean root",
    ];
    Call::new("chroot").arg(root).args(["env", "-i"]).args(ENVIRONMENT).args(command)
}

/// /proc and /dev inside the root, taken away again at the end.
#[derive(Debug)]
struct Mounts {
    points: Vec<PathBuf>,
}

impl Mounts {
    fn over(root: &Path) -> Outcome<Self> {
        let mut mounts = Self { points: Vec::new() };
        for (how, name) in [(["-t", "proc", "proc"].as_slice(), "proc"), (&["--bind", "/dev"], "dev")] {
            let point = root.join(name);
            Call::new("mount").args(how).arg(&point).run()?;
            mounts.points.push(point);
        }
        Ok(mounts)
    }
}

impl Drop for Mounts {
    fn drop(&mut self) {
        for point in self.points.iter().rev() {
            if let Err(failure) = Call::new("umount").arg("--lazy").arg(point).run() {
                println!("{failure}");
            }
        }
    }
}

/// Removes the root, but never what is mounted into it.
fn remove(root: &Path) -> Outcome {
    if !root.exists() {
        return Ok(());
    }
    let mounts = std::fs::read_to_string("/proc/mounts").doing("cannot read /proc/mounts")?;
    let inside = format!(" {}/", root.display());
    if mounts.lines().any(|mount| mount.contains(&inside)) {
        return failed(format!("{} still has something mounted in it; unmount that first", root.display()));
    }
    std::fs::remove_dir_all(root).doing(format_args!("cannot remove {}", root.display()))
}
