//! How deals went and how good forecasts were, in the sentences of a report.

use super::{Words, plural};
use crate::backtest::{Baseline, Scores};
use crate::funnel::Funnel;
use crate::health::Health;
use crate::intervals::Share;
use crate::velocity::Velocity;
use crate::win_rate::WinRate;

impl Words {
    pub(crate) fn funnel_finding(&self, funnel: &Funnel) -> String {
        let n = funnel.steps.last().map_or(0, |step| step.reached);
        let (cohort, won) = (self.deals(funnel.cohort), self.count(n));
        let Some((overall, of_closed)) = funnel.overall.zip(funnel.of_closed) else {
            return self.pick(
                format!("{cohort} opened, none of them closed yet."),
                format!("{cohort} eröffnet, davon noch keine abgeschlossen."),
            );
        };
        let (overall, of_closed) = (self.percent(overall), self.percent(of_closed));
        self.pick(
            format!(
                "Of {cohort} opened, {won} {} won so far: {overall}, and {of_closed} of those that are \
                 closed.",
                plural(n, "was", "were")
            ),
            format!(
                "Von {cohort} {} bisher {won} gewonnen: {overall}, und {of_closed} der abgeschlossenen.",
                plural(n, "wurde", "wurden")
            ),
        )
    }

    pub(crate) fn win_rate_finding(&self, rate: &WinRate, share: &Share) -> String {
        let (deals, won, interval) = (self.deals(share.n), self.count(share.successes), self.interval(share));
        let percent = self.percent(share.rate);
        let by_value = match rate.by_value() {
            Some(value) => {
                let value = self.percent(value);
                self.pick(
                    format!("By value, {value} was won."),
                    format!("Nach Wert wurden {value} gewonnen."),
                )
            }
            None => self.say(
                "A rate by value is not told, because too few of the lost deals carry an amount.",
                "Eine Rate nach Wert entfällt, weil zu wenige der verlorenen Chancen einen Betrag haben.",
            ),
        };
        self.pick(
            format!(
                "Of {deals} closed, {won} {} won: {percent}, with a 95% interval of {interval}. {by_value}",
                plural(share.successes, "was", "were")
            ),
            format!(
                "Von {deals} mit Abschluss {} {won} gewonnen: {percent}, mit einem 95-%-Intervall von \
                 {interval}. {by_value}",
                plural(share.successes, "wurde", "wurden")
            ),
        )
    }

    /// "34% to 39%".
    pub(crate) fn interval(&self, share: &Share) -> String {
        let (low, high) = (self.percent(share.low), self.percent(share.high));
        self.pick(format!("{low} to {high}"), format!("{low} bis {high}"))
    }

    /// Nothing without closed deals.
    pub(crate) fn velocity_finding(&self, velocity: &Velocity) -> Option<String> {
        let (mean, median) = velocity.mean_days.zip(velocity.median_days)?;
        let (fastest, slowest) = velocity.fastest.zip(velocity.slowest)?;
        let closed = self.deals(velocity.closed);
        let [mean, median, fast, slow] =
            [mean.round() as u32, median, fastest.days, slowest.days].map(|days| self.days_dative(days));
        let first = match velocity.closed {
            1 => self.pick(
                format!("{closed} is closed, after {mean}."),
                format!("{closed} ist abgeschlossen, nach {mean}."),
            ),
            _ => self.pick(
                format!(
                    "{closed} closed after {mean} on average and {median} at the median, the fastest after \
                     {fast}, the slowest after {slow}."
                ),
                format!(
                    "{closed} wurden im Mittel nach {mean} und im Median nach {median} abgeschlossen, die \
                     schnellste nach {fast}, die langsamste nach {slow}."
                ),
            ),
        };
        let second = match velocity.censored_median_days {
            Some(days) => {
                let days = self.days_dative(days);
                self.pick(
                    format!("Counting those still open, half are closed after {days}."),
                    format!("Die noch offenen mitgezählt, ist die Hälfte nach {days} abgeschlossen."),
                )
            }
            None => self.say(
                "Counting those still open, fewer than half are closed, so there is no median of all.",
                "Die noch offenen mitgezählt, ist weniger als die Hälfte abgeschlossen; einen Median aller \
                 gibt es also nicht.",
            ),
        };
        Some(format!("{first} {second}"))
    }

    pub(crate) fn health_finding(&self, health: &Health) -> String {
        match health.overall {
            Some(score) => {
                let score = self.number(score, 0);
                self.pick(
                    format!(
                        "{score} of 100 points. Win rate and velocity are held against this pipeline's own \
                         past, where 75 points are as good as before."
                    ),
                    format!(
                        "{score} von 100 Punkten. Gewinnrate und Tempo werden am eigenen Verlauf der \
                         Pipeline gemessen; 75 Punkte sind so gut wie zuvor."
                    ),
                )
            }
            None => self.say(
                "Insufficient data: the parts that can be told weigh less than half, so there is no score \
                 of the whole.",
                "Zu wenig Daten: Was sich sagen lässt, wiegt weniger als die Hälfte, also gibt es keine \
                 Gesamtpunktzahl.",
            ),
        }
    }

