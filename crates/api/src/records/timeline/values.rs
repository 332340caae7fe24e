//! The values of a change as a reader knows them: amounts as decimals, times as times, yes and no instead of 1 and 0.

use mycrm_crm::timeline::FieldChange;
use mycrm_store::{Currency, Timestamp};
use serde_json::Value;

use crate::records::amount::{currency_of, decimal, plain};

/// What the log calls a field, and what it is called on the wire.
const NAMES: &[(&str, &str)] = &[
    ("due_at", "due_date"),
    ("reminder_at", "reminder_date"),
    ("last_contact_at", "last_contact_date"),
    ("last_activity_at", "last_activity_date"),
    ("repeat_rule", "repeat"),
    ("external", "external_id"),
    ("quantity_milli", "quantity"),
];
const AMOUNTS: &[&str] = &["amount", "estimated_value", "price", "unit_price"];
const FLAGS: &[&str] = &["is_active", "is_default", "is_me", "active"];

/// A field and its values. `currency` is that of the record now; where the same change sets another, the old and the
/// new amount are each in theirs.
pub(crate) fn readable(
    change: &FieldChange,
    together: &[FieldChange],
    currency: Currency,
) -> (String, Value, Value) {
    let FieldChange { field, old, new } = change;
    let of_side = |side: fn(&FieldChange) -> &Value| {
        let set = together.iter().find(|change| change.field == "currency");
        set.and_then(|change| side(change).as_str()).map_or(currency, |code| currency_of(code, currency))
    };
    let name = NAMES.iter().find(|(log, _)| log == field).map_or(field.as_str(), |(_, wire)| wire);
    let (old, new) =
        (value(field, old, of_side(|change| &change.old)), value(field, new, of_side(|change| &change.new)));
    (name.to_owned(), old, new)
}

fn value(field: &str, value: &Value, currency: Currency) -> Value {
    let Some(number) = value.as_i64() else { return value.clone() };
    if AMOUNTS.contains(&field) {
        decimal(number, currency).into()
    } else if FLAGS.contains(&field) {
        (number != 0).into()
    } else if field == "quantity_milli" {
        plain(number, 3).into()
    } else if field.ends_with("_at") {
        Timestamp::from_millis(number).to_string().into()
    } else {
        value.clone()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn shown(field: &str, old: Value, new: Value) -> (String, Value, Value) {
        let change = FieldChange { field: field.into(), old, new };
        readable(&change, std::slice::from_ref(&change), Currency::EUR)
    }

    #[test]
    fn nobody_has_to_read_what_the_log_holds() {
        assert_eq!(
            shown("amount", json!(null), json!(250_000)),
            ("amount".into(), json!(null), json!("2500.00"))
        );
        assert_eq!(shown("due_at", json!(0), json!(null)).1, "1970-01-01T00:00:00.000Z");
        assert_eq!(shown("due_at", json!(0), json!(null)).0, "due_date");
        assert_eq!(shown("is_active", json!(1), json!(0)).2, false);
        assert_eq!(
            shown("quantity_milli", json!(1000), json!(2500)),
            ("quantity".into(), json!("1"), json!("2.5"))
        );
        assert_eq!(shown("unit_price", json!(null), json!(99)).2, "0.99");
        assert_eq!(shown("probability", json!(10), json!(25)).2, 25);
    }

    #[test]
    fn a_new_currency_is_the_new_amounts_alone() {
        let changes = [
            FieldChange { field: "amount".into(), old: json!(150_000), new: json!(1500) },
            FieldChange { field: "currency".into(), old: json!("EUR"), new: json!("JPY") },
        ];
        let yen = "JPY".parse().unwrap();
        assert_eq!(readable(&changes[0], &changes, yen), ("amount".into(), json!("1500.00"), json!("1500")));
    }
}
