//! Addresses under which someone is reached: emails, phone numbers, websites and the domain behind them.

/// The addresses in a cell, lower-cased, in their order and without repeats. A cell may hold several, divided by
/// semicolons, commas, bars or line breaks, and each may stand as `Anna Berg <anna@berg.de>` or `mailto:`.
/// `Err` holds the first part that is not an address.
pub fn emails(text: &str) -> Result<Vec<String>, String> {
    let mut found = Vec::new();
    for part in text.split([';', ',', '|', '\n']).map(str::trim).filter(|part| !part.is_empty()) {
        let email = email(part).ok_or_else(|| part.to_owned())?;
        if !found.contains(&email) {
            found.push(email);
        }
    }
    Ok(found)
}

/// One address, lower-cased; `None` where the text is none.
#[must_use]
pub fn email(text: &str) -> Option<String> {
    let text = text.trim();
    let inside = match (text.rfind('<'), text.strip_suffix('>')) {
        (Some(open), Some(without)) => without.get(open + 1..)?,
        _ => text,
    };
    let bare = inside.trim().strip_prefix("mailto:").unwrap_or(inside.trim()).trim_end_matches('.');
    let (local, domain) = bare.rsplit_once('@')?;
    let odd = |c: char| {
        c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '(' | ')' | ',' | ';' | '@' | '"')
    };
    let fits = !local.is_empty() && local.len() <= 64 && !local.contains(odd) && is_domain(domain);
    fits.then(|| bare.to_lowercase())
}

/// The domain of a website or of an address: `https://www.acme.com/about` and `info@acme.com` are `acme.com`.
#[must_use]
pub fn domain(text: &str) -> Option<String> {
    let lower = text.trim().to_lowercase();
    let after_scheme = lower.split_once("://").map_or(lower.as_str(), |(_, rest)| rest);
    let host = after_scheme.split(['/', '?', '#']).next()?;
    let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
    let host = host.split_once(':').map_or(host, |(host, _)| host);
    let host = host.strip_prefix("www.").unwrap_or(host).trim_end_matches('.');
    is_domain(host).then(|| host.to_owned())
}

/// A website as it can be opened, `https://` in front where nothing is.
#[must_use]
pub fn website(text: &str) -> Option<String> {
    let text = text.trim();
    domain(text)?;
    if text.contains(char::is_whitespace) || text.contains('@') {
        return None;
    }
    let lower = text.to_lowercase();
    if lower.starts_with("http://") || lower.starts_with("https://") {
        Some(text.to_owned())
    } else if lower.contains("://") {
        None
    } else {
        Some(format!("https://{text}"))
    }
}

/// Domains anyone can have an address at; they say nothing about the company someone works for.
#[must_use]
pub fn is_public_mailbox(domain: &str) -> bool {
    const PUBLIC: &[&str] = &[
        "aol.com",
        "freenet.de",
        "gmail.com",
        "gmx.at",
        "gmx.ch",
        "gmx.de",
        "gmx.net",
        "googlemail.com",
        "hotmail.com",
        "hotmail.de",
        "icloud.com",
        "live.com",
        "live.de",
        "mail.com",
        "mail.ru",
        "me.com",
        "msn.com",
        "outlook.com",
        "outlook.de",
        "posteo.de",
        "proton.me",
        "protonmail.com",
        "t-online.de",
        "web.de",
        "yahoo.com",
        "yahoo.de",
        "yandex.ru",
    ];
    PUBLIC.contains(&domain)
}

fn is_domain(host: &str) -> bool {
    host.len() <= 253
        && host.contains('.')
        && host.split('.').all(|label| {
            !label.is_empty()
                && label.len() <= 63
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.chars().all(|c| c.is_alphanumeric() || c == '-')
        })
        && host.rsplit('.').next().is_some_and(|top| top.len() >= 2 && top.chars().any(char::is_alphabetic))
}

/// A phone number as it is kept: what was written, with its spaces made single. `None` where the text has letters other
/// than an extension's, or fewer than four digits or more than twenty.
#[must_use]
pub fn phone(text: &str) -> Option<String> {
    let text = text.trim();
    let bare = text.strip_prefix("tel:").unwrap_or(text);
    let number = bare.to_lowercase();
    let number = ["extension", "durchwahl", "ext.", "ext", "dw", "x"]
        .iter()
        .find_map(|word| number.split_once(word).map(|(before, after)| format!("{before} {after}")))
        .unwrap_or(number);
    let digits = number.chars().filter(char::is_ascii_digit).count();
    let allowed = |c: char| c.is_ascii_digit() || c.is_whitespace() || "+-–/().,#*\u{a0}".contains(c);
    let fits = (4..=20).contains(&digits) && number.chars().all(allowed);
    fits.then(|| bare.split_whitespace().collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{domain, email, emails, phone, website};

    #[test]
    fn addresses_are_trimmed_unwrapped_and_lower_cased() {
        for text in [
            "Anna@Berg.DE",
            " anna@berg.de ",
            "Anna Berg <anna@berg.de>",
            "mailto:anna@berg.de",
            "<anna@berg.de>",
        ] {
            assert_eq!(email(text).as_deref(), Some("anna@berg.de"), "{text}");
        }
        for text in [
            "",
            "anna",
            "anna@",
            "@berg.de",
            "anna@berg",
            "an na@berg.de",
            "a@b@c.de",
            "anna@berg..de",
            "anna@1.2",
        ] {
            assert_eq!(email(text), None, "{text}");
        }
        assert_eq!(emails("a@x.de; B@x.de;a@x.de").unwrap(), ["a@x.de", "b@x.de"]);
        assert_eq!(emails("a@x.de; oops").unwrap_err(), "oops");
        assert!(emails("").unwrap().is_empty());
    }

    #[test]
    fn a_domain_comes_from_a_website_or_an_address() {
        for text in [
            "acme.com",
            "https://www.ACME.com/about?x=1",
            "http://acme.com:8080",
            "info@acme.com",
            "www.acme.com.",
        ] {
            assert_eq!(domain(text).as_deref(), Some("acme.com"), "{text}");
        }
        for text in ["", "acme", "1.234", "Acme Inc.", "-a.com", "12.50"] {
            assert_eq!(domain(text), None, "{text}");
        }
        assert_eq!(website("acme.com/de").as_deref(), Some("https://acme.com/de"));
        assert_eq!(website("javascript://acme.com"), None);
    }

    #[test]
    fn a_phone_number_is_kept_as_it_is_written() {
        for text in ["+49 (0)30 12 34-56", "0049 30 123456", "tel:+49-30-123456"] {
            assert!(phone(text).is_some(), "{text}");
        }
        assert_eq!(phone("(555)  123-4567 ext. 9").as_deref(), Some("(555) 123-4567 ext. 9"));
        for text in ["", "abc", "123", "call me: 555 1234", "123456789012345678901"] {
            assert_eq!(phone(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn an_address_read_twice_is_the_same(local in "[a-z0-9._+-]{1,20}", host in "[a-z]{1,10}", top in "[a-z]{2,6}") {
            let address = format!("{local}@{host}.{top}");
            prop_assert_eq!(email(&address.to_uppercase()), Some(address.clone()));
            prop_assert_eq!(email(&format!("Name <{address}>")), Some(address));
        }

        #[test]
        fn no_text_makes_it_panic(text in "\\PC*") {
            let _ = (email(&text), emails(&text), domain(&text), website(&text), phone(&text));
        }
    }
}
