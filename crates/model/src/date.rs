//! Dates as written: a calendar day that no time zone moves (rule P-07).

use std::fmt;

/// A day, with the time of day if one was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: i16,
    month: u8,
    day: u8,
    time: Option<Time>,
}

/// A time of day as written; its zone is not kept (rule P-07).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time {
    /// 0 to 23.
    pub hour: u8,
    /// 0 to 59.
    pub minute: u8,
    /// 0 to 59.
    pub second: u8,
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

impl Date {
    /// Checks a day of the Gregorian calendar; returns `None` for one that does not exist.
    pub fn new(year: i16, month: u8, day: u8) -> Option<Self> {
        let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let n_days = match month {
            1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
            4 | 6 | 9 | 11 => 30,
            2 => 28 + u8::from(is_leap),
            _ => return None,
        };
        ((0..=9999).contains(&year) && (1..=n_days).contains(&day)).then_some(Self { year, month, day, time: None })
    }

    /// Adds a time of day; one that does not exist is left out.
    #[must_use]
    pub fn at(self, hour: u8, minute: u8, second: u8) -> Self {
        let is_time = hour < 24 && minute < 60 && second < 60;
        Self { time: is_time.then_some(Time { hour, minute, second }), ..self }
    }

    /// Returns the year.
    pub fn year(&self) -> i16 {
        self.year
    }

    /// Returns the month, from 1.
    pub fn month(&self) -> u8 {
        self.month
    }

    /// Returns the day of the month, from 1.
    pub fn day(&self) -> u8 {
        self.day
    }

    /// Returns the time of day, if one was written.
    pub fn time(&self) -> Option<Time> {
        self.time
    }

    /// Returns `2024-01-05`.
    pub fn iso(&self) -> String {
        format!("{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }

    /// Returns `5 January 2024`, for readers.
    pub fn long(&self) -> String {
        format!("{} {} {}", self.day, MONTHS[usize::from(self.month) - 1], self.year)
    }

    /// Returns `2024-01-05T00:00:00Z` for feeds (RFC 3339), midnight where no time was written.
    pub fn rfc3339(&self) -> String {
        let time = self.time.unwrap_or(Time { hour: 0, minute: 0, second: 0 });
        format!("{}T{:02}:{:02}:{:02}Z", self.iso(), time.hour, time.minute, time.second)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.iso())
    }
}
