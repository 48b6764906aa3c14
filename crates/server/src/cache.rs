//! Documents made so far for one snapshot.

use std::future::Future;
use std::hash::Hash;
use std::sync::Arc;

use quick_cache::sync::{Cache, DefaultLifecycle};
use quick_cache::{DefaultHashBuilder, OptionsBuilder, Weighter};

use crate::coding::Coding;
use crate::document::{Document, DocumentKey};
use crate::search::AnswerKey;

/// So many bytes of documents are kept: the pages of a garden of ten thousand notes. Beyond that those are forgotten that
/// nobody asked for in a long while: a crawler that reads the whole garden fills no memory and drives out little of what
/// readers want.
const MAX_BYTES: u64 = 64 << 20;

/// So many bytes of answers.
const MAX_ANSWER_BYTES: u64 = 4 << 20;

/// What a page takes when it is compressed, or less.
const USUAL_BYTES: u64 = 4 << 10;

/// No document may take more than its part's share of all bytes, or it is made each time. Four times sixteen megabytes hold
/// the graph of a hundred thousand notes.
const N_PARTS: usize = 4;

/// Documents of one snapshot by what they answer, each in the codings that were asked for.
#[derive(Debug)]
pub(crate) struct DocumentCache<K>(Cache<(K, Coding), Arc<Document>, BySize>);

/// Pages and other documents that depend on the snapshot alone.
pub(crate) type PageCache = DocumentCache<DocumentKey>;

/// Answers to searches.
pub(crate) type AnswerCache = DocumentCache<AnswerKey>;

/// Makes an empty cache for pages.
pub(crate) fn pages() -> PageCache {
    DocumentCache::with_capacity(MAX_BYTES)
}

/// Makes an empty cache for answers. They are asked for again by who turns a page back, types on in another window, or follows
/// the feed of a search; there is no end of made-up ones.
pub(crate) fn answers() -> AnswerCache {
    DocumentCache::with_capacity(MAX_ANSWER_BYTES)
}

/// What a document is found by.
pub(crate) trait Keyed: Clone + Eq + Hash {
    /// Returns how much memory it takes besides its own place, where that may be much.
    fn size(&self) -> usize;
}

impl Keyed for DocumentKey {
    fn size(&self) -> usize {
        // Only what exists is kept, and its addresses are short.
        0
    }
}

impl<K: Keyed> DocumentCache<K> {
    fn with_capacity(max_bytes: u64) -> Self {
        let n_documents = usize::try_from(max_bytes / USUAL_BYTES).unwrap_or(usize::MAX);
        let options = OptionsBuilder::new()
            .weight_capacity(max_bytes)
            .estimated_items_capacity(n_documents)
            .shards(N_PARTS)
            .build();
        let options = options.expect("both capacities are given");
        Self(Cache::with_options(options, BySize, DefaultHashBuilder::default(), DefaultLifecycle::default()))
    }

    pub(crate) fn get(&self, id: &(K, Coding)) -> Option<Arc<Document>> {
        self.0.get(id)
    }

    /// Makes a document and keeps it, if there is one. Whoever asks for the same meanwhile waits for it, so that it is made
    /// once; if the one who makes it goes away, the next takes over.
    pub(crate) async fn get_or_make(
        &self,
        id: &(K, Coding),
        make: impl Future<Output = Option<Document>>,
    ) -> Option<Arc<Document>> {
        self.0.get_or_insert_async(id, async { make.await.map(Arc::new).ok_or(()) }).await.ok()
    }
}

/// Counts a document as the memory that it takes.
#[derive(Clone, Debug)]
struct BySize;

impl<K: Keyed> Weighter<(K, Coding), Arc<Document>> for BySize {
    fn weight(&self, (key, _): &(K, Coding), document: &Arc<Document>) -> u64 {
        (document.size() + key.size()) as u64
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use hedgerow_model::PageUrl;
    use tokio::sync::Notify;

    use super::{MAX_BYTES, pages};
    use crate::coding::Coding;
    use crate::document::{Document, DocumentKey};
    use crate::reply::HTML;

    fn id(n: usize) -> (DocumentKey, Coding) {
        (DocumentKey::Page(PageUrl::from_slug(&n.to_string())), Coding::Identity)
    }

    fn document(n_bytes: usize) -> Document {
        Document::new(HTML, &"x".repeat(n_bytes), Coding::Identity)
    }

    #[tokio::test]
    async fn memory_stays_bounded_and_what_is_asked_for_often_stays() {
        let cache = pages();
        for n in 0..2000 {
            cache.get_or_make(&id(n), async { Some(document(1 << 16)) }).await.unwrap();
            assert!(cache.0.weight() <= MAX_BYTES);
            assert!(n < 100 || cache.get(&id(7)).is_some(), "a page that everybody reads outlives a crawler: {n}");
            cache.get(&id(7));
        }
        assert!(cache.0.len() > 400, "the memory is used: {}", cache.0.len());
    }

    #[tokio::test]
    async fn a_document_is_made_once_however_many_wait_for_it() {
        let (cache, n_made, go_on) = (Arc::new(pages()), Arc::new(AtomicUsize::new(0)), Arc::new(Notify::new()));
        let readers: Vec<_> = (0..50)
            .map(|_| {
                let (cache, n_made, go_on) = (Arc::clone(&cache), Arc::clone(&n_made), Arc::clone(&go_on));
                tokio::spawn(async move {
                    let make = async {
                        n_made.fetch_add(1, Ordering::SeqCst);
                        go_on.notified().await;
                        Some(document(10))
                    };
                    cache.get_or_make(&id(1), make).await.is_some()
                })
            })
            .collect();
        // All of them have asked before the first is done.
        for _ in 0..100 {
            tokio::task::yield_now().await;
        }
        go_on.notify_one();
        for reader in readers {
            assert!(reader.await.unwrap());
        }
        assert_eq!(n_made.load(Ordering::SeqCst), 1);
    }

    #[tokio::test]
    async fn who_goes_away_while_making_leaves_the_place_to_the_next() {
        let cache = pages();
        let wanted = id(1);
        let gone = cache.get_or_make(&wanted, std::future::pending());
        assert!(tokio::time::timeout(std::time::Duration::ZERO, gone).await.is_err());
        assert!(cache.get_or_make(&wanted, async { None }).await.is_none(), "what is not there is not kept");
        assert!(cache.get_or_make(&wanted, async { Some(document(10)) }).await.is_some());
        assert!(cache.get(&wanted).is_some());
    }
}
