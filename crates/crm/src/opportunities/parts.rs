//! What a deal keeps in other tables: contacts, product lines and tags.

use mycrm_store::money::MAX_MINOR;
use mycrm_store::{Id, Tx};

use super::{Line, OpportunityDraft};
use crate::field::check_parts;
use crate::store::{opportunities as store, small};
use crate::{Error, Field, Result, message, rank, tags};

/// What a deal keeps in other tables.
pub(super) struct Parts {
    contacts: Field<Vec<Id>>,
    lines: Field<Vec<Line>>,
    tags: Field<Vec<String>>,
}

impl Parts {
    pub(super) fn taken_from(draft: &mut OpportunityDraft) -> Self {
        Self {
            contacts: std::mem::take(&mut draft.contact_ids),
            lines: std::mem::take(&mut draft.lines),
            tags: std::mem::take(&mut draft.tags),
        }
    }

    /// Whether lines are given, which then say the amount.
    pub(super) fn has_lines(&self) -> bool {
        matches!(&self.lines, Field::Set(lines) if !lines.is_empty())
    }

    pub(super) async fn apply(self, tx: &mut Tx<'_>, id: &Id) -> Result<()> {
        tags::apply(tx, "opportunity", id, self.tags).await?;
        if !self.contacts.is_unset() {
            apply_contacts(tx, id, self.contacts.set().unwrap_or_default()).await?;
        }
        if !self.lines.is_unset() {
            apply_lines(tx, id, self.lines.set().unwrap_or_default()).await?;
        }
        Ok(())
    }
}

async fn apply_contacts(tx: &mut Tx<'_>, id: &Id, wanted: Vec<Id>) -> Result<()> {
    let has = store::contacts_of(tx.conn(), id).await?;
    check_parts("contacts", wanted.len(), has.len())?;
    for (link, contact) in &has {
        if !wanted.contains(contact) {
            tx.make_room(1).await?;
            tx.delete("opportunity_contacts", link).await?;
        }
    }
    for contact in wanted.iter().filter(|c| !has.iter().any(|(_, h)| h == *c)) {
        small::check_link(tx.conn(), "contacts", "contacts", contact).await?;
        tx.make_room(1).await?;
        let fields = vec![("opportunity_id", id.clone().into()), ("contact_id", contact.clone().into())];
        tx.insert("opportunity_contacts", &Id::new(), fields).await?;
    }
    Ok(())
}

/// Replaces the lines and makes the amount their sum.
async fn apply_lines(tx: &mut Tx<'_>, id: &Id, wanted: Vec<Line>) -> Result<()> {
    let has = store::lines_of(tx.conn(), id).await?;
    check_parts("products", wanted.len(), has.len())?;
    let same = has.len() == wanted.len() && has.iter().zip(&wanted).all(|((_, h), w)| h == w);
    if !same {
        for (line, _) in &has {
            tx.make_room(1).await?;
            tx.delete("opportunity_lines", line).await?;
        }
        for (n, line) in (0..).zip(&wanted) {
            // A product that was taken out of the range since stays on the deals that have it.
            if let Some(product) = &line.product_id
                && !has.iter().any(|(_, old)| old.product_id.as_ref() == Some(product))
            {
                small::check_link(tx.conn(), "products", "products", product).await?;
            }
            if line.quantity_milli < 0 || !(0..=10_000).contains(&line.discount_bp) {
                return Err(Error::invalid(
                    "products",
                    message!("a quantity is not negative, a discount is 0 to 100 percent"),
                ));
            }
            let fields = vec![
                ("opportunity_id", id.clone().into()),
                ("product_id", line.product_id.clone().into()),
                ("description", line.description.clone().into()),
                ("quantity_milli", line.quantity_milli.into()),
                ("unit_price_minor", line.unit_price_minor.into()),
                ("discount_bp", line.discount_bp.into()),
                ("position", rank::nth(n).into()),
            ];
            tx.make_room(1).await?;
            tx.insert("opportunity_lines", &Id::new(), fields).await?;
        }
    }
    let mut sum = None;
    for line in wanted.iter().filter(|line| line.unit_price_minor.is_some()) {
        let total = line.total_minor().filter(|total| total.unsigned_abs() <= MAX_MINOR.unsigned_abs());
        let total = total.ok_or_else(|| Error::invalid("products", message!("a line is worth too much")))?;
        sum = Some(sum.unwrap_or(0_i64).saturating_add(total));
    }
    if let Some(sum) = sum {
        if sum < 0 {
            return Err(Error::invalid(
                "products",
                message!("the lines are worth less than nothing together"),
            ));
        }
        if sum > MAX_MINOR {
            return Err(Error::invalid("products", message!("the lines are worth too much together")));
        }
        tx.update("opportunities", id, vec![("amount_minor", sum.into())]).await?;
    }
    Ok(())
}

/// Writes an amount that was given for a deal with lines: through its one plain line, or not at all, because the amount
/// is what the lines add up to.
pub(super) async fn amount_to_line(tx: &mut Tx<'_>, id: &Id, amount_minor: Option<i64>) -> Result<()> {
    let lines = store::lines_of(tx.conn(), id).await?;
    let totals = || lines.iter().filter_map(|(_, line)| line.total_minor());
    let sum = totals().next().map(|_| totals().sum::<i64>());
    match lines.as_slice() {
        [] => Ok(()),
        _ if sum == amount_minor => Ok(()),
        [(line, only)] if only.is_plain() => {
            tx.update("opportunity_lines", line, vec![("unit_price_minor", amount_minor.into())]).await?;
            Ok(())
        }
        _ => Err(Error::invalid(
            "amount",
            message!("is the sum of the products; change their quantities, prices or discounts"),
        )),
    }
}
