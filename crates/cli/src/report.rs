//! Shows diagnostics: a drawing with the source line for eyes, one line each for tools.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};
use hedgerow_model::{Diagnostic, LineIndex, Severity, Span};

use crate::failure::{Complaint, Failure, Place};

/// A longer source line is not drawn: nobody finds a caret in it, and laying it out takes a second.
const MAX_LINE_BYTES: usize = 4000;

/// Gives `path:line:col: severity[code]: message` and below it the help.
pub(crate) fn for_tools(diagnostic: &Diagnostic) -> String {
    let help = diagnostic.help.as_ref().map(|help| format!("\n  help: {help}")).unwrap_or_default();
    printable(&format!("{diagnostic}{help}"))
}

/// Draws a diagnostic with the line of its source and a mark below the place.
pub(crate) fn for_eyes(diagnostic: &Diagnostic, text: Option<&str>) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level.primary_title(printable(&diagnostic.message)).id(diagnostic.code.as_str());
    let path = printable(diagnostic.path.as_str());
    let group = title.element(place(&path, text, diagnostic.span));
    draw(group, diagnostic.help.as_deref())
}

/// Draws why a command could not run.
pub(crate) fn failure_for_eyes(failure: &Failure) -> String {
    let one = |complaint: &Complaint| {
        let title = Level::ERROR.primary_title(printable(&complaint.message));
        let group = match &complaint.place {
            Some(Place { file, text, span }) => title.element(place(&printable(file), Some(text), Some(*span))),
            None => Group::with_title(title),
        };
        draw(group, complaint.help.as_deref())
    };
    failure.complaints().iter().map(one).collect::<Vec<_>>().join("\n")
}

/// Makes control characters visible, so that no name or text can move the cursor or colour the terminal, and marks of
/// writing direction cannot turn a message around. Line ends stay.
pub(crate) fn printable(text: &str) -> String {
    let is_odd =
        |c: char| (c.is_control() && c != '\n') || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    if !text.contains(is_odd) {
        return text.to_owned();
    }
    text.chars().map(|c| if is_odd(c) { c.escape_default().to_string() } else { c.to_string() }).collect()
}

fn draw(group: Group<'_>, help: Option<&str>) -> String {
    let help = help.map(|help| Element::from(Level::HELP.message(printable(help))));
    let mut drawing = Renderer::styled().render(&[group.elements(help)]);
    drawing.push('\n');
    drawing
}

/// Makes the `--> path:line:col`, with the source line where there is one that can be drawn.
fn place<'t>(path: &str, text: Option<&'t str>, span: Option<Span>) -> Element<'t> {
    let Some(span) = span else { return Origin::path(path.to_owned()).line(1).char_column(1).into() };
    match text.and_then(|text| source_line(text, span)).filter(|(line, _)| line.len() <= MAX_LINE_BYTES) {
        Some((line, range)) => {
            let snippet = Snippet::source(line).path(path.to_owned()).line_start(span.line as usize);
            snippet.annotation(AnnotationKind::Primary.span(range)).into()
        }
        None => Origin::path(path.to_owned()).line(span.line as usize).char_column(span.column as usize).into(),
    }
}

/// Finds the line of a span by line and column, which hold with or without a byte order mark, and the bytes in it that are
/// meant: up to the end of the line, at least one character.
fn source_line(text: &str, span: Span) -> Option<(&str, Range<usize>)> {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let lines = LineIndex::new(text);
    let start = lines.offset(span.line as usize, 1);
    let rest = text.get(start..)?;
    let line = &rest[..rest.find(['\n', '\r']).unwrap_or(rest.len())];
    let from = line.char_indices().nth(span.column.saturating_sub(1) as usize).map_or(line.len(), |(at, _)| at);
    let mut to = (from + (span.end - span.start)).min(line.len());
    while !line.is_char_boundary(to) {
        to += 1;
    }
    Some((line, from..to))
}

#[cfg(test)]
mod tests {
    use hedgerow_model::{Code, VaultPath};

    use super::*;

    fn diagnostic(text: &str, range: Range<usize>) -> Diagnostic {
        let span = LineIndex::new(text).span(text, range.start, range.end);
        let path = VaultPath::new("Maths/Chain rule.md").unwrap();
        Diagnostic::new(Code::MissingHeading, &path, Some(span), "no heading `X` in `Y.md`").with_help("see `Z`")
    }

    fn drawn(diagnostic: &Diagnostic, text: Option<&str>) -> String {
        anstream::adapter::strip_str(&for_eyes(diagnostic, text)).to_string()
    }

    #[test]
    fn tools_get_a_line_with_path_line_and_column() {
        let expected = "Maths/Chain rule.md:2:5: error[missing-heading]: no heading `X` in `Y.md`\n  help: see `Z`";
        assert_eq!(for_tools(&diagnostic("one\nsee [[Y#X]] there", 8..15)), expected);
    }

    #[test]
    fn eyes_get_the_source_line_with_a_mark() {
        let text = "one\r\nsee [[Y#X]] there\r\n";
        let expected = "\
error[missing-heading]: no heading `X` in `Y.md`
 --> Maths/Chain rule.md:2:5
  |
2 | see [[Y#X]] there
  |     ^^^^^^^
  |
  = help: see `Z`
";
        assert_eq!(drawn(&diagnostic(text, 9..16), Some(text)), expected);
    }

    #[test]
    fn a_place_is_right_behind_a_byte_order_mark_and_wide_letters() {
        let text = "äö [[Y]]";
        let found = drawn(&diagnostic(text, 5..10), Some(&format!("\u{FEFF}{text}")));
        assert!(found.contains("1 | äö [[Y]]\n  |    ^^^^^\n"), "{found}");
    }

    #[test]
    fn a_span_over_lines_is_marked_to_the_end_of_its_first_line() {
        let text = "%% never\nclosed";
        let found = drawn(&diagnostic(text, 0..15), Some(text));
        assert!(found.contains("1 | %% never\n  | ^^^^^^^^\n"), "{found}");
    }

    #[test]
    fn without_a_text_or_with_a_line_beyond_measure_there_is_only_the_place() {
        let text = format!("{}[[Y#X]]", "a".repeat(5000));
        let expected = " --> Maths/Chain rule.md:1:5001\n";
        for shown in [None, Some(text.as_str())] {
            let found = drawn(&diagnostic(&text, 5000..5007), shown);
            assert!(found.contains(expected.trim_start()) && found.lines().count() < 6, "{found}");
        }
    }

    #[test]
    fn a_text_that_is_shorter_by_now_is_no_trouble() {
        drawn(&diagnostic("one\nsee [[Y#X]] there", 8..15), Some(""));
        drawn(&diagnostic("one\nsee [[Y#X]] there", 8..15), Some("one\nä"));
    }

    #[test]
    fn names_cannot_play_with_the_terminal() {
        assert_eq!(printable("a\u{1b}[31m\rb\u{202E}\nc"), "a\\u{1b}[31m\\rb\\u{202e}\nc");
    }
}
