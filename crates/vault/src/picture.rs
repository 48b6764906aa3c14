//! The size of a picture, from its first bytes.

use std::fs::File;
use std::io::{BufReader, Read};

use hedgerow_model::{FileKind, VaultPath};

/// How much of an SVG is looked at.
const SVG_HEAD: u64 = 4 << 10;

/// Returns width and height in CSS pixels; `None` for what is no picture or does not say.
pub(crate) fn size(path: &VaultPath, file: File) -> Option<(u32, u32)> {
    if path.kind() != FileKind::Image {
        return None;
    }
    if path.extension().eq_ignore_ascii_case("svg") {
        let mut head = Vec::new();
        file.take(SVG_HEAD).read_to_end(&mut head).ok()?;
        return svg_size(&String::from_utf8_lossy(&head));
    }
    let size = imagesize::reader_size(BufReader::new(file)).ok()?;
    let size = (u32::try_from(size.width).ok()?, u32::try_from(size.height).ok()?);
    (size.0 > 0 && size.1 > 0).then_some(size)
}

/// Reads `width` and `height` of the root tag where both are lengths in pixels, else the last two numbers of `viewBox`.
fn svg_size(head: &str) -> Option<(u32, u32)> {
    let tag = root_tag(head)?;
    let pixels = |name| attribute(tag, name).and_then(|value| length(value.strip_suffix("px").unwrap_or(value)));
    pixels("width").zip(pixels("height")).or_else(|| {
        let mut numbers =
            attribute(tag, "viewBox")?.split([' ', ',', '\t', '\n', '\r']).filter(|part| !part.is_empty());
        numbers.nth(1)?;
        length(numbers.next()?).zip(length(numbers.next()?))
    })
}

/// Returns the text from behind `<svg` to its `>`, past declarations and comments.
fn root_tag(head: &str) -> Option<&str> {
    let mut rest = head;
    loop {
        rest = &rest[rest.find('<')?..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = &comment[comment.find("-->")?..];
        } else if let Some(tag) = rest.strip_prefix("<svg") {
            return Some(&tag[..tag.find('>')?]);
        } else {
            rest = &rest[1..];
        }
    }
}

/// Finds the value of an attribute in a tag.
fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    let mut rest = tag;
    while let Some((before, behind)) = rest.split_once('=') {
        let quote = behind.trim_start().chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let (value, next) = behind.trim_start()[1..].split_once(quote)?;
        if before.trim() == name {
            return Some(value.trim());
        }
        rest = next;
    }
    None
}

/// Reads a positive number and rounds it.
fn length(text: &str) -> Option<u32> {
    let number = text.trim().parse::<f64>().ok()?.round();
    // The cast is exact: the number is whole and within bounds.
    (1.0..=100_000.0).contains(&number).then_some(number as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_svg_says_its_size_by_attributes_or_view_box() {
        let cases = [
            (r#"<svg width="640" height="480">"#, Some((640, 480))),
            (r#"<svg width="640px" height='479.6px' viewBox="0 0 1 1">"#, Some((640, 480))),
            (r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 150"></svg>"#, Some((300, 150))),
            (r#"<svg width="100%" height="100%" viewBox="-1,-1, 20 , 10">"#, Some((20, 10))),
            (
                "<?xml version=\"1.0\"?>\n<!-- <svg width='1' height='1'> -->\n<!DOCTYPE svg>\n<svg\n width = \"7\" height=\"8\"\n>",
                Some((7, 8)),
            ),
            (r#"<svg stroke-width="3" height="4">"#, None),
            (r#"<svg width="2em" height="4em">"#, None),
            (r#"<svg width="-2" height="NaN" viewBox="0 0">"#, None),
            (r#"<svg width=3 height=4>"#, None),
            ("<html>", None),
            ("<!-- never closed", None),
            ("", None),
        ];
        for (head, expected) in cases {
            assert_eq!(svg_size(head), expected, "{head}");
        }
    }
}
