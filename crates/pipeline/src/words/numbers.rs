//! Amounts, shares and counts as people of a language write them.

use super::{Language, Words, plural};

/// Keeps a number and its unit on one line.
const NO_BREAK: char = '\u{a0}';
const MINUS: char = '−';

/// What there is no number for.
pub const NOTHING: &str = "—";

impl Words {
    /// An amount in minor units with its currency: from a thousand on in whole units, below with cents unless there
    /// are none.
    pub fn money(&self, minor: f64) -> String {
        if !minor.is_finite() {
            return NOTHING.to_owned();
        }
        let places = self.currency.exponent() as usize;
        let scale = 10_f64.powf(places as f64);
        let whole = minor.abs().round() >= 1_000.0 * scale || minor.round() % scale == 0.0;
        self.with_currency(minor < 0.0, &self.number((minor / scale).abs(), if whole { 0 } else { places }))
    }

    /// In a table, where a thousand million and more would push the other columns away.
    pub(crate) fn money_in_table(&self, minor: f64) -> String {
        let thousand_million = 1e9 * 10_f64.powf(f64::from(self.currency.exponent()));
        if minor.abs() < thousand_million { self.money(minor) } else { self.money_short(minor) }
    }

    /// The same in at most three digits and a word: "€1.2M", "1,2 Mio. €".
    pub fn money_short(&self, minor: f64) -> String {
        if !minor.is_finite() {
            return NOTHING.to_owned();
        }
        let major = minor / 10_f64.powf(f64::from(self.currency.exponent()));
        self.with_currency(major < 0.0, &self.short(major.abs()))
    }

    /// From one amount to another.
    pub fn money_range(&self, low: f64, high: f64) -> String {
        format!("{} {} {}", self.money(low), self.pick("to", "bis"), self.money(high))
    }

