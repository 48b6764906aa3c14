//! What HTML of a garden may hold, as a browser would read it.

use scraper::{ElementRef, Html};

/// Elements that no body holds: they run, load, post, or change how what follows is read.
const NEVER: &[&str] = &[
    "applet",
    "base",
    "body",
    "embed",
    "form",
    "frame",
    "frameset",
    "head",
    "html",
    "link",
    "meta",
    "noembed",
    "noframes",
    "noscript",
    "object",
    "plaintext",
    "portal",
    "script",
    "select",
    "style",
    "template",
    "textarea",
    "title",
    "xmp",
];

/// Attributes that run or post.
const NEVER_SET: &[&str] = &["srcdoc", "formaction", "action", "ping", "http-equiv", "background", "target", "form"];

/// Attributes that hold an address.
const ADDRESSES: &[&str] = &["href", "src", "xlink:href", "poster", "cite", "data", "longdesc", "usemap", "profile"];

/// Stands behind the body; what is left open in the body would swallow or move it.
const BEHIND: &str = "hedgerow-behind";

/// Fails where a body could run, load, or reach the page around it.
pub(super) fn check_body(html: &str) {
    let page = Html::parse_document(&format!(
        "<!doctype html><html><head></head><body><hedgerow-around>{html}</hedgerow-around><{BEHIND}></{BEHIND}></body></html>"
    ));
    let behind: Vec<ElementRef<'_>> = elements(&page).filter(|element| element.value().name() == BEHIND).collect();
    assert_eq!(behind.len(), 1, "the page goes on behind the body:\n{html}");
    let around = behind[0].prev_sibling().and_then(ElementRef::wrap).map(|element| element.value().name().to_owned());
    let parent = behind[0].parent().and_then(ElementRef::wrap).map(|element| element.value().name().to_owned());
    let is_whole = around.as_deref() == Some("hedgerow-around") && parent.as_deref() == Some("body");
    assert!(is_whole && behind[0].children().count() == 0, "I-45: the body ends where it ends:\n{html}");
    let Some(around) = behind[0].prev_sibling().and_then(ElementRef::wrap) else { return };
    for element in around.descendants().filter_map(ElementRef::wrap) {
        let name = element.value().name();
        assert!(!NEVER.contains(&name), "I-43: a body holds <{name}>:\n{html}");
        check_attributes(element, html);
    }
}

/// Fails where a whole page runs anything but the site's own scripts.
///
/// # Panics
/// Where it does.
pub fn check_page(html: &str) {
    let page = Html::parse_document(html);
    let mut n_mains = 0;
    for element in elements(&page) {
        match element.value().name() {
            "script" => {
                let src = element.attr("src").unwrap_or_default();
                assert!(src.starts_with("/-/assets/"), "a page runs {src:?}:\n{html}");
                assert_eq!(element.text().collect::<String>().trim(), "", "a script stands in a page:\n{html}");
            }
            "main" => n_mains += 1,
            "style" | "object" | "embed" | "base" => panic!("a page holds {:?}:\n{html}", element.value().name()),
            _ => {}
        }
        let is_of_site = matches!(element.value().name(), "form" | "meta" | "link");
        if !is_of_site {
            check_attributes(element, html);
        }
    }
    assert_eq!(n_mains, 1, "a page has one main part:\n{html}");
    assert!(html.trim_end().ends_with("</html>"), "a page ends");
}

/// Fails where HTML holds more than words, some of them in one element.
pub(super) fn check_marked(html: &str, mark: &str) {
    for element in Html::parse_fragment(html).root_element().descendants().filter_map(ElementRef::wrap) {
        let name = element.value().name();
        let is_plain = (name == "html" || name == mark) && element.value().attrs().next().is_none();
        assert!(is_plain, "S-14: what is marked is escaped: {html}");
    }
    let n_opened = html.matches('<').count();
    let n_marks = html.matches(&format!("<{mark}>")).count();
    assert!(n_opened == 2 * n_marks && html.matches(&format!("</{mark}>")).count() == n_marks, "marks end: {html}");
}

