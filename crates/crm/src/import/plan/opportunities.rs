//! Deals: matched by id or by name and company, with the history their dates tell.

use crate::message;
use mycrm_store::{Date, Id, Timestamp, Value};
use uuid::Uuid;

use super::companies::duplicate;
use super::contacts::name_key;
use super::current::CurrentLine;
use super::keys::{Clue, Entry, Found, KeyKind, Names, folded, name_hash};
use super::pipelines::Spot;
use super::{Current, Fields, Outcome, Planner, Refusal, Write, push, uuid};
use crate::import::rows::OpportunityDraft;
use crate::import::source::Place;
use crate::{HistoryField, StageKind, rank};

/// `company` is [`Planner::company_key`]'s, or the company's id.
fn clues(draft: &OpportunityDraft, company: &str) -> Vec<Clue> {
    let mut clues = Vec::new();
    if let Some(external_id) = &draft.external_id {
        clues.push(Clue::new(KeyKind::ExternalId, external_id, Names::Free));
    }
    let key = name_key(&draft.name, company);
    clues.push(Clue::new(KeyKind::Name, &key, Names::Free));
    clues
}

/// What the row's dates mean for a deal that is where it is.
struct Dates {
    /// When it came into the open stages.
    engaged: Option<Timestamp>,
    /// When it was won or lost; now where the row does not say.
    closed: Option<Timestamp>,
    expected_close: Option<Date>,
    actual_close: Option<Date>,
}

impl Dates {
    fn of(draft: &OpportunityDraft, kind: StageKind, zone: &jiff::tz::TimeZone, now: Timestamp) -> Self {
        let at = |day: Date| day.start_in(zone);
        let engaged = draft.engage_date.map(at);
        if kind == StageKind::Open {
            let expected_close = draft.expected_close_date.or(draft.close_date);
            return Self { engaged, closed: None, expected_close, actual_close: None };
        }
        // A deal cannot end before it began, whatever the file says.
        let closed =
            draft.close_date.map_or(now, at).max(engaged.unwrap_or(Timestamp::from_millis(i64::MIN)));
        Self {
            engaged,
            closed: Some(closed),
            expected_close: draft.expected_close_date,
            actual_close: draft.close_date,
        }
    }
}

impl Planner {
    pub(super) fn possible_opportunities(&self, draft: &OpportunityDraft) -> Vec<Uuid> {
        let company = self.company_key(draft.company_name.as_deref(), None);
        self.world.opportunities.possible(&clues(draft, &company), 0)
    }

    pub(super) fn opportunity(
        &mut self,
        place: Place,
        draft: &OpportunityDraft,
        current: &Current,
    ) -> Result<Outcome, Refusal> {
        if draft.amount_minor.is_some_and(|minor| minor < 0) {
            return Err(message!("The amount is negative, which a deal's cannot be"));
        }
        let known = self.company_key(draft.company_name.as_deref(), None);
        let has_id = draft.external_id.is_some();
        let at = match self.world.opportunities.find(&clues(draft, &known), 0, has_id, true) {
            Found::Duplicate { row, by } => return Ok(duplicate(row, by)),
            Found::Record(at) => Some(at),
            Found::Nothing => None,
        };
        let spot = self.spot(draft.pipeline.as_deref(), draft.stage.as_deref(), draft.outcome)?;
        let owner = self.owner(draft.owner.as_deref())?;
        let product = draft.product.as_deref().map(|product| self.product(product)).transpose()?;
        let company = self.named_company(draft.company_name.as_deref(), None)?;
        let contact = self.named_contact(
            draft.contact_name.as_deref(),
            draft.contact_email.as_deref(),
            company.as_ref(),
        )?;
        let mut fields = Fields::new();
        push(&mut fields, "description", draft.description.clone());
        push(&mut fields, "company_id", company.clone());
        push(&mut fields, "contact_id", contact);
        push(&mut fields, "forecast_category", draft.forecast_category);
        push(&mut fields, "next_step", draft.next_step.clone());
        push(&mut fields, "notes", draft.notes.clone());
        push(&mut fields, "external_id", draft.external_id.clone());
        if spot.kind == StageKind::Lost {
            push(&mut fields, "loss_reason", draft.loss_reason.clone());
        }
        // A probability that is the stage's own is not one set by hand.
        let by_hand =
            draft.probability.filter(|percent| spot.kind == StageKind::Open && *percent != spot.probability);
        push(&mut fields, "probability", by_hand);

        if let Some(at) = at {
            let Some(id) = self.mean(at, place.row, |world| &mut world.opportunities) else {
                return Ok(Outcome::Unchanged);
            };
            if draft.owner.is_some() {
                push(&mut fields, "owner_id", owner);
            }
            let amount = match (draft.amount_minor, draft.currency) {
                (None, Some(currency)) => current.in_currency(&id, "amount_minor", currency)?,
                (given, _) => given,
            };
            current.check_lines(&id, amount)?;
            push(&mut fields, "amount_minor", amount);
            return Ok(self.update_deal(&id, draft, fields, (amount, product.as_ref()), &spot, current));
        }
        push(&mut fields, "amount_minor", draft.amount_minor);
        push(&mut fields, "owner_id", owner);
        let id = self.create_deal(draft, fields, &spot, product.as_ref());
        self.tag("opportunity", &id, &draft.tags, current);
        let entry = Entry {
            id: uuid(&id),
            name: name_hash(&folded(&draft.name)),
            row: place.row,
            has_external_id: has_id,
            has_address: false,
        };
        let at = self.world.opportunities.add(entry);
        for clue in clues(draft, company.as_ref().map_or("", Id::as_str)) {
            self.world.opportunities.link(at, clue.key);
        }
        Ok(Outcome::Created)
    }

