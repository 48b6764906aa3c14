//! The day a file was last written, as the disk tells it.

use std::fs::Metadata;

use hedgerow_model::Date;
use jiff::{Timestamp, tz::TimeZone};

/// Returns the day of a file's last change, in UTC so that it is the same on every machine.
pub(crate) fn modified(metadata: &Metadata) -> Option<Date> {
    let day = Timestamp::try_from(metadata.modified().ok()?).ok()?.to_zoned(TimeZone::UTC).date();
    Date::new(day.year(), day.month().unsigned_abs(), day.day().unsigned_abs())
}
