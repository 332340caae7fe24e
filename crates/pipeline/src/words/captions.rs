//! Lines under the pictures of a report and notes on its figures.

use super::{Term, Words, plural};
use crate::health::Part;
use crate::intervals::Share;

impl Words {
    pub(crate) fn forecast_caption(&self) -> &'static str {
        self.pick(
            "Won value by month and the range from P10 to P90. Quantiles of months do not add up: good and \
             bad months offset each other.",
            "Gewonnener Wert je Monat und der Bereich von P10 bis P90. Quantile von Monaten lassen sich \
             nicht addieren: Gute und schlechte Monate gleichen sich aus.",
        )
    }

    pub(crate) fn quota_caption(&self) -> &'static str {
        self.pick("All months of the forecast together.", "Alle Monate der Prognose zusammen.")
    }

    /// Where no deal carries an amount, the bars are numbers of deals.
    pub(crate) fn stages_caption(&self, valued: bool) -> &'static str {
        if valued {
            self.pick(
                "Value of the open deals by stage, and what of it is weighted.",
                "Wert der offenen Chancen je Phase und der gewichtete Teil davon.",
            )
        } else {
            self.pick("Number of open deals by stage.", "Anzahl der offenen Chancen je Phase.")
        }
    }

    pub(crate) fn funnel_caption(&self) -> &'static str {
        self.pick(
            "Deals that reached each stage, each once, and what became of them.",
            "Chancen, die jede Phase erreichten, je einmal gezählt, und was aus ihnen wurde.",
        )
    }

    pub(crate) fn velocity_caption(&self) -> &'static str {
        self.pick(
            "Bars: closed deals by their days. Line: the share of all deals still open after so many days \
             (Kaplan-Meier).",
            "Balken: abgeschlossene Chancen nach Tagen. Linie: Anteil aller Chancen, die nach so vielen \
             Tagen noch offen sind (Kaplan-Meier).",
        )
    }

    pub(crate) fn win_rate_caption(&self) -> &'static str {
        self.pick(
            "Win rate by month of closing with its 95% interval; dashed, that of the whole period.",
            "Gewinnrate je Monat des Abschlusses mit 95-%-Intervall; gestrichelt die des ganzen Zeitraums.",
        )
    }

    pub(crate) fn reliability_caption(&self) -> &'static str {
        self.pick(
            "Deals by predicted win probability, and the share that was won. Larger dots are more deals.",
            "Chancen nach vorhergesagter Gewinnwahrscheinlichkeit und der gewonnene Anteil. Größere Punkte \
             sind mehr Chancen.",
        )
    }

    pub(crate) fn category_note(&self) -> &'static str {
        self.pick(
            "Open deals are in commit from a win probability of 70% within the year and in best case from \
             40%, unless set by hand. Expected is what they bring within the months of the forecast; new \
             business comes on top.",
            "Offene Chancen gelten ab einer Gewinnwahrscheinlichkeit von 70 % binnen eines Jahres als \
             zugesagt, ab 40 % als bester Fall, wenn nicht von Hand gesetzt. Erwartet ist, was sie in den \
             Monaten der Prognose bringen; Neugeschäft kommt hinzu.",
        )
    }

    pub(crate) fn quota_missing(&self, any: bool) -> &'static str {
        if any {
            self.pick("Not every month has a quota", "Nicht jeder Monat hat ein Ziel")
        } else {
            self.no_quota()
        }
    }

    pub(crate) fn others(&self, n: usize) -> String {
        let n = n as u64;
        self.pick(format!("Others ({n})"), format!("Übrige ({n})"))
    }

    pub(crate) fn no_amounts(&self) -> &'static str {
        self.pick("No open deal has an amount", "Keine offene Chance hat einen Betrag")
    }

    /// "Forecast by owner".
    pub(crate) fn by(&self, term: Term) -> String {
        let term = self.term(term);
        self.pick(format!("Forecast by {}", term.to_lowercase()), format!("Prognose nach {term}"))
    }

    pub(crate) fn win_rate_by(&self, term: Term) -> String {
        let (rate, term) = (self.term(Term::WinRate), self.term(term));
        self.pick(format!("{rate} by {}", term.to_lowercase()), format!("{rate} nach {term}"))
    }

    pub(crate) fn of_open_value(&self, deals: u64, minor: f64) -> String {
        let (value, n) = (self.money_short(minor), self.count(deals));
        self.pick(
            format!("of {value} in {n} open {}", plural(deals, "deal", "deals")),
            format!("von {value} in {n} {}", plural(deals, "offenen Chance", "offenen Chancen")),
        )
    }

    pub(crate) fn share_note(&self, share: &Share) -> String {
        let (interval, deals) = (self.interval(share), self.deals(share.n));
        self.pick(format!("{interval}, from {deals} closed"), format!("{interval}, aus {deals}"))
    }

    pub(crate) fn with_open(&self, closed: u64, open: u64) -> String {
        let (closed, open) = (self.count(closed), self.count(open));
        self.pick(
            format!("{closed} closed and {open} open deals"),
            format!("{closed} abgeschlossene, {open} offene Chancen"),
        )
    }

    pub(crate) fn half_open(&self) -> &'static str {
        self.pick("Fewer than half are closed", "Weniger als die Hälfte ist abgeschlossen")
    }

    pub(crate) fn insufficient(&self) -> &'static str {
        self.pick("Insufficient data", "Zu wenig Daten")
    }

    pub(crate) fn weakest(&self, part: Part, score: f64) -> String {
        let (part, score) = (self.part(part), self.number(score, 0));
        self.pick(format!("Weakest: {part}, {score}"), format!("Am schwächsten: {part}, {score}"))
    }

    pub(crate) fn reached_of(&self, minor: f64, quota: f64) -> String {
        let (share, quota) = (self.percent(minor / quota), self.money_short(quota));
        self.pick(format!("Expected is {share} of {quota}"), format!("Erwartet sind {share} von {quota}"))
    }

    /// Notes on all figures of a report.
    pub(crate) fn report_notes(&self, mended: usize, with_accuracy: bool) -> Vec<String> {
        let code = self.currency.code();
        let mut notes =
            vec![
            self.pick(
                format!("Amounts are in {code}. Others are converted at the rate that was entered for their \
                         day; without one they are in no sum."),
                format!("Beträge sind in {code}. Andere sind zum Kurs umgerechnet, der für ihren Tag \
                         eingetragen ist; ohne Kurs fehlen sie in allen Summen."),
            ),
            self.say(
                "Stage times, funnel and rates come from the recorded history of each deal. Intervals of \
                 shares are Wilson's at 95%; medians that count open deals are Kaplan and Meier's.",
                "Zeiten je Phase, Trichter und Raten stammen aus dem aufgezeichneten Verlauf jeder Chance. \
                 Intervalle von Anteilen sind die von Wilson zu 95 %; Mediane mit offenen Chancen die von \
                 Kaplan und Meier.",
            ),
        ];
        if mended > 0 {
            let deals = self.deals(mended as u64);
            notes.push(self.pick(
                format!(
                    "{deals} {} a recorded history that cannot have happened, such as closed before opened; \
                     it was put in order.",
                    plural(mended as u64, "has", "have")
                ),
                format!(
                    "{deals} {} einen Verlauf, der so nicht gewesen sein kann, etwa einen Abschluss vor der \
                     Eröffnung; er wurde geordnet.",
                    plural(mended as u64, "hat", "haben")
                ),
            ));
        }
        if !with_accuracy {
            notes.push(self.say(
                "How good past forecasts of this pipeline were is not part of this report.",
                "Wie gut frühere Prognosen dieser Pipeline waren, ist nicht Teil dieses Berichts.",
            ));
        }
        notes
    }
}