    fn create_deal(
        &mut self,
        draft: &OpportunityDraft,
        mut fields: Fields,
        spot: &Spot,
        product: Option<&Id>,
    ) -> Id {
        let now = self.ground.now;
        let dates = Dates::of(draft, spot.kind, &self.ground.zone, now);
        let currency = draft.currency.unwrap_or(self.ground.currency).code();
        let entered = dates.closed.or(dates.engaged).unwrap_or(now);
        let id = Id::new();
        fields.push(("name", draft.name.as_str().into()));
        fields.push(("currency", currency.into()));
        fields.push(("pipeline_id", spot.pipeline.clone().into()));
        fields.push(("stage_id", spot.stage.clone().into()));
        fields.push(("stage_entered_at", entered.into()));
        fields.push(("rank", self.next_rank(spot).into()));
        push(&mut fields, "expected_close_date", dates.expected_close);
        push(&mut fields, "actual_close_date", dates.actual_close);
        self.insert("opportunities", ("opportunity", "opportunity.created"), &id, fields);
        if let Some(product) = product {
            self.add_line(&id, product, draft.amount_minor);
        }

        let begun = dates.engaged.unwrap_or(now);
        let stage = |stage: &Id| Some(stage.to_string());
        match (dates.closed, dates.engaged, &spot.engaged) {
            (Some(closed), Some(engaged), Some(before)) => {
                self.remember(&id, HistoryField::Stage, None, stage(before), currency, engaged);
                self.remember(&id, HistoryField::Stage, stage(before), stage(&spot.stage), currency, closed);
            }
            _ => self.remember(&id, HistoryField::Stage, None, stage(&spot.stage), currency, entered),
        }
        // What a closed deal was worth is known since it closed.
        let amount_at = dates.closed.unwrap_or(begun);
        let amount = draft.amount_minor.map(|minor| minor.to_string());
        self.remember(&id, HistoryField::Amount, None, amount, currency, amount_at);
        let expected = dates.expected_close.map(|day| day.to_string());
        self.remember(&id, HistoryField::CloseDate, None, expected, currency, begun);
        let category = draft.forecast_category.map(str::to_owned);
        self.remember(&id, HistoryField::Category, None, category, currency, begun);
        id
    }

