//! A report as the analytics of a pipeline would make it.

use jiff::Zoned;
use mycrm_print::{
    Align, Column, Document, Fact, Figure, Form, Illustration, Language, Paper, Picture, PictureFormat,
    Report, Section, Table, Tone,
};

pub(crate) fn dated() -> Zoned {
    "2026-03-31T17:05:00+02:00[Europe/Berlin]".parse().unwrap()
}

pub(crate) fn document<'a>(report: &'a Report, dated: &'a Zoned) -> Document<'a> {
    Document::new(Form::Report(report), Paper::A4, Language::English, dated)
}

pub(crate) fn report() -> Report {
    Report {
        title: "Pipeline report".to_owned(),
        subtitle: "What is open, what it is worth, and how sure we can be".to_owned(),
        facts: [
            ("Pipeline", "New business"),
            ("Period", "1 Jan to 31 Mar 2026"),
            ("Generated", "31 Mar 2026, 17:05"),
        ]
        .map(|(label, value)| Fact { label: label.to_owned(), value: value.to_owned() })
        .into(),
        figures: figures(),
        sections: vec![forecast(), deals(60)],
        notes: vec![
            "The forecast draws 2,000 paths from the history of 1,284 deals. Each open deal is won or lost with the \
             odds of its stage and age, so the range is the spread of the paths and not a guess."
                .to_owned(),
            "Deals without an amount count with the median won value of their product. Amounts in other currencies are \
             left out and listed apart."
                .to_owned(),
            "Ten months of history hold no season: December may be better than shown.".to_owned(),
        ],
        footer: "Prepared by Marlene Weber, Nordwind GmbH".to_owned(),
    }
}

fn figures() -> Vec<Figure> {
    [
        ("Open pipeline", "€ 1,284,500", "+12 % since last quarter", Tone::Good),
        ("Won this quarter", "€ 318,200", "72 % of the quota", Tone::Plain),
        ("Win rate", "31.4 %", "−3.1 points", Tone::Bad),
        ("Median days to close", "47", "45 a year ago", Tone::Plain),
    ]
    .map(|(label, value, note, tone)| Figure {
        label: label.to_owned(),
        value: value.to_owned(),
        note: note.to_owned(),
        tone,
    })
    .into()
}

fn forecast() -> Section {
    Section {
        title: "Forecast of the next six months".to_owned(),
        text: vec![
            "In eight of ten cases the quarter ends between € 402,000 and € 611,000. Half of that is already in \
             negotiation; the rest has to come from deals that are younger than three weeks."
                .to_owned(),
        ],
        illustration: Some(Illustration {
            picture: chart(),
            caption: "Won value per month, with the range that holds in eight of ten cases.".to_owned(),
        }),
        table: None,
    }
}

pub(crate) fn chart() -> Picture {
    let mut bars = String::new();
    for month in 0..12_u32 {
        let height = 60 + (month * 37) % 110;
        let (x, y) = (60 + month * 54, 190 - height);
        let fill = if month < 6 { "#2f54d6" } else { "#b9c7f6" };
        bars += &format!(r#"<rect x="{x}" y="{y}" width="36" height="{height}" rx="3" fill="{fill}"/>"#);
        bars += &format!(
            r##"<text x="{}" y="210" font-family="sans-serif" font-size="12" text-anchor="middle" fill="#55554f">{}</text>"##,
            x + 18,
            month + 1
        );
    }
    let svg = format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" width="720" height="220" viewBox="0 0 720 220">
<line x1="50" y1="190" x2="710" y2="190" stroke="#cfcec8"/>{bars}</svg>"##
    );
    Picture {
        format: PictureFormat::Svg,
        bytes: svg.into_bytes(),
        alt: "Bars of won value per month".to_owned(),
    }
}

pub(crate) fn deals(count: usize) -> Section {
    let column = |title: &str, align| Column { title: title.to_owned(), align };
    let row = |number: usize| {
        vec![
            format!("Rahmenvertrag Lüftungsanlagen {number}"),
            ["Nordwind GmbH", "Bäckerei Öztürk & Söhne", "Hartmann Maschinenbau AG"][number % 3].to_owned(),
            ["Qualified", "Proposal", "Negotiation"][number % 3].to_owned(),
            format!("{} %", 15 + number * 7 % 80),
            format!("{},{:03}.00", 1 + number * 13 % 97, number * 111 % 1000),
        ]
    };
    Section {
        title: "Deals behind the numbers".to_owned(),
        text: Vec::new(),
        illustration: None,
        table: Some(Table {
            columns: vec![
                column("Deal", Align::Left),
                column("Company", Align::Left),
                column("Stage", Align::Left),
                column("Probability", Align::Right),
                column("Value in EUR", Align::Right),
            ],
            rows: (1..=count).map(row).collect(),
            total: Some(["Total", "", "", "", "1,284,500.00"].map(str::to_owned).into()),
        }),
    }
}
