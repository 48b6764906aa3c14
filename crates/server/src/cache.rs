//! Documents made so far for one snapshot.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use hedgerow_model::{Key, PageUrl};

use crate::reply::Document;

/// So many bytes of documents are kept. Beyond that everything is forgotten and made again when it is asked for: a
/// crawler that reads the whole garden must not fill the memory.
const MAX_BYTES: usize = 32 << 20;

/// A document that depends on the snapshot alone. Only what exists is kept, so that made-up addresses take no room.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum DocumentKey {
    Page(PageUrl),
    Pages(usize),
    Part(usize, PageUrl),
    Tags,
    Tag(Key),
    Recent,
    Graph,
    GraphData,
    Feed,
    Rss,
    Style,
    Sitemap,
    Robots,
}

impl DocumentKey {
    /// Tells whether the document is gathered from all notes, which may take much longer than a page.
    pub(crate) fn is_gathered(&self) -> bool {
        matches!(self, Self::Graph | Self::GraphData | Self::Feed | Self::Rss | Self::Sitemap)
    }
}

/// The documents of one snapshot.
#[derive(Debug, Default)]
pub(crate) struct PageCache(Mutex<Kept>);

#[derive(Debug, Default)]
struct Kept {
    documents: HashMap<DocumentKey, Arc<Document>>,
    n_bytes: usize,
}

impl PageCache {
    pub(crate) fn get(&self, key: &DocumentKey) -> Option<Arc<Document>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).documents.get(key).cloned()
    }

    /// Keeps a document. If another request was faster, its document is given back: both are the same.
    pub(crate) fn keep(&self, key: DocumentKey, document: Document) -> Arc<Document> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(document) = kept.documents.get(&key) {
            return Arc::clone(document);
        }
        if kept.n_bytes + document.size() > MAX_BYTES {
            *kept = Kept::default();
        }
        kept.n_bytes += document.size();
        let document = Arc::new(document);
        kept.documents.insert(key, Arc::clone(&document));
        document
    }
}

#[cfg(test)]
mod tests {
    use hedgerow_model::PageUrl;

    use super::{DocumentKey, MAX_BYTES, PageCache};
    use crate::reply::{Document, HTML};

    #[test]
    fn a_document_is_kept_and_memory_stays_bounded() {
        let cache = PageCache::default();
        for n in 0..200 {
            let key = DocumentKey::Page(PageUrl::from_slug(&n.to_string()));
            cache.keep(key.clone(), Document::new(HTML, "x".repeat(1 << 20)));
            assert!(cache.get(&key).is_some(), "the newest is there");
            assert!(cache.0.lock().unwrap().n_bytes <= MAX_BYTES);
        }
    }
}
