//! Where the deals of a file go: into a pipeline that fits their stages, or into one of their own.

use crate::message;
use std::collections::HashMap;

use mycrm_store::Id;
use uuid::Uuid;

use super::keys::folded;
use super::stage_words;
use super::survey::{PipelineSeen, Survey};
use super::{Planner, Refusal, Write, uuid};
use crate::{StageKind, rank};

/// Where the user wants the deals that name no pipeline.
#[derive(Debug, Clone, Default)]
pub(crate) struct Choice {
    pub(crate) pipeline: Option<Id>,
    pub(crate) name: Option<String>,
    /// What a pipeline of the file's own is called after.
    pub(crate) file_name: String,
}

#[derive(Debug, Clone)]
pub(crate) struct Stage {
    pub(crate) id: Id,
    pub(crate) slug: String,
    pub(crate) name: String,
    pub(crate) kind: StageKind,
    pub(crate) probability: i64,
    pub(crate) position: String,
    /// The rank of its last deal; new ones come behind it.
    pub(crate) last_rank: Option<String>,
}

#[derive(Debug, Clone)]
pub(crate) struct Pipeline {
    pub(crate) id: Id,
    pub(crate) name: String,
    pub(crate) position: String,
    /// In their order.
    pub(crate) stages: Vec<Stage>,
}

/// The pipelines there are; the default one first.
#[derive(Debug, Default)]
pub(crate) struct Pipelines {
    pub(crate) all: Vec<Pipeline>,
    pub(crate) of_deal: HashMap<Uuid, Uuid>,
    /// By the folded name in the file, empty for none.
    routes: HashMap<String, Result<Route, Refusal>>,
}

/// Where the deals of one name go.
#[derive(Debug, Clone, Copy)]
struct Route {
    pipeline: usize,
    /// The open stage a closed deal was in since its engage date.
    engaged: Option<usize>,
}

/// The stage of a deal.
#[derive(Debug, Clone)]
pub(super) struct Spot {
    pub(super) pipeline: Id,
    pub(super) stage: Id,
    pub(super) kind: StageKind,
    pub(super) probability: i64,
    /// The open stage before the end.
    pub(super) engaged: Option<Id>,
    at: (usize, usize),
}

impl Planner {
    pub(super) fn prepare_pipelines(&mut self, survey: &Survey, choice: &Choice) {
        for seen in &survey.pipelines {
            let route = self.route(seen, choice);
            let name = seen.name.as_deref().map(folded).unwrap_or_default();
            self.world.pipelines.routes.insert(name, route);
        }
    }

    fn route(&mut self, seen: &PipelineSeen, choice: &Choice) -> Result<Route, Refusal> {
        let pipeline = match self.choose(seen, choice) {
            Ok(at) => {
                self.add_missing_stages(at, seen);
                at
            }
            Err(name) => {
                self.may_create(|| {
                    message!(
                        "There is no pipeline called “{name}”, and what is missing is not to be created",
                        name
                    )
                })?;
                self.create_pipeline(&name, seen)
            }
        };
        let engaged = self.world.pipelines.all.get(pipeline).and_then(|pipeline| {
            let open =
                || pipeline.stages.iter().enumerate().filter(|(_, stage)| stage.kind == StageKind::Open);
            // A stage whose deals carry no date comes before the one the date speaks of.
            open()
                .find(|(_, stage)| seen.is_engaged(&stage.name) == Some(true))
                .or_else(|| open().rfind(|(_, stage)| seen.is_engaged(&stage.name).is_some()))
                .or_else(|| open().next())
                .map(|(at, _)| at)
        });
        Ok(Route { pipeline, engaged })
    }

    /// The pipeline for these deals, or the name of the one to make.
    fn choose(&self, seen: &PipelineSeen, choice: &Choice) -> Result<usize, String> {
        let all = &self.world.pipelines.all;
        let by_name = |name: &str| all.iter().position(|pipeline| folded(&pipeline.name) == folded(name));
        let by_id = |id: Uuid| all.iter().position(|pipeline| uuid(&pipeline.id) == id);
        if let Some(at) = choice.pipeline.as_ref().and_then(|id| by_id(uuid(id))) {
            return Ok(at);
        }
        if let Some(name) = choice.name.as_ref().or(seen.name.as_ref()) {
            return by_name(name).ok_or_else(|| name.clone());
        }
        if let Some(at) = seen.known().and_then(by_id) {
            return Ok(at);
        }
        let fits = |pipeline: &Pipeline| seen.stages.iter().all(|stage| pipeline.find(&stage.name).is_some());
        // The default one is the first.
        if let Some(at) = all.iter().position(fits) {
            return Ok(at);
        }
        let name = own_name(&choice.file_name);
        by_name(&name).ok_or(name)
    }