fn elements(page: &Html) -> impl Iterator<Item = ElementRef<'_>> {
    page.root_element().descendants().filter_map(ElementRef::wrap)
}

fn check_attributes(element: ElementRef<'_>, html: &str) {
    let name = element.value().name();
    for (attribute, value) in element.value().attrs() {
        let attribute = attribute.to_ascii_lowercase();
        let is_harmless = !attribute.starts_with("on") && !NEVER_SET.contains(&attribute.as_str());
        assert!(is_harmless, "I-43: <{name} {attribute}={value:?}>:\n{html}");
        // A piece of markup that was meant as text became a name.
        let is_name = attribute.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | ':' | '_'));
        assert!(is_name, "<{name}> has an attribute {attribute:?}:\n{html}");
        if ADDRESSES.contains(&attribute.as_str()) {
            let scheme = scheme(value);
            let is_picture = matches!((name, attribute.as_str()), ("img", "src")) && value.trim_start().len() > 10;
            let is_safe = match scheme.as_str() {
                "javascript" | "vbscript" | "file" | "view-source" => false,
                "data" => is_picture || name == "a" || name == "svg" || name == "path",
                _ => true,
            };
            assert!(is_safe, "L-34: <{name} {attribute}={value:?}>:\n{html}");
        }
        if attribute == "style" {
            let lower = value.to_ascii_lowercase();
            let is_plain = !["url(", "expression", "@import", "image(", "image-set(", "behavior"]
                .iter()
                .any(|bad| lower.contains(bad));
            let is_placed = ["fixed", "sticky"].iter().any(|bad| lower.contains(&format!("position: {bad}")));
            assert!(is_plain && !is_placed, "I-43: <{name} style={value:?}>:\n{html}");
        }
    }
}

/// Returns the scheme of an address as browsers find it: they skip white space and control characters.
fn scheme(address: &str) -> String {
    let address: String = address.chars().filter(|&c| c > ' ' && !c.is_control()).collect();
    let end = address.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '+' | '-' | '.'));
    match end {
        Some(end) if address[end..].starts_with(':') => address[..end].to_ascii_lowercase(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use std::panic::catch_unwind;

    use super::{check_body, check_marked, check_page};

    #[test]
    fn what_could_do_harm_is_noticed() {
        for html in [
            "<script>x</script>",
            "<p onclick=\"x\">a</p>",
            "<a href=\"java\nscript:x\">a</a>",
            "<a href=\" JavaScript:x\">a</a>",
            "<img src=\"data:,x\">",
            "<iframe srcdoc=\"x\"></iframe>",
            "<p style=\"background: url(x)\">a</p>",
            "<b>a",
            "<div>a",
            "</hedgerow-around><p>a",
            "<p title=\"\"x\"\">a</p>",
            "<form><input></form>",
            "<base href=\"/x\">",
            "<title>a",
            "<!-- a",
            "<p>a</p><table>",
        ] {
            assert!(catch_unwind(|| check_body(html)).is_err(), "{html}");
        }
        for html in ["<p>a</p>", "<a href=\"/a:b\">c</a>", "<p title=\"onclick=\">javascript:</p>", ""] {
            check_body(html);
        }
        for html in ["<b>a</b>", "<mark id=\"a\">a</mark>", "<mark>a", "<em>a</em>", "a < b"] {
            assert!(catch_unwind(|| check_marked(html, "mark")).is_err(), "{html}");
        }
        check_marked("&lt;b&gt; <mark>a</mark>", "mark");
        assert!(
            catch_unwind(|| check_page("<html><main></main><script src=\"https://x.y\"></script></html>")).is_err()
        );
        check_page("<html><main></main><script src=\"/-/assets/a.js\"></script></html>");
    }
}
