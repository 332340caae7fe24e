//! Addresses and numbers of a contact: one list on the wire, a primary one and further ones where they are kept.

mod choosing;

use mycrm_crm::Field;
use mycrm_crm::contacts::{Contact, Point as Kept, PointKind};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::records::given::Given;

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
        // When it is not given, a value that is known keeps its label.
        #[serde(default)]
        #[schema(value_type = Option<String>)]
        label: Given<String>,
        #[serde(default)]
        is_primary: bool,
    },
}

/// What the records take.
#[derive(Debug)]
pub(super) struct Resolved {
    pub(super) email: Field<String>,
    pub(super) phone: Field<String>,
    pub(super) points: Field<Vec<Kept>>,
}

/// Parts lists into the primary one and the further ones. A list that is not given stays as it is, but for what the
/// primary one alone changes in it.
pub(super) fn resolve(
    email: Field<String>,
    emails: Field<Vec<PointDraft>>,
    phone: Field<String>,
    phones: Field<Vec<PointDraft>>,
    old: Option<&Contact>,
) -> Resolved {
    let (emails_before, phones_before) = (
        Before::of(PointKind::Email, old.and_then(|old| old.email.as_deref()), old),
        Before::of(PointKind::Phone, old.and_then(|old| old.phone.as_deref()), old),
    );
    let (email, addresses) = emails_before.with(email, emails);
    let (phone, numbers) = phones_before.with(phone, phones);
    if addresses.is_none() && numbers.is_none() {
        return Resolved { email, phone, points: Field::Unset };
    }
    let mut points = addresses.unwrap_or(emails_before.points);
    points.extend(numbers.unwrap_or(phones_before.points));
    Resolved { email, phone, points: Field::Set(points) }
}

/// The addresses or the numbers that a contact had.
#[derive(Debug)]
struct Before<'a> {
    kind: PointKind,
    primary: Option<&'a str>,
    /// As they are kept: the primary one again where it has a label.
    points: Vec<Kept>,
}

impl<'a> Before<'a> {
    fn of(kind: PointKind, primary: Option<&'a str>, old: Option<&Contact>) -> Self {
        let points = old.map(|old| old.points.0.as_slice()).unwrap_or_default();
        Self { kind, primary, points: points.iter().filter(|point| point.kind == kind).cloned().collect() }
    }

    /// The new primary one, and what is to be kept beside it where that changes.
    fn with(
        &self,
        primary: Field<String>,
        list: Field<Vec<PointDraft>>,
    ) -> (Field<String>, Option<Vec<Kept>>) {
        match list {
            Field::Unset => {
                let points = self.beside(&primary);
                (primary, points)
            }
            Field::Null => self.chosen(primary, Vec::new()),
            Field::Set(list) => self.chosen(primary, list),
        }
    }

    /// What is kept beside a primary one that was given alone.
    fn beside(&self, primary: &Field<String>) -> Option<Vec<Kept>> {
        let mut points = self.points.clone();
        match primary {
            Field::Unset => return None,
            Field::Null => points.retain(|point| !self.was_primary(&point.value)),
            Field::Set(value) if self.was_primary(value) => return None,
            Field::Set(value) if self.points.iter().any(|point| self.kind.same(&point.value, value)) => {
                // A further one moves up and changes places with the one before it.
                let before = self.primary.filter(|before| self.label_of(before).is_none());
                points.extend(before.map(|before| self.kept(before.to_owned(), None)));
                points.retain(|point| !self.kind.same(&point.value, value) || point.label.is_some());
            }
            Field::Set(value) => {
                // Another one in the place of the primary one is called as that was. Words in the place of a number
                // have nothing to be matched by, and so no label.
                let has_key = self.kind.key(value).is_some();
                points.retain(|point| has_key || !self.was_primary(&point.value));
                for point in points.iter_mut().filter(|point| self.was_primary(&point.value)) {
                    value.trim().clone_into(&mut point.value);
                }
            }
        }
        (points != self.points).then_some(points)
    }

    fn was_primary(&self, value: &str) -> bool {
        self.primary.is_some_and(|primary| self.kind.same(primary, value))
    }

    fn label_of(&self, value: &str) -> Option<String> {
        self.points.iter().find(|point| self.kind.same(&point.value, value))?.label.clone()
    }

    fn kept(&self, value: String, label: Option<String>) -> Kept {
        Kept { kind: self.kind, label, value }
    }
}

/// Addresses and numbers as they are shown, the primary one first.
pub(super) fn shown(email: Option<&str>, phone: Option<&str>, points: Vec<Kept>) -> (Vec<Point>, Vec<Point>) {
    let (emails, phones) = points.into_iter().partition(|point| point.kind == PointKind::Email);
    (shown_of(PointKind::Email, email, emails), shown_of(PointKind::Phone, phone, phones))
}

fn shown_of(kind: PointKind, primary: Option<&str>, points: Vec<Kept>) -> Vec<Point> {
    let (own, further): (Vec<Kept>, Vec<Kept>) =
        points.into_iter().partition(|point| primary.is_some_and(|primary| kind.same(primary, &point.value)));
    let label = own.into_iter().find_map(|point| point.label);
    let first = primary.map(|value| Point { label, value: value.to_owned(), is_primary: true });
    let further =
        further.into_iter().map(|Kept { kind: _, label, value }| Point { label, value, is_primary: false });
    first.into_iter().chain(further).collect()
}
