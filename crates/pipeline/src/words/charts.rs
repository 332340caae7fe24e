//! The few words in pictures: titles, heads and names of what is drawn.

use super::Words;

impl Words {
    pub fn forecast_title(&self) -> &'static str {
        self.pick("Won and expected by month", "Gewonnen und erwartet je Monat")
    }

    pub fn stages_title(&self) -> &'static str {
        self.pick("Open deals by stage", "Offene Chancen je Phase")
    }

    pub fn funnel_title(&self) -> &'static str {
        self.pick("How far deals come", "Wie weit Chancen kommen")
    }

    pub fn velocity_title(&self) -> &'static str {
        self.pick("Days until deals are closed", "Tage bis zum Abschluss")
    }

    pub fn win_rate_title(&self) -> &'static str {
        self.pick("Win rate by month", "Gewinnrate je Monat")
    }

    pub fn reliability_title(&self) -> &'static str {
        self.pick("Predicted and actual wins", "Vorhergesagte und tatsächliche Gewinne")
    }

    pub fn quota_title(&self) -> &'static str {
        self.pick("Progress to the quota", "Stand zum Umsatzziel")
    }

    pub(crate) fn nothing_to_forecast(&self) -> &'static str {
        self.pick("Nothing is open and nothing was won yet", "Noch ist nichts offen und nichts gewonnen")
    }

    pub(crate) fn no_open_deals(&self) -> &'static str {
        self.pick("No open deals", "Keine offenen Chancen")
    }

    pub(crate) fn no_deals_in_period(&self) -> &'static str {
        self.pick("No deals opened in this period", "Keine Chance in diesem Zeitraum eröffnet")
    }

    pub(crate) fn no_closed_deals(&self) -> &'static str {
        self.pick("No closed deals yet", "Noch keine abgeschlossenen Chancen")
    }

    pub(crate) fn no_past_forecasts(&self) -> &'static str {
        self.pick("No past forecasts to check yet", "Noch keine früheren Prognosen zum Prüfen")
    }

    pub(crate) fn no_quota(&self) -> &'static str {
        self.pick("No quota is set", "Kein Umsatzziel gesetzt")
    }

    pub fn won(&self) -> &'static str {
        self.pick("Won", "Gewonnen")
    }

    pub fn lost(&self) -> &'static str {
        self.pick("Lost", "Verloren")
    }

    pub fn forecast(&self) -> &'static str {
        self.pick("Forecast", "Prognose")
    }

    pub fn quota(&self) -> &'static str {
        self.pick("Quota", "Ziel")
    }

    pub fn value(&self) -> &'static str {
        self.pick("Value", "Wert")
    }

    pub fn weighted(&self) -> &'static str {
        self.pick("Weighted", "Gewichtet")
    }

    pub(crate) fn not_weighted(&self) -> &'static str {
        self.pick("Rest of the value", "Übriger Wert")
    }

    pub(crate) fn deals_head(&self) -> &'static str {
        self.pick("Deals", "Chancen")
    }

    pub(crate) fn reached(&self) -> &'static str {
        self.pick("Reached", "Erreicht")
    }

    pub(crate) fn went_on(&self) -> &'static str {
        self.pick("Went on", "Weiter")
    }

    pub(crate) fn still_open(&self) -> &'static str {
        self.pick("Still open", "Noch offen")
    }

    pub(crate) fn closed_deals(&self) -> &'static str {
        self.pick("Closed deals", "Abgeschlossene Chancen")
    }

    pub(crate) fn share_still_open(&self) -> &'static str {
        self.pick("Share still open", "Anteil noch offen")
    }

    pub(crate) fn days_to_close(&self) -> &'static str {
        self.pick("Days from opening to closing", "Tage von Eröffnung bis Abschluss")
    }

    pub(crate) fn half_closed(&self, days: u32) -> String {
        let days = self.days_dative(days);
        self.pick(format!("Half closed after {days}"), format!("Die Hälfte nach {days}"))
    }

    pub(crate) fn overall(&self, rate: f64) -> String {
        let rate = self.percent(rate);
        self.pick(format!("All {rate}"), format!("Alle {rate}"))
    }

    pub(crate) fn won_share(&self) -> &'static str {
        self.pick("Won, with 95% interval", "Gewonnen, mit 95-%-Intervall")
    }

    pub(crate) fn exact(&self) -> &'static str {
        self.pick("As predicted", "Wie vorhergesagt")
    }

    pub(crate) fn predicted(&self) -> &'static str {
        self.pick("Predicted probability", "Vorhergesagte Wahrscheinlichkeit")
    }

    pub(crate) fn quota_of(&self, minor: f64) -> String {
        format!("{} {}", self.quota(), self.money_short(minor))
    }

    pub(crate) fn booked_of(&self, minor: f64) -> String {
        format!("{} {}", self.pick("Won so far", "Bisher gewonnen"), self.money_short(minor))
    }

    pub(crate) fn expected_of(&self, minor: f64, of_quota: f64) -> String {
        let (money, share) = (self.money_short(minor), self.percent(of_quota));
        self.pick(
            format!("Expected {money}, {share} of the quota"),
            format!("Erwartet {money}, {share} des Ziels"),
        )
    }

    pub(crate) fn range_of(&self, low: f64, high: f64) -> String {
        let (low, high) = (self.money_short(low), self.money_short(high));
        self.pick(format!("P10 to P90: {low} to {high}"), format!("P10 bis P90: {low} bis {high}"))
    }

    pub(crate) fn more(&self, n: u64) -> String {
        let n = self.count(n);
        self.pick(format!("… and {n} more"), format!("… und {n} weitere"))
    }
}
