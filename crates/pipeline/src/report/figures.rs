//! The key figures at the head of a report.

use mycrm_print::{Figure, Tone};

use super::Subject;
use crate::deals::StageKind;
use crate::words::{NOTHING, Term, Words};

pub(super) fn figures(subject: &Subject<'_>, words: &Words) -> Vec<Figure> {
    vec![
        expected(subject, words),
        weighted(subject, words),
        win_rate(subject, words),
        median_days(subject, words),
        health(subject, words),
        quota_gap(subject, words),
    ]
}

fn figure(label: &str, value: String, note: String) -> Figure {
    Figure { label: label.to_owned(), value, note, tone: Tone::Plain }
}

fn expected(subject: &Subject<'_>, words: &Words) -> Figure {
    let (all, months) = (subject.whole(), subject.months(words));
    let label = format!("{} {months}", words.forecast());
    if all.p90 <= 0.0 {
        return figure(&label, NOTHING.to_owned(), words.nothing_to_forecast().to_owned());
    }
    figure(&label, words.money(all.mean), words.range_of(all.p10, all.p90))
}

fn weighted(subject: &Subject<'_>, words: &Words) -> Figure {
    let stages = &subject.snapshot.book.stages;
    let open = subject.analysis.stages.iter().filter(|now| stages[now.stage].kind == StageKind::Open);
    let (mut deals, mut value, mut weighted) = (0, 0.0, 0.0);
    for now in open {
        deals += now.count;
        value += now.total_value;
        weighted += now.weighted_value;
    }
    let label = words.term(Term::WeightedPipeline);
    if deals == 0 {
        return figure(label, NOTHING.to_owned(), words.no_open_deals().to_owned());
    }
    if value <= 0.0 {
        return figure(label, NOTHING.to_owned(), words.no_amounts().to_owned());
    }
    figure(label, words.money(weighted), words.of_open_value(deals, value))
}

fn win_rate(subject: &Subject<'_>, words: &Words) -> Figure {
    let label = words.term(Term::WinRate);
    match subject.analysis.win_rate.by_count() {
        Some(share) => figure(label, words.percent(share.rate), words.share_note(&share)),
        None => figure(label, NOTHING.to_owned(), words.no_closed_deals().to_owned()),
    }
}

fn median_days(subject: &Subject<'_>, words: &Words) -> Figure {
    let velocity = &subject.analysis.velocity;
    let label = words.term(Term::MedianDays);
    match velocity.censored_median_days {
        Some(days) => {
            figure(label, words.count(u64::from(days)), words.with_open(velocity.closed, velocity.open))
        }
        None if velocity.closed == 0 => figure(label, NOTHING.to_owned(), words.no_closed_deals().to_owned()),
        None => figure(label, NOTHING.to_owned(), words.half_open().to_owned()),
    }
}

fn health(subject: &Subject<'_>, words: &Words) -> Figure {
    let health = &subject.analysis.health;
    let label = words.term(Term::HealthScore);
    let Some(score) = health.overall else {
        return figure(label, NOTHING.to_owned(), words.insufficient().to_owned());
    };
    let told = health.parts.iter().filter_map(|part| Some((part.part, part.score?)));
    let weakest = told.min_by(|a, b| a.1.total_cmp(&b.1));
    let note = weakest.map_or_else(String::new, |(part, score)| words.weakest(part, score));
    figure(label, words.number(score, 0), note)
}

fn quota_gap(subject: &Subject<'_>, words: &Words) -> Figure {
    let label = words.term(Term::QuotaGap);
    let Some(quota) = subject.quota().filter(|quota| *quota > 0) else {
        let any = subject.quotas.iter().any(Option::is_some);
        return figure(label, NOTHING.to_owned(), words.quota_missing(any).to_owned());
    };
    let expected = subject.whole().mean;
    let gap = quota as f64 - expected;
    let tone = if gap > 0.0 { Tone::Bad } else { Tone::Good };
    Figure { tone, ..figure(label, words.money(gap.max(0.0)), words.reached_of(expected, quota as f64)) }
}