    fn update_deal(
        &mut self,
        id: &Id,
        draft: &OpportunityDraft,
        mut fields: Fields,
        (amount, product): (Option<i64>, Option<&Id>),
        spot: &Spot,
        current: &Current,
    ) -> Outcome {
        if !current.rows.contains_key(&uuid(id)) {
            return Outcome::Unchanged;
        }
        let now = self.ground.now;
        let dates = Dates::of(draft, spot.kind, &self.ground.zone, now);
        // A name made of product and company gives way to the one the user gave.
        if self.ground.has("name") {
            fields.push(("name", draft.name.as_str().into()));
        }
        if draft.amount_minor.is_some() || draft.currency.is_some() {
            fields.push(("currency", draft.currency.unwrap_or(self.ground.currency).code().into()));
        }
        push(&mut fields, "expected_close_date", dates.expected_close);
        push(&mut fields, "actual_close_date", dates.actual_close);
        let says_stage = draft.stage.is_some() || draft.outcome.is_some();
        let moves =
            says_stage && current.text(id, "stage_id").is_some_and(|stage| stage != spot.stage.as_str());
        let moved_at = dates.closed.or(dates.engaged).unwrap_or(now);
        if moves {
            fields.push(("pipeline_id", spot.pipeline.clone().into()));
            fields.push(("stage_id", spot.stage.clone().into()));
            fields.push(("stage_entered_at", moved_at.into()));
            fields.push(("rank", self.next_rank(spot).into()));
            if spot.kind == StageKind::Open {
                fields.push(("actual_close_date", Value::Null));
            }
        }
        let differing = current.differing(id, fields);
        let set = |column| differing.iter().find(|(name, _)| *name == column).map(|(_, value)| value.clone());
        let was = current.text(id, "currency").unwrap_or(self.ground.currency.code());
        let currency = match set("currency") {
            Some(Value::Text(code)) => code,
            _ => was.to_owned(),
        };
        // The same number in another currency is another amount.
        if currency != was && set("amount_minor").is_none() {
            let same = current.number(id, "amount_minor").map(|minor| minor.to_string());
            if same.is_some() {
                let at = dates.closed.unwrap_or(now);
                self.append(id, HistoryField::Amount, same.clone(), same, &currency, at);
            }
        }
        for (column, value) in &differing {
            let (field, at) = match *column {
                "stage_id" => (HistoryField::Stage, moved_at),
                "amount_minor" => (HistoryField::Amount, dates.closed.unwrap_or(now)),
                "expected_close_date" => (HistoryField::CloseDate, now),
                "forecast_category" => (HistoryField::Category, now),
                _ => continue,
            };
            let old = match field {
                HistoryField::Amount => current.number(id, column).map(|minor| minor.to_string()),
                _ => current.text(id, column).map(str::to_owned),
            };
            let new = match value {
                Value::Null => None,
                Value::Int(int) => Some(int.to_string()),
                Value::Text(text) => Some(text.clone()),
            };
            self.remember(id, field, old, new, &currency, at);
        }
        let mut changed = !differing.is_empty();
        if changed {
            self.writes.push(Write::Update { table: "opportunities", id: id.clone(), fields: differing });
        }
        changed |= self.update_line(id, product, amount, current);
        self.finish("opportunity", "opportunity.updated", id, changed, &draft.tags, current)
    }

    /// The product of a deal as its only line, at the deal's amount.
    fn add_line(&mut self, deal: &Id, product: &Id, amount_minor: Option<i64>) {
        let fields: Fields = vec![
            ("opportunity_id", deal.clone().into()),
            ("product_id", product.clone().into()),
            ("quantity_milli", 1000_i64.into()),
            ("unit_price_minor", amount_minor.into()),
            ("discount_bp", 0_i64.into()),
            ("position", rank::nth(0).into()),
        ];
        self.writes.push(Write::Insert { table: "opportunity_lines", id: Id::new(), fields });
    }

    /// Lines that the user wrote stay as they are; the one line of an import follows it.
    fn update_line(
        &mut self,
        deal: &Id,
        product: Option<&Id>,
        amount_minor: Option<i64>,
        current: &Current,
    ) -> bool {
        match (current.lines_of(deal), product) {
            ([], Some(product)) => {
                self.add_line(deal, product, amount_minor.or(current.number(deal, "amount_minor")));
                true
            }
            ([CurrentLine { id, line }], _) if line.is_plain() => {
                let mut fields = Fields::new();
                if product.is_some() && line.product_id.as_ref() != product {
                    push(&mut fields, "product_id", product.cloned());
                }
                if amount_minor.is_some() && line.unit_price_minor != amount_minor {
                    fields.push(("unit_price_minor", amount_minor.into()));
                }
                let changed = !fields.is_empty();
                if changed {
                    self.writes.push(Write::Update { table: "opportunity_lines", id: id.clone(), fields });
                }
                changed
            }
            _ => false,
        }
    }

    /// Appends one change of a deal that holds since `at`; nothing where nothing changed.
    fn remember(
        &mut self,
        deal: &Id,
        field: HistoryField,
        old: Option<String>,
        new: Option<String>,
        currency: &str,
        at: Timestamp,
    ) {
        if old != new {
            self.append(deal, field, old, new, currency, at);
        }
    }

    fn append(
        &mut self,
        deal: &Id,
        field: HistoryField,
        old: Option<String>,
        new: Option<String>,
        currency: &str,
        at: Timestamp,
    ) {
        let fields: Fields = vec![
            ("opportunity_id", deal.clone().into()),
            ("field", field.into()),
            ("old_value", old.into()),
            ("new_value", new.into()),
            ("currency", (field == HistoryField::Amount).then_some(currency).into()),
            ("effective_at", at.into()),
        ];
        self.writes.push(Write::Insert { table: "opportunity_history", id: Id::new(), fields });
    }
}
