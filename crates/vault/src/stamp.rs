//! What the disk tells of a file without reading it.

use std::fs::Metadata;
use std::time::{Duration, SystemTime};

use hedgerow_model::Date;
use jiff::{Timestamp, tz::TimeZone};

/// A file younger than this may change again without its times telling: clocks of file systems are coarse.
const UNSETTLED: Duration = Duration::from_secs(2);

/// The length, times and identity of a file. Where two stamps are equal and the first was settled when the file was read,
/// the file is the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Stamp {
    len: u64,
    modified: Moment,
    changed: Moment,
    file: FileId,
}

/// Seconds since 1970 and nanoseconds.
type Moment = (i64, u32);

/// Device and inode; zeros where the system has none.
pub(crate) type FileId = (u64, u64);

impl Stamp {
    /// Returns the length in bytes.
    pub fn len(&self) -> u64 {
        self.len
    }

    /// Tells whether the file holds nothing.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    #[cfg(unix)]
    pub(crate) fn of(metadata: &Metadata) -> Self {
        use std::os::unix::fs::MetadataExt;

        let moment = |seconds, nanoseconds| (seconds, u32::try_from(nanoseconds).unwrap_or(0));
        Self {
            len: metadata.len(),
            modified: moment(metadata.mtime(), metadata.mtime_nsec()),
            changed: moment(metadata.ctime(), metadata.ctime_nsec()),
            file: file_id(metadata),
        }
    }

    #[cfg(not(unix))]
    pub(crate) fn of(metadata: &Metadata) -> Self {
        let modified = metadata.modified().map_or((0, 0), moment);
        Self { len: metadata.len(), modified, changed: modified, file: file_id(metadata) }
    }

    /// Tells whether a file read or listed at `now` would show each later change in its stamp. What is from the future is not
    /// settled: a clock was set.
    pub(crate) fn is_settled(&self, now: SystemTime) -> bool {
        self.modified.max(self.changed) < now.checked_sub(UNSETTLED).map_or((0, 0), moment)
    }

    /// Tells whether the file was written less than `age` before `now`.
    pub(crate) fn is_younger(&self, age: Duration, now: SystemTime) -> bool {
        self.modified <= moment(now) && self.modified > now.checked_sub(age).map_or((0, 0), moment)
    }

    /// Returns the day of the file's last change, in UTC so that it is the same on every machine.
    pub(crate) fn day(&self) -> Option<Date> {
        let (seconds, nanoseconds) = self.modified;
        let time = Timestamp::new(seconds, i32::try_from(nanoseconds).ok()?).ok()?;
        let day = time.to_zoned(TimeZone::UTC).date();
        Date::new(day.year(), day.month().unsigned_abs(), day.day().unsigned_abs())
    }
}

fn moment(time: SystemTime) -> Moment {
    match time.duration_since(SystemTime::UNIX_EPOCH) {
        Ok(since) => (i64::try_from(since.as_secs()).unwrap_or(i64::MAX), since.subsec_nanos()),
        Err(_) => (0, 0),
    }
}

/// Returns what tells a file or folder from all others while it exists.
#[cfg(unix)]
pub(crate) fn file_id(metadata: &Metadata) -> FileId {
    use std::os::unix::fs::MetadataExt;
    (metadata.dev(), metadata.ino())
}

/// Returns what tells a file or folder from all others while it exists.
#[cfg(not(unix))]
pub(crate) fn file_id(_metadata: &Metadata) -> FileId {
    (0, 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stamp(modified: Moment, changed: Moment) -> Stamp {
        Stamp { len: 1, modified, changed, file: (0, 0) }
    }

    #[test]
    fn a_file_is_settled_two_seconds_after_its_last_change() {
        let now = SystemTime::UNIX_EPOCH + Duration::from_millis(100_500);
        for (modified, changed, expected) in [
            ((10, 0), (10, 0), true),
            ((98, 0), (98, 0), true),
            ((98, 500_000_000), (10, 0), false),
            ((10, 0), (99, 0), false),
            ((500, 0), (10, 0), false),
        ] {
            assert_eq!(stamp(modified, changed).is_settled(now), expected, "{modified:?} {changed:?}");
        }
    }

    #[test]
    fn what_is_from_the_future_is_not_young() {
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(100);
        let is_young = |modified| stamp(modified, (0, 0)).is_younger(Duration::from_secs(1), now);
        assert_eq!([(98, 0), (99, 1), (100, 0), (101, 0)].map(is_young), [false, true, true, false]);
    }

    #[test]
    fn the_day_is_that_of_the_last_change_in_utc() {
        let day = |seconds| stamp((seconds, 0), (0, 0)).day().map(|day| day.iso());
        assert_eq!(day(1_704_499_199).as_deref(), Some("2024-01-05"));
        assert_eq!(day(-1).as_deref(), Some("1969-12-31"));
        assert_eq!(day(i64::MAX), None);
    }
}
