//! What the commands of the window share: the app once its database is open, and the way to the page.

use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use mycrm_api::App;
use tokio::sync::SetOnce;

use crate::page::Page;

pub(crate) struct Desktop {
    app: SetOnce<App>,
    pub(crate) page: Page,
    pub(crate) data_dir: PathBuf,
    /// When the process began, for the start-up figure.
    pub(crate) started: Instant,
    stage: Mutex<Stage>,
}

/// How far the start has come, as far as the window is concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stage {
    /// The page draws itself behind a hidden window.
    Drawing,
    Shown,
    /// The app cannot start: a message is shown, and the window never is.
    Failed,
}

impl Desktop {
    pub(crate) fn new(data_dir: PathBuf, started: Instant) -> Self {
        Self {
            app: SetOnce::new(),
            page: Page::default(),
            data_dir,
            started,
            stage: Mutex::new(Stage::Drawing),
        }
    }

    /// The app, as soon as its database is open: the page loads while that happens.
    pub(crate) async fn app(&self) -> &App {
        self.app.wait().await
    }

    /// The app if it is open already.
    pub(crate) fn opened(&self) -> Option<&App> {
        self.app.get()
    }

    pub(crate) fn put(&self, app: App) {
        if self.app.set(app).is_err() {
            tracing::error!("the app was opened twice");
        }
    }

    pub(crate) fn stage(&self) -> Stage {
        *self.stage.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Leaves [`Stage::Drawing`]; false when that had happened before.
    pub(crate) fn leave_drawing(&self, next: Stage) -> bool {
        let mut stage = self.stage.lock().unwrap_or_else(PoisonError::into_inner);
        let first = *stage == Stage::Drawing;
        if first {
            *stage = next;
        }
        first
    }
}
