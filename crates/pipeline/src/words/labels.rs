//! One or two words for what has a fixed set of cases.

use super::Words;
use crate::backtest::Baseline;
use crate::bottlenecks::Severity;
use crate::deals::Category;
use crate::forecast::Method;
use crate::health::Part;
use crate::probability::Feature;
use crate::recommendations::Priority;

impl Words {
    /// A part of the health score.
    pub fn part(&self, part: Part) -> &'static str {
        match part {
            Part::WinRate => self.pick("Win rate", "Gewinnrate"),
            Part::Velocity => self.pick("Velocity", "Tempo"),
            Part::Coverage => self.pick("Coverage", "Abdeckung"),
            Part::Hygiene => self.pick("Hygiene", "Datenpflege"),
            Part::Ageing => self.pick("Ageing", "Alterung"),
        }
    }

    /// What speaks for or against a deal.
    pub fn reason(&self, feature: Feature) -> &'static str {
        match feature {
            Feature::Stage => self.pick("Stage", "Phase"),
            Feature::DaysInStage => self.pick("Days in stage", "Tage in der Phase"),
            Feature::Owner => self.pick("Owner", "Inhaber"),
            Feature::Source => self.pick("Source", "Quelle"),
            Feature::Product => self.pick("Product", "Produkt"),
            Feature::SetByHand => self.pick("Set by hand", "Von Hand gesetzt"),
        }
    }

    pub fn severity(&self, severity: Severity) -> &'static str {
        match severity {
            Severity::Low => self.pick("Low", "Gering"),
            Severity::Medium => self.pick("Medium", "Mittel"),
            Severity::High => self.pick("High", "Hoch"),
        }
    }

    pub fn priority(&self, priority: Priority) -> &'static str {
        match priority {
            Priority::Low => self.pick("Low", "Niedrig"),
            Priority::Medium => self.pick("Medium", "Mittel"),
            Priority::High => self.pick("High", "Hoch"),
        }
    }

    /// A forecast category; nothing is what is won already.
    pub fn category(&self, category: Option<Category>) -> &'static str {
        match category {
            None => self.pick("Closed", "Abgeschlossen"),
            Some(Category::Commit) => self.pick("Commit", "Zugesagt"),
            Some(Category::BestCase) => self.pick("Best case", "Bester Fall"),
            Some(Category::Pipeline) => "Pipeline",
            Some(Category::Omitted) => self.pick("Omitted", "Nicht enthalten"),
        }
    }

    pub fn baseline(&self, baseline: Baseline) -> &'static str {
        match baseline {
            Baseline::StageProbability => self.pick("Stage probability", "Wahrscheinlichkeit der Phase"),
            Baseline::SeasonalNaive => self.pick("Same month last year", "Gleicher Monat im Vorjahr"),
            Baseline::LastThreeMonths => {
                self.pick("Mean of the last three months", "Mittel der letzten drei Monate")
            }
        }
    }

    /// The name of a band of amounts.
    pub fn up_to(&self, minor: f64) -> String {
        format!("{} {}", self.pick("up to", "bis"), self.money(minor))
    }

    pub fn method(&self, method: Method) -> &'static str {
        match method {
            Method::NoData => self.pick("No data", "Keine Daten"),
            Method::StageProbabilities => self.pick("Stage probabilities", "Wahrscheinlichkeiten der Phasen"),
            Method::CompetingRisks => self.pick("Own history", "Eigener Verlauf"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{ENGLISH, GERMAN, both};
    use super::*;

    #[test]
    fn categories_are_called_as_on_the_records() {
        assert_eq!(both(|words| words.category(None).into()), ["Closed", "Abgeschlossen"]);
        assert_eq!(
            both(|words| words.category(Some(Category::BestCase)).into()),
            ["Best case", "Bester Fall"]
        );
    }

    #[test]
    fn no_two_cases_share_a_label() {
        for words in [ENGLISH, GERMAN] {
            let mut parts = [Part::WinRate, Part::Velocity, Part::Coverage, Part::Hygiene, Part::Ageing]
                .map(|part| words.part(part))
                .to_vec();
            parts.extend(Baseline::ALL.map(|baseline| words.baseline(baseline)));
            let all = parts.len();
            parts.sort_unstable();
            parts.dedup();
            assert_eq!(parts.len(), all);
        }
    }
}
