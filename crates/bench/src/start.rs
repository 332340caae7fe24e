//! Cold start to a usable window, and the memory of an idle process, of the real programs.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::Result;
use crate::figures::Figures;

const STARTS: usize = 5;

pub(crate) fn measure(data: &Path, figures: &mut Figures) -> Result<()> {
    let (desktop, headless) = (program("MYCRM_DESKTOP")?, program("MYCRM_HEADLESS")?);
    let mut starts = Vec::new();
    let mut memory = Vec::new();
    for _ in 0..STARTS {
        let mut command = Command::new(&desktop);
        command.arg("--data-dir").arg(data).env("MYCRM_BENCH_STARTUP", "1");
        let (took, mut child) = until(command, "window ready")?;
        starts.push(took);
        memory.push(resident_mib(child.id())?);
        end(&mut child)?;
    }
    starts.sort();
    let bare = {
        let mut command = Command::new(&headless);
        command.arg("serve").arg("--port").arg("0").arg("--data-dir").arg(data);
        let (took, mut child) = until(command, "listening on")?;
        let idle = resident_mib(child.id())?;
        end(&mut child)?;
        figures.memory("idle memory, headless", idle, 150.0);
        took
    };
    // The slowest of the starts: what a user may have to wait.
    figures.time(
        "cold start to usable window",
        starts[STARTS - 1],
        1_500.0,
        Some((bare, "the same program without a window, to its first line")),
    );
    memory.sort_by(f64::total_cmp);
    figures.memory("idle memory of the Rust process, with window", memory[STARTS - 1], 150.0);
    Ok(())
}

fn program(variable: &str) -> Result<PathBuf> {
    let path = std::env::var_os(variable)
        .ok_or_else(|| format!("{variable} names no program; run the bench through cargo xtask bench"))?;
    Ok(path.into())
}

/// Starts a program and waits for a line that begins so.
fn until(mut command: Command, line: &str) -> Result<(Duration, Child)> {
    let start = Instant::now();
    let mut child = command.stdout(Stdio::piped()).stdin(Stdio::null()).spawn()?;
    let out = child.stdout.take().ok_or("the program has no output")?;
    for said in BufReader::new(out).lines() {
        if said?.starts_with(line) {
            return Ok((start.elapsed(), child));
        }
    }
    Err(format!("the program ended without saying \"{line}\": {:?}", child.wait()?).into())
}

fn end(child: &mut Child) -> Result<()> {
    child.kill()?;
    child.wait()?;
    Ok(())
}

/// Resident memory; only Linux tells it in a file.
fn resident_mib(pid: u32) -> Result<f64> {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status"))?;
    let kib = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:")?.trim().strip_suffix("kB")?.trim().parse::<f64>().ok());
    Ok(kib.ok_or("the system does not tell the memory of a process")? / 1024.0)
}
