//! From vault paths to addresses (rules F-32 and F-33).

use hedgerow_model::{Key, nfc};

/// Returns the address of a vault path without its `.md`, without a slash at its start.
///
/// White space becomes `-`, `%` `-percent`, `?` `-q`; `#` goes; case and letters of all scripts stay. What no request
/// can carry becomes `-` as well; an empty segment becomes `untitled`.
pub(crate) fn slug(path: &str) -> String {
    let path = nfc(path);
    let mut slug = String::with_capacity(path.len() + 1);
    for (n, segment) in path.split('/').enumerate() {
        if n > 0 {
            slug.push('/');
        }
        push_segment(&mut slug, segment);
        // The site's own routes live below `/-/`, which no note may reach (rule F-37).
        if slug == "-" {
            slug.push('-');
        }
    }
    slug
}

fn push_segment(slug: &mut String, text: &str) {
    let start = slug.len();
    for c in text.chars() {
        match c {
            '%' => slug.push_str("-percent"),
            '?' => slug.push_str("-q"),
            '#' => {}
            c if c.is_whitespace() || c.is_control() || c == '\\' => slug.push('-'),
            c => slug.push(c),
        }
    }
    if matches!(&slug[start..], "" | "." | "..") {
        slug.truncate(start);
        slug.push_str("untitled");
    }
}

/// Returns the form in which a request that differs only in spelling meets its address: without case, with `-` for a
/// space or `+`, without a slash or `.md` or `.html` at its end (rule F-33).
pub(crate) fn spelling(path: &str) -> String {
    let path = path.trim_matches('/');
    let folded = Key::of(path);
    let folded = folded.as_str();
    let is_name = |name: &&str| !name.is_empty() && !name.ends_with('/');
    let without = |suffix| folded.strip_suffix(suffix).filter(is_name);
    let folded = without(".html").or_else(|| without(".md")).unwrap_or(folded);
    folded.trim_end_matches('/').replace(|c: char| c == '+' || c.is_whitespace(), "-")
}
