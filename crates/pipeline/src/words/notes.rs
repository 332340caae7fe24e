//! How a forecast came about, and what it leaves out.

use super::{Words, plural};
use crate::deals::Category;
use crate::forecast::{Forecast, Method};
use crate::probability::MIN_CLOSED;

/// Complete months without which no season is told.
const SEASON: usize = 24;

impl Words {
    /// That so many characters could not be set, and stand as boxes.
    pub fn unshown(&self, n: usize) -> String {
        self.pick(
            format!("Characters of names that the fonts of this report lack and that stand as boxes: {n}."),
            format!(
                "Zeichen in Namen, die den Schriften dieses Berichts fehlen und als Kästchen dastehen: {n}."
            ),
        )
    }

    /// The method first, then what the figures do not hold; one sentence or two each.
    pub fn forecast_notes(&self, forecast: &Forecast) -> Vec<String> {
        let mut notes = vec![self.method_note(forecast)];
        let n = forecast.valued_by_median;
        if n > 0 {
            let deals = self.open_deals(n);
            notes.push(self.pick(
                format!(
                    "{deals} {} no amount and {} with the median won value of the same product; with fewer \
                     than three won of it, with that of all won deals.",
                    plural(n, "carries", "carry"),
                    plural(n, "counts", "count")
                ),
                format!(
                    "{deals} {} keinen Betrag und {} mit dem mittleren gewonnenen Wert (Median) desselben \
                     Produkts; bei weniger als drei gewonnenen mit dem aller gewonnenen Chancen.",
                    plural(n, "hat", "haben"),
                    plural(n, "zählt", "zählen")
                ),
            ));
        }
        let n = forecast.without_value;
        if n > 0 {
            let deals = self.open_deals(n);
            notes.push(self.pick(
                format!(
                    "{deals} {} no money: either there is no amount and nothing to estimate it by, or no \
                     exchange rate for the currency.",
                    plural(n, "adds", "add")
                ),
                format!(
                    "{deals} {} kein Geld bei: Entweder fehlen der Betrag und jeder Anhalt für ihn, oder \
                     ein Wechselkurs für die Währung.",
                    plural(n, "trägt", "tragen")
                ),
            ));
        }
        let omitted: u64 = forecast
            .by_category
            .iter()
            .filter(|row| row.category == Some(Category::Omitted))
            .map(|row| row.deals)
            .sum();
        if omitted > 0 {
            let deals = self.open_deals(omitted);
            notes.push(self.pick(
                format!(
                    "{deals} {} left out of the forecast by hand and expected to bring nothing.",
                    plural(omitted, "is", "are")
                ),
                format!(
                    "{deals} {} von Hand aus der Prognose genommen und {} mit nichts.",
                    plural(omitted, "ist", "sind"),
                    plural(omitted, "zählt", "zählen")
                ),
            ));
        }
        if forecast.method == Method::CompetingRisks && forecast.season_months < SEASON {
            let months = forecast.season_months;
            notes.push(self.pick(
                format!(
                    "No season is told: it takes {SEASON} complete months of history ({months} so far). \
                     Strong and weak months of the year are not told apart, and comparing with the same \
                     month of last year does not apply."
                ),
                format!(
                    "Eine Saison wird nicht berücksichtigt: Dafür braucht es {SEASON} volle Monate Verlauf \
                     (bisher {months}). Starke und schwache Monate des Jahres werden nicht unterschieden, \
                     und ein Vergleich mit dem Vorjahresmonat entfällt."
                ),
            ));
        }
        notes
    }

