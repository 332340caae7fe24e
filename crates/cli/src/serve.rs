//! `serve`: the app for browsers and programs, until it is told to end.

use std::path::Path;
use std::process::ExitCode;

use mycrm_api::{App, serve};

use crate::ending::Failure;
use crate::print;

pub(crate) async fn serve(data_dir: &Path, port: u16) -> Result<ExitCode, Failure> {
    let app = App::open(data_dir).await?;
    // Heard from here on: a signal during the start ends it in order too.
    let end = tokio::spawn(asked_to_end());
    let served = match serve::start(&app, port).await {
        Ok(served) => served,
        Err(error) => {
            app.shutdown().await;
            return Err(Failure::Failed(error.to_string()));
        }
    };
    print::line(&format!("listening on http://127.0.0.1:{}", served.address.port()));
    print::line(&format!("Open this link in a browser; it works once: {}", served.sign_in_link));
    // When the signals cannot be heard, the task ended at once with an error and there is nothing to wait for but
    // the process being killed.
    if let Ok(Err(error)) = end.await {
        tracing::warn!(%error, "signals cannot be heard; end this process by force");
        std::future::pending::<()>().await;
    }
    app.shutdown().await;
    Ok(ExitCode::SUCCESS)
}

/// Waits for Ctrl-C, or on Unix for SIGTERM.
async fn asked_to_end() -> std::io::Result<()> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut terminate = signal(SignalKind::terminate())?;
        let mut hang_up = signal(SignalKind::hangup())?;
        tokio::select! {
            interrupted = tokio::signal::ctrl_c() => interrupted,
            _ = terminate.recv() => Ok(()),
            _ = hang_up.recv() => Ok(()),
        }
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await
}
