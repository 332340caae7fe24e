//! What was found out about a file, kept with its import so that it need not be looked through again to be shown.

use serde::{Deserialize, Serialize};

use super::detect::Inspection;
use super::mapping::{Kind, Mapping};
use super::source::Delimiter;
use super::values::amounts::DecimalSign;
use super::values::dates::{Certainty, DateOrder};

/// Samples kept of a column.
const SAMPLES: usize = 5;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Detected {
    pub file_size: u64,
    pub encoding: String,
    pub delimiter: Delimiter,
    pub has_header: bool,
    pub row_count: u64,
    pub columns: Vec<DetectedColumn>,
    pub date_order: DateOrder,
    /// [`Certainty::Ambiguous`] asks the user to look at the order of day and month.
    pub date_certainty: Certainty,
    pub decimal: DecimalSign,
    pub kind: Kind,
    /// What was odd about the file and how it was dealt with, in sentences.
    pub notices: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DetectedColumn {
    pub header: String,
    pub samples: Vec<String>,
    /// The field suggested for each kind, with how sure the suggestion is.
    pub suggestions: Vec<KindSuggestion>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KindSuggestion {
    pub kind: Kind,
    pub target: Option<String>,
    /// 0 to 1.
    pub confidence: f32,
}

impl DetectedColumn {
    /// The suggestion for a kind.
    #[must_use]
    pub fn suggestion(&self, kind: Kind) -> Option<&KindSuggestion> {
        self.suggestions.iter().find(|suggestion| suggestion.kind == kind)
    }
}

impl Detected {
    #[must_use]
    pub fn of(inspection: &Inspection, file_name: &str) -> Self {
        let source = &inspection.source;
        let by_kind = Kind::ALL.map(|kind| (kind, inspection.suggest(kind)));
        let column = |at: usize, header: &String| DetectedColumn {
            header: header.clone(),
            samples: inspection
                .samples(at, SAMPLES)
                .into_iter()
                .map(|sample| sample.chars().take(200).collect())
                .collect(),
            suggestions: by_kind
                .iter()
                .filter_map(|(kind, suggestions)| {
                    let suggestion = suggestions.get(at)?;
                    let target = suggestion.target.map(str::to_owned);
                    Some(KindSuggestion { kind: *kind, target, confidence: suggestion.confidence })
                })
                .collect(),
        };
        Self {
            file_size: source.size,
            encoding: source.format.encoding.name().into(),
            delimiter: source.format.delimiter,
            has_header: source.format.has_header,
            row_count: source.row_count,
            columns: source.columns.iter().enumerate().map(|(at, header)| column(at, header)).collect(),
            date_order: inspection.reading.date_order,
            date_certainty: inspection.reading.date_certainty,
            decimal: inspection.reading.decimal,
            kind: inspection.kind_by_name(file_name),
            notices: source.notices.iter().map(ToString::to_string).collect(),
        }
    }

    #[must_use]
    pub fn headers(&self) -> Vec<String> {
        self.columns.iter().map(|column| column.header.clone()).collect()
    }

    /// The mapping suggested for a kind.
    #[must_use]
    pub fn mapping(&self, kind: Kind) -> Mapping {
        let target = |column: &DetectedColumn| column.suggestion(kind)?.target.clone();
        Mapping { kind, columns: self.columns.iter().map(target).collect() }
    }
}
