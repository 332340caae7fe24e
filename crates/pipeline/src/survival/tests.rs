//! The estimators against published values and against their defining properties.

use proptest::prelude::*;

use super::*;

type Times = Vec<(u32, Option<usize>)>;

fn tally(causes: usize, times: &[(u32, Option<usize>)]) -> Tally {
    let mut tally = Tally::new(causes, 1_000);
    for &(time, cause) in times {
        match cause {
            Some(cause) => tally.exit(time, cause),
            None => tally.censored(time),
        }
    }
    tally
}

/// Weeks of remission under 6-MP: Freireich et al. 1963, Blood 21:699-716. Estimates and standard errors as in
/// Klein and Moeschberger 2003, Survival Analysis, table 4.1.
#[test]
fn the_remission_times_of_freireich_give_the_published_curve() {
    let ends = [6, 6, 6, 7, 10, 13, 16, 22, 23];
    let cut = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35];
    let times: Times = ends.map(|t| (t, Some(0))).into_iter().chain(cut.map(|t| (t, None))).collect();
    let curve = tally(1, &times).kaplan_meier();
    let published = [
        (6, 21, 0.857, 0.0764),
        (7, 17, 0.807, 0.0869),
        (10, 15, 0.753, 0.0963),
        (13, 12, 0.690, 0.1068),
        (16, 11, 0.627, 0.1141),
        (22, 7, 0.538, 0.1282),
        (23, 6, 0.448, 0.1346),
    ];
    assert_eq!(curve.points.len(), published.len());
    for (point, (time, at_risk, survival, error)) in curve.points.iter().zip(published) {
        assert_eq!((point.time, point.at_risk), (time, at_risk));
        assert!((point.survival - survival).abs() < 6e-4, "{point:?}");
        assert!((point.variance.sqrt() - error).abs() < 6e-5, "{point:?}");
    }
    assert_eq!(curve.median(), Some(23));
    assert_eq!(curve.at(35), curve.points[6].survival);
}

/// The placebo arm of the same trial, where nothing is censored: the curve is the plain share left.
#[test]
fn without_censoring_the_curve_is_the_share_left() {
    let placebo = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23];
    let curve = tally(1, &placebo.map(|t| (t, Some(0)))).kaplan_meier();
    assert_eq!(curve.median(), Some(8));
    for t in 0..25 {
        let left = placebo.iter().filter(|&&time| time > t).count() as f64 / 21.0;
        assert!((curve.at(t) - left).abs() < 1e-12);
    }
}

/// By hand: at 1, S = 4/5 and F_0 = 1/5; at 3 with 3 at risk, F_1 = 4/5 * 1/3 = 4/15, S = 8/15; at 4 with 2 at risk,
/// F_0 = 1/5 + 8/15 * 1/2 = 7/15, S = 4/15.
#[test]
fn cumulative_incidence_of_a_sample_worked_by_hand() {
    let incidence =
        tally(2, &[(1, Some(0)), (2, None), (3, Some(1)), (4, Some(0)), (5, None)]).aalen_johansen();
    let close = |a: f64, b: f64| assert!((a - b).abs() < 1e-12, "{a} is not {b}");
    close(incidence.at(0, 1), 1.0 / 5.0);
    close(incidence.at(1, 3), 4.0 / 15.0);
    close(incidence.at(0, 4), 7.0 / 15.0);
    close(incidence.survival_at(9), 4.0 / 15.0);
    close(incidence.within(0, 2, 5).unwrap(), (7.0 / 15.0 - 1.0 / 5.0) / (4.0 / 5.0));
    assert_eq!(incidence.within(0, 9, 5), Some(0.0));
}

#[test]
fn nothing_observed_is_no_curve_and_no_panic() {
    let none = Tally::new(2, 10);
    assert!(none.is_empty() && none.kaplan_meier().points.is_empty());
    assert_eq!(none.kaplan_meier().median(), None);
    assert_eq!((none.aalen_johansen().at(0, 5), none.aalen_johansen().survival_at(5)), (0.0, 1.0));
}

#[test]
fn an_end_beyond_the_longest_time_counts_as_not_yet_ended() {
    let mut tally = Tally::new(1, 10);
    tally.exit(4_000_000_000, 0);
    tally.exit(3, 0);
    assert_eq!((tally.len(), tally.total(0), tally.n()), (11, 1, 2));
    assert!((tally.kaplan_meier().at(10) - 0.5).abs() < 1e-12);
}

fn samples() -> impl Strategy<Value = Times> {
    prop::collection::vec((0_u32..40, prop::option::of(0_usize..3)), 1..80)
}

proptest! {
    #[test]
    fn parts_sum_to_the_whole_and_curves_are_monotone(times in samples()) {
        let tally = tally(3, &times);
        let (incidence, curve) = (tally.aalen_johansen(), tally.kaplan_meier());
        let mut before = (1.0, [0.0; 3]);
        for time in 0..40 {
            let parts = [0, 1, 2].map(|cause| incidence.at(cause, time));
            prop_assert!((incidence.survival_at(time) + parts.iter().sum::<f64>() - 1.0).abs() < 1e-9);
            prop_assert!((incidence.survival_at(time) - curve.at(time)).abs() < 1e-12);
            prop_assert!(curve.at(time) <= before.0 && curve.at(time) >= -1e-12);
            prop_assert!(parts.iter().zip(before.1).all(|(now, before)| *now >= before && *now <= 1.0 + 1e-9));
            before = (curve.at(time), parts);
        }
    }

    #[test]
    fn the_order_of_observation_does_not_matter(times in samples(), seed in any::<u64>()) {
        let mut shuffled = times.clone();
        fastrand::Rng::with_seed(seed).shuffle(&mut shuffled);
        prop_assert_eq!(tally(3, &times), tally(3, &shuffled));
    }

    /// Another way to the same number: every end weighs 1 / (n G(t-)), where G is the curve of the cut-offs
    /// (Satten and Datta 2001, The American Statistician 55:207-210).
    #[test]
    fn incidence_is_the_share_of_ends_weighted_by_not_being_cut_off(times in samples()) {
        let incidence = tally(3, &times).aalen_johansen();
        let n = times.len() as f64;
        // Ends come before cut-offs of the same time, so those who ended at t are no longer at risk of being cut off.
        let g_before = |t: u32| (0..t).fold(1.0, |g, u| {
            let cut = times.iter().filter(|(time, cause)| *time == u && cause.is_none()).count() as f64;
            let at_risk = times.iter().filter(|(time, cause)| *time > u || (*time == u && cause.is_none())).count();
            if cut > 0.0 { g * (1.0 - cut / at_risk as f64) } else { g }
        });
        for cause in 0..3 {
            for t in 0..40 {
                let weighted: f64 = times.iter().filter(|(time, c)| *time <= t && *c == Some(cause))
                    .map(|(time, _)| 1.0 / (n * g_before(*time))).sum();
                prop_assert!((incidence.at(cause, t) - weighted).abs() < 1e-9);
            }
        }
    }
}
