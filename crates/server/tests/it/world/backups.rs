//! Backups as whoever runs the server makes them: with SQLite by the program, with PostgreSQL by its own means.

use std::path::PathBuf;

use mycrm_server::{Database, Id, backups};

use super::{World, postgres};

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Backup {
    id: Id,
    place: Place,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Place {
    File(PathBuf),
    /// The URL of a copy.
    Database(String),
}

impl World {
    pub(crate) async fn back_up(&mut self) -> Backup {
        let clock = self.config.clock.clone();
        let database = self.server().database().clone();
        let Some(url) = self.config.database_url.clone() else {
            let to = self.folder.path().join(format!("{}.db", uuid::Uuid::new_v4()));
            let id = backups::make(&database, &to, &clock).await.expect("a backup");
            return Backup { id, place: Place::File(to) };
        };
        let id = backups::note(&database, "a copy", clock.now()).await.expect("a note");
        self.stop().await;
        let copy = postgres::copy(&url).await;
        self.start_again().await;
        Backup { id, place: Place::Database(copy) }
    }

    /// Puts a backup back and returns which others are to be deleted.
    pub(crate) async fn put_back(&mut self, backup: &Backup) -> Vec<Id> {
        let known = backups::list(self.server().database()).await.expect("the backups");
        self.stop().await;
        let clock = self.config.clock.clone();
        let later = match &backup.place {
            Place::File(file) => {
                let later = backups::restore(&self.config.data, file, &clock).await.expect("it is put back");
                later.expect("it was readable").into_iter().map(|known| known.id).collect()
            }
            Place::Database(url) => {
                let database = Database::open(&self.config.data, Some(url)).await.expect("the copy");
                backups::restored(&database, &clock).await.expect("another epoch");
                let kept = backups::list(&database).await.expect("the backups");
                database.close().await;
                self.config.database_url = Some(url.clone());
                known.iter().filter(|known| !kept.contains(known)).map(|known| known.id).collect()
            }
        };
        self.start_again().await;
        later
    }
}

impl PartialEq<Backup> for Id {
    fn eq(&self, backup: &Backup) -> bool {
        *self == backup.id
    }
}
