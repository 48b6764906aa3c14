//! Byte ranges (RFC 9110, section 14).

use axum::http::{HeaderMap, header};

/// What part of a body a client asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// All of it: nothing was asked for, or in a form that we may ignore, such as several ranges.
    All,
    /// These bytes, the last one included.
    Part { first: u64, last: u64 },
    /// Bytes that are not there.
    Beyond,
}

impl Wanted {
    /// Reads the `Range` header for a body of a length.
    pub(crate) fn read(headers: &HeaderMap, len: u64) -> Self {
        let Some(value) = headers.get(header::RANGE).and_then(|value| value.to_str().ok()) else { return Self::All };
        let Some((unit, range)) = value.split_once('=') else { return Self::All };
        let Some((first, last)) = range.trim().split_once('-') else { return Self::All };
        if !unit.trim().eq_ignore_ascii_case("bytes") || range.contains(',') {
            return Self::All;
        }
        match (number(first), number(last)) {
            (Number::Given(first), Number::Given(last)) if first > last => Self::All,
            (Number::Given(first), _) if first >= len => Self::Beyond,
            (Number::Given(first), Number::Given(last)) => Self::Part { first, last: last.min(len - 1) },
            (Number::Given(first), Number::Left) => Self::Part { first, last: len - 1 },
            (Number::Left, Number::Given(0)) => Self::Beyond,
            (Number::Left, Number::Given(_)) if len == 0 => Self::Beyond,
            (Number::Left, Number::Given(n)) => Self::Part { first: len.saturating_sub(n), last: len - 1 },
            _ => Self::All,
        }
    }
}

enum Number {
    Left,
    Given(u64),
    Bad,
}

fn number(text: &str) -> Number {
    let text = text.trim();
    match text {
        "" => Number::Left,
        // A number too large for us lies behind every end.
        _ if text.bytes().all(|byte| byte.is_ascii_digit()) => Number::Given(text.parse().unwrap_or(u64::MAX)),
        _ => Number::Bad,
    }
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderValue, header};

    use super::Wanted;

    #[test]
    fn one_range_is_read_and_all_else_is_ignored() {
        let part = |first, last| Wanted::Part { first, last };
        for (range, expected) in [
            ("bytes=0-0", part(0, 0)),
            ("bytes=2-5", part(2, 5)),
            ("bytes=2-", part(2, 9)),
            ("bytes=5-1000", part(5, 9)),
            ("bytes=-3", part(7, 9)),
            ("bytes=-1000", part(0, 9)),
            ("Bytes = 1-2", part(1, 2)),
            ("bytes=10-", Wanted::Beyond),
            ("bytes=99999999999999999999999-", Wanted::Beyond),
            ("bytes=-0", Wanted::Beyond),
            ("bytes=5-2", Wanted::All),
            ("bytes=-", Wanted::All),
            ("bytes=0-1,3-4", Wanted::All),
            ("bytes=a-b", Wanted::All),
            ("lines=0-1", Wanted::All),
            ("bytes", Wanted::All),
            ("", Wanted::All),
        ] {
            let headers = HeaderMap::from_iter([(header::RANGE, HeaderValue::from_static(range))]);
            assert_eq!(Wanted::read(&headers, 10), expected, "{range:?}");
        }
        let headers = HeaderMap::from_iter([(header::RANGE, HeaderValue::from_static("bytes=0-"))]);
        assert_eq!(Wanted::read(&headers, 0), Wanted::Beyond);
        assert_eq!(Wanted::read(&HeaderMap::new(), 10), Wanted::All);
    }
}
