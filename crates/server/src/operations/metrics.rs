//! What the server counts, for Prometheus. Labels hold routes and verdicts, never an id, an address or a token.

use std::time::Duration;

use prometheus_client::encoding::text::encode;
use prometheus_client::encoding::{EncodeLabelSet, EncodeLabelValue, LabelValueEncoder};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};

/// Seconds: a lookup takes a millisecond, an export minutes.
const BUCKETS: [f64; 12] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0, 30.0];

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Text(&'static str);

impl EncodeLabelValue for Text {
    fn encode(&self, to: &mut LabelValueEncoder<'_>) -> Result<(), std::fmt::Error> {
        EncodeLabelValue::encode(&self.0, to)
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answered {
    method: Text,
    route: String,
    status: u16,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Routed {
    method: Text,
    route: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Judged {
    verdict: Text,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Pooled {
    pool: Text,
    state: Text,
}

/// How the connections of one pool are used at this moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pool {
    pub name: &'static str,
    pub open: u32,
    pub idle: u32,
}

/// All counters of a process.
#[derive(Debug)]
pub struct Metrics {
    registry: Registry,
    requests: Family<Answered, Counter>,
    durations: Family<Routed, Histogram>,
    pushed: Family<Judged, Counter>,
    pulled: Counter,
    connected: Gauge,
    pools: Family<Pooled, Gauge>,
    sign_ins_refused: Counter,
    public_events: Counter,
}

impl Default for Metrics {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("mycrm");
        let requests = Family::default();
        registry.register("http_requests", "Requests answered", requests.clone());
        let durations =
            Family::<Routed, Histogram>::new_with_constructor(|| Histogram::new(BUCKETS.iter().copied()));
        let help = "Time from the first byte of a request to the head of its answer";
        registry.register_with_unit("http_request_duration", help, Unit::Seconds, durations.clone());
        let pushed = Family::default();
        registry.register("push_ops", "Ops that devices sent, by verdict", pushed.clone());
        let pulled = Counter::default();
        registry.register("pull_deliveries", "Ops, rows and purges that devices were given", pulled.clone());
        let connected = Gauge::default();
        registry.register("devices_connected", "Devices that wait for news", connected.clone());
        let pools = Family::default();
        registry.register("database_connections", "Connections to the database", pools.clone());
        let sign_ins_refused = Counter::default();
        registry.register("sign_ins_refused", "Sign-ins with wrong credentials", sign_ins_refused.clone());
        let public_events = Counter::default();
        registry.register("public_events", "What visitors of public pages did", public_events.clone());
        Self {
            registry,
            requests,
            durations,
            pushed,
            pulled,
            connected,
            pools,
            sign_ins_refused,
            public_events,
        }
    }
}

impl Metrics {
    /// A request was answered. `route` is the pattern of the path, not the path.
    pub fn answered(&self, method: &'static str, route: &str, status: u16, took: Duration) {
        let (method, route) = (Text(method), route.to_owned());
        self.durations
            .get_or_create(&Routed { method: method.clone(), route: route.clone() })
            .observe(took.as_secs_f64());
        self.requests.get_or_create(&Answered { method, route, status }).inc();
    }

    /// Ops of a push got their verdicts.
    pub fn pushed(&self, applied: usize, rejected: usize) {
        self.pushed.get_or_create(&Judged { verdict: Text("applied") }).inc_by(applied as u64);
        self.pushed.get_or_create(&Judged { verdict: Text("rejected") }).inc_by(rejected as u64);
    }

    pub fn pulled(&self, deliveries: usize) {
        self.pulled.inc_by(deliveries as u64);
    }

    /// Counts a device as connected until the guard is dropped.
    #[must_use]
    pub fn connected(&self) -> Connected {
        self.connected.inc();
        Connected(self.connected.clone())
    }

    pub fn sign_in_refused(&self) {
        self.sign_ins_refused.inc();
    }

    pub fn public_event(&self) {
        self.public_events.inc();
    }

    /// The text that Prometheus reads (OpenMetrics 1.0). `pools` is how the database's connections are used now.
    ///
    /// # Errors
    /// None in practice: a `String` takes whatever is written to it.
    pub fn text(&self, pools: &[Pool]) -> Result<String, std::fmt::Error> {
        for pool in pools {
            for (state, count) in [("idle", pool.idle), ("used", pool.open.saturating_sub(pool.idle))] {
                let labels = Pooled { pool: Text(pool.name), state: Text(state) };
                self.pools.get_or_create(&labels).set(i64::from(count));
            }
        }
        let mut text = String::new();
        encode(&mut text, &self.registry)?;
        Ok(text)
    }
}

/// A device that waits for news.
#[derive(Debug)]
pub struct Connected(Gauge);

impl Drop for Connected {
    fn drop(&mut self) {
        self.0.dec();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_that_is_counted_can_be_read() {
        let metrics = Metrics::default();
        metrics.answered("GET", "/u/{token}", 200, Duration::from_millis(3));
        metrics.pushed(5, 1);
        metrics.pulled(7);
        let first = metrics.connected();
        drop(metrics.connected());
        let text = metrics.text(&[Pool { name: "readers", open: 4, idle: 1 }]).unwrap();
        drop(first);
        for line in [
            r#"mycrm_http_requests_total{method="GET",route="/u/{token}",status="200"} 1"#,
            r#"mycrm_http_request_duration_seconds_bucket{le="0.005",method="GET",route="/u/{token}"} 1"#,
            r#"mycrm_push_ops_total{verdict="applied"} 5"#,
            r#"mycrm_push_ops_total{verdict="rejected"} 1"#,
            "mycrm_pull_deliveries_total 7",
            "mycrm_devices_connected 1",
            r#"mycrm_database_connections{pool="readers",state="used"} 3"#,
        ] {
            assert!(text.contains(line), "{line} is not in\n{text}");
        }
        assert!(text.ends_with("# EOF\n"));
        assert!(metrics.text(&[]).unwrap().contains("mycrm_devices_connected 0"));
    }
}