    fn create_pipeline(&mut self, name: &str, seen: &PipelineSeen) -> usize {
        let last = self.world.pipelines.all.iter().map(|pipeline| pipeline.position.as_str()).max();
        let position = rank::between(last, None);
        let id = Id::new();
        self.writes.push(Write::Insert {
            table: "pipelines",
            id: id.clone(),
            fields: vec![
                ("name", name.into()),
                ("is_default", false.into()),
                ("position", position.as_str().into()),
            ],
        });
        self.made.pipelines += 1;
        let mut stages = stages_of(seen);
        for (kind, name) in [(StageKind::Won, "Won"), (StageKind::Lost, "Lost")] {
            if !stages.iter().any(|stage| stage.kind == kind) {
                stages.push(NewStage { name: name.into(), kind, probability: ending(kind) });
            }
        }
        if !stages.iter().any(|stage| stage.kind == StageKind::Open) {
            stages.insert(0, NewStage { name: "Open".into(), kind: StageKind::Open, probability: 10 });
        }
        self.world.pipelines.all.push(Pipeline { id, name: name.into(), position, stages: Vec::new() });
        let at = self.world.pipelines.all.len() - 1;
        for stage in stages {
            self.create_stage(at, stage);
        }
        at
    }

    fn add_missing_stages(&mut self, at: usize, seen: &PipelineSeen) {
        if !self.ground.create_missing {
            return;
        }
        for stage in stages_of(seen) {
            let is_there = |pipeline: &Pipeline| pipeline.find(&stage.name).is_some();
            if !self.world.pipelines.all.get(at).is_some_and(is_there) {
                self.create_stage(at, stage);
            }
        }
    }

    /// Adds a stage: open ones before the closed ones, closed ones at the end.
    fn create_stage(&mut self, at: usize, new: NewStage) {
        let Some(pipeline) = self.world.pipelines.all.get_mut(at) else { return };
        let place = match new.kind {
            StageKind::Open => pipeline.stages.iter().position(|stage| stage.kind != StageKind::Open),
            _ => None,
        }
        .unwrap_or(pipeline.stages.len());
        let before = place.checked_sub(1).and_then(|before| pipeline.stages.get(before));
        let position = rank::between(
            before.map(|stage| stage.position.as_str()),
            pipeline.stages.get(place).map(|stage| stage.position.as_str()),
        );
        let mut slug = crate::pipelines::slug(&new.name);
        while pipeline.stages.iter().any(|stage| stage.slug == slug) {
            slug.push_str("_2");
        }
        let id = Id::new();
        let stalled_after = (new.kind == StageKind::Open).then_some(30_i64);
        self.writes.push(Write::Insert {
            table: "stages",
            id: id.clone(),
            fields: vec![
                ("pipeline_id", pipeline.id.clone().into()),
                ("slug", slug.as_str().into()),
                ("name", new.name.as_str().into()),
                ("kind", new.kind.into()),
                ("probability", new.probability.into()),
                ("stalled_after_days", stalled_after.into()),
                ("position", position.as_str().into()),
            ],
        });
        let NewStage { name, kind, probability } = new;
        pipeline.stages.insert(place, Stage { id, slug, name, kind, probability, position, last_rank: None });
        self.made.stages += 1;
    }

    /// Where a row's deal is.
    pub(super) fn spot(
        &self,
        pipeline: Option<&str>,
        stage: Option<&str>,
        outcome: Option<&str>,
    ) -> Result<Spot, Refusal> {
        let name = pipeline.map(folded).unwrap_or_default();
        let route = match self.world.pipelines.routes.get(&name) {
            Some(Ok(route)) => route,
            Some(Err(refusal)) => return Err(refusal.clone()),
            None => return Err(message!("The file was changed while it was being read")),
        };
        let missing = || message!("The pipeline is gone");
        let pipeline = self.world.pipelines.all.get(route.pipeline).ok_or_else(missing)?;
        let at = pipeline.place(stage, outcome)?;
        let stage = pipeline.stages.get(at).ok_or_else(missing)?;
        let engaged = route.engaged.and_then(|at| pipeline.stages.get(at)).map(|stage| stage.id.clone());
        Ok(Spot {
            pipeline: pipeline.id.clone(),
            stage: stage.id.clone(),
            kind: stage.kind,
            probability: stage.probability,
            engaged,
            at: (route.pipeline, at),
        })
    }

