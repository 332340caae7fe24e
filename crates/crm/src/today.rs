//! Today: what wants to be done now, each list short and each count exact.

use mycrm_store::Timestamp;
use sqlx::SqliteConnection;

use crate::Result;
use crate::leads::Lead;
use crate::opportunities::Opportunity;
use crate::store::{settings, today as store};
use crate::tasks::Task;

/// A short list and how many there are in all.
#[derive(Debug, Clone)]
pub struct Few<T> {
    pub count: i64,
    pub first: Vec<T>,
}

#[derive(Debug, Clone)]
pub struct Today {
    pub overdue: Few<Task>,
    pub due_today: Few<Task>,
    pub follow_ups: Few<Lead>,
    pub stalled: Few<Opportunity>,
    /// Open deals expected to close by the end of this week that have no next step.
    pub closing_this_week: Few<Opportunity>,
}

pub(crate) const SHOWN: i64 = 20;

/// What wants to be done on the day of `now` in the user's time zone.
///
/// # Errors
/// When the database cannot be read.
pub async fn today(connection: &mut SqliteConnection, now: Timestamp) -> Result<Today> {
    let zone = settings::zone(connection).await?;
    let day = now.date_in(&zone);
    let end_of_day = day.plus_days(1).start_in(&zone);
    let days_left = 7 - i32::from(day.0.weekday().to_monday_one_offset());
    Ok(Today {
        overdue: store::tasks(connection, Timestamp::from_millis(i64::MIN), now).await?,
        due_today: store::tasks(connection, now, end_of_day).await?,
        follow_ups: store::follow_ups(connection, day).await?,
        stalled: store::stalled(connection).await?,
        closing_this_week: store::closing(connection, day.plus_days(days_left)).await?,
    })
}
