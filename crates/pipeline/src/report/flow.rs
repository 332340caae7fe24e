//! What lies in the stages, how far deals come, and how long they take.

use mycrm_print::{Section, Table};

use super::pictures::{picture, rows};
use super::tables::{left, named, right, table};
use super::{Subject, absent, section};
use crate::charts::{Chart, ChartError, FunnelBars, StageBars, VelocityBars};
use crate::deals::StageKind;
use crate::stage_times::StageNow;
use crate::words::{NOTHING, Term, Words};

pub(super) fn sections(subject: &Subject<'_>, words: &Words) -> Result<Vec<Section>, ChartError> {
    Ok(vec![stages(subject, words)?, funnel(subject, words)?, velocity(subject, words)?])
}

fn stages(subject: &Subject<'_>, words: &Words) -> Result<Section, ChartError> {
    let stages = &subject.snapshot.book.stages;
    let is_open = |now: &&StageNow| {
        let stage = &stages[now.stage];
        stage.kind == StageKind::Open && (!stage.removed || now.count > 0)
    };
    let open: Vec<&StageNow> = subject.analysis.stages.iter().filter(is_open).collect();
    if open.iter().all(|now| now.count == 0) {
        return Ok(absent(words.stages_title(), words.no_open_deals()));
    }
    let bars = StageBars::of(&subject.analysis.stages, stages);
    let caption = words.stages_caption(bars.valued());
    let mut text = vec![words.stages_finding(&open)];
    text.extend(words.slippage_finding(&subject.analysis.slippage));
    Ok(Section {
        illustration: picture(&Chart::Stages(bars), rows(open.len()), caption, words)?,
        table: stage_table(subject, words, &open),
        ..section(words.stages_title(), text)
    })
}

fn stage_table(subject: &Subject<'_>, words: &Words, open: &[&StageNow]) -> Option<Table> {
    let days =
        |days: Option<u32>| days.map_or_else(|| NOTHING.to_owned(), |days| words.count(u64::from(days)));
    let heads = [Term::Deals, Term::Value, Term::Weighted, Term::DaysThere, Term::StageDays, Term::TooLong];
    let columns =
        std::iter::once(left(words.term(Term::Stage))).chain(heads.map(|term| right(words.term(term))));
    let row = |now: &&StageNow| {
        let usual = subject.analysis.stage_times.iter().find(|time| time.stage == now.stage);
        vec![
            named(&subject.snapshot.book.stages[now.stage].name),
            words.count(now.count),
            words.money_in_table(now.total_value),
            words.money_in_table(now.weighted_value),
            days(now.median_age_days),
            days(usual.and_then(|time| time.median_days)),
            words.count(now.stalled),
        ]
    };
    table(columns.collect(), open.iter().map(row).collect(), None)
}

fn funnel(subject: &Subject<'_>, words: &Words) -> Result<Section, ChartError> {
    let funnel = &subject.analysis.funnel;
    if funnel.cohort == 0 {
        return Ok(absent(words.funnel_title(), words.no_deals_in_period()));
    }
    let stages = &subject.snapshot.book.stages;
    let data = FunnelBars::of(funnel, stages, words);
    let share = |share: Option<f64>| share.map_or_else(|| NOTHING.to_owned(), |share| words.percent(share));
    let last = funnel.steps.len().saturating_sub(1);
    let row = |(at, (step, bar)): (usize, (&crate::funnel::Step, &crate::charts::FunnelBar))| {
        let mut row = vec![named(&bar.name), words.count(step.reached)];
        // Nobody goes on from the last step.
        let middle = [
            share(step.conversion),
            share(step.drop_off),
            words.count(step.lost),
            words.count(step.still_open),
        ];
        row.extend(middle.map(|cell| if at == last { String::new() } else { cell }));
        row
    };
    let cells = funnel.steps.iter().zip(&data.steps).enumerate().map(row).collect();
    let heads = [Term::Reached, Term::WentOn, Term::LostShare, Term::Lost, Term::StillOpen];
    let columns =
        std::iter::once(left(words.term(Term::Stage))).chain(heads.map(|term| right(words.term(term))));
    let count = data.steps.len();
    Ok(Section {
        illustration: picture(&Chart::Funnel(data), rows(count), words.funnel_caption(), words)?,
        table: table(columns.collect(), cells, None),
        ..section(words.funnel_title(), vec![words.funnel_finding(funnel)])
    })
}

fn velocity(subject: &Subject<'_>, words: &Words) -> Result<Section, ChartError> {
    let velocity = &subject.analysis.velocity;
    let Some(finding) = words.velocity_finding(velocity) else {
        return Ok(absent(words.velocity_title(), words.no_closed_deals()));
    };
    let bars = Chart::Velocity(VelocityBars::of(velocity));
    Ok(Section {
        illustration: picture(&bars, 200, words.velocity_caption(), words)?,
        ..section(words.velocity_title(), vec![finding])
    })
}
