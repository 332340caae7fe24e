//! What holds for the UI: one folder talks to the host, features stay apart, no barrels, small components.

use super::Source;

const HOST: &str = "ui/src/shared/host/";

fn scripts(sources: &[Source]) -> impl Iterator<Item = &Source> {
    sources
        .iter()
        .filter(|source| source.path.starts_with("ui/src/") && (source.is(".ts") || source.is(".tsx")))
        .filter(|source| !source.is_generated())
}

fn is_test(source: &Source) -> bool {
    source.name().contains(".test.")
}

/// Nothing but the host folder imports Tauri or opens a connection.
pub(super) fn host_access(sources: &[Source]) -> Vec<String> {
    let mut findings = Vec::new();
    for source in scripts(sources).filter(|source| !source.path.starts_with(HOST) && !is_test(source)) {
        for (number, line) in source.text.lines().enumerate() {
            if let Some(what) = talks_to_host(line) {
                findings.push(source.finding(number + 1, format!("{what} belongs into {HOST}")));
            }
        }
    }
    findings
}

fn talks_to_host(line: &str) -> Option<&'static str> {
    if line.contains("@tauri-apps/") {
        return Some("@tauri-apps");
    }
    ["fetch(", "EventSource(", "WebSocket(", "XMLHttpRequest("].into_iter().find(|call| {
        line.match_indices(call).any(|(at, _)| {
            let before = &line[..at];
            // `refetch(` is another word, and `client.fetch(` another function, but `window.fetch(` is the same one.
            let same = ["window.", "globalThis.", "self."].iter().any(|global| before.ends_with(global));
            same || !before.ends_with(|c: char| c.is_alphanumeric() || "_$.".contains(c))
        })
    })
}

/// A feature imports no other feature, and what is shared imports neither features nor the shell around them.
pub(super) fn layers(sources: &[Source]) -> Vec<String> {
    let mut findings = Vec::new();
    for source in scripts(sources) {
        for (line, specifier) in imports(&source.text) {
            let Some(target) = resolve(&source.path, specifier) else { continue };
            let wrong = match (layer(&source.path), layer(&target)) {
                (Layer::Feature(own), Layer::Feature(other)) => own != other,
                (Layer::Shared, Layer::Feature(_) | Layer::App) => true,
                _ => false,
            };
            if wrong {
                findings.push(source.finding(line, format!("must not import `{specifier}`")));
            }
        }
    }
    findings
}

#[derive(Debug, PartialEq, Eq)]
enum Layer<'a> {
    App,
    Feature(&'a str),
    Shared,
    Other,
}

fn layer(path: &str) -> Layer<'_> {
    let Some(inside) = path.strip_prefix("ui/src/") else { return Layer::Other };
    let mut parts = inside.split('/');
    match (parts.next(), parts.next()) {
        (Some("features"), Some(feature)) => Layer::Feature(feature),
        (Some("shared"), _) => Layer::Shared,
        (Some("app"), _) => Layer::App,
        _ => Layer::Other,
    }
}

/// What a file imports, with the line it says so on.
fn imports(text: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    for (number, line) in text.lines().enumerate() {
        for opening in ["from \"", "from '", "import \"", "import '", "import(\"", "import('"] {
            for (at, _) in line.match_indices(opening) {
                let rest = &line[at + opening.len()..];
                if let Some(end) = rest.find(['"', '\'']) {
                    found.push((number + 1, &rest[..end]));
                }
            }
        }
    }
    found
}

/// The project's own file or folder that a specifier means; none for a package.
fn resolve(importer: &str, specifier: &str) -> Option<String> {
    if let Some(rest) = specifier.strip_prefix("@/") {
        return Some(format!("ui/src/{rest}"));
    }
    if !specifier.starts_with('.') {
        return None;
    }
    let mut parts: Vec<&str> = importer.split('/').collect();
    parts.pop();
    for part in specifier.split('/') {
        match part {
            "." => {}
            ".." => {
                parts.pop();
            }
            other => parts.push(other),
        }
    }
    Some(parts.join("/"))
}

/// Files that only pass on what other files export hide where a thing is and pull in all of it.
pub(super) fn barrels(sources: &[Source]) -> Vec<String> {
    let mut findings = Vec::new();
    for source in scripts(sources) {
        for (number, line) in source.text.lines().enumerate() {
            if line.trim_start().starts_with("export * from") {
                findings.push(source.finding(number + 1, "import from the file itself"));
            }
        }
    }
    findings
}

/// Components over 200 lines; over 400 the check of all files fails.
pub(super) fn long_components(sources: &[Source]) -> Vec<String> {
    scripts(sources)
        .filter(|source| source.is(".tsx") && !is_test(source))
        .map(|source| (source, source.text.lines().count()))
        .filter(|(_, lines)| *lines > 200)
        .map(|(source, lines)| {
            source.finding(lines, format!("{lines} lines; a component should stay under 200"))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::source;
    use super::*;

    #[test]
    fn only_the_host_folder_may_call_out() {
        let text =
            "import { invoke } from \"@tauri-apps/api/core\";\nawait fetch(url);\nnew EventSource(url);\n";
        assert_eq!(host_access(&source("ui/src/features/leads/api/list.ts", text)).len(), 3);
        assert!(host_access(&source("ui/src/shared/host/browser.ts", text)).is_empty());
    }

    #[test]
    fn functions_that_only_sound_like_fetch_are_left_alone() {
        let text = "query.refetch();\nprefetch(url);\nhost.fetch(url);\n";
        assert!(host_access(&source("ui/src/app/a.ts", text)).is_empty());
        assert_eq!(host_access(&source("ui/src/app/a.ts", "window.fetch(url)")).len(), 1);
    }

    #[test]
    fn a_feature_that_imports_another_is_found_however_it_says_so() {
        let path = "ui/src/features/leads/routes/list.tsx";
        for wrong in
            ["from \"@/features/tasks/api/x\"", "from '../../tasks/api/x'", "import(\"../../tasks/x\")"]
        {
            assert_eq!(layers(&source(path, wrong)).len(), 1, "{wrong}");
        }
        for fine in
            ["from \"../api/x\"", "from \"@/features/leads/x\"", "from \"@/shared/x\"", "from \"react\""]
        {
            assert!(layers(&source(path, fine)).is_empty(), "{fine}");
        }
    }

    #[test]
    fn what_is_shared_knows_no_feature_and_no_shell() {
        let path = "ui/src/shared/components/button.tsx";
        assert_eq!(layers(&source(path, "from \"@/features/tasks/x\"")).len(), 1);
        assert_eq!(layers(&source(path, "from \"../../app/router\"")).len(), 1);
        assert!(layers(&source(path, "from \"../host/browser\"")).is_empty());
    }

    #[test]
    fn a_barrel_is_found() {
        assert_eq!(barrels(&source("ui/src/shared/index.ts", "export * from \"./button\";\n")).len(), 1);
    }
}
