//! How the pipeline stands, part by part, and what to do about it.

use mycrm_print::Section;

use super::tables::{left, right, table};
use super::{Subject, section};
use crate::words::{NOTHING, Term, Words};

pub(super) fn sections(subject: &Subject<'_>, words: &Words) -> Vec<Section> {
    let mut sections = vec![health(subject, words)];
    let advice = &subject.analysis.recommendations;
    let stages = &subject.snapshot.book.stages;
    if !advice.is_empty() {
        let columns = vec![left(words.term(Term::Priority)), left(words.term(Term::Advice))];
        let row = |of: &crate::recommendations::Recommendation| {
            vec![words.priority(of.priority).to_owned(), words.advice(of, stages)]
        };
        let rows = advice.iter().map(row).collect();
        sections.push(Section {
            table: table(columns, rows, None),
            ..section(words.term(Term::Recommendations), Vec::new())
        });
    }
    sections
}

fn health(subject: &Subject<'_>, words: &Words) -> Section {
    let health = &subject.analysis.health;
    let rows = health.parts.iter().map(|part| {
        vec![
            words.part(part.part).to_owned(),
            words.why(part),
            words.percent(f64::from(part.weight) / 100.0),
            part.score.map_or_else(|| NOTHING.to_owned(), |score| words.number(score, 0)),
        ]
    });
    let columns = vec![
        left(words.term(Term::Part)),
        left(words.term(Term::Why)),
        right(words.term(Term::Weight)),
        right(words.term(Term::Score)),
    ];
    Section {
        table: table(columns, rows.collect(), None),
        ..section(words.term(Term::Health), vec![words.health_finding(health)])
    }
}
