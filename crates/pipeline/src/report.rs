//! The report on a pipeline that a salesperson hands to a manager, ready for `mycrm-print` to set on paper.
//!
//! It says what the other modules computed and invents nothing: where there is too little to tell, a dash stands with
//! its reason.

mod accuracy;
mod expected;
mod figures;
mod flow;
mod judged;
mod pictures;
mod rates;
mod tables;
#[cfg(test)]
mod tests;

use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use mycrm_print::{Fact, Report, Section};

use crate::analysis::Analysis;
use crate::backtest::Backtest;
use crate::charts::ChartError;
use crate::deals::Snapshot;
use crate::forecast::Band;
use crate::words::{Language, Term, Words};

/// What the report is about, all of the same pipeline and currency.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// The name of the pipeline.
    pub pipeline: &'a str,
    /// Whose deals they are, where they are one person's.
    pub owner: Option<&'a str>,
    pub snapshot: &'a Snapshot<'a>,
    pub analysis: &'a Analysis,
    /// For a page on how good past forecasts were.
    pub backtest: Option<&'a Backtest>,
    /// Of the forecast's months in order, in minor units.
    pub quotas: &'a [Option<i64>],
    /// The bounds that the analysis was made with.
    pub from: i64,
    pub until: i64,
    /// When the report is made, in the user's zone.
    pub generated: &'a Zoned,
}

/// The report in the language of the words.
///
/// # Errors
/// When a picture could not be drawn, which is a fault of this crate.
pub fn report(subject: &Subject<'_>, words: &Words) -> Result<Report, ChartError> {
    let mut sections = expected::sections(subject, words)?;
    sections.extend(judged::sections(subject, words));
    sections.extend(flow::sections(subject, words)?);
    sections.extend(rates::sections(subject, words)?);
    sections.extend(accuracy::section_of(subject, words)?);
    let mut notes = words.forecast_notes(&subject.analysis.forecast);
    notes.extend(words.report_notes(subject.snapshot.book.mended(), subject.backtest.is_some()));
    Ok(Report {
        title: words.term(Term::Report).to_owned(),
        subtitle: subject.headline(words),
        facts: subject.facts(words),
        figures: figures::figures(subject, words),
        sections,
        notes,
        footer: format!(
            "{} · {} · {}",
            words.term(Term::Report),
            subject.pipeline,
            words.moment(subject.generated)
        ),
    })
}

impl Subject<'_> {
    /// Of all months of the forecast together.
    fn whole(&self) -> Band {
        self.analysis.forecast.months.last().map(|last| last.cumulative).unwrap_or_default()
    }

    /// The quota of all months, where each has one.
    fn quota(&self) -> Option<i64> {
        let months = self.analysis.forecast.months.len();
        let quotas = self.quotas.get(..months).filter(|quotas| !quotas.is_empty())?;
        quotas.iter().try_fold(0_i64, |sum, quota| Some(sum.saturating_add((*quota)?)))
    }

    fn months(&self, words: &Words) -> String {
        let months = &self.analysis.forecast.months;
        let ends = months.first().zip(months.last());
        ends.map_or_else(String::new, |(first, last)| words.months(first.month, last.month))
    }

    fn headline(&self, words: &Words) -> String {
        let forecast = &self.analysis.forecast;
        let ends = forecast.months.first().zip(forecast.months.last());
        ends.map_or_else(String::new, |(first, last)| {
            words.headline(forecast.method, first.month, last.month, &self.whole())
        })
    }

    fn facts(&self, words: &Words) -> Vec<Fact> {
        let zone = self.generated.time_zone();
        let fact = |term, value| Fact { label: words.term(term).to_owned(), value };
        let owner = self.owner.map(|owner| fact(Term::Owner, owner.to_owned()));
        let mut facts = vec![fact(Term::Pipeline, self.pipeline.to_owned())];
        facts.extend(owner);
        facts.push(fact(Term::ForecastFor, self.months(words)));
        facts.push(fact(
            Term::Period,
            words.period(day(self.from, zone), day(self.until.saturating_sub(1), zone)),
        ));
        let as_of = Timestamp::from_millisecond(self.snapshot.at).unwrap_or(self.generated.timestamp());
        facts.push(fact(Term::AsOf, words.moment(&as_of.to_zoned(zone.clone()))));
        facts
    }
}

/// The civil day of an instant; nothing for bounds that leave the period open.
fn day(at: i64, zone: &TimeZone) -> Option<jiff::civil::Date> {
    if at <= i64::MIN + 1 || at >= i64::MAX - 1 {
        return None;
    }
    Timestamp::from_millisecond(at).ok().map(|at| at.to_zoned(zone.clone()).date())
}

impl From<Language> for mycrm_print::Language {
    fn from(language: Language) -> Self {
        match language {
            Language::English => Self::English,
            Language::German => Self::German,
        }
    }
}

/// A section with nothing but its title and text.
fn section(title: impl Into<String>, text: Vec<String>) -> Section {
    Section { title: title.into(), text, ..Section::default() }
}

/// A section that says why it is empty.
fn absent(title: &str, why: &str) -> Section {
    section(title, vec![format!("{why}.")])
}
