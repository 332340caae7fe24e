//! What a file of deals says as a whole before its first row is planned: which pipelines and stages it names.

use std::collections::HashMap;

use uuid::Uuid;

use super::keys::{Key, KeyKind, folded};
use super::{World, uuid};
use crate::import::rows::OpportunityDraft;

/// More different stages than this are no stages; another column was mapped.
pub(crate) const STAGE_LIMIT: usize = 60;

/// The pipelines a file names, in the order of the file; one without a name where it names none.
#[derive(Debug, Default)]
pub(crate) struct Survey {
    pub(crate) pipelines: Vec<PipelineSeen>,
    /// Different stages seen so far.
    pub(crate) stage_count: usize,
}

#[derive(Debug, Default)]
pub(crate) struct PipelineSeen {
    /// As the file writes it; `None` for rows that name none.
    pub(crate) name: Option<String>,
    pub(crate) stages: Vec<StageSeen>,
    /// Where deals of this file are already, with their number.
    pub(crate) known_in: HashMap<Uuid, usize>,
}

#[derive(Debug)]
pub(crate) struct StageSeen {
    pub(crate) name: String,
    /// Rows that say since when the deal is worked on.
    pub(crate) engaged: usize,
}

impl Survey {
    pub(crate) fn note(&mut self, draft: &OpportunityDraft, world: &World) {
        let same =
            |seen: &PipelineSeen| seen.name.as_deref().map(folded) == draft.pipeline.as_deref().map(folded);
        let at = self.pipelines.iter().position(same).unwrap_or_else(|| {
            self.pipelines.push(PipelineSeen { name: draft.pipeline.clone(), ..PipelineSeen::default() });
            self.stage_count += 1;
            self.pipelines.len() - 1
        });
        let Some(pipeline) = self.pipelines.get_mut(at) else { return };
        if let Some(name) = &draft.stage {
            let at =
                pipeline.stages.iter().position(|stage| folded(&stage.name) == folded(name)).unwrap_or_else(
                    || {
                        pipeline.stages.push(StageSeen { name: name.clone(), engaged: 0 });
                        self.stage_count += 1;
                        pipeline.stages.len() - 1
                    },
                );
            if let Some(stage) = pipeline.stages.get_mut(at) {
                stage.engaged += usize::from(draft.engage_date.is_some());
            }
        }
        let known = draft
            .external_id
            .as_deref()
            .and_then(|external_id| world.opportunities.first(Key::new(KeyKind::ExternalId, external_id)))
            .and_then(|entry| world.pipelines.of_deal.get(&entry.id));
        if let Some(known) = known {
            *pipeline.known_in.entry(*known).or_insert(0) += 1;
        }
    }

    /// Whether the file names more stages than any pipeline has.
    pub(crate) fn is_absurd(&self) -> bool {
        self.stage_count > STAGE_LIMIT
    }
}

impl PipelineSeen {
    /// The pipeline most of these deals are in already.
    pub(crate) fn known(&self) -> Option<Uuid> {
        self.known_in.iter().max_by_key(|(id, deals)| (**deals, **id)).map(|(id, _)| *id)
    }

    /// Whether rows of a stage of this name say since when the deal is worked on.
    pub(crate) fn is_engaged(&self, stage: &str) -> Option<bool> {
        let stage = self.stages.iter().find(|seen| folded(&seen.name) == folded(stage))?;
        Some(stage.engaged > 0)
    }
}

impl World {
    /// Notes in which pipeline a deal is.
    pub(crate) fn place_deal(&mut self, deal: &mycrm_store::Id, pipeline: &mycrm_store::Id) {
        self.pipelines.of_deal.insert(uuid(deal), uuid(pipeline));
    }
}
