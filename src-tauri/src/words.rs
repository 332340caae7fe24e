//! The few words the window itself says, outside the page: the tray and the message when it cannot start.

/// The words of one language.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Words {
    pub(crate) open: &'static str,
    pub(crate) quick_add: &'static str,
    pub(crate) quit: &'static str,
    pub(crate) cannot_start: &'static str,
}

const ENGLISH: Words =
    Words { open: "Open MyCRM", quick_add: "Quick add…", quit: "Quit", cannot_start: "MyCRM cannot start" };

const GERMAN: Words = Words {
    open: "MyCRM öffnen",
    quick_add: "Schnell anlegen …",
    quit: "Beenden",
    cannot_start: "MyCRM kann nicht starten",
};

impl Words {
    /// The words for the language of the settings (`en`, `de` or `system`), else for the system's.
    pub(crate) fn choose(setting: Option<&str>) -> &'static Self {
        match setting {
            Some("de") => &GERMAN,
            Some("en") => &ENGLISH,
            _ => Self::of_locale(sys_locale::get_locale().as_deref()),
        }
    }

    fn of_locale(locale: Option<&str>) -> &'static Self {
        match locale {
            Some(locale) if locale.to_ascii_lowercase().starts_with("de") => &GERMAN,
            _ => &ENGLISH,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chosen_language_wins_over_the_system() {
        assert_eq!(Words::choose(Some("de")).quit, "Beenden");
        assert_eq!(Words::choose(Some("en")).quit, "Quit");
    }

    #[test]
    fn a_system_in_german_gets_german_words() {
        assert_eq!(Words::of_locale(Some("de-AT")).quit, "Beenden");
        assert_eq!(Words::of_locale(Some("fr-FR")).quit, "Quit");
        assert_eq!(Words::of_locale(None).quit, "Quit");
    }
}
