//! A page of a site.

use scraper::{ElementRef, Html, Node, Selector};
use url::Url;

use crate::roles::Roles;
use crate::text::Reader;

/// A parsed page.
#[derive(Debug)]
pub struct Page {
    pub(crate) url: Url,
    pub(crate) source: String,
    html: Html,
    body: Option<Selector>,
    pub(crate) reader: Reader,
}

impl Page {
    /// Parses a page.
    pub(crate) fn new(url: Url, source: String, roles: &Roles) -> Self {
        let html = Html::parse_document(&source);
        let reader = Reader { chrome: roles.own("chrome"), math: roles.own("math") };
        Self { url, source, html, body: roles.own("body"), reader }
    }

    /// Returns the element that holds the note.
    pub(crate) fn body(&self) -> Option<ElementRef<'_>> {
        self.body.as_ref().and_then(|body| self.html.select(body).next())
    }

    /// Finds elements below the element that holds the note; `None` if there is no such element.
    pub(crate) fn in_body(&self, selector: &Selector) -> Option<Vec<ElementRef<'_>>> {
        self.body().map(|body| body.select(selector).collect())
    }

    /// Finds elements of the whole document.
    pub(crate) fn anywhere(&self, selector: &Selector) -> Vec<ElementRef<'_>> {
        self.html.select(selector).collect()
    }

    /// Tells whether an element has an id.
    pub(crate) fn has_id(&self, id: &str) -> bool {
        let mut elements = self.html.tree.nodes().filter_map(ElementRef::wrap);
        elements.any(|element| element.value().attr("id") == Some(id))
    }

    /// Tells whether a text stands anywhere: in the source as it is, in what its entities stand for, or in the text of the
    /// body, where markup may part it. A text with `<` is markup, which a page may well show as text.
    pub(crate) fn holds(&self, text: &str) -> bool {
        if text.contains('<') {
            return self.source.contains(text);
        }
        let in_node = |node: &Node| match node {
            Node::Text(piece) => piece.contains(text),
            Node::Comment(comment) => comment.contains(text),
            Node::Element(element) => element.attrs().any(|(name, value)| name.contains(text) || value.contains(text)),
            _ => false,
        };
        self.source.contains(text)
            || self.html.tree.nodes().any(|node| in_node(node.value()))
            || self.body().is_some_and(|body| self.reader.text(body).contains(text))
    }

    /// Returns the values of all attributes that may name an address.
    pub(crate) fn addresses(&self) -> Vec<&str> {
        let elements = self.html.tree.nodes().filter_map(ElementRef::wrap);
        let attributes = elements.flat_map(|element| element.value().attrs());
        // Others hold words or addresses, as `content` does.
        let names = |name: &str, value: &str| match name {
            "href" | "src" | "action" | "data" | "poster" => true,
            _ => value.starts_with('/') || value.starts_with("http"),
        };
        attributes.filter(|(name, value)| names(name, value)).map(|(_, value)| value).collect()
    }

    /// Returns where the page sends its reader on.
    pub(crate) fn refresh(&self) -> Option<&str> {
        let selector = Selector::parse("meta[http-equiv=refresh i]").expect("the selector is right");
        let content = self.html.select(&selector).next()?.value().attr("content")?;
        let at = content.to_ascii_lowercase().find("url=")?;
        Some(content[at + 4..].trim_matches(['"', '\'', ' ']))
    }

    /// Returns the description for search engines.
    pub(crate) fn description(&self) -> Option<&str> {
        let selector = Selector::parse("meta[name=description i]").expect("the selector is right");
        self.html.select(&selector).next()?.value().attr("content")
    }
}
