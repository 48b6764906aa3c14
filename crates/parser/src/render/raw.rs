//! What is settled in raw HTML once it is clean: files, frames and ids (rules E-09 and E-25).
//!
//! Clean HTML has one form: values stand in double quotes and hold none, and no text holds `<`. So its tags can be found
//! without reading it once more.

use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;
use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::escape::escaped;

/// The elements whose `src` is a file.
const MEDIA: &[&str] = &["img", "audio", "video", "source"];

/// What the address of a picture, sound or film in raw HTML comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum RawFile {
    /// The address of a file of the garden.
    Shown(String),
    /// Nothing that readers can see: the box that stands in its place (rule E-05).
    Missing(String),
}

/// What is known of the body that raw HTML stands in.
#[derive(Debug)]
pub(super) struct RawContext<'r> {
    /// The files, by the address as typed; an address that is not here stays as it is.
    pub(super) files: HashMap<&'r str, RawFile>,
    /// Goes before each id in embedded text.
    pub(super) id_prefix: &'r str,
    /// The anchors of the note's own headings.
    pub(super) anchors: HashSet<&'r str>,
}

impl RawContext<'_> {
    /// Settles a clean body.
    pub(super) fn settle(&self, clean: &str) -> String {
        let mut seen = HashSet::new();
        TAG.replace_all(clean, |tag: &Captures<'_>| self.tag(tag, &mut seen)).into_owned()
    }

    fn tag(&self, tag: &Captures<'_>, seen: &mut HashSet<String>) -> String {
        let (name, end) = (&tag["name"], tag.name("end").map_or("", |end| end.as_str()));
        let mut attributes = tag["attributes"].to_owned();
        if let Some(id) = value(&attributes, "id") {
            let is_own_heading = matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
                && attributes == format!(" id=\"{id}\" dir=\"auto\"");
            attributes = self.with_id(&attributes, &id, is_own_heading, seen);
        }
        if name == "iframe" {
            return format!("<iframe{attributes}>{end}{}", frame_link(&attributes));
        }
        let file = MEDIA.contains(&name).then(|| value(&attributes, "src")).flatten();
        match file.and_then(|src| self.files.get(plain(&src).as_str())) {
            None => format!("<{name}{attributes}>{end}"),
            Some(RawFile::Shown(href)) => {
                let lazy =
                    if name == "img" && value(&attributes, "loading").is_none() { " loading=\"lazy\"" } else { "" };
                let attributes = with_value(&attributes, "src", Some(&escaped(href)));
                format!("<{name}{attributes}{lazy}>{end}")
            }
            Some(RawFile::Missing(_)) if name == "source" => {
                format!("<source{}>", with_value(&attributes, "src", None))
            }
            Some(RawFile::Missing(notice)) if name == "img" => notice.clone(),
            Some(RawFile::Missing(notice)) => {
                format!("{notice}<{name}{} hidden=\"\">{end}", with_value(&attributes, "src", None))
            }
        }
    }

    /// Gives an id its place: the note's own headings keep theirs, any other is taken by the first element that has it.
    fn with_id(&self, attributes: &str, id: &str, is_own_heading: bool, seen: &mut HashSet<String>) -> String {
        if !self.id_prefix.is_empty() && !id.starts_with(self.id_prefix) {
            let id = format!("{}{id}", self.id_prefix);
            let is_free = seen.insert(id.clone());
            return with_value(attributes, "id", is_free.then_some(&id));
        }
        let is_reserved = self.anchors.contains(plain(id).as_str());
        if is_reserved && is_own_heading {
            return attributes.to_owned();
        }
        let is_free = !is_reserved && seen.insert(id.to_owned());
        if is_free { attributes.to_owned() } else { with_value(attributes, "id", None) }
    }
}

/// Finds the addresses of pictures, sound and films in raw HTML, in order and without what sanitising takes out.
pub(crate) fn sources(html: &str) -> Vec<String> {
    static HINT: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"(?is)<(?:img|audio|video|source)\b.*src").expect("the pattern is valid"));
    if !HINT.is_match(html) {
        return Vec::new();
    }
    let clean = crate::sanitise::sanitise(html);
    let media = TAG.captures_iter(&clean).filter(|tag| MEDIA.contains(&&tag["name"]));
    media.filter_map(|tag| value(&tag["attributes"], "src")).map(|src| plain(&src)).collect()
}

/// A start tag with attributes, in clean HTML; frames are empty there.
static TAG: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"<(?<name>[a-z][a-z0-9]*)(?<attributes>(?: [^\s="<>]+="[^"]*")+)>(?<end></iframe>)?"#)
        .expect("the pattern is valid")
});

