//! What a new database begins with: the user as a person and the default pipeline.

use mycrm_store::{Ctx, Id, Origin, Store, Timestamp};
use uuid::Uuid;

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
    if !has_pipeline {
        make_pipeline(store).await?;
    }
    if !has_me {
        let mut tx = store.begin(first_start()).await?;
        let me = PersonDraft {
            name: Field::Set(user.to_owned()),
            active: Field::Set(true),
            ..PersonDraft::default()
        };
        let me = people::create(&mut tx, me).await?;
        people::claim(&mut tx, &me).await?;
        tx.commit().await?;
    }
    Ok(())
}

fn first_start() -> Ctx {
    Ctx::new("MyCRM", Origin::User, "First start").permanent()
}

/// The pipeline that every profile begins with is the same row everywhere, so that profiles which meet in a workspace do
/// not bring one each; and it is written in the past, so that whatever somebody made of it elsewhere is later.
async fn make_pipeline(store: &Store) -> Result<()> {
    let mut tx = store.begin_at(first_start(), Timestamp::from_millis(BEGINNING)).await?;
    let draft = PipelineDraft {
        name: Field::Set("Sales".into()),
        is_default: Field::Set(true),
        stages: Field::Set(default_stages()),
    };
    let mut numbers = (0..).map(|n: u64| Uuid::from_u128(FIRST_ID + u128::from(n)));
    let mut ids = || numbers.next().map_or_else(Id::new, Id::from);
    pipelines::create_with(&mut tx, draft, &mut ids).await?;
    tx.commit().await?;
    Ok(())
}

/// 2024-01-01, before there was a profile.
const BEGINNING: i64 = 1_704_067_200_000;

/// UUIDv7 of that day.
const FIRST_ID: u128 = 0x018c_c251_f400_7000_8000_0000_0000_0000;

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
