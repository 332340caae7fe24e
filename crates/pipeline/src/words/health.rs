//! Why a part of the health score is what it is.

use super::{Words, plural};
use crate::health::{Part, PartScore, Why};

impl Words {
    /// What the score rests on, or what is missing to tell it.
    pub fn why(&self, score: &PartScore) -> String {
        match score.why {
            Why::TooFew { n, needed } => {
                let missing = self.missing(score.part, n, needed);
                self.pick(format!("Insufficient data: {missing}"), format!("Zu wenig Daten: {missing}"))
            }
            Why::NoTarget => self.say(
                "Insufficient data: no quota is set.",
                "Zu wenig Daten: Es ist kein Umsatzziel gesetzt.",
            ),
            Why::WinRate { recent, before, n } => self.win_rates(recent, before, n),
            Why::Velocity { recent, before, n } => {
                let (recent, before) = (self.days_dative(recent), self.days_dative(before));
                let n = self.count(n);
                self.pick(
                    format!(
                        "Of the deals opened in the last 360 days, half are closed within {recent}; before, \
                         within {before}. {n} of the recent ones are closed."
                    ),
                    format!(
                        "Von den Chancen der letzten 360 Tage ist die Hälfte nach {recent} abgeschlossen, \
                         davor nach {before}. {n} der neueren sind abgeschlossen."
                    ),
                )
            }
            // A reached quota comes as exactly enough.
            Why::Coverage { coverage, needed } if coverage == needed => {
                self.say("Nothing is missing to the quota.", "Zum Umsatzziel fehlt nichts.")
            }
            Why::Coverage { coverage, needed } => {
                let (coverage, needed) = (self.number(coverage, 1), self.number(needed, 1));
                self.pick(
                    format!(
                        "Open deals are worth {coverage} times what is missing to the quota; at this win \
                         rate it takes {needed} times."
                    ),
                    format!(
                        "Die offenen Chancen sind das {coverage}-Fache dessen wert, was zum Umsatzziel \
                         fehlt; bei dieser Gewinnrate braucht es das {needed}-Fache."
                    ),
                )
            }
            Why::Hygiene { next_step, contact, dates, n } => {
                let [next_step, contact, dates] =
                    [next_step, contact, dates].map(|share| self.percent(share));
                let open = self.of_open(n);
                self.pick(
                    format!(
                        "{open}, {next_step} have a next step, {contact} a contact, and {dates} no close \
                         date that is past."
                    ),
                    format!(
                        "{open} haben {next_step} einen nächsten Schritt, {contact} einen Kontakt und \
                         {dates} kein verstrichenes Abschlussdatum."
                    ),
                )
            }
            Why::Ageing { stalled, n } => {
                let (stalled, open) = (self.percent(stalled), self.of_open(n));
                self.pick(
                    format!("{open}, {stalled} are longer in their stage than the pipeline allows."),
                    format!("{open} sind {stalled} länger in ihrer Phase, als die Pipeline vorsieht."),
                )
            }
        }
    }

    /// "Of 52 open deals".
    fn of_open(&self, n: u64) -> String {
        let deals =
            self.pick(plural(n, "open deal", "open deals"), plural(n, "offenen Chance", "offenen Chancen"));
        format!("{} {} {deals}", self.pick("Of", "Von"), self.count(n))
    }

    fn win_rates(&self, recent: f64, before: Option<f64>, n: u64) -> String {
        let (recent, n) = (self.percent(recent), self.count(n));
        match before {
            Some(before) => {
                let before = self.percent(before);
                self.pick(
                    format!("Of {n} deals closed in the last 180 days, {recent} were won; before, {before}."),
                    format!(
                        "Von {n} in den letzten 180 Tagen abgeschlossenen Chancen wurden {recent} gewonnen, \
                         davor {before}."
                    ),
                )
            }
            None => self.pick(
                format!(
                    "Of {n} deals closed in the last 180 days, {recent} were won. There is no earlier rate \
                     to compare with."
                ),
                format!(
                    "Von {n} in den letzten 180 Tagen abgeschlossenen Chancen wurden {recent} gewonnen. \
                     Eine frühere Rate zum Vergleich gibt es nicht."
                ),
            ),
        }
    }

