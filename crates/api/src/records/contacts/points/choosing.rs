//! Which of a list that was sent is the primary one, where the field beside the list may say otherwise.
//!
//! Nothing that was sent is lost: of two that disagree one is the primary one and the other a further one. Only what was
//! the primary one before is replaced by the one that is given in its place.

use mycrm_crm::Field;
use mycrm_crm::contacts::Point as Kept;

use super::{Before, PointDraft};
use crate::records::given::Given;

/// One of the list.
struct Sent {
    value: String,
    label: Field<String>,
    is_primary: bool,
}

impl From<PointDraft> for Sent {
    fn from(draft: PointDraft) -> Self {
        let (value, Given(label), is_primary) = match draft {
            PointDraft::Value(value) => (value, Given::default(), false),
            PointDraft::Labelled { value, label, is_primary } => (value, label, is_primary),
        };
        Self { value: value.trim().to_owned(), label, is_primary }
    }
}

impl Before<'_> {
    /// The primary one and what is kept beside it, of a list that was sent.
    pub(super) fn chosen(
        &self,
        given: Field<String>,
        list: Vec<PointDraft>,
    ) -> (Field<String>, Option<Vec<Kept>>) {
        let mut list = self.once(list);
        let marked = list.iter().position(|sent| sent.is_primary);
        let marks_another = marked.is_some_and(|at| !self.was_primary(&list[at].value));
        let primary = match given {
            Field::Unset => (!list.is_empty()).then(|| list.remove(marked.unwrap_or(0))),
            // The mark was moved, and the field beside it left as it was.
            Field::Null if marks_another => marked.map(|at| list.remove(at)),
            Field::Null => {
                if let Some(at) = marked {
                    list.remove(at);
                }
                None
            }
            Field::Set(value) if marks_another && self.was_primary(&value) => {
                let primary = marked.map(|at| list.remove(at));
                if !list.iter().any(|sent| self.kind.same(&sent.value, &value)) {
                    list.insert(0, Sent { value, label: Field::Unset, is_primary: false });
                }
                primary
            }
            Field::Set(value) => Some(self.given_apart(value, &mut list, marked.filter(|_| !marks_another))),
        };
        let mut points: Vec<Kept> = Vec::new();
        if let Some(primary) = &primary
            && let Some(label) = self.label(primary)
            // Words in the place of a number have nothing to be matched by.
            && self.kind.key(&primary.value).is_some()
        {
            points.push(self.kept(primary.value.clone(), Some(label)));
        }
        points.extend(list.into_iter().map(|sent| {
            let label = self.label(&sent);
            self.kept(sent.value, label)
        }));
        (primary.map(|primary| primary.value).into(), Some(points))
    }

    /// The primary one that is given beside the list; `replaced` is the one in the list that was it before.
    fn given_apart(&self, value: String, list: &mut Vec<Sent>, replaced: Option<usize>) -> Sent {
        if let Some(at) = list.iter().position(|sent| self.kind.same(&sent.value, &value)) {
            return Sent { value, ..list.remove(at) };
        }
        match replaced {
            Some(at) => {
                let before = list.remove(at);
                Sent { value, label: self.label(&before).into(), is_primary: true }
            }
            None => Sent { value, label: Field::Unset, is_primary: true },
        }
    }

    /// Each value once, with all that was said of it.
    fn once(&self, list: Vec<PointDraft>) -> Vec<Sent> {
        let mut once: Vec<Sent> = Vec::new();
        for sent in list.into_iter().map(Sent::from).filter(|sent| !sent.value.is_empty()) {
            match once.iter_mut().find(|known| self.kind.same(&known.value, &sent.value)) {
                Some(known) => {
                    known.is_primary |= sent.is_primary;
                    if !matches!(known.label, Field::Set(_)) {
                        known.label = sent.label;
                    }
                }
                None => once.push(sent),
            }
        }
        once
    }

    fn label(&self, sent: &Sent) -> Option<String> {
        sent.label.clone().over(self.label_of(&sent.value))
    }
}

