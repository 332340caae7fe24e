//! The stage of a deal, by what its row says.

use super::Refusal;
use super::pipelines::Pipeline;
use super::stage_words;
use crate::import::mapping::normalise;
use crate::{StageKind, message};

impl Pipeline {
    /// The stage the file means by a name: of the same name, or the only one with that ending.
    pub(super) fn find(&self, name: &str) -> Option<usize> {
        let words = normalise(name);
        let by_name = self
            .stages
            .iter()
            .position(|stage| normalise(&stage.name) == words || normalise(&stage.slug) == words);
        by_name.or_else(|| match stage_words::kind(name) {
            StageKind::Open => None,
            kind => self.only(kind),
        })
    }

    pub(super) fn only(&self, kind: StageKind) -> Option<usize> {
        let mut all = self.stages.iter().enumerate().filter(|(_, stage)| stage.kind == kind);
        let first = all.next()?.0;
        all.next().is_none().then_some(first)
    }

    pub(super) fn first(&self, kind: StageKind) -> Option<usize> {
        self.stages.iter().position(|stage| stage.kind == kind)
    }

    /// The stage of a deal by what its row says.
    pub(super) fn place(&self, stage: Option<&str>, outcome: Option<&str>) -> Result<usize, Refusal> {
        let named = match stage {
            Some(name) => Some(self.find(name).ok_or_else(|| {
                message!(
                    "There is no stage “{name}” in the pipeline “{pipeline}”, and what is missing is not to be created",
                    name,
                    pipeline = self.name
                )
            })?),
            None => None,
        };
        let ended = match outcome {
            Some("won") => Some(StageKind::Won),
            Some("lost") => Some(StageKind::Lost),
            _ => None,
        };
        let has_ended = |at: usize| self.stages.get(at).is_some_and(|stage| Some(stage.kind) == ended);
        match (named, ended) {
            (Some(at), None) => Ok(at),
            (Some(at), Some(_)) if has_ended(at) => Ok(at),
            (_, Some(kind)) => self.first(kind).ok_or_else(|| match kind {
                StageKind::Won => {
                    message!(
                        "The pipeline “{pipeline}” has no stage for deals that were won",
                        pipeline = self.name
                    )
                }
                _ => message!(
                    "The pipeline “{pipeline}” has no stage for deals that were lost",
                    pipeline = self.name
                ),
            }),
            (None, None) => self
                .first(StageKind::Open)
                .ok_or_else(|| message!("The pipeline “{pipeline}” has no open stage", pipeline = self.name)),
        }
    }
}
