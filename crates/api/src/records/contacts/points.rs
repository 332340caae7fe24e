//! Addresses and numbers of a contact: one list on the wire, a primary one and further ones where they are kept.

use mycrm_crm::Field;
use mycrm_crm::contacts::{Contact, Point as Kept, PointKind};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// An address or a number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = ContactPoint)]
pub(crate) struct Point {
    label: Option<String>,
    value: String,
    is_primary: bool,
}

/// As it is sent: the value alone, or with its label.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(untagged)]
#[schema(as = ContactPointDraft)]
pub(crate) enum PointDraft {
    Value(String),
    Labelled {
        value: String,
        #[serde(default)]
        label: Option<String>,
        #[serde(default)]
        is_primary: bool,
    },
}

impl PointDraft {
    fn parts(self) -> (String, Option<String>, bool) {
        match self {
            Self::Value(value) => (value, None, false),
            Self::Labelled { value, label, is_primary } => (value, label, is_primary),
        }
    }
}

/// What the records take.
#[derive(Debug)]
pub(super) struct Resolved {
    pub(super) email: Field<String>,
    pub(super) phone: Field<String>,
    pub(super) points: Field<Vec<Kept>>,
}

/// Parts lists into the primary one and the further ones. A list that is not given stays as it is.
pub(super) fn resolve(
    email: Field<String>,
    emails: Field<Vec<PointDraft>>,
    phone: Field<String>,
    phones: Field<Vec<PointDraft>>,
    old: Option<&Contact>,
) -> Resolved {
    if emails.is_unset() && phones.is_unset() {
        return Resolved { email, phone, points: Field::Unset };
    }
    let (email, mut points) = part(PointKind::Email, email, emails, old);
    let (phone, numbers) = part(PointKind::Phone, phone, phones, old);
    points.extend(numbers);
    Resolved { email, phone, points: Field::Set(points) }
}

fn part(
    kind: PointKind,
    primary: Field<String>,
    list: Field<Vec<PointDraft>>,
    old: Option<&Contact>,
) -> (Field<String>, Vec<Kept>) {
    let list = match list {
        Field::Unset => {
            let kept = old.map(|old| old.points.0.clone()).unwrap_or_default();
            return (primary, kept.into_iter().filter(|point| point.kind == kind).collect());
        }
        Field::Null => Vec::new(),
        Field::Set(list) => list,
    };
    let mut parts: Vec<_> = list
        .into_iter()
        .map(PointDraft::parts)
        .map(|(value, label, is_primary)| (value.trim().to_owned(), label, is_primary))
        .filter(|(value, _, _)| !value.is_empty())
        .collect();
    let marked = parts.iter().position(|(_, _, is_primary)| *is_primary);
    let primary = match primary {
        // The list alone: its marked one is the primary one, or the first.
        Field::Unset if parts.is_empty() => Field::Null,
        Field::Unset => Field::Set(parts.remove(marked.unwrap_or(0)).0),
        // Given apart too: what the list marks is what was primary before.
        given => {
            if let Some(at) = marked {
                parts.remove(at);
            }
            given
        }
    };
    if let Field::Set(primary) = &primary {
        parts.retain(|(value, _, _)| value != primary);
    }
    (primary, parts.into_iter().map(|(value, label, _)| Kept { kind, label, value }).collect())
}

/// Addresses and numbers as they are shown, the primary one first.
pub(super) fn shown(email: Option<&str>, phone: Option<&str>, points: Vec<Kept>) -> (Vec<Point>, Vec<Point>) {
    let first = |value: Option<&str>| -> Vec<Point> {
        value
            .map(|value| Point { label: None, value: value.to_owned(), is_primary: true })
            .into_iter()
            .collect()
    };
    let (mut emails, mut phones) = (first(email), first(phone));
    for Kept { kind, label, value } in points {
        let list = if kind == PointKind::Email { &mut emails } else { &mut phones };
        list.push(Point { label, value, is_primary: false });
    }
    (emails, phones)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drafts(json: serde_json::Value) -> Field<Vec<PointDraft>> {
        Field::Set(serde_json::from_value(json).unwrap())
    }

    #[test]
    fn what_was_shown_can_be_sent_back() {
        let kept =
            vec![Kept { kind: PointKind::Email, label: Some("work".into()), value: "b@x.example".into() }];
        let (emails, _) = shown(Some("a@x.example"), None, kept.clone());
        let sent = drafts(serde_json::to_value(emails).unwrap());
        let resolved = resolve(Field::Set("a@x.example".into()), sent, Field::Unset, Field::Unset, None);
        assert_eq!(resolved.email, Field::Set("a@x.example".into()));
        assert_eq!(resolved.points, Field::Set(kept));
    }

    #[test]
    fn the_first_of_a_plain_list_is_the_primary_one() {
        let sent = drafts(serde_json::json!(["a@x.example", {"value": "b@x.example", "label": "work"}]));
        let resolved = resolve(Field::Unset, sent, Field::Unset, Field::Unset, None);
        assert_eq!(resolved.email, Field::Set("a@x.example".into()));
        let Field::Set(points) = resolved.points else { panic!("the second one is kept") };
        assert_eq!(points.len(), 1);
    }

    #[test]
    fn an_emptied_list_empties_the_primary_one_too() {
        let resolved = resolve(Field::Unset, drafts(serde_json::json!([])), Field::Unset, Field::Unset, None);
        assert_eq!((resolved.email, resolved.points), (Field::Null, Field::Set(Vec::new())));
    }
}
