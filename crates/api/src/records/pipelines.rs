//! Pipelines on the wire, with their stages in order.

use mycrm_crm::pipelines::{Stage as StageRow, StageDraft as StageWish};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::choices::StageKind;
use super::given::draft;

/// Ordered stages that deals move through.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Pipeline {
    id: String,
    name: String,
    is_default: bool,
    stages: Vec<Stage>,
    opportunity_count: i64,
    #[schema(format = DateTime)]
    created_at: String,
    created_by: Option<String>,
    #[schema(format = DateTime)]
    updated_at: String,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Stage {
    pub(super) id: String,
    /// What scripts call it.
    pub(super) slug: String,
    pub(super) name: String,
    pub(super) kind: StageKind,
    /// 0 to 100.
    pub(super) probability: i64,
    pub(super) stalled_after_days: Option<i64>,
    /// Its place among the others, from 0 on.
    pub(super) position: usize,
}

/// A stage as it shall be. `id` names one that exists; one that is not named any more is removed.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub(crate) struct StageDraft {
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    id: Option<Id>,
    name: String,
    /// Made from the name when not given.
    #[serde(default)]
    slug: Option<String>,
    kind: StageKind,
    /// 0 to 100.
    probability: i64,
    #[serde(default)]
    stalled_after_days: Option<i64>,
}

draft!(PipelineDraft {
    name: String,
    is_default: bool,
    /// In their order.
    stages: Vec<StageDraft>,
});

collection!(
    pipelines, "pipeline", |row| row.name.clone(), Pipeline, PipelineDraft, "/api/pipelines/", "/api/pipelines/{id}/",
    filters { "is_default" },
    list_pipelines create_pipeline get_pipeline replace_pipeline update_pipeline delete_pipeline
);

impl PipelineDraft {
    fn called(&self) -> Option<String> {
        self.name.0.clone().set()
    }

    fn resolve(self, _: &Surroundings, _: Option<&records::Pipeline>) -> Result<records::PipelineDraft> {
        let Self { name, is_default, stages } = self;
        let wish = |stage: StageDraft| {
            let StageDraft { id, name, slug, kind, probability, stalled_after_days } = stage;
            StageWish { id, name, slug, kind: kind.0, probability, stalled_after_days }
        };
        Ok(records::PipelineDraft {
            name: name.0,
            is_default: is_default.0,
            stages: stages.map(|stages| stages.into_iter().map(wish).collect()),
        })
    }
}

/// A stage at its place.
pub(super) fn stage(position: usize, row: StageRow) -> Stage {
    let StageRow { id, slug, name, kind, probability, stalled_after_days, position: _ } = row;
    Stage { id: id.to_string(), slug, name, kind: StageKind(kind), probability, stalled_after_days, position }
}

impl From<records::Pipeline> for Pipeline {
    fn from(row: records::Pipeline) -> Self {
        let records::Pipeline {
            id,
            name,
            is_default,
            stages,
            opportunity_count,
            created_at,
            created_by,
            updated_at,
        } = row;
        Self {
            id: id.to_string(),
            name,
            is_default,
            stages: stages.0.into_iter().enumerate().map(|(position, row)| stage(position, row)).collect(),
            opportunity_count,
            created_at: created_at.to_string(),
            created_by,
            updated_at: updated_at.to_string(),
        }
    }
}