    pub(crate) fn accuracy_findings(&self, scores: &Scores) -> Vec<String> {
        let mut said = Vec::new();
        if let Some(covered) = &scores.coverage {
            let (n, share, interval) =
                (self.count(covered.n), self.percent(covered.rate), self.interval(covered));
            said.push(self.pick(
                format!(
                    "Each past month was forecast from what was known before it: of {n} forecasts, {share} \
                     ended between P10 and P90 (95% interval {interval}). Right would be 80%."
                ),
                format!(
                    "Jeder vergangene Monat wurde aus dem damals Bekannten vorhergesagt: Von {n} Prognosen \
                     endeten {share} zwischen P10 und P90 (95-%-Intervall {interval}). Richtig wären 80 %."
                ),
            ));
        }
        let absent: Vec<&str> = Baseline::ALL
            .into_iter()
            .zip(scores.mase_beside)
            .filter(|(_, compared)| compared.is_none())
            .map(|(baseline, _)| self.baseline(baseline))
            .collect();
        if !absent.is_empty() {
            let absent = absent.join(", ");
            said.push(self.pick(
                format!("Without enough history, so not compared: {absent}."),
                format!("Mangels Verlauf nicht verglichen: {absent}."),
            ));
        }
        said
    }

    /// What the measures of the accuracy table mean.
    pub(crate) fn measures_note(&self) -> &'static str {
        self.pick(
            "Less is better for all measures, and beside each method stands the forecast on the same cases. \
             MASE is the error of the median of a month, in units of the error of taking an earlier month \
             instead. Pinball is the mean loss of P10, P50 and P90. Brier is the mean squared error of the \
             win probabilities of single deals.",
            "Bei allen Maßen ist weniger besser, und neben jedem Verfahren steht die Prognose für dieselben \
             Fälle. MASE ist der Fehler des Monatsmedians, gemessen am Fehler, stattdessen einen früheren \
             Monat zu nehmen. Pinball ist der mittlere Verlust von P10, P50 und P90. Brier ist der mittlere \
             quadratische Fehler der Gewinnwahrscheinlichkeiten einzelner Chancen.",
        )
    }

    /// A method, and on how much it was tried.
    pub(crate) fn cases(&self, method: &str, months: usize, deals: usize) -> String {
        if months == 0 && deals == 0 {
            return method.to_owned();
        }
        let (n, deals) = (months as u64, self.deals(deals as u64));
        let months = self.pick(plural(n, "month", "months"), plural(n, "Monat", "Monate"));
        format!("{method} ({} {months}, {deals})", self.count(n))
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::both;
    use super::*;
    use crate::intervals::wilson;
    use crate::simulator::{BEGIN, World, simulate};
    use crate::velocity::velocity;
    use crate::{funnel::funnel, win_rate::win_rate};

    #[test]
    fn the_outcomes_of_a_team_are_told_with_their_numbers() {
        let book = simulate(&World::default(), 1);
        let now = book.as_of(BEGIN + 1_952 * crate::deals::DAY);
        let told = both(|words| words.funnel_finding(&funnel(&now, i64::MIN, i64::MAX)));
        assert_eq!(
            told[0],
            "Of 3,058 deals opened, 1,014 were won so far: 33%, and 37% of those that are closed."
        );
        let rate = win_rate(&now, i64::MIN, i64::MAX);
        let told = both(|words| words.win_rate_finding(&rate, &rate.by_count().unwrap()));
        assert!(
            told[1].starts_with("Von 2.715 Chancen mit Abschluss wurden 1.014 gewonnen: 37 %"),
            "{}",
            told[1]
        );
        let told = both(|words| words.velocity_finding(&velocity(&now, i64::MIN, i64::MAX)).unwrap());
        assert!(told[0].starts_with("2,715 deals closed after 44 days on average"), "{}", told[0]);
        assert!(told[1].ends_with("ist die Hälfte nach 45 Tagen abgeschlossen."), "{}", told[1]);
    }

    #[test]
    fn one_is_singular() {
        let rate = WinRate { won: 1, lost: 0, won_value: 0.0, closed_value: 0.0, valued: 0, lost_valued: 0 };
        let told = both(|words| words.win_rate_finding(&rate, &wilson(1, 1).unwrap()));
        assert!(told[0].starts_with("Of 1 deal closed, 1 was won: 100%"), "{}", told[0]);
        assert!(told[0].contains("A rate by value is not told"), "{}", told[0]);
        assert!(told[1].starts_with("Von 1 Chance mit Abschluss wurde 1 gewonnen"), "{}", told[1]);
        assert_eq!(both(|words| words.cases("X", 1, 2)), ["X (1 month, 2 deals)", "X (1 Monat, 2 Chancen)"]);
        assert_eq!(both(|words| words.cases("X", 0, 0)), ["X", "X"]);
    }

    #[test]
    fn a_baseline_without_history_is_named_as_not_compared() {
        let share = wilson(51, 66);
        let scores = Scores {
            coverage: share,
            mase: None,
            pinball: None,
            brier: None,
            mase_beside: [None; 3],
            brier_beside: [None; 3],
            pinball_beside: [None; 3],
            months: 66,
            deals: 0,
            lag: 12,
        };
        let told = both(|words| words.accuracy_findings(&scores).join(" "));
        assert!(told[0].contains("of 66 forecasts, 77% ended between P10 and P90"), "{}", told[0]);
        assert!(told[0].contains("not compared: Stage probability, Same month last year"), "{}", told[0]);
        assert!(told[1].contains("Gleicher Monat im Vorjahr"), "{}", told[1]);
    }
}
