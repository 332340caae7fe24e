//! Measures the promised numbers, each beside the same work on the bare database file in the same run.
//!
//! `mycrm-bench [AREA] [--json]`; areas: records, import, start. The data is made anew from a fixed seed.

mod figures;
mod generate;
mod import;
mod peer;
mod records;
mod start;

use std::process::ExitCode;

use figures::Figures;
use mycrm_api::App;

/// Whatever goes wrong ends the run: a bench with a hole in it is no bench.
type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

const AREAS: &[&str] = &["records", "import", "start"];

fn main() -> ExitCode {
    let (flags, areas): (Vec<String>, Vec<String>) =
        std::env::args().skip(1).partition(|arg| arg.starts_with("--"));
    let area = areas.first().map(String::as_str);
    let unknown_flag = flags.iter().find(|flag| *flag != "--json");
    if unknown_flag.is_some() || areas.len() > 1 || area.is_some_and(|area| !AREAS.contains(&area)) {
        eprintln!("usage: mycrm-bench [{}] [--json]", AREAS.join("|"));
        return ExitCode::from(2);
    }
    let json = !flags.is_empty();
    let run =
        tokio::runtime::Runtime::new().map_err(Into::into).and_then(|runtime| runtime.block_on(run(area)));
    match run {
        Ok(figures) => {
            println!("{}", if json { figures.to_json() } else { figures.to_table() });
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("the bench could not run: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(area: Option<&str>) -> Result<Figures> {
    let wanted = |name: &str| area.is_none_or(|area| area == name);
    let folder = tempfile::tempdir()?;
    let made = generate::fill(folder.path()).await?;
    let mut figures = Figures::default();
    if wanted("records") {
        let peer = peer::Peer::copy_of(folder.path()).await?;
        let app = App::open(folder.path()).await?;
        records::measure(&app, &peer, &made, &mut figures).await?;
        app.shutdown().await;
    }
    if wanted("start") {
        // Before the import, so that the memory is that of the promised data.
        start::measure(folder.path(), &mut figures)?;
    }
    if wanted("import") {
        let peer = peer::Peer::copy_of(folder.path()).await?;
        let app = App::open(folder.path()).await?;
        import::measure(&app, &peer, &mut figures).await?;
        app.shutdown().await;
    }
    Ok(figures)
}
