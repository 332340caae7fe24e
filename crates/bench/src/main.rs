//! Measures the promised numbers, each beside the same work on the bare database file in the same run.
//!
//! `mycrm-bench [AREA] [--json]`; areas: records, import, start, forecast, sync. The data is made anew from a fixed seed.
//! `forecast --write` puts the tables on its accuracy into docs/forecast.md as well.

mod figures;
mod forecast;
mod generate;
mod import;
mod peer;
mod records;
mod start;
#[cfg(unix)]
mod sync;

use std::process::ExitCode;

use figures::Figures;
use mycrm_api::App;

/// Whatever goes wrong ends the run: a bench with a hole in it is no bench.
type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

const AREAS: &[&str] = &["records", "import", "start", "forecast", "sync"];

fn main() -> ExitCode {
    let (flags, areas): (Vec<String>, Vec<String>) =
        std::env::args().skip(1).partition(|arg| arg.starts_with("--"));
    let area = areas.first().map(String::as_str);
    let (json, write) = (has(&flags, "--json"), has(&flags, "--write"));
    let unknown_flag = flags.iter().any(|flag| !["--json", "--write"].contains(&flag.as_str()));
    let unknown_area = area.is_some_and(|area| !AREAS.contains(&area));
    if unknown_flag || areas.len() > 1 || unknown_area || (write && area != Some("forecast")) {
        eprintln!("usage: mycrm-bench [{}] [--json]; mycrm-bench forecast [--write]", AREAS.join("|"));
        return ExitCode::from(2);
    }
    let run = tokio::runtime::Runtime::new()
        .map_err(Into::into)
        .and_then(|runtime| runtime.block_on(run(area, write)));
    match run {
        Ok((figures, tables)) => {
            println!("{}", if json { figures.to_json() } else { figures.to_table() });
            // The tables are for people.
            for (_, table) in tables.iter().filter(|_| !json) {
                println!("\n{table}");
            }
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("the bench could not run: {error}");
            ExitCode::FAILURE
        }
    }
}

fn has(flags: &[String], wanted: &str) -> bool {
    flags.iter().any(|flag| flag == wanted)
}

/// Tables by name.
type Tables = Vec<(&'static str, String)>;

async fn run(area: Option<&str>, write: bool) -> Result<(Figures, Tables)> {
    let wanted = |name: &str| area.is_none_or(|area| area == name);
    let mut figures = Figures::default();
    let mut tables = Tables::new();
    if ["records", "import", "start"].into_iter().any(wanted) {
        records_and_more(wanted, &mut figures).await?;
    }
    if wanted("forecast") {
        forecast::measure(&mut figures).await?;
        tables.extend(forecast::tables().await?);
        if write {
            tables.push(("speed", figures.to_table()));
            forecast::write_into_docs(&tables)?;
            tables.pop();
        }
    }
    #[cfg(unix)]
    if wanted("sync") {
        sync::measure(&mut figures).await?;
    }
    Ok((figures, tables))
}

async fn records_and_more(wanted: impl Fn(&str) -> bool, figures: &mut Figures) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let made = generate::fill(folder.path()).await?;
    if wanted("records") {
        let peer = peer::Peer::copy_of(folder.path()).await?;
        let app = App::open(folder.path()).await?;
        records::measure(&app, &peer, &made, figures).await?;
        app.shutdown().await;
    }
    if wanted("start") {
        // Before the import, so that the memory is that of the promised data.
        start::measure(folder.path(), figures)?;
    }
    if wanted("import") {
        let peer = peer::Peer::copy_of(folder.path()).await?;
        let app = App::open(folder.path()).await?;
        import::measure(&app, &peer, figures).await?;
        app.shutdown().await;
    }
    Ok(())
}
