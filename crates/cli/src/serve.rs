//! `serve`: the app for browsers and programs, until it is told to end.

use std::path::Path;
use std::process::ExitCode;

use mycrm_api::{App, serve};

use crate::ending::Failure;
use crate::print;

pub(crate) async fn serve(data_dir: &Path, port: u16) -> Result<ExitCode, Failure> {
    let app = App::open(data_dir).await?;
    // Heard from here on: a signal during the start ends it in order too.
    let end = asked_to_end();
    let served = match serve::start(&app, port).await {
        Ok(served) => served,
        Err(error) => {
            app.shutdown().await;
            return Err(Failure::Failed(error.to_string()));
        }
    };
    print::line(&format!("listening on http://127.0.0.1:{}", served.address.port()));
    print::line(&format!("Open this link in a browser; it works once: {}", served.sign_in_link));
    match end {
        Ok(end) => end.await,
        Err(error) => {
            tracing::warn!(%error, "signals cannot be heard; end this process by force");
            std::future::pending::<()>().await;
        }
    }
    app.shutdown().await;
    Ok(ExitCode::SUCCESS)
}

/// Listens for Ctrl-C, and on Unix for SIGTERM and SIGHUP, from the moment it is called; the future ends with the first.
#[cfg(unix)]
fn asked_to_end() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    let mut hang_up = signal(SignalKind::hangup())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
            _ = hang_up.recv() => {}
        }
    })
}

#[cfg(windows)]
fn asked_to_end() -> std::io::Result<impl Future<Output = ()>> {
    let mut interrupt = tokio::signal::windows::ctrl_c()?;
    Ok(async move {
        interrupt.recv().await;
    })
}