    /// The rank behind the last deal of a stage.
    pub(super) fn next_rank(&mut self, spot: &Spot) -> String {
        let stage = self
            .world
            .pipelines
            .all
            .get_mut(spot.at.0)
            .and_then(|pipeline| pipeline.stages.get_mut(spot.at.1));
        let Some(stage) = stage else { return rank::nth(0) };
        let next = rank::between(stage.last_rank.as_deref(), None);
        stage.last_rank = Some(next.clone());
        next
    }
}

#[derive(Debug, Clone)]
struct NewStage {
    name: String,
    kind: StageKind,
    probability: i64,
}

fn ending(kind: StageKind) -> i64 {
    if kind == StageKind::Won { 100 } else { 0 }
}

/// The stages a file names, in the order deals go through them: known names by their usual place, others after them as
/// they come, won and lost at the end.
fn stages_of(seen: &PipelineSeen) -> Vec<NewStage> {
    let named: Vec<(&str, StageKind)> =
        seen.stages.iter().map(|stage| (stage.name.as_str(), stage_words::kind(&stage.name))).collect();
    let mut open: Vec<(&str, Option<i64>)> = named
        .iter()
        .filter(|(_, kind)| *kind == StageKind::Open)
        .map(|(name, _)| (*name, stage_words::probability(name)))
        .collect();
    open.sort_by_key(|(_, usual)| usual.unwrap_or(60));
    let count = i64::try_from(open.len()).unwrap_or(1);
    let mut stages: Vec<NewStage> = (1_i64..)
        .zip(&open)
        .map(|(nth, (name, usual))| NewStage {
            name: (*name).into(),
            kind: StageKind::Open,
            probability: usual.unwrap_or(nth * 100 / (count + 1)),
        })
        .collect();
    for wanted in [StageKind::Won, StageKind::Lost] {
        for (name, kind) in named.iter().filter(|(_, kind)| *kind == wanted) {
            stages.push(NewStage { name: (*name).into(), kind: *kind, probability: ending(*kind) });
        }
    }
    stages
}

/// The name of a file as that of a pipeline: `sales_pipeline.csv` is `Sales pipeline`.
fn own_name(file_name: &str) -> String {
    let stem = file_name.rsplit_once('.').map_or(file_name, |(stem, _)| stem);
    let words: Vec<&str> = stem
        .split(|c: char| c == '_' || c == '-' || c.is_whitespace())
        .filter(|word| !word.is_empty())
        .collect();
    let name = words.join(" ");
    let mut letters = name.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).take(100).collect(),
        None => "Imported deals".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::{own_name, stages_of};
    use crate::StageKind;
    use crate::import::plan::survey::{PipelineSeen, StageSeen};

    #[test]
    fn stages_come_in_the_order_deals_go_through_them() {
        let stages = ["Won", "Legal check", "Engaging", "Lost", "Prospecting"]
            .map(|name| StageSeen { name: name.into(), engaged: 0 });
        let seen = PipelineSeen { stages: stages.into(), ..PipelineSeen::default() };
        let found: Vec<(String, StageKind, i64)> =
            stages_of(&seen).into_iter().map(|stage| (stage.name, stage.kind, stage.probability)).collect();
        let expected = [
            ("Prospecting", StageKind::Open, 10),
            ("Engaging", StageKind::Open, 40),
            ("Legal check", StageKind::Open, 75),
            ("Won", StageKind::Won, 100),
            ("Lost", StageKind::Lost, 0),
        ];
        assert_eq!(found, expected.map(|(name, kind, percent)| (name.to_owned(), kind, percent)));
    }

    #[test]
    fn a_pipeline_is_called_after_its_file() {
        assert_eq!(own_name("sales_pipeline.csv"), "Sales pipeline");
        assert_eq!(own_name("Deals-2017.Q1.csv"), "Deals 2017.Q1");
        assert_eq!(own_name(".csv"), "Imported deals");
    }
}
