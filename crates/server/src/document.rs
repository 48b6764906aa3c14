//! Documents: whole bodies in memory, each in the one coding that it is sent in.

use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use bytes::Bytes;
use hedgerow_model::{PageUrl, Tag};
use hedgerow_site::Site;

use crate::coding::Coding;
use crate::etag::Etag;
use crate::reply::{ATOM, Asked, CSS, HTML, JSON, RSS, TEXT, XML};
use crate::{headers, openapi};

/// Where a page has room for its own tag, by which the script of an open page asks whether it changed. It stands in the
/// head, before any word of a note.
const ROOM: &str = "<meta name=\"hedgerow-tag\" content=\"";

/// The tag of an address at which nothing is.
pub(crate) const NOTHING: &str = "none";

/// A document that depends on the snapshot alone. Only what exists is kept, so that made-up addresses take no room.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum DocumentKey {
    /// A note, a folder, a canvas or the home page.
    Page(PageUrl),
    /// `/-/pages`, and `/-/pages/2` and so on.
    Pages(usize),
    /// `/-/pages/2/Books/`: a further part of the list at an address.
    Part(usize, PageUrl),
    /// `/-/backlinks/Note`: all that link to the note at an address.
    Backlinks(PageUrl),
    /// `/-/tags`.
    Tags,
    /// `/-/tags/x/y`.
    Tag(Tag),
    /// `/-/recent`.
    Recent,
    /// `/-/graph`.
    Graph,
    /// `/-/api/graph`.
    GraphData,
    /// `/-/api`: what programs may ask.
    Api,
    /// `/feed.xml`.
    Feed,
    /// `/rss.xml`.
    Rss,
    /// `/-/publish.css`: the owner's style sheet.
    Style,
    /// `/sitemap.xml`.
    Sitemap,
    /// `/robots.txt`.
    Robots,
}

impl DocumentKey {
    /// Tells whether the document is gathered from all notes, which may take much longer than a page.
    pub(crate) fn is_gathered(&self) -> bool {
        matches!(self, Self::Graph | Self::GraphData | Self::Feed | Self::Rss | Self::Sitemap)
    }

    /// Tells whether a reader may have it open.
    pub(crate) fn is_page(&self) -> bool {
        self.media_type() == HTML
    }

    fn media_type(&self) -> &'static str {
        match self {
            Self::Page(_)
            | Self::Pages(_)
            | Self::Part(..)
            | Self::Backlinks(_)
            | Self::Tags
            | Self::Tag(_)
            | Self::Recent
            | Self::Graph => HTML,
            Self::GraphData | Self::Api => JSON,
            Self::Feed => ATOM,
            Self::Rss => RSS,
            Self::Style => CSS,
            Self::Sitemap => XML,
            Self::Robots => TEXT,
        }
    }

    /// Makes the document; `None` where there is none. Keeps a thread busy. `versions` tells of a page which files it shows, and in which
    /// version: another picture makes another page.
    pub(crate) fn make(&self, site: &Site, coding: Coding, versions: impl Fn(&str) -> String) -> Option<Document> {
        let text = match self {
            Self::Page(url) => site.page(url)?.html,
            Self::Pages(number) => site.pages_page(*number)?.html,
            Self::Part(number, url) => site.part_page(*number, url)?.html,
            Self::Backlinks(url) => site.backlinks_page(url)?.html,
            Self::Tags => site.tags_page().html,
            Self::Tag(tag) => site.tag_page(tag)?.html,
            Self::Recent => site.recent_page().html,
            Self::Graph => site.graph_page().html,
            Self::GraphData => site.graph_json(),
            Self::Api => openapi::document(site.garden().base().as_str()),
            Self::Feed => site.feed(),
            Self::Rss => site.rss(),
            Self::Style => site.style()?.to_owned(),
            Self::Sitemap => site.sitemap(),
            Self::Robots => site.robots(),
        };
        if !self.is_page() {
            return Some(Document::new(self.media_type(), &text, coding));
        }
        let files = versions(&text);
        let etag = Etag::weak_of_both(text.as_bytes(), files.as_bytes());
        let text = with_tag(text, etag.opaque(), &files);
        Some(Document::of(self.media_type(), &text, etag, coding))
    }
}

