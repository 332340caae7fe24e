//! Links that leave the app: to the browser, the mail program or the phone, and nowhere else.

use tauri::Url;

use crate::error::Refusal;

/// What the page may hand to the system. `file:` and the schemes of other programs would let a link in
/// imported data start something.
const SCHEMES: [&str; 4] = ["http", "https", "mailto", "tel"];

#[tauri::command]
pub(crate) async fn open_external(url: String) -> Result<(), Refusal> {
    let url = leaving(&url)?;
    tauri_plugin_opener::open_url(url.as_str(), None::<&str>).map_err(|error| {
        Refusal::new("not_opened", format!("No program on this computer opened {url}: {error}."))
    })
}

fn leaving(url: &str) -> Result<Url, Refusal> {
    let parsed = Url::parse(url)
        .map_err(|_| Refusal::new("bad_request", format!("“{url}” is not a link that can be opened.")))?;
    if SCHEMES.contains(&parsed.scheme()) {
        Ok(parsed)
    } else {
        Err(Refusal::new("forbidden", format!("Links of the kind “{}:” are not opened.", parsed.scheme())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn web_mail_and_phone_links_leave() {
        for url in ["https://example.org/a?b", "http://example.org", "mailto:a@example.org", "tel:+4930123"] {
            assert!(leaving(url).is_ok(), "{url}");
        }
    }

    #[test]
    fn nothing_else_leaves() {
        for url in
            ["file:///etc/passwd", "javascript:alert(1)", "smb://host/x", "ms-msdt:/id", "", "no link", "-h"]
        {
            assert!(leaving(url).is_err(), "{url}");
        }
    }
}
