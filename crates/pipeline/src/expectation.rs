//! What a deal is worth when it is won: its amount, or what such deals were worth.

use crate::deals::{Amount, Deal, Known, NOBODY, Snapshot};
use crate::quantiles::median;

/// With fewer won deals of a product, those of the whole pipeline are used.
const MIN_WON: usize = 3;

/// Won values that are kept to draw from: evenly spaced ones of many stand for all.
const DRAWN: usize = 512;

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
    products: Vec<Option<Won>>,
    all: Option<Won>,
}

/// The values of won deals.
#[derive(Debug, Clone)]
struct Won {
    typical: Typical,
    /// The values as multiples of their mean, so that a median times these is that median in the mean; none where all are
    /// worth nothing.
    multiples: Vec<f64>,
    /// Standard deviation of the multiples.
    spread: f64,
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

impl Won {
    fn of(values: &mut [i64]) -> Option<Self> {
        let typical = Typical::of(values)?;
        values.sort_unstable();
        let step = values.len().div_ceil(DRAWN);
        // From the middle of the first step, so that neither end weighs more.
        let drawn: Vec<f64> = values.iter().skip((step - 1) / 2).step_by(step).map(|&v| v as f64).collect();
        let mean = drawn.iter().sum::<f64>() / drawn.len() as f64;
        let multiples: Vec<f64> =
            if mean > 0.0 { drawn.iter().map(|value| value / mean).collect() } else { Vec::new() };
        let squares: f64 = multiples.iter().map(|multiple| (multiple - 1.0).powi(2)).sum();
        let spread = (squares / multiples.len().max(1) as f64).sqrt();
        Some(Self { typical, multiples, spread })
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
            .map(|values| if values.len() < MIN_WON { None } else { Won::of(values) })
            .collect();
        Self { products, all: Won::of(&mut all) }
    }

    /// Of all won deals with an amount.
    pub fn pipeline(&self) -> Option<Typical> {
        self.all.as_ref().map(|won| won.typical)
    }

    pub fn expected(&self, deal: &Deal, known: &Known) -> Expected {
        let none = |basis| Expected { value: 0.0, spread: 0.0, basis };
        match known.amount {
            Amount::Minor(minor) => Expected { value: minor as f64, ..none(ValueBasis::Amount) },
            Amount::Unconverted => none(ValueBasis::Unconverted),
            Amount::Missing => self.such(deal).map_or(none(ValueBasis::Unknown), |(won, basis)| {
                let value = won.typical.median;
                Expected { value, spread: value * won.spread, basis }
            }),
        }
    }

    /// What the expected value is multiplied by, each as likely as any other, where a deal carries no amount; their mean
    /// is 1. Empty where its value is known, or nothing is to go by.
    pub(crate) fn multiples(&self, deal: &Deal, known: &Known) -> &[f64] {
        match known.amount {
            Amount::Missing => self.such(deal).map_or(&[], |(won, _)| &won.multiples),
            Amount::Minor(_) | Amount::Unconverted => &[],
        }
    }

    /// The won deals that stand for one without an amount.
    fn such(&self, deal: &Deal) -> Option<(&Won, ValueBasis)> {
        let product = if deal.product == NOBODY { None } else { self.products.get(deal.product as usize) };
        match (product.and_then(Option::as_ref), &self.all) {
            (Some(product), _) => Some((product, ValueBasis::ProductMedian)),
            (None, Some(all)) => Some((all, ValueBasis::PipelineMedian)),
            (None, None) => None,
        }
    }
}
