//! What a draft is understood by: the user's time zone and base currency.

use jiff::tz::TimeZone;
use mycrm_store::{Currency, Store};

use crate::error::Result;
use crate::settings;

#[derive(Debug, Clone)]
pub(crate) struct Surroundings {
    pub(crate) zone: TimeZone,
    pub(crate) currency: Currency,
}

impl Surroundings {
    pub(crate) async fn of(store: &Store) -> Result<Self> {
        Ok(Self { zone: settings::zone_of(store).await?, currency: settings::base_currency(store).await? })
    }
}