/// A body with its headers, compressed once.
#[derive(Debug)]
pub(crate) struct Document {
    media_type: &'static str,
    coding: Option<&'static str>,
    body: Bytes,
    length: HeaderValue,
    etag: Etag,
    etag_header: HeaderValue,
}

impl Document {
    /// Makes a document that nobody has open: an answer to one request.
    pub(crate) fn new(media_type: &'static str, text: &str, coding: Coding) -> Self {
        let etag = Etag::weak_of(text.as_bytes());
        Self::of(media_type, text, etag, coding)
    }

    /// Makes the page for an address at which nothing is.
    pub(crate) fn nothing(text: String, coding: Coding) -> Self {
        Self::new(HTML, &with_tag(text, NOTHING, ""), coding)
    }

    fn of(media_type: &'static str, text: &str, etag: Etag, coding: Coding) -> Self {
        // Copied, for what is merely cut to its length may keep much of the room that it was written into.
        let (body, coding) = match coding.compress(text.as_bytes()) {
            Some(packed) => (Bytes::copy_from_slice(&packed), coding.name()),
            None => (Bytes::copy_from_slice(text.as_bytes()), None),
        };
        let (length, etag_header) = (body.len().into(), etag.header());
        Self { media_type, coding, body, length, etag, etag_header }
    }

    /// Returns the tag, which is the same for all codings.
    pub(crate) fn tag(&self) -> &str {
        self.etag.opaque()
    }

    /// Returns how much memory the document takes, more or less.
    pub(crate) fn size(&self) -> usize {
        self.body.len() + size_of::<Self>() + 200
    }

    /// Answers with the document, or with 304 to a client that has it.
    pub(crate) fn answer(&self, asked: &Asked) -> Response {
        let mut response = if self.etag.is_known(&asked.headers) {
            let mut response = Response::new(Body::empty());
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            *response.headers_mut() = headers::DOCUMENT.clone();
            response.headers_mut().remove(header::CONTENT_TYPE);
            response.headers_mut().remove(header::CONTENT_LENGTH);
            response
        } else {
            self.answer_with(StatusCode::OK, asked)
        };
        response.headers_mut().insert(header::ETAG, self.etag_header.clone());
        response
    }

    /// Answers with the document and a status that no client has in its cache.
    pub(crate) fn answer_with(&self, status: StatusCode, asked: &Asked) -> Response {
        let mut response = Response::new(if asked.is_head { Body::empty() } else { Body::from(self.body.clone()) });
        *response.status_mut() = status;
        let headers = response.headers_mut();
        *headers = headers::DOCUMENT.clone();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(self.media_type));
        headers.insert(header::CONTENT_LENGTH, self.length.clone());
        if let Some(coding) = self.coding {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding));
        }
        response
    }
}

/// Writes a page's tag into its room, and behind it the versions of its files. The tag was made before, so that it says nothing about itself.
fn with_tag(mut page: String, tag: &str, files: &str) -> String {
    if let Some(at) = page.find(ROOM) {
        let files = if files.is_empty() { String::new() } else { format!("\" data-files=\"{files}") };
        page.insert_str(at + ROOM.len(), &format!("{tag}{files}"));
    }
    page
}

#[cfg(test)]
mod tests {
    use super::with_tag;

    #[test]
    fn a_tag_is_written_once_and_only_where_there_is_room() {
        let room = "<head><meta name=\"hedgerow-tag\" content=\"\"></head>";
        let page = format!("{room}<p>{room}</p>");
        let expected = format!("<head><meta name=\"hedgerow-tag\" content=\"a1\"></head><p>{room}</p>");
        assert_eq!(with_tag(page, "a1", ""), expected);
        assert_eq!(with_tag("<p>no page of ours".to_owned(), "a1", "/p.png 0f"), "<p>no page of ours");
        let expected = "<meta name=\"hedgerow-tag\" content=\"a1\" data-files=\"/p.png 0f\">";
        assert_eq!(with_tag("<meta name=\"hedgerow-tag\" content=\"\">".to_owned(), "a1", "/p.png 0f"), expected);
    }
}
