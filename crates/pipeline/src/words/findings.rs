//! What the figures of a report say, in sentences.

use super::{Words, plural};
use crate::backtest::{Baseline, Scores};
use crate::calendar::Month;
use crate::forecast::{Band, Forecast, Method};
use crate::funnel::Funnel;
use crate::health::Health;
use crate::intervals::Share;
use crate::slippage::Slippage;
use crate::stage_times::StageNow;
use crate::velocity::Velocity;
use crate::win_rate::WinRate;

impl Words {
    /// The forecast in one sentence; `all` is of the months from the first to the last together.
    pub(crate) fn headline(&self, method: Method, first: Month, last: Month, all: &Band) -> String {
        if method == Method::NoData {
            let nothing =
                self.pick("There is nothing to forecast from yet.", "Für eine Prognose fehlt noch alles.");
            return nothing.to_owned();
        }
        if all.p90 <= 0.0 {
            let worthless = self.pick(
                "What is open has no value that could be forecast.",
                "Was offen ist, hat keinen Wert, der sich prognostizieren ließe.",
            );
            return worthless.to_owned();
        }
        let months = self.months(first, last);
        let [low, middle, high] = [all.p10, all.p50, all.p90].map(|minor| self.money_short(minor));
        self.pick(
            format!("In eight of ten cases, {months} brings {low} to {high}, at the median {middle}."),
            format!("In acht von zehn Fällen bringt {months} zwischen {low} und {high}, im Median {middle}."),
        )
    }

    /// What is won already, what will come from deals that are not there yet, and what it was like so far.
    pub(crate) fn forecast_findings(&self, forecast: &Forecast) -> Vec<String> {
        let past = &forecast.past;
        let mut said = Vec::new();
        if let Some(first) = forecast.months.first() {
            let (month, deals, money) =
                (self.month(first.month), self.deals(past.booked_deals), self.money(past.booked));
            said.push(match past.booked_deals {
                0 => self.pick(
                    format!("Nothing is won yet in {month}."),
                    format!("Im {month} ist noch nichts gewonnen."),
                ),
                _ => self.pick(
                    format!("In {month}, {money} is won so far, with {deals}."),
                    format!("Im {month} sind bisher {money} gewonnen, mit {deals}."),
                ),
            });
        }
        if let Some(share) = forecast.new_business_share.filter(|share| *share > 0.0) {
            let share = self.percent(share);
            said.push(self.pick(
                format!("{share} of what is expected comes from deals that are not in the pipeline yet."),
                format!("{share} des Erwarteten kommen von Chancen, die noch nicht in der Pipeline sind."),
            ));
        }
        if let Some(average) = past.average() {
            let (average, n) = (self.money(average), past.revenue.len().min(12));
            said.push(self.pick(
                format!("The last {n} complete months brought {average} on average."),
                format!("Die letzten {n} vollen Monate brachten im Mittel {average}."),
            ));
        }
        if let Some(growth) = past.trend().and_then(|trend| trend.growth) {
            let size = self.percent(growth.abs());
            let than = if growth < 0.0 { self.pick("less", "weniger") } else { self.pick("more", "mehr") };
            said.push(self.pick(
                format!("The last three of them brought {size} {than} than the three before."),
                format!("Die letzten drei davon brachten {size} {than} als die drei davor."),
            ));
        }
        vec![said.join(" ")]
    }

    pub(crate) fn quota_finding(&self, quota: f64, all: &Band) -> String {
        let (money, quota_money) = (self.money((quota - all.p50).abs()), self.money(quota));
        if all.p50 < quota {
            self.pick(
                format!("At the median, {money} is missing to the quota of {quota_money}."),
                format!("Im Median fehlen {money} zum Umsatzziel von {quota_money}."),
            )
        } else {
            self.pick(
                format!("At the median, the quota of {quota_money} is exceeded by {money}."),
                format!("Im Median wird das Umsatzziel von {quota_money} um {money} übertroffen."),
            )
        }
    }

    pub(crate) fn stages_finding(&self, open: &[&StageNow]) -> String {
        let sum = |of: &dyn Fn(&StageNow) -> f64| open.iter().map(|stage| of(stage)).sum::<f64>();
        let deals: u64 = open.iter().map(|stage| stage.count).sum();
        let bare: u64 = open.iter().map(|stage| stage.without_amount + stage.unconverted).sum();
        let (value, weighted) =
            (self.money(sum(&|stage| stage.total_value)), self.money(sum(&|stage| stage.weighted_value)));
        let open = self.open_deals(deals);
        if bare == deals {
            return self.pick(
                format!("{open} {} no amount in a known currency.", plural(deals, "has", "have")),
                format!("{open} {} keinen Betrag in einer bekannten Währung.", plural(deals, "hat", "haben")),
            );
        }
        let first = self.pick(
            format!(
                "{open} {} worth {value}; weighted by the probability of stage or deal, {weighted}.",
                plural(deals, "is", "are")
            ),
            format!(
                "{open} {} {value} wert; gewichtet mit der Wahrscheinlichkeit der Phase oder Chance \
                 {weighted}.",
                plural(deals, "ist", "sind")
            ),
        );
        if bare == 0 {
            return first;
        }
        let n = self.count(bare);
        let second = self.pick(
            format!(
                "{n} of them {} no amount in a known currency and {} not in these sums.",
                plural(bare, "has", "have"),
                plural(bare, "is", "are")
            ),
            format!(
                "{n} davon {} keinen Betrag in einer bekannten Währung und {} in diesen Summen.",
                plural(bare, "hat", "haben"),
                plural(bare, "fehlt", "fehlen")
            ),
        );
        format!("{first} {second}")
    }