    /// The sign or code of the currency, as it stands beside amounts.
    pub fn currency_sign(&self) -> &'static str {
        match self.currency.code() {
            "EUR" => "€",
            "GBP" => "£",
            "INR" => "₹",
            "JPY" => "¥",
            "USD" => "$",
            code => code,
        }
    }

    fn with_currency(&self, negative: bool, number: &str) -> String {
        let sign = self.currency_sign();
        // An amount that rounds to nothing is not less than nothing.
        let minus = if negative && number.contains(|c: char| ('1'..='9').contains(&c)) { "−" } else { "" };
        match self.language {
            Language::English if sign.is_ascii() && sign.len() == 3 => {
                format!("{minus}{sign}{NO_BREAK}{number}")
            }
            Language::English => format!("{minus}{sign}{number}"),
            Language::German => format!("{minus}{number}{NO_BREAK}{sign}"),
        }
    }

    /// A number without a unit in at most three digits and a word: "1.2M", "1,2 Mio.".
    pub fn short(&self, value: f64) -> String {
        if !value.is_finite() {
            return NOTHING.to_owned();
        }
        let units = self.pick(["", "k", "M", "B", "T"], ["", "Tsd.", "Mio.", "Mrd.", "Bio."]);
        let mut unit = 0;
        let mut scaled = value;
        // 999,960 is 1M and not 1000k.
        while unit + 1 < units.len() && scaled.abs() >= 999.5 {
            scaled /= 1_000.0;
            unit += 1;
        }
        // Three digits, without zeros at the end of decimals.
        let most = if scaled.abs() < 9.995 {
            2
        } else if scaled.abs() < 99.95 {
            1
        } else {
            0
        };
        let at = |places: usize| (scaled * 10_f64.powf(places as f64)).round() / 10_f64.powf(places as f64);
        let places = (0..most).find(|&places| at(places) == at(most)).unwrap_or(most);
        let number = self.number(scaled, places);
        match self.language {
            Language::German if unit > 0 => format!("{number}{NO_BREAK}{}", units[unit]),
            _ => format!("{number}{}", units[unit]),
        }
    }

    /// A share from 0 to 1 in whole percent. What is not certain is not rounded to it: 0.4% and 99.6% keep a decimal.
    pub fn percent(&self, share: f64) -> String {
        if !share.is_finite() {
            return NOTHING.to_owned();
        }
        let percent = share * 100.0;
        let size = percent.abs();
        let near_certain = size > 0.0 && size < 0.95 || size > 99.05 && size < 100.0;
        let text = if size > 0.0 && size < 0.05 {
            format!("<{}", self.number(0.1, 1))
        } else if size > 99.95 && size < 100.0 {
            format!(">{}", self.number(99.9, 1))
        } else {
            self.number(percent, usize::from(near_certain))
        };
        self.pick(format!("{text}%"), format!("{text}{NO_BREAK}%"))
    }

    /// With thousands apart and so many decimals.
    pub fn number(&self, value: f64, places: usize) -> String {
        if !value.is_finite() {
            return NOTHING.to_owned();
        }
        let (group, point) = self.pick((',', '.'), ('.', ','));
        let plain = format!("{:.places$}", value.abs());
        let (whole, decimals) = plain.split_once('.').unwrap_or((plain.as_str(), ""));
        let mut text = String::new();
        if value < 0.0 && plain.contains(|c: char| ('1'..='9').contains(&c)) {
            text.push(MINUS);
        }
        for (at, digit) in whole.chars().enumerate() {
            if at > 0 && (whole.len() - at).is_multiple_of(3) {
                text.push(group);
            }
            text.push(digit);
        }
        if !decimals.is_empty() {
            text.push(point);
            text.push_str(decimals);
        }
        text
    }

    /// How many there are.
    pub fn count(&self, n: u64) -> String {
        self.number(n as f64, 0)
    }

    /// "1 deal", "12 deals".
    pub fn deals(&self, n: u64) -> String {
        let noun = self.pick(plural(n, "deal", "deals"), plural(n, "Chance", "Chancen"));
        format!("{}{NO_BREAK}{noun}", self.count(n))
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{ENGLISH, GERMAN, both};
    use super::super::{Language, Words};

    fn money(minor: f64) -> [String; 2] {
        both(|words| words.money(minor))
    }

    #[test]
    fn amounts_are_whole_from_a_thousand_on_and_keep_cents_below() {
        assert_eq!(money(123_456_749.0), ["€1,234,567", "1.234.567 €"]);
        assert_eq!(money(99_999.4), ["€999.99", "999,99 €"]);
        assert_eq!(money(99_999.6), ["€1,000", "1.000 €"]);
        assert_eq!(money(95_000.0), ["€950", "950 €"]);
        assert_eq!(money(5.0), ["€0.05", "0,05 €"]);
        assert_eq!(money(0.0), ["€0", "0 €"]);
        assert_eq!(money(-0.2), ["€0", "0 €"]);
        assert_eq!(money(-150_000.0), ["−€1,500", "−1.500 €"]);
        assert_eq!(money(1e17), ["€1,000,000,000,000,000", "1.000.000.000.000.000 €"]);
        assert_eq!(money(f64::NAN), ["—", "—"]);
    }

    #[test]
    fn currencies_without_a_well_known_sign_show_their_code_and_their_places() {
        let say = |language, code: &str, minor| {
            Words::new(language, code.parse().unwrap()).money(minor).replace('\u{a0}', " ")
        };
        assert_eq!(say(Language::English, "CHF", 123_400.0), "CHF 1,234");
        assert_eq!(say(Language::German, "CHF", 123_400.0), "1.234 CHF");
        assert_eq!(say(Language::English, "JPY", 950.0), "¥950");
        assert_eq!(say(Language::English, "KWD", 1_500.0), "KWD 1.500");
        assert_eq!(say(Language::German, "USD", -50.0), "−0,50 $");
    }

    #[test]
    fn large_numbers_are_short() {
        let short = |value| both(|words| words.short(value));
        assert_eq!(short(0.0), ["0", "0"]);
        assert_eq!(short(950.0), ["950", "950"]);
        assert_eq!(short(1_200.0), ["1.2k", "1,2 Tsd."]);
        assert_eq!(short(1_327_487.0), ["1.33M", "1,33 Mio."]);
        assert_eq!(short(1_999.6), ["2k", "2 Tsd."]);
        assert_eq!(short(18_617.0), ["18.6k", "18,6 Tsd."]);
        assert_eq!(short(0.25), ["0.25", "0,25"]);
        assert_eq!(short(250_000.0), ["250k", "250 Tsd."]);
        assert_eq!(short(999_960.0), ["1M", "1 Mio."]);
        assert_eq!(short(12_500_000.0), ["12.5M", "12,5 Mio."]);
        assert_eq!(short(-3e9), ["−3B", "−3 Mrd."]);
        assert_eq!(short(1e15), ["1,000T", "1.000 Bio."]);
        assert_eq!(both(|words| words.money_short(120_000_000.0)), ["€1.2M", "1,2 Mio. €"]);
        assert_eq!(both(|words| words.money_short(-1e17)), ["−€1,000T", "−1.000 Bio. €"]);
    }

    #[test]
    fn a_share_is_not_rounded_to_a_certainty() {
        let percent = |share| both(|words| words.percent(share));
        assert_eq!(percent(0.314), ["31%", "31 %"]);
        assert_eq!(percent(0.0), ["0%", "0 %"]);
        assert_eq!(percent(0.004), ["0.4%", "0,4 %"]);
        assert_eq!(percent(0.000_1), ["<0.1%", "<0,1 %"]);
        assert_eq!(percent(0.996), ["99.6%", "99,6 %"]);
        assert_eq!(percent(0.999_9), [">99.9%", ">99,9 %"]);
        assert_eq!(percent(1.0), ["100%", "100 %"]);
        assert_eq!(percent(-0.12), ["−12%", "−12 %"]);
        assert_eq!(percent(2.5), ["250%", "250 %"]);
    }

    #[test]
    fn one_deal_is_singular() {
        assert_eq!(
            [0, 1, 1_234].map(|n| ENGLISH.deals(n).replace('\u{a0}', " ")),
            ["0 deals", "1 deal", "1,234 deals"]
        );
        assert_eq!(
            [0, 1, 1_234].map(|n| GERMAN.deals(n).replace('\u{a0}', " ")),
            ["0 Chancen", "1 Chance", "1.234 Chancen"]
        );
    }

    #[test]
    fn a_unit_stays_on_the_line_of_its_number() {
        assert_eq!(GERMAN.money(123_456.0), "1.235\u{a0}€");
        assert_eq!(GERMAN.percent(0.5), "50\u{a0}%");
        assert!(GERMAN.money_short(5e9).matches(' ').count() == 0);
    }
}
