//! How good past forecasts were, beside what anybody could forecast without a model.

use mycrm_print::{Section, Table};

use super::pictures::picture;
use super::tables::{left, right, table};
use super::{Subject, absent, section};
use crate::backtest::{Baseline, Compared, Scores};
use crate::charts::{Chart, ChartError, ReliabilityCurve};
use crate::words::{NOTHING, Term, Words};

/// Nothing without a backtest.
pub(super) fn section_of(subject: &Subject<'_>, words: &Words) -> Result<Option<Section>, ChartError> {
    let Some(tests) = subject.backtest else { return Ok(None) };
    let scores = tests.scores(None);
    if scores.months == 0 && scores.deals == 0 {
        return Ok(Some(absent(words.term(Term::Accuracy), words.no_past_forecasts())));
    }
    let curve = Chart::Reliability(ReliabilityCurve::of(&tests.reliability()));
    let mut text = words.accuracy_findings(&scores);
    text.push(words.measures_note().to_owned());
    Ok(Some(Section {
        illustration: picture(&curve, 240, words.reliability_caption(), words)?,
        table: beside(words, &scores),
        ..section(words.term(Term::Accuracy), text)
    }))
}

/// The forecast, then each baseline beside the forecast on the same months and deals.
fn beside(words: &Words, scores: &Scores) -> Option<Table> {
    let or_nothing = |text: Option<String>| text.unwrap_or_else(|| NOTHING.to_owned());
    let money = |minor: f64| words.money_in_table(minor);
    let (mase, brier) = (|value: f64| words.number(value, 2), |value: f64| words.number(value, 3));
    let mut rows = vec![vec![
        words.cases(words.term(Term::ThisForecast), scores.months, scores.deals),
        or_nothing(scores.mase.map(mase)),
        String::new(),
        or_nothing(scores.pinball.map(money)),
        String::new(),
        or_nothing(scores.brier.map(brier)),
        String::new(),
    ]];
    for (at, baseline) in Baseline::ALL.into_iter().enumerate() {
        let [months, losses, deals] =
            [scores.mase_beside, scores.pinball_beside, scores.brier_beside].map(|all| all[at]);
        let n = |of: Option<Compared>| of.map_or(0, |of| of.n);
        let mut row = vec![words.cases(words.baseline(baseline), n(losses), n(deals))];
        let pair = |of: Option<Compared>, write: &dyn Fn(f64) -> String| {
            [or_nothing(of.map(|of| write(of.baseline))), or_nothing(of.map(|of| write(of.ours)))]
        };
        row.extend(pair(months, &mase));
        row.extend(pair(losses, &money));
        row.extend(pair(deals, &brier));
        rows.push(row);
    }
    let ours = Term::Forecast;
    let heads =
        [Term::Mase, ours, Term::Pinball, ours, Term::Brier, ours].map(|term| right(words.term(term)));
    let columns = std::iter::once(left(words.term(Term::Compared))).chain(heads).collect();
    table(columns, rows, None)
}
