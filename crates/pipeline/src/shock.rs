//! What moves all deals of a month together: a shared shock, estimated from how past months differed from expectation.
//!
//! Log ratios of what came to what was expected are noise of counting plus mu + x_t, where x_t = phi x_(t-1) + e_t and
//! mu wanders slowly.
//! phi and the size of x are not estimated as numbers: they are weighed over a grid by their likelihood (Kalman 1960)
//! and a weak prior, and each path draws its own. So a short history gives wide bands instead of a confident guess.

/// Standard deviations of x that are weighed, in logs.
const SIZES: [f64; 10] = [0.0, 0.04, 0.08, 0.12, 0.17, 0.23, 0.3, 0.4, 0.55, 0.8];
/// Persistence from month to month.
const PERSISTENCE: [f64; 6] = [0.0, 0.3, 0.55, 0.75, 0.9, 0.97];
/// Prior standard deviations of the size and of mu.
const PRIOR_SIZE: f64 = 0.3;
const PRIOR_MEAN: f64 = 0.4;
/// mu is not for ever: a team grows or shrinks by this standard deviation a month.
const DRIFT: f64 = 0.02;

/// One hypothesis with what is believed under it by the last month seen.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Hypothesis {
    weight: f64,
    phi: f64,
    size: f64,
    /// Of x and of mu.
    mean: [f64; 2],
    /// Variance of x, covariance, variance of mu.
    cov: [f64; 3],
}

/// A shared shock as far as it is known.
#[derive(Debug, Clone, PartialEq)]
pub struct Shock {
    hypotheses: Vec<Hypothesis>,
    months: usize,
}

impl Shock {
    /// `ratios` are log ratios of successive months, `noise` the variance that counting alone gives each.
    pub fn fit(ratios: &[f64], noise: &[f64]) -> Self {
        let mut hypotheses = Vec::new();
        for size in SIZES {
            for phi in PERSISTENCE {
                let (likelihood, mean, cov) = filter(ratios, noise, phi, size);
                let prior = -0.5 * (size / PRIOR_SIZE).powi(2);
                hypotheses.push(Hypothesis { weight: likelihood + prior, phi, size, mean, cov });
            }
        }
        let best = hypotheses.iter().map(|h| h.weight).fold(f64::NEG_INFINITY, f64::max);
        let mut sum = 0.0;
        for hypothesis in &mut hypotheses {
            hypothesis.weight = (hypothesis.weight - best).exp();
            sum += hypothesis.weight;
        }
        hypotheses.iter_mut().for_each(|h| h.weight /= sum);
        Self { hypotheses, months: ratios.len() }
    }

    /// Months that it was estimated from.
    pub fn months(&self) -> usize {
        self.months
    }

    /// Draws a course: factors of the coming months.
    pub fn draw(&self, rng: &mut Draws, factors: &mut [f64]) {
        let mut pick = rng.uniform();
        let chosen = self.hypotheses.iter().find(|h| {
            pick -= h.weight;
            pick < 0.0
        });
        let Some(h) = chosen.or(self.hypotheses.last()) else { return };
        let (a, b) = (rng.normal(), rng.normal());
        // Cholesky of the 2 by 2 covariance.
        let first = h.cov[0].max(0.0).sqrt();
        let cross = if first > 0.0 { h.cov[1] / first } else { 0.0 };
        let mut x = h.mean[0] + first * a;
        let mut mu = h.mean[1] + cross * a + (h.cov[2] - cross * cross).max(0.0).sqrt() * b;
        let step = h.size * (1.0 - h.phi * h.phi).sqrt();
        for factor in factors {
            x = h.phi * x + step * rng.normal();
            mu += DRIFT * rng.normal();
            *factor = (x + mu).clamp(-4.0, 3.0).exp();
        }
    }

    /// The standard deviation of x that is most believed, in logs.
    pub fn typical_size(&self) -> f64 {
        self.hypotheses.iter().map(|h| h.weight * h.size).sum()
    }
}

/// Log likelihood, and mean and covariance of (x, mu) after the last month.
fn filter(ratios: &[f64], noise: &[f64], phi: f64, size: f64) -> (f64, [f64; 2], [f64; 3]) {
    let mut mean = [0.0, 0.0];
    let mut cov = [size * size, 0.0, PRIOR_MEAN * PRIOR_MEAN];
    let mut likelihood = 0.0;
    for (n, (&ratio, &noise)) in ratios.iter().zip(noise).enumerate() {
        if n > 0 {
            mean[0] *= phi;
            cov =
                [phi * phi * cov[0] + size * size * (1.0 - phi * phi), phi * cov[1], cov[2] + DRIFT * DRIFT];
        }
        let error = ratio - mean[0] - mean[1];
        let variance = cov[0] + 2.0 * cov[1] + cov[2] + noise.max(1e-9);
        likelihood -= 0.5 * (variance.ln() + error * error / variance);
        let seen = [cov[0] + cov[1], cov[1] + cov[2]];
        mean = [mean[0] + seen[0] / variance * error, mean[1] + seen[1] / variance * error];
        cov = [
            cov[0] - seen[0] * seen[0] / variance,
            cov[1] - seen[0] * seen[1] / variance,
            cov[2] - seen[1] * seen[1] / variance,
        ];
    }
    (likelihood, mean, cov)
}

