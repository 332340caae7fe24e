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
    let (mut resident, mut share) = (Vec::new(), Vec::new());
    for _ in 0..STARTS {
        let mut command = Command::new(&desktop);
        command.arg("--data-dir").arg(data).env("MYCRM_BENCH_STARTUP", "1");
        let (took, mut child) = until(command, "window ready")?;
        starts.push(took);
        resident.push(mib(child.id(), "VmRSS", "status")?);
        share.push(mib(child.id(), "Pss", "smaps_rollup")?);
        end(&mut child)?;
    }
    starts.sort();
    let bare = {
        let mut command = Command::new(&headless);
        command.arg("serve").arg("--port").arg("0").arg("--data-dir").arg(data);
        let (took, mut child) = until(command, "listening on")?;
        let idle = mib(child.id(), "VmRSS", "status")?;
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
    // Resident counts every page of a library in full, although WebKit's other processes use the same ones; the share
    // divides such a page by its users.
    let names = ["idle memory with window, its share (PSS)", "idle memory with window, resident (RSS)"];
    for (name, mut memory) in names.into_iter().zip([share, resident]) {
        memory.sort_by(f64::total_cmp);
        figures.memory(name, memory[STARTS - 1], 150.0);
    }
    Ok(())
}

pub(crate) fn program(variable: &str) -> Result<PathBuf> {
    let path = std::env::var_os(variable)
        .ok_or_else(|| format!("{variable} names no program; run the bench through cargo xtask bench"))?;
    Ok(path.into())
}

/// Starts a program and waits for a line that begins so.
fn until(command: Command, line: &str) -> Result<(Duration, Child)> {
    let start = Instant::now();
    let (_, child) = said(command, line)?;
    Ok((start.elapsed(), child))
}

/// The same, with the line.
pub(crate) fn said(mut command: Command, line: &str) -> Result<(String, Child)> {
    let mut child = command.stdout(Stdio::piped()).stdin(Stdio::null()).spawn()?;
    let out = child.stdout.take().ok_or("the program has no output")?;
    for said in BufReader::new(out).lines() {
        let said = said?;
        if said.starts_with(line) {
            return Ok((said, child));
        }
    }
    Err(format!("the program ended without saying \"{line}\": {:?}", child.wait()?).into())
}

pub(crate) fn end(child: &mut Child) -> Result<()> {
    child.kill()?;
    child.wait()?;
    Ok(())
}

/// A line of what the system tells of a process, in MiB; only Linux tells it in a file.
pub(crate) fn mib(pid: u32, line: &str, file: &str) -> Result<f64> {
    let text = std::fs::read_to_string(format!("/proc/{pid}/{file}"))?;
    let kib = text.lines().find_map(|said| {
        said.strip_prefix(line)?.strip_prefix(':')?.trim().strip_suffix("kB")?.trim().parse::<f64>().ok()
    });
    Ok(kib.ok_or("the system does not tell the memory of a process")? / 1024.0)
}
