//! What stages are called, how far along they are and how deals end in them: data.

use crate::StageKind;
use crate::import::mapping::normalise;

/// Names that mean a deal was won, and lost.
const WON: &[&str] = &[
    "won",
    "closed won",
    "closedwon",
    "deal won",
    "win",
    "sold",
    "signed",
    "closed",
    "gewonnen",
    "deal gewonnen",
    "abgeschlossen gewonnen",
    "geschlossen gewonnen",
    "auftrag",
    "auftrag erhalten",
];
const LOST: &[&str] = &[
    "lost",
    "closed lost",
    "closedlost",
    "deal lost",
    "dead",
    "abandoned",
    "cancelled",
    "canceled",
    "rejected",
    "verloren",
    "deal verloren",
    "abgeschlossen verloren",
    "geschlossen verloren",
    "abgesagt",
    "absage",
];

/// Open stages with the probability they usually have, which is also their order.
const OPEN: &[(i64, &[&str])] = &[
    (5, &["lead", "lead in", "new", "neu", "idea", "incoming", "eingang"]),
    (
        10,
        &[
            "prospecting",
            "prospect",
            "open",
            "offen",
            "erstkontakt",
            "first contact",
            "interessent",
            "akquise",
        ],
    ),
    (
        20,
        &[
            "contact made",
            "contacted",
            "appointment scheduled",
            "discovery",
            "kontaktiert",
            "termin vereinbart",
            "meeting",
        ],
    ),
    (25, &["qualification", "qualified", "qualifying", "qualifizierung", "qualifiziert"]),
    (30, &["needs analysis", "needs defined", "qualified to buy", "bedarfsanalyse", "evaluation"]),
    (
        40,
        &[
            "engaging",
            "engaged",
            "demo",
            "demo scheduled",
            "presentation scheduled",
            "praesentation",
            "value proposition",
        ],
    ),
    (
        50,
        &[
            "proposal",
            "proposal made",
            "proposal sent",
            "quote",
            "quote sent",
            "angebot",
            "angebot erstellt",
            "angebot gesendet",
            "id decision makers",
        ],
    ),
    (65, &["perception analysis", "proposal price quote", "trial", "pilot", "decision maker bought in"]),
    (
        75,
        &[
            "negotiation",
            "negotiations",
            "negotiations started",
            "negotiation review",
            "verhandlung",
            "in verhandlung",
        ],
    ),
    (
        90,
        &[
            "contract",
            "contract sent",
            "verbal agreement",
            "commit",
            "closing",
            "vertrag",
            "vertrag gesendet",
        ],
    ),
];

/// How deals end in a stage of this name; [`StageKind::Open`] for a name that says nothing.
pub(super) fn kind(name: &str) -> StageKind {
    let words = normalise(name);
    if WON.contains(&words.as_str()) {
        StageKind::Won
    } else if LOST.contains(&words.as_str()) {
        StageKind::Lost
    } else {
        StageKind::Open
    }
}

/// The usual probability of an open stage of this name, in percent.
pub(super) fn probability(name: &str) -> Option<i64> {
    let words = normalise(name);
    OPEN.iter().find(|(_, names)| names.contains(&words.as_str())).map(|(percent, _)| *percent)
}

#[cfg(test)]
mod tests {
    use super::{LOST, OPEN, StageKind, WON, kind, probability};
    use crate::import::mapping::normalise;

    #[test]
    fn stages_of_other_programs_are_known() {
        assert_eq!(kind("Closed Won"), StageKind::Won);
        assert_eq!(kind("VERLOREN"), StageKind::Lost);
        assert_eq!(kind("Engaging"), StageKind::Open);
        assert!(probability("Prospecting") < probability("Engaging"));
        assert_eq!(probability("Waiting for legal"), None);
    }

    #[test]
    fn every_name_is_normalised_and_in_one_place() {
        let mut seen = std::collections::HashSet::new();
        let all = WON.iter().chain(LOST).chain(OPEN.iter().flat_map(|(_, names)| *names));
        for name in all {
            assert_eq!(normalise(name), *name);
            assert!(seen.insert(name), "{name} twice");
        }
    }
}