#[cfg(test)]
mod tests {
    use mycrm_crm::contacts::PointKind;
    use serde_json::json;

    use super::*;

    fn drafts(json: serde_json::Value) -> Vec<PointDraft> {
        serde_json::from_value(json).unwrap()
    }

    /// A contact with a primary address and a further one.
    fn before() -> Before<'static> {
        let further =
            Kept { kind: PointKind::Email, label: Some("home".into()), value: "b@x.example".into() };
        Before { kind: PointKind::Email, primary: Some("a@x.example"), points: vec![further] }
    }

    fn set(text: &str) -> Field<String> {
        Field::Set(text.into())
    }

    fn values(points: Option<Vec<Kept>>) -> Vec<String> {
        points.unwrap_or_default().into_iter().map(|point| point.value).collect()
    }

    #[test]
    fn the_first_of_a_plain_list_is_the_primary_one() {
        let nothing = Before { kind: PointKind::Email, primary: None, points: Vec::new() };
        let sent = drafts(json!(["a@x.example", {"value": "b@x.example", "label": "work"}, "A@x.example"]));
        let (primary, points) = nothing.chosen(Field::Unset, sent);
        assert_eq!((primary, values(points)), (set("a@x.example"), vec!["b@x.example".to_owned()]));
    }

    #[test]
    fn an_emptied_list_empties_the_primary_one_too() {
        assert_eq!(before().chosen(Field::Unset, Vec::new()), (Field::Null, Some(Vec::new())));
    }

    #[test]
    fn where_field_and_list_disagree_only_the_primary_one_before_is_replaced() {
        for (given, list, primary, further) in [
            // The mark was moved in what was shown.
            (
                set("a@x.example"),
                json!([{"value": "a@x.example"}, {"value": "b@x.example", "is_primary": true}]),
                set("b@x.example"),
                vec!["b@x.example", "a@x.example"],
            ),
            // The field was changed in what was shown.
            (
                set("c@x.example"),
                json!([{"value": "a@x.example", "is_primary": true}, "b@x.example"]),
                set("c@x.example"),
                vec!["b@x.example"],
            ),
            // The field names a further one.
            (
                set("B@x.example"),
                json!([{"value": "a@x.example", "is_primary": true}, "b@x.example"]),
                set("B@x.example"),
                vec!["B@x.example", "a@x.example"],
            ),
            // Both are new.
            (
                set("c@x.example"),
                json!([{"value": "d@x.example", "is_primary": true}]),
                set("c@x.example"),
                vec!["d@x.example"],
            ),
            // The field was emptied in what was shown.
            (
                Field::Null,
                json!([{"value": "a@x.example", "is_primary": true}, "b@x.example"]),
                Field::Null,
                vec!["b@x.example"],
            ),
            (
                Field::Null,
                json!([{"value": "c@x.example", "is_primary": true}, "b@x.example"]),
                set("c@x.example"),
                vec!["b@x.example"],
            ),
        ] {
            let (chosen, points) = before().chosen(given.clone(), drafts(list.clone()));
            let expected: Vec<String> = further.into_iter().map(str::to_owned).collect();
            // The one with a label is kept among the points again, to hold it.
            assert_eq!((chosen, values(points)), (primary, expected), "{given:?} {list}");
        }
    }

    #[test]
    fn a_primary_one_given_alone_changes_places_with_a_further_one_or_is_replaced() {
        let (_, points) = before().with(set("b@x.example"), Field::Unset);
        assert_eq!(values(points), ["b@x.example", "a@x.example"]);
        assert_eq!(before().with(set("c@x.example"), Field::Unset).1, None);
        let labelled =
            Kept { kind: PointKind::Email, label: Some("work".into()), value: "a@x.example".into() };
        let work = Before { points: vec![labelled], ..before() };
        let (_, points) = work.with(set("c@x.example"), Field::Unset);
        assert_eq!(points.unwrap()[0].label.as_deref(), Some("work"), "a mended address is called the same");
        assert_eq!(work.with(Field::Null, Field::Unset).1, Some(Vec::new()));
    }
}
