//! The companion server and two apps as whole programs, beside PouchDB's server in the same run.

mod apps;
mod ops;
mod peer;
mod server;

use mycrm_tests::{Companion, Postgres};

use crate::Result;
use crate::figures::Figures;

/// Ops that are pushed and pulled.
const OPS: usize = 50_000;
/// Contacts that a new device fetches.
const CONTACTS: usize = 250_000;
/// Devices that wait for something to happen.
const IDLE: usize = 1_000;
/// Edits that are followed to the other device.
const EDITS: usize = 100;

pub(crate) async fn measure(figures: &mut Figures) -> Result<()> {
    mycrm_replica::remote::install_tls();
    let peer = peer::measure(OPS).await?;
    let postgres = Postgres::start_durable().ok_or("PostgreSQL is not installed")?;
    let companion = Companion::start(Some(postgres.url()));
    let names = server::Names { push: "push, PostgreSQL", pull: "pull, PostgreSQL" };
    server::push_and_pull(&companion, &names, peer.as_ref(), figures).await?;
    apps::visible(&companion, figures)?;
    server::fill(&companion).await?;
    apps::bootstrap(&companion, figures)?;
    server::idle(&companion, figures).await?;
    drop(companion);

    let companion = Companion::start(None);
    let names = server::Names { push: "push, SQLite", pull: "pull, SQLite" };
    server::push_and_pull(&companion, &names, peer.as_ref(), figures).await
}
