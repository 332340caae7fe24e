//! The currency that is written beside an amount: its code, or a sign.

/// The currency a text names: a code, or a sign that several currencies share (the first is the most common).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CurrencyName {
    Code(String),
    Sign(&'static [&'static str]),
}

impl CurrencyName {
    /// The ISO 4217 code meant, in a file whose amounts are otherwise in `usual`: `$` in a file of Canadian dollars is
    /// the Canadian one. Whether the code exists is not checked here.
    #[must_use]
    pub fn code<'a>(&'a self, usual: &'a str) -> &'a str {
        match self {
            Self::Code(code) => code,
            Self::Sign(codes) if codes.contains(&usual) => usual,
            Self::Sign(codes) => codes.first().copied().unwrap_or(usual),
        }
    }
}

/// Signs and what they may mean, the most common first. Longer ones stand before those they contain.
const SIGNS: &[(&str, &[&str])] = &[
    ("US$", &["USD"]),
    ("CA$", &["CAD"]),
    ("C$", &["CAD"]),
    ("AU$", &["AUD"]),
    ("A$", &["AUD"]),
    ("NZ$", &["NZD"]),
    ("HK$", &["HKD"]),
    ("S$", &["SGD"]),
    ("R$", &["BRL"]),
    ("$", &["USD", "CAD", "AUD", "NZD", "HKD", "SGD", "MXN", "CLP", "COP", "ARS", "TWD"]),
    ("€", &["EUR"]),
    ("£", &["GBP"]),
    ("¥", &["JPY", "CNY"]),
    ("₹", &["INR"]),
    ("₽", &["RUB"]),
    ("₺", &["TRY"]),
    ("₩", &["KRW"]),
    ("₪", &["ILS"]),
    ("₴", &["UAH"]),
    ("₫", &["VND"]),
    ("฿", &["THB"]),
    ("zł", &["PLN"]),
    ("Kč", &["CZK"]),
    ("kr.", &["DKK", "SEK", "NOK", "ISK"]),
    ("kr", &["SEK", "DKK", "NOK", "ISK"]),
    ("Fr.", &["CHF"]),
    ("Euro", &["EUR"]),
    ("euro", &["EUR"]),
];

/// Takes the currency off the front or the end of `text`, where one stands there.
pub(super) fn beside(text: &str) -> Option<(CurrencyName, &str)> {
    for (sign, codes) in SIGNS {
        if let Some(rest) = text.strip_prefix(sign).or_else(|| text.strip_suffix(sign)) {
            return Some((CurrencyName::Sign(codes), rest));
        }
    }
    let is_code = |code: &str| code.bytes().all(|b| b.is_ascii_uppercase());
    if let (Some(code), Some(rest)) = (text.get(..3), text.get(3..))
        && is_code(code)
        && !rest.starts_with(|c: char| c.is_alphabetic())
    {
        return Some((CurrencyName::Code(code.into()), rest));
    }
    let cut = text.len().checked_sub(3)?;
    let (rest, code) = (text.get(..cut)?, text.get(cut..)?);
    (is_code(code) && !rest.ends_with(|c: char| c.is_alphabetic()))
        .then(|| (CurrencyName::Code(code.into()), rest))
}
