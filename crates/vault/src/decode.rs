//! From bytes to text (rules F-16 and F-18).

use hedgerow_model::{Code, Diagnostic, LineIndex, VaultPath};

/// Decodes a file as UTF-8. What is no UTF-8 becomes U+FFFD, a NUL likewise, and the author is told the first place.
/// A byte order mark stays for the parser.
///
/// UTF-16 is recognised by its mark or its fence and decoded: read as UTF-8, a `private: true` in it would be overlooked.
pub(crate) fn decode(path: &VaultPath, bytes: Vec<u8>) -> (String, Option<Diagnostic>) {
    if let Some(text) = decode_utf16(&bytes) {
        let found = "this file is UTF-16, which was read; UTF-8 is expected";
        return (text, Some(warn(path, None, found.to_owned())));
    }
    let text = match String::from_utf8(bytes) {
        Ok(text) if !text.contains('\0') => return (text, None),
        Ok(text) => text,
        Err(error) => String::from_utf8_lossy(error.as_bytes()).into_owned(),
    };
    let text = text.replace('\0', "\u{FFFD}");
    let first = text.find(char::REPLACEMENT_CHARACTER).unwrap_or(0);
    let span = LineIndex::new(&text).span(&text, first, first + char::REPLACEMENT_CHARACTER.len_utf8());
    let n_places = text.matches(char::REPLACEMENT_CHARACTER).count();
    let found = match n_places {
        1 => "a byte that is not UTF-8 text".to_owned(),
        n => format!("{n} bytes that are not UTF-8 text; this is the first"),
    };
    (text, Some(warn(path, Some(span), found)))
}

fn warn(path: &VaultPath, span: Option<hedgerow_model::Span>, found: String) -> Diagnostic {
    Diagnostic::new(Code::NotUtf8, path, span, found).with_help("save the file as UTF-8")
}

/// Decodes UTF-16 of either byte order; `None` where neither a mark nor a `--` in 16-bit units says that it is.
fn decode_utf16(bytes: &[u8]) -> Option<String> {
    let is_little = bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(b"-\0-\0");
    let is_big = bytes.starts_with(&[0xFE, 0xFF]) || bytes.starts_with(b"\0-\0-");
    let unit = match (is_little, is_big) {
        (true, _) => u16::from_le_bytes,
        (_, true) => u16::from_be_bytes,
        _ => return None,
    };
    let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]])).collect();
    Some(String::from_utf16_lossy(&units).replace('\0', "\u{FFFD}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], expected_text: &str, expected_diagnostic: Option<&str>) {
        let (text, diagnostic) = decode(&VaultPath::new("a.md").unwrap(), bytes.to_vec());
        assert_eq!(text, expected_text);
        assert_eq!(diagnostic.map(|d| d.to_string()).as_deref(), expected_diagnostic);
    }

    #[test]
    fn utf_8_stays_as_it_is_with_its_mark_f_16() {
        check(b"", "", None);
        check("\u{FEFF}---\r\nä".as_bytes(), "\u{FEFF}---\r\nä", None);
        check("already \u{FFFD}".as_bytes(), "already \u{FFFD}", None);
    }

    #[test]
    fn other_bytes_and_nul_become_a_replacement_and_a_warning_f_18() {
        check(b"one\nt\xFFwo", "one\nt\u{FFFD}wo", Some("a.md:2:2: warning[not-utf8]: a byte that is not UTF-8 text"));
        check(
            b"\xE4 and \0",
            "\u{FFFD} and \u{FFFD}",
            Some("a.md:1:1: warning[not-utf8]: 2 bytes that are not UTF-8 text; this is the first"),
        );
    }

    #[test]
    fn utf_16_is_read_so_that_its_front_matter_counts() {
        let text = "---\nprivate: true\n---\n";
        let warning = Some("a.md:1:1: warning[not-utf8]: this file is UTF-16, which was read; UTF-8 is expected");
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        check(&little, text, warning);
        check(&big, text, warning);
        check(&[&[0xFF, 0xFE][..], &little].concat(), &format!("\u{FEFF}{text}"), warning);
        check(&[&[0xFE, 0xFF][..], &big].concat(), &format!("\u{FEFF}{text}"), warning);
    }
}
