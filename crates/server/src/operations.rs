//! Running the server: counters for Prometheus, health, and what every answer and every line of the log has.

mod address;
mod metrics;

pub use address::Proxies;
pub use metrics::{Connected, Metrics, Pool};
