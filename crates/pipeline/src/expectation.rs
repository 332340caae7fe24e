//! What a deal is worth when it is won: its amount, or what such deals were worth.

use crate::deals::{Amount, Deal, Known, NOBODY, Snapshot};
use crate::quantiles::median;

/// With fewer won deals of a product, those of the whole pipeline are used.
const MIN_WON: usize = 3;

/// Where a value comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueBasis {
    /// The deal's own amount.
    Amount,
    /// No amount: the median won value of the same product.
    ProductMedian,
    /// No amount, and too few won of the product: the median of all won.
    PipelineMedian,
    /// No amount and nothing won to go by: it counts as a deal but adds no money.
    Unknown,
    /// In a currency without a rate: it adds no money.
    Unconverted,
}

/// The expected value of a deal.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Expected {
    /// Minor units of the base currency; f64 because sums of millions of deals of 10^15 would leave i64.
    pub value: f64,
    /// Standard deviation of what is not known about it.
    pub spread: f64,
    pub basis: ValueBasis,
}

/// What won deals were worth.
#[derive(Debug, Clone, Default)]
pub struct Expectations {
    products: Vec<Option<Typical>>,
    all: Option<Typical>,
}

/// Median and spread of won values.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Typical {
    pub median: f64,
    pub mean: f64,
    pub deviation: f64,
    pub n: usize,
}

impl Typical {
    fn of(values: &mut [i64]) -> Option<Self> {
        let median = median(values)? as f64;
        let n = values.len();
        let mean = values.iter().map(|&v| v as f64).sum::<f64>() / n as f64;
        let squares: f64 = values.iter().map(|&v| (v as f64 - mean).powi(2)).sum();
        let deviation = if n > 1 { (squares / (n - 1) as f64).sqrt() } else { mean.abs() };
        Some(Self { median, mean, deviation, n })
    }
}

impl Expectations {
    pub fn of(snapshot: &Snapshot<'_>) -> Self {
        let mut products: Vec<Vec<i64>> = vec![Vec::new(); snapshot.book.products.len()];
        let mut all = Vec::new();
        for known in snapshot.won() {
            let Amount::Minor(minor) = known.amount else { continue };
            all.push(minor);
            if let Some(values) = products.get_mut(snapshot.deal(known).product as usize) {
                values.push(minor);
            }
        }
        let products = products
            .iter_mut()
            .map(|values| if values.len() < MIN_WON { None } else { Typical::of(values) })
            .collect();
        Self { products, all: Typical::of(&mut all) }
    }

    /// Of all won deals with an amount.
    pub fn pipeline(&self) -> Option<Typical> {
        self.all
    }

    pub fn expected(&self, deal: &Deal, known: &Known) -> Expected {
        let typical =
            |typical: Typical, basis| Expected { value: typical.median, spread: typical.deviation, basis };
        match known.amount {
            Amount::Minor(minor) => Expected { value: minor as f64, spread: 0.0, basis: ValueBasis::Amount },
            Amount::Unconverted => Expected { value: 0.0, spread: 0.0, basis: ValueBasis::Unconverted },
            Amount::Missing => {
                let product =
                    if deal.product == NOBODY { None } else { self.products.get(deal.product as usize) };
                match (product.copied().flatten(), self.all) {
                    (Some(product), _) => typical(product, ValueBasis::ProductMedian),
                    (None, Some(all)) => typical(all, ValueBasis::PipelineMedian),
                    (None, None) => Expected { value: 0.0, spread: 0.0, basis: ValueBasis::Unknown },
                }
            }
        }
    }
}
