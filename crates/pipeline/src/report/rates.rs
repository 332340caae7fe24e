//! The win rate: over time, by owner and by product.

use mycrm_print::{Section, Table};

use super::pictures::picture;
use super::tables::{first, left, named, right, table};
use super::{Subject, absent, section};
use crate::calendar::Calendar;
use crate::charts::{Chart, ChartError, WinRateLine};
use crate::win_rate::{Group, GroupRate, WinRate, by_group, by_month};
use crate::words::{NOTHING, Term, Words};

/// Months of the picture.
const MONTHS: usize = 18;

pub(super) fn sections(subject: &Subject<'_>, words: &Words) -> Result<Vec<Section>, ChartError> {
    let whole = &subject.analysis.win_rate;
    let Some(share) = whole.by_count() else {
        return Ok(vec![absent(words.term(Term::WinRate), words.no_closed_deals())]);
    };
    let calendar = Calendar::new(subject.generated.time_zone().clone());
    let months = by_month(subject.snapshot, &calendar, subject.from, subject.until, MONTHS);
    // Months before the first that closed anything say nothing.
    let begin = months.iter().position(|(_, rate)| rate.won + rate.lost > 0).unwrap_or(months.len());
    let line = Chart::WinRate(WinRateLine::of(&months[begin..], whole));
    let mut sections = vec![Section {
        illustration: picture(&line, 186, words.win_rate_caption(), words)?,
        ..section(words.term(Term::WinRate), vec![words.win_rate_finding(whole, &share)])
    }];
    let book = subject.snapshot.book;
    let groups = [
        (Group::Owner, Term::Owner, &book.owners, Term::NoOwner),
        (Group::Product, Term::Product, &book.products, Term::NoProduct),
    ];
    for (group, head, names, none) in groups {
        let mut rates = by_group(subject.snapshot, subject.from, subject.until, group);
        rates.sort_by_key(|rate| std::cmp::Reverse(rate.rate.won + rate.rate.lost));
        // One group, or none at all, is the whole again.
        if rates.len() > 1 {
            let name = |rate: &GroupRate| {
                rate.key.and_then(|key| names.get(key)).map_or(words.term(none), String::as_str)
            };
            let title = words.win_rate_by(head);
            sections.push(Section {
                table: groups_table(words, head, &rates, name),
                ..section(title, Vec::new())
            });
        }
    }
    Ok(sections)
}

fn groups_table<'n>(
    words: &Words,
    head: Term,
    rates: &[GroupRate],
    name: impl Fn(&GroupRate) -> &'n str,
) -> Option<Table> {
    let (shown, others) = first(rates);
    let mut rows: Vec<Vec<String>> = shown.iter().map(|group| row(words, name(group), &group.rate)).collect();
    if !others.is_empty() {
        rows.push(row(words, &words.others(others.len()), &sum(others)));
    }
    let heads = [Term::Closed, Term::Won, Term::WinRate, Term::Interval, Term::ByValue]
        .map(|term| right(words.term(term)));
    let columns = std::iter::once(left(words.term(head))).chain(heads).collect();
    table(columns, rows, Some(row(words, words.term(Term::All), &sum(rates))))
}

fn sum(groups: &[GroupRate]) -> WinRate {
    let none = WinRate { won: 0, lost: 0, won_value: 0.0, closed_value: 0.0, valued: 0, lost_valued: 0 };
    groups.iter().fold(none, |sum, group| WinRate {
        won: sum.won + group.rate.won,
        lost: sum.lost + group.rate.lost,
        won_value: sum.won_value + group.rate.won_value,
        closed_value: sum.closed_value + group.rate.closed_value,
        valued: sum.valued + group.rate.valued,
        lost_valued: sum.lost_valued + group.rate.lost_valued,
    })
}

fn row(words: &Words, name: &str, rate: &WinRate) -> Vec<String> {
    let share = rate.by_count();
    let or_nothing = |text: Option<String>| text.unwrap_or_else(|| NOTHING.to_owned());
    vec![
        named(name),
        words.count(rate.won + rate.lost),
        words.count(rate.won),
        or_nothing(share.map(|share| words.percent(share.rate))),
        or_nothing(share.map(|share| words.interval(&share))),
        or_nothing(rate.by_value().map(|value| words.percent(value))),
    ]
}
