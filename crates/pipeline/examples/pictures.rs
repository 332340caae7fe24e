//! Draws every chart of a simulated team in each theme, and prints its report on each paper, to look at.
//!
//! `cargo run -p mycrm-pipeline --example pictures FOLDER`

use std::error::Error;
use std::path::PathBuf;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use mycrm_pipeline::analysis::analyse;
use mycrm_pipeline::backtest::{Plan, backtest};
use mycrm_pipeline::charts::{
    Chart, ForecastFan, Format, Frame, FunnelBars, QuotaBar, ReliabilityCurve, StageBars, Theme,
    VelocityBars, WinRateLine, draw,
};
use mycrm_pipeline::deals::DAY;
use mycrm_pipeline::forecast::Options;
use mycrm_pipeline::report::{Subject, report};
use mycrm_pipeline::simulator::{BEGIN, World, simulate};
use mycrm_pipeline::win_rate::by_month;
use mycrm_pipeline::{Calendar, Language, Month, Words};
use mycrm_print::{Document, Form, Paper, pdf};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).ok_or("name a folder")?);
    std::fs::create_dir_all(&folder)?;
    let mut book = simulate(&World::default(), 1);
    let names = ["Prospecting", "Qualification", "Proposal", "Negotiation", "Closed won", "Closed lost"];
    for (stage, name) in book.stages.iter_mut().zip(names) {
        name.clone_into(&mut stage.name);
    }
    let calendar = Calendar::utc();
    let now = book.as_of(BEGIN + 1_952 * DAY);
    let quotas = [Some(14_000_000); 6];
    let quota = quotas.iter().flatten().sum::<i64>();
    let options = Options { months: 6, quota: Some(quota), ..Options::default() };
    let analysis = analyse(&now, &calendar, options, i64::MIN, i64::MAX);
    let plan =
        Plan { from: Month::new(2018, 1), until: Month::new(2020, 1), horizon: 3, paths: 200, seed: 1 };
    let tests = backtest(&book, &calendar, plan);
    let generated = Timestamp::from_millisecond(now.at)?.to_zoned(TimeZone::UTC);
    for (language, code) in [(Language::English, "en"), (Language::German, "de")] {
        let words = Words::new(language, mycrm_store::Currency::EUR);
        let charts = [
            ("forecast", Chart::Forecast(ForecastFan::of(&analysis.forecast, &quotas)), 360),
            ("stages", Chart::Stages(StageBars::of(&analysis.stages, &book.stages)), 220),
            ("funnel", Chart::Funnel(FunnelBars::of(&analysis.funnel, &book.stages, &words)), 260),
            ("velocity", Chart::Velocity(VelocityBars::of(&analysis.velocity)), 360),
            (
                "win-rate",
                Chart::WinRate(WinRateLine::of(
                    &by_month(&now, &calendar, i64::MIN, i64::MAX, 18),
                    &analysis.win_rate,
                )),
                320,
            ),
            ("reliability", Chart::Reliability(ReliabilityCurve::of(&tests.reliability())), 420),
            ("quota", Chart::Quota(QuotaBar::of(&analysis.forecast, Some(quota))), 150),
        ];
        for (name, chart, height) in &charts {
            for (theme, look) in [(Theme::Light, "light"), (Theme::Dark, "dark"), (Theme::Print, "print")] {
                let frame = Frame::new(720, *height).times(2);
                for (format, ending) in [(Format::Svg, "svg"), (Format::Png, "png")] {
                    let file = folder.join(format!("{name}-{look}-{code}.{ending}"));
                    std::fs::write(file, draw(chart, format, theme, frame, &words)?)?;
                }
            }
        }
        let subject = Subject {
            pipeline: "New business",
            owner: None,
            snapshot: &now,
            analysis: &analysis,
            backtest: Some(&tests),
            quotas: &quotas,
            from: i64::MIN,
            until: i64::MAX,
            generated: &generated,
        };
        let report = report(&subject, &words)?;
        for (paper, name) in [(Paper::A4, "a4"), (Paper::UsLetter, "letter")] {
            let printed = pdf(&Document::new(Form::Report(&report), paper, language.into(), &generated))?;
            std::fs::write(folder.join(format!("report-{name}-{code}.pdf")), printed.pdf)?;
        }
    }
    Ok(())
}
