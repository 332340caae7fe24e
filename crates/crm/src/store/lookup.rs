//! Normal forms that matching works on, and finding a company by its name.

use mycrm_store::Id;
use sqlx::SqliteConnection;

use crate::Result;

/// The digits of a phone number; a leading 00 counts as +.
pub(crate) fn phone_key(phone: &str) -> Option<String> {
    let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
    let digits = if phone.trim_start().starts_with('+') {
        digits.as_str()
    } else {
        digits.strip_prefix("00").unwrap_or(&digits)
    };
    (!digits.is_empty()).then(|| digits.to_owned())
}

/// Whether it can be an address at all (RFC 5321 decides the rest when mail is sent).
pub(crate) fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else { return false };
    !local.is_empty()
        && text.len() <= 320
        && !text.contains(char::is_whitespace)
        && domain.contains('.')
        && !domain.starts_with('.')
        && !domain.ends_with('.')
}

pub(crate) async fn company_by_name(connection: &mut SqliteConnection, name: &str) -> Result<Option<Id>> {
    Ok(sqlx::query_scalar(
        "SELECT id FROM companies WHERE name = ?1 COLLATE NOCASE AND deleted_at IS NULL ORDER BY no LIMIT 1",
    )
    .bind(name)
    .fetch_optional(connection)
    .await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_number_written_twice_has_one_key() {
        assert_eq!(phone_key("+49 (731) 12-34"), phone_key("0049 731 1234"));
        assert_eq!(phone_key("ext."), None);
    }

    #[test]
    fn an_address_needs_a_domain() {
        assert!(is_email("a@b.de") && !is_email("a@b") && !is_email("a b@c.de") && !is_email("@c.de"));
    }
}
