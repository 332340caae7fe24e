//! Steps of a longer run, each timed; a table of minutes and one line of counts close the run.

use std::time::{Duration, Instant};

use crate::call::{Failure, Outcome, failed};

#[derive(Debug, Default)]
pub(crate) struct Steps {
    done: Vec<Step>,
}

#[derive(Debug)]
struct Step {
    name: String,
    took: Duration,
    failure: Option<Failure>,
}

impl Steps {
    /// Runs one step. A failure is kept for the end, so that one run shows all that is wrong.
    /// Answers whether it passed, for steps that build on it.
    pub(crate) fn step(&mut self, name: &str, run: impl FnOnce() -> Outcome) -> bool {
        println!("\n== {name}");
        let start = Instant::now();
        let failure = run().err();
        let passed = failure.is_none();
        if let Some(failure) = &failure {
            println!("FAILED: {name}: {failure}");
        }
        self.done.push(Step { name: name.to_owned(), took: start.elapsed(), failure });
        passed
    }

    /// Notes a step that could not run because one before it failed; it counts as failed.
    pub(crate) fn cannot(&mut self, name: &str, because: &str) {
        let failure = Some(Failure::Failed(format!("not run: {because}")));
        self.done.push(Step { name: name.to_owned(), took: Duration::ZERO, failure });
    }

    /// The table and the counts; fails when any step did.
    pub(crate) fn close(self) -> Outcome {
        print!("\n{}", self.table());
        let failures = self.done.iter().filter(|step| step.failure.is_some()).count();
        println!("steps: {} passed, {failures} failed", self.done.len() - failures);
        if failures == 0 {
            return Ok(());
        }
        failed(format!("{failures} of {} steps failed; the table above names them", self.done.len()))
    }

    fn table(&self) -> String {
        let width = self.done.iter().map(|step| step.name.chars().count()).max().unwrap_or(0);
        let mut table = String::new();
        for step in &self.done {
            let minutes = step.took.as_secs_f64() / 60.0;
            let outcome = match &step.failure {
                None => "ok".to_owned(),
                Some(failure) => format!("FAILED: {failure}"),
            };
            table += &format!("{:<width$}  {minutes:>6.2} min  {outcome}\n", step.name);
        }
        let total: Duration = self.done.iter().map(|step| step.took).sum();
        table + &format!("{:<width$}  {:>6.2} min\n", "total", total.as_secs_f64() / 60.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_does_not_stop_later_steps_but_fails_the_whole() {
        let mut steps = Steps::default();
        assert!(!steps.step("first", || failed("broken")));
        assert!(steps.step("second", || Ok(())));
        let table = steps.table();
        assert!(table.contains("first ") && table.contains("FAILED: broken"), "{table}");
        assert!(table.contains("second "), "{table}");
        assert!(steps.close().is_err());
    }

    #[test]
    fn a_step_that_could_not_run_counts_as_failed() {
        let mut steps = Steps::default();
        steps.cannot("window tests", "the build failed");
        assert!(steps.close().is_err());
    }
}
