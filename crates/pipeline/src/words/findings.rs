//! What is to be expected and what is open, in the sentences of a report.

use super::{Words, plural};
use crate::calendar::Month;
use crate::forecast::{Band, Forecast, Method};
use crate::slippage::Slippage;
use crate::stage_times::StageNow;

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
        let [low, middle, high] = [all.p10, all.mean, all.p90].map(|minor| self.money_short(minor));
        self.pick(
            format!("In eight of ten cases, {months} brings {low} to {high}, on average {middle}."),
            format!("In acht von zehn Fällen bringt {months} zwischen {low} und {high}, im Mittel {middle}."),
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
            said.push(match n {
                1 => self.pick(
                    format!("The last complete month brought {average}."),
                    format!("Der letzte volle Monat brachte {average}."),
                ),
                _ => self.pick(
                    format!("The last {n} complete months brought {average} on average."),
                    format!("Die letzten {n} vollen Monate brachten im Mittel {average}."),
                ),
            });
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
        let (money, quota_money) = (self.money((quota - all.mean).abs()), self.money(quota));
        if all.mean < quota {
            self.pick(
                format!("On average, {money} is missing to the quota of {quota_money}."),
                format!("Im Mittel fehlen {money} zum Umsatzziel von {quota_money}."),
            )
        } else {
            self.pick(
                format!("On average, the quota of {quota_money} is exceeded by {money}."),
                format!("Im Mittel wird das Umsatzziel von {quota_money} um {money} übertroffen."),
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
}

#[cfg(test)]
mod tests {
    use super::super::samples::both;
    use super::*;
    use crate::calendar::Calendar;
    use crate::forecast::{Options, forecast};
    use crate::simulator::{BEGIN, World, simulate};

    #[test]
    fn the_headline_is_the_band_of_all_months() {
        let (first, last) = (Month::new(2026, 11), Month::new(2027, 1));
        let band = Band { mean: 1.33e8, p10: 1.03e8, p50: 1.3e8, p90: 1.66e8 };
        let told = both(|words| words.headline(Method::CompetingRisks, first, last, &band));
        assert_eq!(
            told[0],
            "In eight of ten cases, Nov 2026 to Jan 2027 brings €1.03M to €1.66M, on average €1.33M."
        );
        let none = both(|words| words.headline(Method::StageProbabilities, first, last, &Band::default()));
        assert_eq!(none[1], "Was offen ist, hat keinen Wert, der sich prognostizieren ließe.");
    }

    #[test]
    fn the_quota_is_missed_or_exceeded() {
        let band = Band { mean: 1e7, ..Band::default() };
        let missed = both(|words| words.quota_finding(1.5e7, &band));
        assert_eq!(missed[0], "On average, €50,000 is missing to the quota of €150,000.");
        let met = both(|words| words.quota_finding(8e6, &band));
        assert_eq!(met[1], "Im Mittel wird das Umsatzziel von 80.000 € um 20.000 € übertroffen.");
    }

    #[test]
    fn what_is_won_already_comes_first() {
        let book = simulate(&World::default(), 1);
        let now = book.as_of(BEGIN + 1_952 * crate::deals::DAY);
        let mut forecast = forecast(&now, &Calendar::utc(), Options { paths: 50, ..Options::default() });
        let told = both(|words| words.forecast_findings(&forecast).join(" "));
        assert!(told[0].starts_with("In May 2020, €18,617 is won so far, with 3 deals."), "{}", told[0]);
        assert!(told[1].contains("Die letzten 12 vollen Monate brachten im Mittel"), "{}", told[1]);
        forecast.past.booked_deals = 0;
        forecast.past.revenue.truncate(1);
        let told = both(|words| words.forecast_findings(&forecast).join(" "));
        assert!(told[0].starts_with("Nothing is won yet in May 2020."), "{}", told[0]);
        assert!(told[0].contains("The last complete month brought"), "{}", told[0]);
    }
}