    fn method_note(&self, forecast: &Forecast) -> String {
        let closed = self.deals(forecast.closed);
        match forecast.method {
            Method::NoData => self.say(
                "There is nothing to forecast from yet: no deal is open and none was ever won.",
                "Für eine Prognose fehlt noch alles: Keine Chance ist offen, und keine wurde je gewonnen.",
            ),
            Method::StageProbabilities if forecast.closed >= MIN_CLOSED => self.pick(
                format!(
                    "The forecast goes by the probabilities set for the stages, because none of {closed} \
                     closed so far was won. New business is not in it."
                ),
                format!(
                    "Die Prognose folgt den Wahrscheinlichkeiten, die für die Phasen gesetzt sind: Von \
                     bisher {closed} mit Abschluss wurde keine gewonnen. Neugeschäft ist nicht enthalten."
                ),
            ),
            Method::StageProbabilities => self.pick(
                format!(
                    "The forecast goes by the probabilities set for the stages: {closed} closed so far, and \
                     learning from them takes {MIN_CLOSED}. New business is not in it."
                ),
                format!(
                    "Die Prognose folgt den Wahrscheinlichkeiten, die für die Phasen gesetzt sind. Bisher \
                     abgeschlossen: {closed}; um daraus zu lernen, braucht es {MIN_CLOSED}. Neugeschäft ist \
                     nicht enthalten."
                ),
            ),
            Method::CompetingRisks => self.pick(
                format!(
                    "The forecast rests on how {closed} of this pipeline were won and lost: by stage and \
                     days in it, with new business as it came in the past. In eight of ten cases the result \
                     lies between P10 and P90, as often above P50 as below."
                ),
                format!(
                    "Die Prognose beruht darauf, wie {closed} dieser Pipeline gewonnen oder verloren \
                     wurden: nach Phase und Tagen darin, mit Neugeschäft wie bisher. In acht von zehn \
                     Fällen liegt das Ergebnis zwischen P10 und P90, gleich oft über wie unter P50."
                ),
            ),
        }
    }

    pub(super) fn open_deals(&self, n: u64) -> String {
        let count = self.count(n);
        let noun =
            plural(n, self.pick("open deal", "offene Chance"), self.pick("open deals", "offene Chancen"));
        format!("{count}\u{a0}{noun}")
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{ENGLISH, GERMAN};
    use super::*;
    use crate::calendar::Calendar;
    use crate::forecast::{Options, forecast};
    use crate::simulator::{BEGIN, World, simulate};

    fn sample(months: i64) -> Forecast {
        let book = simulate(&World::default(), 1);
        let now = book.as_of(BEGIN + months * 30 * crate::deals::DAY);
        forecast(&now, &Calendar::utc(), Options { paths: 50, ..Options::default() })
    }

    #[test]
    fn a_forecast_from_history_says_on_how_many_deals_it_rests() {
        let notes = ENGLISH.forecast_notes(&Forecast { closed: 1_284, ..sample(60) });
        assert!(notes[0].contains("1,284\u{a0}deals"), "{}", notes[0]);
        assert_eq!(notes.len(), 1, "{notes:?}");
    }

    #[test]
    fn what_is_missing_is_told_with_its_number() {
        let mut forecast = sample(10);
        forecast.valued_by_median = 1_589;
        forecast.without_value = 1;
        for row in forecast.by_category.iter_mut().filter(|row| row.category == Some(Category::Omitted)) {
            row.deals = 2;
        }
        let notes = ENGLISH.forecast_notes(&forecast).join("\n").replace('\u{a0}', " ");
        assert!(notes.contains("1,589 open deals carry no amount and count with the median"), "{notes}");
        assert!(notes.contains("1 open deal adds no money"), "{notes}");
        assert!(notes.contains("2 open deals are left out"), "{notes}");
        assert!(notes.contains("it takes 24 complete months of history ("), "{notes}");
        let notes = GERMAN.forecast_notes(&forecast).join("\n").replace('\u{a0}', " ");
        assert!(
            notes.contains("1.589 offene Chancen haben keinen Betrag und zählen mit dem mittleren"),
            "{notes}"
        );
        assert!(notes.contains("1 offene Chance trägt kein Geld bei"), "{notes}");
        assert!(notes.contains("Dafür braucht es 24 volle Monate Verlauf ("), "{notes}");
    }

    #[test]
    fn without_history_the_stages_own_probabilities_are_named() {
        let few = Forecast { method: Method::StageProbabilities, closed: 4, ..sample(1) };
        assert!(
            ENGLISH.forecast_notes(&few)[0]
                .contains("4\u{a0}deals closed so far, and learning from them takes 10")
        );
        let lost = Forecast { method: Method::StageProbabilities, closed: 12, ..few.clone() };
        assert!(ENGLISH.forecast_notes(&lost)[0].contains("none of 12\u{a0}deals closed so far was won"));
        let nothing = Forecast { method: Method::NoData, closed: 0, ..few };
        assert!(GERMAN.forecast_notes(&nothing)[0].starts_with("Für eine Prognose fehlt noch alles"));
    }
}
