//! Charts and the report as files.

use super::{DAY, seller};
use crate::world::{World, world};

const CHARTS: [&str; 7] = ["forecast", "stages", "funnel", "velocity", "win_rate", "reliability", "quota"];

async fn file(world: &World, path: &str) -> (String, Vec<u8>) {
    let path = format!("/api/core/analytics/{path}");
    let (status, headers, body) = world.app.dispatch("GET", &path, Vec::new(), Vec::new()).await;
    assert_eq!(status, 200, "{path}: {}", String::from_utf8_lossy(&body));
    let kind = headers.into_iter().find(|(name, _)| name == "content-type").unwrap().1;
    (kind, body)
}

#[tokio::test]
async fn every_chart_is_drawn_in_both_forms_with_and_without_deals() {
    for world in [seller().await, world().await] {
        for chart in CHARTS {
            let (kind, svg) = file(&world, &format!("charts/{chart}/?as_of={DAY}&theme=print")).await;
            assert_eq!((kind.as_str(), svg.starts_with(b"<svg")), ("image/svg+xml", true), "{chart}");
            let path = format!(
                "charts/{chart}/?as_of={DAY}&format=png&theme=dark&width=400&height=240&scale=1&language=de"
            );
            let (kind, png) = file(&world, &path).await;
            assert_eq!((kind.as_str(), &png[1..4]), ("image/png", &b"PNG"[..]), "{chart}");
            let side = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().unwrap());
            assert_eq!((side(16), side(20)), (400, 240), "{chart}");
        }
    }
}

#[tokio::test]
async fn the_report_is_a_pdf_on_the_paper_that_is_asked_for() {
    let world = seller().await;
    let mut printed = Vec::new();
    for paper in ["a4", "letter"] {
        let (kind, pdf) =
            file(&world, &format!("report/?as_of={DAY}&paper={paper}&language=de&months=12")).await;
        let whole = pdf.starts_with(b"%PDF-") && pdf.trim_ascii_end().ends_with(b"%%EOF");
        assert_eq!((kind.as_str(), whole), ("application/pdf", true));
        printed.push(pdf);
    }
    assert_ne!(printed[0], printed[1], "another paper is another file");
    let (_, empty) = file(&crate::world::world().await, "report/").await;
    assert!(empty.starts_with(b"%PDF-"), "without deals it says so");
}

#[tokio::test]
async fn a_wrong_form_or_size_names_its_parameter() {
    let world = world().await;
    let ask = async |path: &str| world.send("GET", &format!("/api/core/analytics/{path}"), &[], "").await;
    for (path, field) in [
        ("charts/forecast/?format=gif", "format"),
        ("charts/forecast/?theme=pink", "theme"),
        ("charts/forecast/?width=9", "width"),
        ("charts/forecast/?width=4000&height=4000&scale=4&format=png", "width"),
        ("charts/forecast/?scale=0", "width"),
        ("report/?paper=a3", "paper"),
    ] {
        ask(path).await.wrong(field);
    }
    assert_eq!(ask("charts/pie/").await.refusal(404), "not_found");
}