/// Random draws from a seed; the same seed gives the same draws.
#[derive(Debug, Clone)]
pub struct Draws {
    rng: fastrand::Rng,
    spare: Option<f64>,
}

impl Draws {
    pub fn new(seed: u64) -> Self {
        Self { rng: fastrand::Rng::with_seed(seed), spare: None }
    }

    /// From 0 up to but not 1.
    pub fn uniform(&mut self) -> f64 {
        self.rng.f64()
    }

    /// One of `n` places; 0 for n = 0.
    pub fn place(&mut self, n: usize) -> usize {
        if n == 0 { 0 } else { self.rng.usize(..n) }
    }

    /// Standard normal (the polar method of Marsaglia and Bray 1964, SIAM Review 6:260-264).
    pub fn normal(&mut self) -> f64 {
        if let Some(spare) = self.spare.take() {
            return spare;
        }
        loop {
            let (u, v) = (2.0 * self.rng.f64() - 1.0, 2.0 * self.rng.f64() - 1.0);
            let s = u * u + v * v;
            if s > 0.0 && s < 1.0 {
                let scale = (-2.0 * s.ln() / s).sqrt();
                self.spare = Some(v * scale);
                return u * scale;
            }
        }
    }

    /// How many of a Poisson distribution: by products of uniforms for small means (Knuth, TAOCP vol. 2, 3.4.1),
    /// from 30 on by the rounded normal, whose error is then below that of the estimated mean.
    pub fn poisson(&mut self, mean: f64) -> f64 {
        if mean.is_nan() || mean <= 0.0 {
            return 0.0;
        }
        if mean >= 30.0 {
            return (mean + mean.sqrt() * self.normal()).round().max(0.0);
        }
        let limit = (-mean).exp();
        let (mut product, mut count) = (self.rng.f64(), 0.0);
        while product > limit {
            product *= self.rng.f64();
            count += 1.0;
        }
        count
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spread(shock: &Shock) -> (f64, f64) {
        let mut draws = Draws::new(1);
        let mut logs: Vec<f64> = (0..4_000)
            .map(|_| {
                let mut factors = [0.0; 1];
                shock.draw(&mut draws, &mut factors);
                factors[0].ln()
            })
            .collect();
        let mean = logs.iter().sum::<f64>() / logs.len() as f64;
        logs.iter_mut().for_each(|log| *log = (*log - mean).powi(2));
        (mean, (logs.iter().sum::<f64>() / logs.len() as f64).sqrt())
    }

    #[test]
    fn months_that_came_as_expected_leave_little_shock() {
        let (mean, deviation) = spread(&Shock::fit(&[0.0; 36], &[0.001; 36]));
        assert!(mean.abs() < 0.02 && deviation < 0.06, "{mean} {deviation}");
    }

    #[test]
    fn without_a_history_the_band_is_wide() {
        let (_, deviation) = spread(&Shock::fit(&[], &[]));
        assert!(deviation > 0.35, "{deviation}");
    }

    #[test]
    fn the_size_of_the_shock_is_found() {
        let mut draws = Draws::new(3);
        let ratios: Vec<f64> = (0..120).map(|_| 0.3 * draws.normal()).collect();
        let (mean, deviation) = spread(&Shock::fit(&ratios, &[0.0; 120]));
        assert!(mean.abs() < 0.1 && (0.25..0.36).contains(&deviation), "{mean} {deviation}");
    }

    #[test]
    fn draws_have_the_moments_they_promise() {
        let mut draws = Draws::new(9);
        for mean in [0.3, 4.0, 29.0, 31.0, 1_000.0] {
            let sample: Vec<f64> = (0..20_000).map(|_| draws.poisson(mean)).collect();
            let found = sample.iter().sum::<f64>() / 20_000.0;
            let variance = sample.iter().map(|x| (x - found).powi(2)).sum::<f64>() / 20_000.0;
            assert!((found / mean - 1.0).abs() < 0.03 && (variance / mean - 1.0).abs() < 0.06, "{mean}");
        }
        assert_eq!(draws.poisson(0.0), 0.0);
        assert_eq!(draws.poisson(f64::NAN), 0.0);
    }
}
