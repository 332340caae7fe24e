//! What a recommendation says: what is so, for how many deals, and what to do about it.

use super::{NOTHING, Words, plural};
use crate::deals::Stage;
use crate::recommendations::{Advice, Recommendation};

impl Words {
    /// `stages` are those of the book that the recommendation was made from.
    pub fn advice(&self, recommendation: &Recommendation, stages: &[Stage]) -> String {
        let n = recommendation.deals;
        let deals = self.deals(n);
        // The verb and the pronoun of one deal, and of several.
        let number = |one, many| plural(n, one, many);
        match recommendation.advice {
            Advice::Stalled => self.pick(
                format!(
                    "{deals} {} than the pipeline allows. Agree on a next step or move {} on.",
                    number("is longer in its stage", "are longer in their stage"),
                    number("it", "them")
                ),
                format!(
                    "{deals} {} länger in ihrer Phase, als die Pipeline vorsieht. Vereinbaren Sie einen \
                     nächsten Schritt oder bringen Sie sie weiter.",
                    number("ist", "sind")
                ),
            ),
            Advice::Stale { last_close_days } => {
                let last = self.days(last_close_days);
                self.pick(
                    format!(
                        "{deals} {} longer than any deal that was ever closed ({last}). Close {} as lost or \
                         start anew.",
                        number("has been in its stage", "have been in their stage"),
                        number("it", "them")
                    ),
                    format!(
                        "{deals} {} länger in ihrer Phase als jede, die je abgeschlossen wurde ({last}). \
                         Schließen Sie sie als verloren ab oder beginnen Sie neu.",
                        number("ist", "sind")
                    ),
                )
            }
            Advice::Overdue => self.pick(
                format!(
                    "{deals} {} past the expected close date. Set a date that holds, or close {}.",
                    number("is", "are"),
                    number("it", "them")
                ),
                format!(
                    "Bei {deals} ist das erwartete Abschlussdatum verstrichen. Setzen Sie ein Datum, das \
                     hält, oder schließen Sie sie ab."
                ),
            ),
            Advice::PushedOften => self.pick(
                format!(
                    "{deals} {} pushed to a later date three times or more. Find out what holds {} up.",
                    number("was", "were"),
                    number("it", "them")
                ),
                format!(
                    "{deals} {} dreimal oder öfter auf ein späteres Datum verschoben. Klären Sie, was den \
                     Abschluss aufhält.",
                    number("wurde", "wurden")
                ),
            ),
            Advice::NoNextStep => self.pick(
                format!(
                    "{deals} {} no next step. Write down what happens next, and when.",
                    number("has", "have")
                ),
                format!(
                    "{deals} {} keinen nächsten Schritt. Notieren Sie, was als Nächstes geschieht und wann.",
                    number("hat", "haben")
                ),
            ),
            Advice::NoContact => self.pick(
                format!("{deals} {} no contact. Add the person you talk to.", number("has", "have")),
                format!(
                    "{deals} {} keinen Kontakt. Tragen Sie ein, mit wem Sie sprechen.",
                    number("hat", "haben")
                ),
            ),
            Advice::NoAmount => self.pick(
                format!(
                    "{deals} {} no amount, so the forecast has to estimate {} value. Enter what {} worth.",
                    number("carries", "carry"),
                    number("its", "their"),
                    number("it is", "they are")
                ),
                format!(
                    "{deals} {} keinen Betrag, die Prognose muss den Wert also schätzen. Tragen Sie ihn ein.",
                    number("hat", "haben")
                ),
            ),
            Advice::Unconverted => self.pick(
                format!(
                    "{deals} {} in a currency without an exchange rate and in no sum. Add the rate.",
                    number("is", "are")
                ),
                format!(
                    "{deals} {} in einer Währung ohne Wechselkurs und {} in allen Summen. Ergänzen Sie den \
                     Kurs.",
                    number("ist", "sind"),
                    number("fehlt", "fehlen")
                ),
            ),
            Advice::Bottleneck { stage, days, at_least, before_days } => {
                let stage = stages.get(stage).map_or(NOTHING, |stage| stage.name.as_str());
                let (days, before) = (self.days_dative(days), self.days_dative(before_days));
                let least = if at_least { self.pick("at least ", "mindestens ") } else { "" };
                self.pick(
                    format!(
                        "Deals leave “{stage}” after {least}{days}; before, it was {before}. {deals} {} there now: \
                         find out what {} for.",
                        number("is", "are"),
                        number("it waits", "they wait")
                    ),
                    format!(
                        "Chancen verlassen „{stage}“ nach {least}{days}, davor nach {before}. Jetzt {} dort \
                         {deals}: Klären Sie, worauf sie {}.",
                        number("liegt", "liegen"),
                        number("wartet", "warten")
                    ),
                )
            }
            Advice::LowCoverage { coverage, needed } => {
                let (coverage, needed) = (self.number(coverage, 1), self.number(needed, 1));
                self.pick(
                    format!(
                        "Open deals are worth {coverage} times what is missing to the quota, and it takes \
                         {needed} times. Bring new deals into the pipeline."
                    ),
                    format!(
                        "Die offenen Chancen sind das {coverage}-Fache dessen wert, was zum Umsatzziel \
                         fehlt, und es braucht das {needed}-Fache. Gewinnen Sie neue Chancen."
                    ),
                )
            }
            Advice::WinRateFell { recent, before } => {
                let (recent, before) = (self.percent(recent), self.percent(before));
                self.pick(
                    format!(
                        "{recent} of the deals closed in the last 180 days were won, and {before} before. \
                         Look at why the last ones were lost."
                    ),
                    format!(
                        "{recent} der in den letzten 180 Tagen abgeschlossenen Chancen wurden gewonnen, \
                         davor {before}. Sehen Sie nach, warum die letzten verloren gingen."
                    ),
                )
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::both;
    use super::*;
    use crate::deals::StageKind;
    use crate::recommendations::Priority;

    fn say(advice: Advice, deals: u64) -> [String; 2] {
        let stages = [Stage::new("Proposal", StageKind::Open, 50)];
        let of = Recommendation {
            advice,
            priority: Priority::Low,
            deals,
            record_ids: Vec::new(),
            places: Vec::new(),
        };
        both(|words| words.advice(&of, &stages))
    }

    #[test]
    fn one_deal_and_several_agree_with_their_verbs() {
        assert_eq!(
            say(Advice::Stalled, 1),
            [
                "1 deal is longer in its stage than the pipeline allows. Agree on a next step or move it on.",
                "1 Chance ist länger in ihrer Phase, als die Pipeline vorsieht. Vereinbaren Sie einen \
                 nächsten Schritt oder bringen Sie sie weiter.",
            ]
        );
        let several = say(Advice::Stalled, 1_200);
        assert!(several[0].starts_with("1,200 deals are longer in their stage"), "{}", several[0]);
        assert!(several[1].starts_with("1.200 Chancen sind länger"), "{}", several[1]);
        assert!(say(Advice::NoAmount, 1)[0].contains("estimate its value. Enter what it is worth."));
        assert!(say(Advice::NoAmount, 2)[0].contains("estimate their value. Enter what they are worth."));
    }

    #[test]
    fn a_bottleneck_names_its_stage_and_how_long() {
        let slow = Advice::Bottleneck { stage: 0, days: 42, at_least: false, before_days: 21 };
        assert_eq!(
            say(slow, 14),
            [
                "Deals leave “Proposal” after 42 days; before, it was 21 days. 14 deals are there now: find \
                 out what they wait for.",
                "Chancen verlassen „Proposal“ nach 42 Tagen, davor nach 21 Tagen. Jetzt liegen dort 14 \
                 Chancen: Klären Sie, worauf sie warten.",
            ]
        );
        let waiting = Advice::Bottleneck { stage: 0, days: 42, at_least: true, before_days: 21 };
        let said = say(waiting, 14);
        assert!(said[0].starts_with("Deals leave “Proposal” after at least 42 days; before,"), "{}", said[0]);
        assert!(
            said[1].starts_with("Chancen verlassen „Proposal“ nach mindestens 42 Tagen, davor"),
            "{}",
            said[1]
        );
        let gone = Advice::Bottleneck { stage: 9, days: 42, at_least: false, before_days: 21 };
        assert!(say(gone, 1)[0].contains("“—”"), "a stage that is not there is no panic");
    }

    #[test]
    fn every_advice_says_what_to_do() {
        let all = [
            Advice::Stalled,
            Advice::Stale { last_close_days: 138 },
            Advice::Overdue,
            Advice::PushedOften,
            Advice::NoNextStep,
            Advice::NoContact,
            Advice::NoAmount,
            Advice::Unconverted,
            Advice::Bottleneck { stage: 0, days: 2, at_least: true, before_days: 1 },
            Advice::LowCoverage { coverage: 1.4, needed: 3.2 },
            Advice::WinRateFell { recent: 0.2, before: 0.31 },
        ];
        for advice in all {
            for text in [1, 12].map(|n| say(advice, n)).concat() {
                assert!(
                    text.ends_with('.') && text.matches(". ").count() + text.matches(": ").count() >= 1,
                    "{text}"
                );
            }
        }
    }
}
