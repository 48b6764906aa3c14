//! Embedded files (rules E-16 to E-24).

use std::fmt::Write as _;

use hedgerow_model::FileKind;

use super::Renderer;
use super::escape::{escaped, push_escaped};

impl Renderer<'_> {
    /// Renders a file: pictures, sound and film by the browser's own means, anything else as a link.
    pub(super) fn media(
        &mut self,
        index: usize,
        kind: FileKind,
        href: &str,
        name: &str,
        dimensions: Option<(u32, u32)>,
        title: &str,
    ) {
        let src = escaped(href);
        let html = match kind {
            FileKind::Image => self.picture(index, href, name, dimensions, title),
            FileKind::Audio => format!("<audio controls preload=\"metadata\" src=\"{src}\"></audio>"),
            FileKind::Video => {
                let size = self.size_attributes(index, None);
                format!("<video controls preload=\"metadata\" src=\"{src}\"{size}></video>")
            }
            FileKind::Pdf => self.pdf(index, href, name),
            FileKind::Note | FileKind::Canvas | FileKind::Base | FileKind::Other => {
                format!(
                    "<span class=\"embed-file\"><a class=\"internal-link\" href=\"{src}\">{}</a></span>",
                    escaped(name)
                )
            }
        };
        self.opaque(html);
    }

    /// Renders a document in the browser's own viewer, with a link for browsers that have none (rule E-20). The fragment
    /// goes to the viewer, but for the height, which is the frame's.
    fn pdf(&self, index: usize, href: &str, name: &str) -> String {
        let (address, fragment) = href.split_once('#').unwrap_or((href, ""));
        let is_height = |part: &&str| part.starts_with("height=");
        let height = fragment.split('&').find(is_height).and_then(|part| part["height=".len()..].parse::<u32>().ok());
        let kept: Vec<&str> = fragment.split('&').filter(|part| !part.is_empty() && !is_height(part)).collect();
        let sign = if kept.is_empty() { "" } else { "#" };
        let src = escaped(&format!("{address}{sign}{}", kept.join("&")));
        let (width, own_height) = self.link(index).size().map_or((None, None), |(width, height)| (Some(width), height));
        let mut size = String::new();
        if let Some(width) = width {
            let _ = write!(size, " width=\"{width}\"");
        }
        if let Some(height) = height.filter(|height| (1..=20_000).contains(height)).or(own_height) {
            let _ = write!(size, " height=\"{height}\"");
        }
        let name = escaped(name);
        format!(
            "<span class=\"embed-file embed-pdf\"><iframe src=\"{src}\" title=\"{name}\"{size} loading=\"lazy\"></iframe>\
             <a class=\"internal-link\" href=\"{src}\">{name}</a></span>"
        )
    }

    /// Renders a picture of another host, or the card of a film or post. The site's policy lets no request out, so the
    /// picture's address is a link too, but in a link, which says itself where to go.
    pub(super) fn external_picture(&mut self, index: usize, url: &str, title: &str) {
        if let Some(card) = super::web::card(url, self.link(index).alt()) {
            let words = escaped(self.link(index).alt().unwrap_or(url));
            self.opaque(if self.is_in_link { words } else { card });
            return;
        }
        let mut html = String::with_capacity(2 * url.len() + 200);
        if !self.is_in_link {
            html.push_str("<a class=\"external-link external-image\" rel=\"noopener\" href=\"");
            push_escaped(&mut html, url);
            html.push_str("\">");
        }
        html.push_str("<img class=\"is-external\" src=\"");
        self.push_picture(&mut html, index, url, url, None, title);
        if !self.is_in_link {
            html.push_str("</a>");
        }
        self.opaque(html);
    }

    fn picture(&self, index: usize, src: &str, name: &str, dimensions: Option<(u32, u32)>, title: &str) -> String {
        let mut html = String::from("<img src=\"");
        self.push_picture(&mut html, index, src, name, dimensions, title);
        html
    }

    /// Writes a picture from its address on.
    fn push_picture(
        &self,
        html: &mut String,
        index: usize,
        src: &str,
        name: &str,
        dimensions: Option<(u32, u32)>,
        title: &str,
    ) {
        push_escaped(html, src);
        html.push_str("\" alt=\"");
        push_escaped(html, self.link(index).alt().unwrap_or(name));
        html.push('"');
        if !title.is_empty() {
            html.push_str(" title=\"");
            push_escaped(html, title);
            html.push('"');
        }
        html.push_str(&self.size_attributes(index, dimensions));
        html.push_str(" loading=\"lazy\" decoding=\"async\">");
    }

    /// Width and height: as the author says, the other side in proportion, else the file's own, so that the page does
    /// not move when the picture comes.
    fn size_attributes(&self, index: usize, dimensions: Option<(u32, u32)>) -> String {
        let (width, height) = match (self.link(index).size(), dimensions) {
            (Some((width, Some(height))), _) => (Some(width), Some(height)),
            (Some((width, None)), Some((own_width, own_height))) if own_width > 0 => {
                let height = u64::from(width) * u64::from(own_height) / u64::from(own_width);
                (Some(width), u32::try_from(height).ok())
            }
            (Some((width, None)), _) => (Some(width), None),
            (None, Some((width, height))) => (Some(width), Some(height)),
            (None, None) => (None, None),
        };
        attributes(width, height)
    }
}

/// The size of a picture as its file says.
pub(super) fn dimension_attributes(dimensions: Option<(u32, u32)>) -> String {
    attributes(dimensions.map(|(width, _)| width), dimensions.map(|(_, height)| height))
}

fn attributes(width: Option<u32>, height: Option<u32>) -> String {
    let mut attributes = String::new();
    if let Some(width) = width {
        let _ = write!(attributes, " width=\"{width}\"");
    }
    if let Some(height) = height {
        let _ = write!(attributes, " height=\"{height}\"");
    }
    attributes
}
