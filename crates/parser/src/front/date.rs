//! The dates people write (rule P-05), as the calendar day that stands there (rule P-07).

use std::sync::LazyLock;

use hedgerow_model::Date;
use regex::Regex;

/// Reads a date; `05/01/2024` is ambiguous and not read.
pub(super) fn read(text: &str) -> Option<Date> {
    let text = unlinked(text.trim());
    by_number(text).or_else(|| by_name(text)).or_else(|| by_milliseconds(text))
}

/// Takes `2024-01-05` out of `[[2024-01-05]]`, `[[Journal/2024-01-05|that day]]`.
fn unlinked(text: &str) -> &str {
    let Some(inner) = text.strip_prefix("[[").and_then(|text| text.strip_suffix("]]")) else { return text };
    let target = inner.split(['|', '#']).next().unwrap_or(inner);
    target.rsplit('/').next().unwrap_or(target).trim()
}

/// `2024-01-05`, `2024/01/05`, `20240105`, each with or without a time and zone.
fn by_number(text: &str) -> Option<Date> {
    static DATE: LazyLock<Regex> = LazyLock::new(|| {
        let zone = r"(?:\s*(?:[Zz]|UTC|[+-]\d{2}:?(?:\d{2})?))?";
        let time = format!(r"(?:(?:[Tt]|\s+)(\d{{1,2}}):(\d{{2}})(?::(\d{{2}})(?:[.,]\d+)?)?{zone})?");
        let day = r"(?:(\d{4})-(\d{1,2})-(\d{1,2})|(\d{4})/(\d{1,2})/(\d{1,2})|(\d{4})(\d{2})(\d{2}))";
        Regex::new(&format!("^{day}{time}$")).expect("the pattern is valid")
    });
    let found = DATE.captures(text)?;
    let n = |group: usize| found.get(group).map(|digits| digits.as_str());
    let (year, month, day) = [1, 4, 7].into_iter().find_map(|g| Some((n(g)?, n(g + 1)?, n(g + 2)?)))?;
    let date = Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)?;
    match (n(10), n(11)) {
        (Some(hour), Some(minute)) => {
            let second = n(12).unwrap_or("0");
            Some(date.at(hour.parse().ok()?, minute.parse().ok()?, second.parse().ok()?))
        }
        _ => Some(date),
    }
}

/// `January 5, 2024`, `Jan 5, 2024`, `5 January 2024`, with or without the day of the week before it.
fn by_name(text: &str) -> Option<Date> {
    static DATE: LazyLock<Regex> = LazyLock::new(|| {
        let weekday = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?";
        let name = r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)";
        let rest = r"(uary|ruary|ch|il|e|y|ust|t|tember|ober|ember)?\.?";
        let day = r"(\d{1,2})(?:st|nd|rd|th)?";
        let forms = format!(r"{name}{rest}\s+{day},?|{day}\s+{name}{rest},?");
        Regex::new(&format!(r"^(?i){weekday}(?:{forms})\s+(\d{{4}})$")).expect("the pattern is valid")
    });
    const NAMES: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let found = DATE.captures(text)?;
    let n = |group: usize| found.get(group).map(|part| part.as_str());
    let (name, rest, day) = match n(1) {
        Some(name) => (name, n(2), n(3)?),
        None => (n(5)?, n(6), n(4)?),
    };
    let name = format!("{name}{}", rest.unwrap_or_default()).to_lowercase();
    let is_name = |full: &&str| *full == name || full[..3] == *name || (name == "sept" && *full == "september");
    let month = NAMES.into_iter().position(|full| is_name(&full))? + 1;
    Date::new(n(7)?.parse().ok()?, u8::try_from(month).ok()?, day.parse().ok()?)
}

/// Milliseconds since 1970, as Dendron writes them: thirteen digits, before September 2001 twelve. Twelve digits that read
/// as a day and a time, `202401050930`, are the number of a note and no date.
fn by_milliseconds(text: &str) -> Option<Date> {
    let is_stamp = |text: &str| {
        let (day, time) = text.split_at(8);
        by_number(day).is_some() && &time[..2] < "24" && &time[2..] < "60"
    };
    let is_long = matches!(text.len(), 12 | 13) && text.bytes().all(|byte| byte.is_ascii_digit());
    if !is_long || (text.len() == 12 && is_stamp(text)) {
        return None;
    }
    let time = jiff::Timestamp::from_millisecond(text.parse().ok()?).ok()?;
    let time = jiff::tz::TimeZone::UTC.to_datetime(time);
    let part = |n: i8| u8::try_from(n).ok();
    let date = Date::new(time.year(), part(time.month())?, part(time.day())?)?;
    Some(date.at(part(time.hour())?, part(time.minute())?, part(time.second())?))
}
