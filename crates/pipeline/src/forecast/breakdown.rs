//! The forecast of open deals by category and by owner.

use super::open_deals::OpenDeals;
use super::{Fitted, Past};
use crate::deals::{Category, NOBODY, Snapshot};

/// Deals of one category within the forecast's months.
#[derive(Debug, Clone, PartialEq)]
pub struct CategoryForecast {
    /// Nothing stands for what is won already in the current month.
    pub category: Option<Category>,
    pub deals: u64,
    /// Of all its deals, whatever the probability.
    pub total_value: f64,
    pub expected_revenue: f64,
    /// Deals whose category the user set.
    pub set_by_hand: u64,
}

/// Deals of one owner within the forecast's months.
#[derive(Debug, Clone, PartialEq)]
pub struct OwnerForecast {
    /// Place in the book's owners.
    pub owner: Option<u32>,
    pub deals: u64,
    pub total_value: f64,
    pub expected_deals: f64,
    pub expected_revenue: f64,
}

/// The category a deal is in: the user's, or by how likely it is won within the year: commit from 70 %, best case from
/// 40 %. Only a user omits.
pub fn category_of(hand: Option<Category>, probability: f64) -> Category {
    hand.unwrap_or(if probability >= 0.7 {
        Category::Commit
    } else if probability >= 0.4 {
        Category::BestCase
    } else {
        Category::Pipeline
    })
}

/// Omitted deals are shown with their value and expect nothing.
pub(super) fn by_category(
    snapshot: &Snapshot<'_>,
    fitted: &Fitted,
    open: &OpenDeals,
    past: &Past,
) -> Vec<CategoryForecast> {
    let empty = |category| CategoryForecast {
        category,
        deals: 0,
        total_value: 0.0,
        expected_revenue: 0.0,
        set_by_hand: 0,
    };
    let order = [Category::Commit, Category::BestCase, Category::Pipeline, Category::Omitted];
    let mut rows: Vec<CategoryForecast> = order.map(|category| empty(Some(category))).into();
    for deal in &open.deals {
        let known = &snapshot.known[deal.place];
        let hand = snapshot.deal(known).category;
        let category = category_of(hand, fitted.likely(snapshot, known));
        for row in rows.iter_mut().filter(|row| row.category == Some(category)) {
            row.deals += 1;
            row.total_value += deal.value;
            row.set_by_hand += u64::from(hand.is_some());
            if !deal.omitted {
                row.expected_revenue += deal.value * deal.wins.iter().sum::<f64>();
            }
        }
    }
    let closed = CategoryForecast {
        deals: past.booked_deals,
        total_value: past.booked,
        expected_revenue: past.booked,
        ..empty(None)
    };
    std::iter::once(closed).chain(rows).collect()
}

/// Owners with open deals, in the order of the book, then the deals that nobody owns.
pub(super) fn by_owner(snapshot: &Snapshot<'_>, open: &OpenDeals) -> Vec<OwnerForecast> {
    let owners = snapshot.book.owners.len();
    let mut rows: Vec<OwnerForecast> = (0..=owners)
        .map(|owner| OwnerForecast {
            owner: u32::try_from(owner).ok().filter(|_| owner < owners),
            deals: 0,
            total_value: 0.0,
            expected_deals: 0.0,
            expected_revenue: 0.0,
        })
        .collect();
    for deal in &open.deals {
        let owner = snapshot.deal(&snapshot.known[deal.place]).owner;
        let row = &mut rows[if owner == NOBODY { owners } else { (owner as usize).min(owners) }];
        row.deals += 1;
        row.total_value += deal.value;
        if !deal.omitted {
            let wins: f64 = deal.wins.iter().sum();
            row.expected_deals += wins;
            row.expected_revenue += deal.value * wins;
        }
    }
    rows.retain(|row| row.deals > 0);
    rows
}