/// The site's policy lets no foreign page into a frame: a link leads there instead.
fn frame_link(attributes: &str) -> String {
    let Some(src) = value(attributes, "src") else { return String::new() };
    let host = src.split("//").nth(1).unwrap_or_default().split(['/', '?', '#']).next().unwrap_or_default();
    let mut link = String::new();
    let _ = write!(link, "<a class=\"external-link frame-source\" rel=\"noopener\" href=\"{src}\">{host}</a>");
    link
}

/// Returns the value of an attribute, escaped as it stands.
fn value(attributes: &str, name: &str) -> Option<String> {
    let (_, behind) = attributes.split_once(&format!(" {name}=\""))?;
    Some(behind.split('"').next().unwrap_or_default().to_owned())
}

/// Sets an attribute to an escaped value, or takes it out.
fn with_value(attributes: &str, name: &str, new: Option<&String>) -> String {
    let start = format!(" {name}=\"");
    let Some((before, behind)) = attributes.split_once(&start) else { return attributes.to_owned() };
    let after = behind.split_once('"').map_or("", |(_, after)| after);
    match new {
        Some(new) => format!("{before}{start}{new}\"{after}"),
        None => format!("{before}{after}"),
    }
}

/// Undoes the escapes that clean HTML has in values.
fn plain(value: &str) -> String {
    let text = value.replace("&quot;", "\"").replace("&nbsp;", "\u{A0}").replace("&lt;", "<").replace("&gt;", ">");
    text.replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::{RawContext, RawFile, sources};

    fn settle(html: &str, id_prefix: &str) -> String {
        let files = [
            ("p.png", RawFile::Shown("/sub/p.png".to_owned())),
            ("a&b.png", RawFile::Shown("/a%26b.png".to_owned())),
            ("gone.png", RawFile::Missing("<i>gone</i>".to_owned())),
        ];
        RawContext { files: files.into(), id_prefix, anchors: ["log"].into() }.settle(html)
    }

    #[test]
    fn files_of_raw_html_are_those_of_the_garden_e_25() {
        for (html, want) in [
            ("<img src=\"p.png\" alt=\"x\">", "<img src=\"/sub/p.png\" alt=\"x\" loading=\"lazy\">"),
            (
                "<img alt=\"x\" src=\"a&amp;b.png\" loading=\"eager\">",
                "<img alt=\"x\" src=\"/a%26b.png\" loading=\"eager\">",
            ),
            ("<img src=\"https://x.y/p.png\">", "<img src=\"https://x.y/p.png\">"),
            ("<p>src=\"p.png\"</p>", "<p>src=\"p.png\"</p>"),
            ("a<img src=\"gone.png\" alt=\"&quot;\">b", "a<i>gone</i>b"),
            ("<audio src=\"gone.png\" controls=\"\"></audio>", "<i>gone</i><audio controls=\"\" hidden=\"\"></audio>"),
            ("<source src=\"gone.png\" type=\"x\">", "<source type=\"x\">"),
            ("<track src=\"p.png\">", "<track src=\"p.png\">"),
        ] {
            assert_eq!(settle(html, ""), want);
        }
    }

    #[test]
    fn a_frame_of_another_host_has_a_link_e_25() {
        assert_eq!(
            settle("<iframe src=\"https://x.y/z?a=1&amp;b\" sandbox=\"\"></iframe>c", ""),
            "<iframe src=\"https://x.y/z?a=1&amp;b\" sandbox=\"\"></iframe><a class=\"external-link frame-source\" \
             rel=\"noopener\" href=\"https://x.y/z?a=1&amp;b\">x.y</a>c"
        );
        assert_eq!(settle("<iframe sandbox=\"\"></iframe>", ""), "<iframe sandbox=\"\"></iframe>");
    }

    #[test]
    fn ids_of_raw_html_take_none_of_the_page_e_09() {
        for (html, prefix, want) in [
            (
                "<b id=\"log\">x</b><h2 id=\"log\" dir=\"auto\">Log</h2>",
                "",
                "<b>x</b><h2 id=\"log\" dir=\"auto\">Log</h2>",
            ),
            ("<b id=\"x\">x</b><b id=\"x\">y</b>", "", "<b id=\"x\">x</b><b>y</b>"),
            ("<b id=\"x\">x</b><p id=\"e1:y\">y</p>", "e1:", "<b id=\"e1:x\">x</b><p id=\"e1:y\">y</p>"),
        ] {
            assert_eq!(settle(html, prefix), want);
        }
    }

    #[test]
    fn only_what_is_shown_has_sources_e_25() {
        for (html, want) in [
            ("<img src='a b.png'><video><source src=c.mp4></video>", vec!["a b.png", "c.mp4"]),
            ("<IMG\nSRC=\"a.png\">", vec!["a.png"]),
            ("<!-- <img src=\"a.png\"> -->", vec![]),
            ("<template><img src=\"a.png\"></template>", vec![]),
            ("<img src=\"javascript:a\">", vec![]),
            ("img src", vec![]),
        ] {
            assert_eq!(sources(html), want, "{html}");
        }
    }
}
