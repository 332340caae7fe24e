//! What a new database begins with: the user as a person and the default pipeline.

use mycrm_store::{Ctx, Id, Origin, Store};

use crate::people::PersonDraft;
use crate::pipelines::{self, PipelineDraft, StageDraft};
use crate::store::settings;
use crate::{Field, Result, StageKind, people};

/// Makes both where they are missing; nothing otherwise. It is no action of the user, so it cannot be undone.
///
/// # Errors
/// When the database cannot be written.
pub async fn prepare(store: &Store, user: &str) -> Result<()> {
    let mut reader = store.readers().acquire().await.map_err(mycrm_store::Error::from)?;
    let has_me = settings::me(&mut reader).await?.is_some();
    let has_pipeline = pipelines::default(&mut reader).await?.is_some();
    drop(reader);
    if has_me && has_pipeline {
        return Ok(());
    }
    let mut tx = store.begin(Ctx::new("MyCRM", Origin::User, "First start").permanent()).await?;
    if !has_me {
        let me = PersonDraft {
            name: Field::Set(user.to_owned()),
            is_me: Field::Set(true),
            active: Field::Set(true),
            ..PersonDraft::default()
        };
        people::create(&mut tx, me).await?;
    }
    if !has_pipeline {
        let draft = PipelineDraft {
            name: Field::Set("Sales".into()),
            is_default: Field::Set(true),
            stages: Field::Set(default_stages()),
        };
        pipelines::create(&mut tx, draft).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Who new records belong to.
///
/// # Errors
/// When the database cannot be read.
pub async fn me(store: &Store) -> Result<Option<Id>> {
    let mut reader = store.readers().acquire().await.map_err(mycrm_store::Error::from)?;
    settings::me(&mut reader).await
}

fn default_stages() -> Vec<StageDraft> {
    let stage = |name, slug: &str, kind, probability| StageDraft {
        slug: Some(slug.into()),
        ..StageDraft::new(name, kind, probability)
    };
    vec![
        stage("Prospecting", "prospecting", StageKind::Open, 10),
        stage("Qualification", "qualification", StageKind::Open, 25),
        stage("Proposal", "proposal", StageKind::Open, 50),
        stage("Negotiation", "negotiation", StageKind::Open, 75),
        stage("Won", "closed_won", StageKind::Won, 100),
        stage("Lost", "closed_lost", StageKind::Lost, 0),
    ]
}
