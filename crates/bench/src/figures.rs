//! The rows of the bench: figure, target, peer, ratio.

use std::time::{Duration, Instant};

use serde::Serialize;

/// One measured promise.
#[derive(Debug, Serialize)]
pub(crate) struct Figure {
    name: &'static str,
    unit: &'static str,
    figure: f64,
    target: f64,
    /// The same work without MyCRM, in the same unit and run.
    peer: Option<f64>,
    peer_is: &'static str,
    /// Of a rate, more is better.
    more_is_better: bool,
}

impl Figure {
    fn ratio(&self) -> Option<f64> {
        self.peer.map(|peer| self.figure / peer)
    }

    fn is_met(&self) -> bool {
        if self.more_is_better { self.figure >= self.target } else { self.figure <= self.target }
    }
}

#[derive(Debug, Default, Serialize)]
pub(crate) struct Figures {
    rows: Vec<Figure>,
}

impl Figures {
    pub(crate) fn time(
        &mut self,
        name: &'static str,
        took: Duration,
        target_ms: f64,
        peer: Option<(Duration, &'static str)>,
    ) {
        let ms = |d: Duration| d.as_secs_f64() * 1000.0;
        let (peer, peer_is) = peer.map_or((None, ""), |(took, is)| (Some(ms(took)), is));
        self.rows.push(Figure {
            name,
            unit: "ms",
            figure: ms(took),
            target: target_ms,
            peer,
            peer_is,
            more_is_better: false,
        });
    }

    pub(crate) fn rate(
        &mut self,
        name: &'static str,
        unit: &'static str,
        figure: f64,
        target: f64,
        peer: Option<(f64, &'static str)>,
    ) {
        let (peer, peer_is) = peer.map_or((None, ""), |(rate, is)| (Some(rate), is));
        self.rows.push(Figure { name, unit, figure, target, peer, peer_is, more_is_better: true });
    }

    pub(crate) fn memory(&mut self, name: &'static str, mib: f64, target_mib: f64) {
        self.rows.push(Figure {
            name,
            unit: "MiB",
            figure: mib,
            target: target_mib,
            peer: None,
            peer_is: "",
            more_is_better: false,
        });
    }

    pub(crate) fn to_json(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default()
    }

    pub(crate) fn to_table(&self) -> String {
        let mut lines = vec![
            "| figure | measured | target | met | peer | ratio | peer is |".to_owned(),
            "|---|--:|--:|---|--:|--:|---|".to_owned(),
        ];
        for row in &self.rows {
            let met = if row.is_met() { "yes" } else { "NO" };
            let optional =
                |value: Option<f64>, unit: &str| value.map_or("-".to_owned(), |v| format!("{v:.1}{unit}"));
            lines.push(format!(
                "| {} | {:.1} {unit} | {:.0} {unit} | {met} | {} | {} | {} |",
                row.name,
                row.figure,
                row.target,
                optional(row.peer, &format!(" {}", row.unit)),
                optional(row.ratio(), "x"),
                row.peer_is,
                unit = row.unit,
            ));
        }
        lines.join("\n")
    }
}

/// The time that 95 of 100 runs keep, the first few not counted.
pub(crate) async fn p95<E>(
    runs: usize,
    mut work: impl AsyncFnMut(usize) -> Result<(), E>,
) -> Result<Duration, E> {
    const WARM_UP: usize = 3;
    let mut times = Vec::with_capacity(runs);
    for n in 0..runs + WARM_UP {
        let start = Instant::now();
        work(n).await?;
        if n >= WARM_UP {
            times.push(start.elapsed());
        }
    }
    times.sort();
    Ok(times[(times.len() * 95).div_ceil(100).max(1) - 1])
}
