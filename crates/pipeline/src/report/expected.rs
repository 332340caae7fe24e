//! What is to come: by month, against the quota, by category and by owner.

use mycrm_print::{Section, Table};

use super::pictures::{WIDTH, picture};
use super::tables::{first, left, named, right, table};
use super::{Subject, absent, section};
use crate::charts::{Chart, ChartError, ForecastFan, QuotaBar};
use crate::forecast::{Method, OwnerForecast};
use crate::words::{NOTHING, Term, Words};

pub(super) fn sections(subject: &Subject<'_>, words: &Words) -> Result<Vec<Section>, ChartError> {
    let forecast = &subject.analysis.forecast;
    if forecast.method == Method::NoData {
        return Ok(vec![absent(words.forecast(), words.nothing_to_forecast())]);
    }
    let fan = ForecastFan::of(forecast, subject.quotas);
    let drawn = if fan.is_empty() {
        None
    } else {
        picture(&Chart::Forecast(fan), 226, words.forecast_caption(), words)?
    };
    let mut sections = vec![Section {
        illustration: drawn,
        table: by_month(subject, words),
        ..section(words.forecast(), words.forecast_findings(forecast))
    }];
    if let Some(quota) = subject.quota().filter(|quota| *quota > 0) {
        let bar = QuotaBar::of(forecast, Some(quota));
        let height = bar.height(WIDTH, words);
        sections.push(Section {
            illustration: picture(&Chart::Quota(bar), height, words.quota_caption(), words)?,
            ..section(words.term(Term::Quota), vec![words.quota_finding(quota as f64, &subject.whole())])
        });
    }
    let note = vec![words.category_note().to_owned()];
    sections.push(Section { table: by_category(subject, words), ..section(words.by(Term::Category), note) });
    // Of one person's deals there is one owner.
    let owners = by_owner(subject, words).filter(|_| subject.owner.is_none());
    if owners.is_some() {
        sections.push(Section { table: owners, ..section(words.by(Term::Owner), Vec::new()) });
    }
    Ok(sections)
}

fn by_month(subject: &Subject<'_>, words: &Words) -> Option<Table> {
    let months = &subject.analysis.forecast.months;
    let with_quota = subject.quotas.iter().any(Option::is_some);
    let mut columns = vec![left(words.term(Term::Month))];
    let heads = [words.term(Term::Expected), "P10", "P50", "P90"];
    columns.extend(heads.map(right));
    columns.extend([Term::NewBusiness, Term::Deals].map(|term| right(words.term(term))));
    let quota = |quota: Option<i64>| {
        quota.map_or_else(|| NOTHING.to_owned(), |quota| words.money_in_table(quota as f64))
    };
    let mut rows: Vec<Vec<String>> = Vec::new();
    for (at, month) in months.iter().enumerate() {
        let mut row = vec![words.month(month.month)];
        let band = month.revenue;
        row.extend(
            [band.mean, band.p10, band.p50, band.p90, month.new_business]
                .map(|minor| words.money_in_table(minor)),
        );
        row.push(words.number(month.expected_deals, 1));
        row.extend(with_quota.then(|| quota(subject.quotas.get(at).copied().flatten())));
        rows.push(row);
    }
    let all = subject.whole();
    let sum = |of: fn(&crate::forecast::MonthForecast) -> f64| months.iter().map(of).sum::<f64>();
    let mut total = vec![words.term(Term::All).to_owned()];
    total.extend(
        [all.mean, all.p10, all.p50, all.p90, sum(|month| month.new_business)]
            .map(|minor| words.money_in_table(minor)),
    );
    total.push(words.number(sum(|month| month.expected_deals), 1));
    if with_quota {
        columns.push(right(words.term(Term::Quota)));
        total.push(quota(subject.quota()));
    }
    table(columns, rows, (months.len() > 1).then_some(total))
}

fn by_category(subject: &Subject<'_>, words: &Words) -> Option<Table> {
    let heads =
        [Term::Deals, Term::Value, Term::Expected, Term::SetByHand].map(|term| right(words.term(term)));
    let columns = std::iter::once(left(words.term(Term::Category))).chain(heads).collect();
    let rows = subject.analysis.forecast.by_category.iter().map(|row| {
        vec![
            words.category(row.category).to_owned(),
            words.count(row.deals),
            words.money_in_table(row.total_value),
            words.money_in_table(row.expected_revenue),
            if row.category.is_some() { words.count(row.set_by_hand) } else { String::new() },
        ]
    });
    table(columns, rows.collect(), None)
}

fn by_owner(subject: &Subject<'_>, words: &Words) -> Option<Table> {
    let names = &subject.snapshot.book.owners;
    let mut owners: Vec<&OwnerForecast> = subject.analysis.forecast.by_owner.iter().collect();
    owners.sort_by(|a, b| b.expected_revenue.total_cmp(&a.expected_revenue));
    let row = |name: String, of: &[&OwnerForecast]| {
        let sum = |value: fn(&OwnerForecast) -> f64| of.iter().map(|owner| value(owner)).sum::<f64>();
        vec![
            name,
            words.count(of.iter().map(|owner| owner.deals).sum()),
            words.money_in_table(sum(|owner| owner.total_value)),
            words.money_in_table(sum(|owner| owner.expected_revenue)),
            words.number(sum(|owner| owner.expected_deals), 1),
        ]
    };
    let (shown, others) = first(&owners);
    let mut rows: Vec<Vec<String>> = Vec::new();
    for owner in shown {
        let name = owner.owner.and_then(|place| names.get(place as usize));
        let name = name.map_or_else(|| words.term(Term::NoOwner).to_owned(), |name| named(name));
        rows.push(row(name, &[owner]));
    }
    if !others.is_empty() {
        rows.push(row(words.others(others.len()), others));
    }
    let heads =
        [Term::Deals, Term::Value, Term::Expected, Term::ExpectedDeals].map(|term| right(words.term(term)));
    let columns = std::iter::once(left(words.term(Term::Owner))).chain(heads).collect();
    let total = (rows.len() > 1).then(|| row(words.term(Term::All).to_owned(), &owners));
    table(columns, rows, total)
}