    /// Nothing where no open deal has an expected close date.
    pub(crate) fn slippage_finding(&self, slip: &Slippage) -> Option<String> {
        if slip.dated == 0 {
            return None;
        }
        let (dated, pushed) = (self.count(slip.dated), self.count(slip.pushed));
        let (overdue, value) = (self.count(slip.overdue.len() as u64), self.money(slip.overdue_value));
        Some(self.pick(
            format!(
                "Of {dated} open deals with an expected close date, {pushed} had it pushed to a later day, \
                 and {overdue} worth {value} are past it."
            ),
            format!(
                "Von {dated} offenen Chancen mit erwartetem Abschlussdatum wurde es bei {pushed} auf einen \
                 späteren Tag verschoben, und bei {overdue} im Wert von {value} ist es verstrichen."
            ),
        ))
    }

    pub(crate) fn funnel_finding(&self, funnel: &Funnel) -> String {
        let won = funnel.steps.last().map_or(0, |step| step.reached);
        let (cohort, won) = (self.deals(funnel.cohort), self.count(won));
        let Some((overall, of_closed)) = funnel.overall.zip(funnel.of_closed) else {
            return self.pick(
                format!("{cohort} opened, none of them closed yet."),
                format!("{cohort} eröffnet, davon noch keine abgeschlossen."),
            );
        };
        let (overall, of_closed) = (self.percent(overall), self.percent(of_closed));
        self.pick(
            format!(
                "Of {cohort} opened, {won} were won so far: {overall}, and {of_closed} of those that are \
                 closed."
            ),
            format!(
                "Von {cohort} wurden bisher {won} gewonnen: {overall}, und {of_closed} der abgeschlossenen."
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
            None => self
                .pick(
                    "A rate by value is not told, because too few of the lost deals carry an amount.",
                    "Eine Rate nach Wert entfällt, weil zu wenige der verlorenen Chancen einen Betrag haben.",
                )
                .to_owned(),
        };
        self.pick(
            format!(
                "Of {deals} closed, {won} were won: {percent}, with a 95% interval of {interval}. {by_value}"
            ),
            format!(
                "Von {deals} mit Abschluss wurden {won} gewonnen: {percent}, mit einem 95-%-Intervall von \
                 {interval}. {by_value}"
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
        let mean = self.days_dative(mean.round() as u32);
        let closed = self.deals(velocity.closed);
        let [median_en, fast, slow] = [median, fastest.days, slowest.days].map(|days| self.days(days));
        let median_de = self.days_dative(median);
        let first = self.pick(
            format!(
                "{closed} closed after {mean} on average and {median_en} at the median, the fastest after \
                 {fast}, the slowest after {slow}."
            ),
            format!(
                "{closed} wurden im Mittel nach {mean} und im Median nach {median_de} abgeschlossen, die \
                 schnellste nach {}, die langsamste nach {}.",
                self.days_dative(fastest.days),
                self.days_dative(slowest.days)
            ),
        );
        let second = match velocity.censored_median_days {
            Some(days) => {
                let days = self.days_dative(days);
                self.pick(
                    format!("Counting those still open, half are closed after {days}."),
                    format!("Die noch offenen mitgezählt, ist die Hälfte nach {days} abgeschlossen."),
                )
            }
            None => self.pick(
                "Counting those still open, fewer than half are closed, so there is no median of all.",
                "Die noch offenen mitgezählt, ist weniger als die Hälfte abgeschlossen; einen Median aller \
                 gibt es also nicht.",
            ).to_owned(),
        };
        Some(format!("{first} {second}"))
    }

    pub(crate) fn health_finding(&self, health: &Health) -> String {
        match health.overall {
            Some(score) => {
                let score = self.number(score, 0);
                self.pick(
                    format!("{score} of 100 points. Win rate and velocity are held against this pipeline's \
                             own past, where 75 points are as good as before."),
                    format!("{score} von 100 Punkten. Gewinnrate und Tempo werden am eigenen Verlauf der \
                             Pipeline gemessen; 75 Punkte sind so gut wie zuvor."),
                )
            }
            None => self.pick(
                "Insufficient data: the parts that can be told weigh less than half, so there is no score \
                 of the whole.",
                "Zu wenig Daten: Was sich sagen lässt, wiegt weniger als die Hälfte, also gibt es keine \
                 Gesamtpunktzahl.",
            ).to_owned(),
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
        let (months, deals) = (self.count(months as u64), self.deals(deals as u64));
        self.pick(
            format!("{method} ({months} months, {deals})"),
            format!("{method} ({months} Monate, {deals})"),
        )
    }
}
