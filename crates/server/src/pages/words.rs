//! What the public pages say, in both languages.

use super::language::Language;

/// A page's title and its paragraphs; the last of a page that asks is what its button says.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Words {
    pub(crate) title: &'static str,
    pub(crate) text: &'static [&'static str],
    pub(crate) button: Option<&'static str>,
}

const fn says(title: &'static str, text: &'static [&'static str]) -> Words {
    Words { title, text, button: None }
}

/// What a page is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Subject {
    Unsubscribe,
    Unsubscribed,
    Join,
    Healthy,
    Unhealthy,
    NoSuchPage,
    NoSuchInvite,
    TooMany,
    Failed,
}

impl Subject {
    #[cfg(test)]
    pub(super) const ALL: [Self; 9] = [
        Self::Unsubscribe,
        Self::Unsubscribed,
        Self::Join,
        Self::Healthy,
        Self::Unhealthy,
        Self::NoSuchPage,
        Self::NoSuchInvite,
        Self::TooMany,
        Self::Failed,
    ];

    pub(crate) const fn words(self, language: Language) -> Words {
        match language {
            Language::English => self.english(),
            Language::German => self.german(),
        }
    }

    const fn english(self) -> Words {
        match self {
            Self::Unsubscribe => Words {
                title: "Unsubscribe",
                text: &["You will get no more mailings from this sender at the address this mail went to."],
                button: Some("Unsubscribe"),
            },
            Self::Unsubscribed => says(
                "You are unsubscribed",
                &["You will get no more mailings from this sender. You can close this page."],
            ),
            Self::Join => says(
                "You are invited",
                &[
                    "Install MyCRM on your computer and start it.",
                    "Open Settings, then Sync, and choose “Join with an invitation”.",
                    "Copy the address of this page and paste it there. It works once, and for seven days.",
                ],
            ),
            Self::Healthy => says("This server works", &["It is reachable, and so are its data."]),
            Self::Unhealthy => says(
                "This server cannot reach its data",
                &[
                    "Nothing is lost: all devices go on working and sync later. Whoever runs it finds more in its log.",
                ],
            ),
            Self::NoSuchPage => says(
                "There is nothing here",
                &["The link is incomplete, or is no longer valid. Please copy the whole link from the mail."],
            ),
            Self::NoSuchInvite => says(
                "This invitation cannot be used",
                &["It was used, withdrawn or has expired, or the link is incomplete. Ask for a new one."],
            ),
            Self::TooMany => says("Too many requests", &["Please wait a minute and try again."]),
            Self::Failed => says(
                "That did not work",
                &["The server has a problem, and nothing was changed. Please try again in a few minutes."],
            ),
        }
    }

    const fn german(self) -> Words {
        match self {
            Self::Unsubscribe => Words {
                title: "Abmelden",
                text: &[
                    "An die Adresse, an die diese E-Mail ging, schickt dieser Absender dann nichts mehr.",
                ],
                button: Some("Abmelden"),
            },
            Self::Unsubscribed => says(
                "Sie sind abgemeldet",
                &[
                    "Sie bekommen von diesem Absender keine Rundschreiben mehr. Sie können diese Seite schließen.",
                ],
            ),
            Self::Join => says(
                "Sie sind eingeladen",
                &[
                    "Installieren Sie MyCRM auf Ihrem Computer und starten Sie es.",
                    "Öffnen Sie die Einstellungen, dort „Synchronisation“, und wählen Sie „Mit Einladung beitreten“.",
                    "Kopieren Sie die Adresse dieser Seite und fügen Sie sie dort ein. Sie gilt einmal und sieben Tage lang.",
                ],
            ),
            Self::Healthy => {
                says("Dieser Server funktioniert", &["Er ist erreichbar, und seine Daten sind es auch."])
            }
            Self::Unhealthy => says(
                "Dieser Server erreicht seine Daten nicht",
                &[
                    "Verloren ist nichts: Alle Geräte arbeiten weiter und gleichen später ab. Mehr steht im Protokoll des Servers.",
                ],
            ),
            Self::NoSuchPage => says(
                "Hier ist nichts",
                &[
                    "Der Link ist unvollständig oder gilt nicht mehr. Bitte kopieren Sie den ganzen Link aus der E-Mail.",
                ],
            ),
            Self::NoSuchInvite => says(
                "Diese Einladung gilt nicht",
                &[
                    "Sie wurde schon benutzt, zurückgezogen oder ist abgelaufen, oder der Link ist unvollständig. Bitten Sie um eine neue.",
                ],
            ),
            Self::TooMany => {
                says("Zu viele Anfragen", &["Bitte warten Sie eine Minute und versuchen Sie es noch einmal."])
            }
            Self::Failed => says(
                "Das hat nicht geklappt",
                &[
                    "Der Server hat ein Problem; geändert wurde nichts. Bitte versuchen Sie es in ein paar Minuten noch einmal.",
                ],
            ),
        }
    }
}