    fn missing(&self, part: Part, n: u64, needed: u64) -> String {
        let (has, needs) = (self.count(n), self.count(needed));
        match part {
            Part::WinRate => self.pick(
                format!("{has} of the {needs} deals it takes were closed in the last 180 days."),
                format!("In den letzten 180 Tagen wurden {has} von {needs} nötigen Chancen abgeschlossen."),
            ),
            // Enough were closed, but there is no median to compare.
            Part::Velocity if n >= needed => self.pick(
                "more than half of the deals are still open, so how long they take is not known yet."
                    .to_owned(),
                "Mehr als die Hälfte der Chancen ist noch offen, ihre Dauer also noch nicht bekannt."
                    .to_owned(),
            ),
            Part::Velocity => self.pick(
                format!(
                    "it takes {needs} closed deals opened in the last 360 days and {needs} opened before; \
                     the smaller number is {has}."
                ),
                format!(
                    "Nötig sind {needs} abgeschlossene Chancen aus den letzten 360 Tagen und {needs} aus \
                     der Zeit davor; die kleinere Zahl ist {has}."
                ),
            ),
            Part::Coverage if n >= needed => self.pick(
                "none of the closed deals was won, so there is no win rate to go by.".to_owned(),
                "Keine der abgeschlossenen Chancen wurde gewonnen, es gibt also keine Gewinnrate als Maßstab."
                    .to_owned(),
            ),
            Part::Coverage => self.pick(
                format!("{has} of the {needs} deals that a win rate takes are closed."),
                format!("Von den {needs} Chancen, die eine Gewinnrate braucht, sind {has} abgeschlossen."),
            ),
            Part::Hygiene | Part::Ageing => {
                self.pick("no deal is open.".to_owned(), "Keine Chance ist offen.".to_owned())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::both;
    use super::*;

    fn why(part: Part, why: Why) -> [String; 2] {
        both(|words| words.why(&PartScore { part, weight: 20, score: None, why }))
    }

    #[test]
    fn a_win_rate_is_told_with_its_number_and_what_it_was() {
        let told = why(Part::WinRate, Why::WinRate { recent: 0.34, before: Some(0.3), n: 1_041 });
        assert_eq!(
            told,
            [
                "Of 1,041 deals closed in the last 180 days, 34% were won; before, 30%.",
                "Von 1.041 in den letzten 180 Tagen abgeschlossenen Chancen wurden 34 % gewonnen, davor 30 \
                 %.",
            ]
        );
        let alone = why(Part::WinRate, Why::WinRate { recent: 0.34, before: None, n: 12 });
        assert!(alone[0].contains("no earlier rate") && alone[1].contains("gibt es nicht"));
    }

    #[test]
    fn days_have_the_case_that_german_asks_for() {
        let told = why(Part::Velocity, Why::Velocity { recent: 42, before: 1, n: 90 });
        assert!(told[0].contains("within 42 days; before, within 1 day."), "{}", told[0]);
        assert!(told[1].contains("nach 42 Tagen abgeschlossen, davor nach 1 Tag."), "{}", told[1]);
    }

    #[test]
    fn what_is_missing_is_said_instead_of_a_score() {
        let few = Why::TooFew { n: 3, needed: 10 };
        for part in [Part::WinRate, Part::Velocity, Part::Coverage] {
            let told = why(part, few);
            assert!(told[0].starts_with("Insufficient data: ") && told[0].contains('3'), "{}", told[0]);
            assert!(told[1].starts_with("Zu wenig Daten: ") && told[1].contains('3'), "{}", told[1]);
        }
        let none = Why::TooFew { n: 0, needed: 1 };
        assert_eq!(why(Part::Ageing, none)[0], "Insufficient data: no deal is open.");
        assert_eq!(why(Part::Coverage, Why::NoTarget)[0], "Insufficient data: no quota is set.");
    }

    #[test]
    fn enough_closed_deals_are_not_called_too_few() {
        let enough = Why::TooFew { n: 12, needed: 10 };
        assert!(why(Part::Velocity, enough)[0].contains("still open"));
        assert!(why(Part::Coverage, enough)[0].contains("none of the closed deals was won"));
    }

    #[test]
    fn a_reached_quota_is_said_plainly() {
        let reached = why(Part::Coverage, Why::Coverage { coverage: 3.1, needed: 3.1 });
        assert_eq!(reached, ["Nothing is missing to the quota.", "Zum Umsatzziel fehlt nichts."]);
        let short = why(Part::Coverage, Why::Coverage { coverage: 1.44, needed: 3.1 });
        assert!(short[0].contains("1.4 times") && short[1].contains("1,4-Fache"), "{short:?}");
    }

    #[test]
    fn shares_of_open_deals_are_named() {
        let told = why(Part::Hygiene, Why::Hygiene { next_step: 0.71, contact: 0.9, dates: 1.0, n: 52 });
        assert_eq!(
            told[0],
            "Of 52 open deals, 71% have a next step, 90% a contact, and 100% no close date that is past."
        );
        assert!(why(Part::Ageing, Why::Ageing { stalled: 0.0, n: 4 })[1].contains("0 % länger"));
    }
}
