//! Searching: what a request asks for, and what is answered.

use std::sync::Arc;

use axum::extract::Query as Parameters;
use axum::http::{HeaderValue, StatusCode, Uri, header};
use axum::response::Response;
use hedgerow_publish::PublicGarden;
use hedgerow_search::{Allowance, Answer, Facet, Hit, Query, SearchIndex, Sort};
use hedgerow_site::{
    SearchFacet, SearchFacets, SearchHit, SearchOrder, SearchResults, SearchSection, SearchSuggestion, SearchWay,
    date_of, loosened,
};

use crate::Snapshot;
use crate::answer_json::{AnswerJson, suggestions_json};
use crate::cache::Keyed;
use crate::coding::Coding;
use crate::document::Document;
use crate::reply::{Asked, HTML, JSON, RSS, SUGGESTIONS, line};
use crate::router::{Shared, Visit};

/// How many answers are given at most.
pub(crate) const MAX_LIMIT: usize = 50;

/// How many notes the feed of a search is drawn from, and how many a browser shows below its own field.
const N_FEED: usize = 30;
const N_SUGGESTIONS: usize = 8;

/// When a client may ask again that came while too many others were waiting, in seconds.
const RETRY: &str = "1";

/// As what an answer is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Form {
    /// `/-/search`.
    Page,
    /// `/-/api/search`.
    Json,
    /// `/-/api/suggest`.
    Suggestions,
    /// `/-/search.xml`.
    Feed,
}

/// A search as asked for in an address: `?q=&limit=&offset=&sort=&facets=`. Nothing in it is an error: what cannot be read
/// counts as not given, numbers too large as the largest possible, and of a name given twice the first counts.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Wanted {
    pub(crate) text: String,
    pub(crate) limit: usize,
    pub(crate) offset: usize,
    pub(crate) order: SearchOrder,
    /// The answer tells how the notes are spread.
    pub(crate) has_facets: bool,
}

impl Wanted {
    pub(crate) fn read(uri: &Uri) -> Self {
        let given = Parameters::<Vec<(String, String)>>::try_from_uri(uri).map(|given| given.0).unwrap_or_default();
        let first = |name: &str| given.iter().find(|(key, _)| key == name).map(|(_, value)| value.trim());
        let number = |name: &str| first(name).and_then(read_number);
        let order = SearchOrder::ALL.into_iter().find(|order| first("sort") == Some(order.name()));
        Self {
            text: first("q").unwrap_or_default().to_owned(),
            limit: number("limit").unwrap_or(SearchResults::LIMIT).clamp(1, MAX_LIMIT),
            offset: number("offset").unwrap_or(0).min(u32::MAX as usize),
            order: order.unwrap_or_default(),
            has_facets: first("facets") != Some("0"),
        }
    }

    fn query(&self) -> Query {
        let sort = match self.order {
            SearchOrder::Relevance => Sort::Relevance,
            SearchOrder::Date => Sort::Date,
        };
        let query = Query::parse(&self.text).sorted_by(sort).window(self.offset, self.limit);
        if self.has_facets { query.with_facets() } else { query }
    }
}

/// One form of the answer to one search.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct AnswerKey {
    form: Form,
    wanted: Wanted,
}

impl Keyed for AnswerKey {
    fn size(&self) -> usize {
        self.wanted.text.len()
    }
}

impl AnswerKey {
    /// What an address asks for. What makes no difference to the form is put aside, so that it is the same answer.
    fn read(form: Form, uri: &Uri) -> Self {
        let wanted = Wanted::read(uri);
        let wanted = match form {
            Form::Page => Wanted { has_facets: true, ..wanted },
            Form::Json => wanted,
            Form::Suggestions => {
                Wanted { limit: N_SUGGESTIONS, offset: 0, order: SearchOrder::Relevance, has_facets: false, ..wanted }
            }
            Form::Feed => Wanted { limit: N_FEED, offset: 0, order: SearchOrder::Date, has_facets: false, ..wanted },
        };
        Self { form, wanted }
    }

    /// Searches, and writes the answer. Keeps a thread busy.
    fn make(&self, snapshot: &Snapshot, coding: Coding) -> Document {
        let wanted = &self.wanted;
        let query = wanted.query();
        let answer = snapshot.search().search(&query);
        let garden = snapshot.garden();
        match self.form {
            Form::Page => {
                let mut results = results(garden, query.text(), wanted, answer);
                if results.total + results.n_partial == 0 {
                    let index = snapshot.search();
                    let completions = index.complete(&query).into_iter().map(|it| (it.text, it.query));
                    let loosened = loosened(query.text()).into_iter().map(|it| (it.left_out, it.query));
                    // What was asked for is answered whatever it takes; what is offered besides reads no more than it left.
                    let mut allowance = Allowance::of(index);
                    allowance.takes(&query);
                    results.completions = that_find(index, completions, &mut allowance);
                    results.loosened = that_find(index, loosened, &mut allowance);
                }
                Document::new(HTML, &snapshot.site().search_page(&results).html, coding)
            }
            Form::Json => {
                let window = (wanted.offset, wanted.limit);
                let completions = snapshot.search().complete(&query);
                let view =
                    AnswerJson::of(garden, query.text(), query.sort(), window, &answer).with_completions(&completions);
                let view = if wanted.has_facets { view } else { view.without_facets() };
                Document::new(JSON, &view.text(), coding)
            }
            Form::Suggestions => {
                let completions = snapshot.search().complete(&query);
                let page = |query: &str| snapshot.site().search_address(query);
                let text = suggestions_json(garden, query.text(), (&completions, page), &answer, wanted.limit);
                Document::new(SUGGESTIONS, &text, coding)
            }
            Form::Feed => {
                // Notes that hold some of the words only are no news of what was asked for.
                let found = answer.hits.iter().filter(|hit| hit.missing.is_empty()).map(|hit| hit.note);
                Document::new(RSS, &snapshot.site().search_rss(query.text(), found), coding)
            }
        }
    }
}

/// Answers a search. The same question is searched for once a snapshot as long as its answer is kept, and a client that has
/// the answer is told so without another search.
pub(crate) async fn answer(shared: &Shared, visit: &Visit, form: Form) -> Response {
    let (snapshot, coding) = (Arc::clone(&visit.snapshot), visit.asked.coding);
    let id = (AnswerKey::read(form, &visit.uri), coding);
    if let Some(document) = visit.snapshot.answers.get(&id) {
        return document.answer(&visit.asked);
    }
    let key = id.0.clone();
    let made = shared.searchers.offer(move || key.make(&snapshot, coding));
    match visit.snapshot.answers.get_or_make(&id, made).await {
        Some(document) => document.answer(&visit.asked),
        None => busy(&visit.asked),
    }
}

/// Reads digits; a number too large for us is the largest.
fn read_number(text: &str) -> Option<usize> {
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().unwrap_or(usize::MAX))
}

fn busy(asked: &Asked) -> Response {
    let text = "too many searches are waiting; ask again in a moment\n";
    let mut response = line(StatusCode::SERVICE_UNAVAILABLE, text, asked);
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static(RETRY));
    response
}

/// Returns where a hit leads: to its note, or to the section in it.
pub(crate) fn href(garden: &PublicGarden, hit: &Hit) -> String {
    let page = garden.base().href(garden.note(hit.note).url());
    hit.section.as_ref().map_or_else(|| page.clone(), |section| format!("{page}{}", section.anchor.fragment()))
}

fn results(garden: &PublicGarden, query: &str, wanted: &Wanted, answer: Answer) -> SearchResults {
    let facet = |facet: Facet| SearchFacet { label: facet.label, filter: facet.filter, count: facet.count };
    let facets = |facets: Vec<Facet>| facets.into_iter().map(facet).collect();
    SearchResults {
        query: query.to_owned(),
        order: wanted.order,
        total: answer.total,
        n_partial: answer.n_partial,
        offset: wanted.offset,
        limit: wanted.limit,
        hits: answer.hits.into_iter().map(|hit| search_hit(garden, hit)).collect(),
        facets: SearchFacets {
            tags: facets(answer.facets.tags),
            folders: facets(answer.facets.folders),
            years: facets(answer.facets.years),
        },
        notices: answer.notices,
        suggestion: answer.suggestion.map(|it| SearchSuggestion { query: it.query, html: it.html }),
        completions: Vec::new(),
        loosened: Vec::new(),
    }
}

/// Keeps the queries that find something, each with what is said of it. What would have to read more than is allowed is not tried.
fn that_find(
    index: &SearchIndex,
    queries: impl Iterator<Item = (String, String)>,
    allowance: &mut Allowance,
) -> Vec<SearchWay> {
    let ways = queries.filter_map(|(text, query)| {
        let wanted = Query::parse(&query).window(0, 0);
        let answer = allowance.takes(&wanted).then(|| index.search(&wanted))?;
        let count = answer.total + answer.n_partial;
        (count > 0).then_some(SearchWay { text, query, count })
    });
    ways.collect()
}

fn search_hit(garden: &PublicGarden, hit: Hit) -> SearchHit {
    let note = garden.note(hit.note);
    let whole = href(garden, &hit);
    SearchHit {
        href: garden.base().href(note.url()),
        title: hit.title,
        folder: note.path().folder().to_owned(),
        date: date_of(note),
        // A heading that repeats the title says nothing.
        section: hit
            .section
            .filter(|section| section.heading != note.title())
            .map(|section| SearchSection { heading: section.heading, href: whole }),
        snippet: hit.snippet,
        missing: hit.missing,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use hedgerow_model::NotePath;
    use hedgerow_publish::{Harvest, Mode, Policy, PublicGarden, PublishOptions};
    use hedgerow_search::{Allowance, SearchIndex};
    use hedgerow_site::SearchOrder;
    use sower::{FileDates, Note};

    use super::{AnswerKey, Form, Wanted, that_find};

    #[test]
    fn nothing_in_an_address_is_an_error() {
        for (query, text, limit, offset) in [
            ("", "", 10, 0),
            ("?q=chain+rule", "chain rule", 10, 0),
            ("?q=%20a%20&limit=5&offset=20", "a", 5, 20),
            ("?q=a&q=b&limit=0", "a", 1, 0),
            ("?limit=1000&offset=x", "", 50, 0),
            ("?limit=-1&offset=99999999999999999999", "", 10, u32::MAX as usize),
            ("?q=%FF%00&x", "\u{FFFD}\0", 10, 0),
            ("?&&=&q", "", 10, 0),
        ] {
            let wanted = Wanted::read(&format!("/-/search{query}").parse().unwrap());
            assert_eq!((wanted.text.as_str(), wanted.limit, wanted.offset), (text, limit, offset), "{query}");
        }
        for (query, order, has_facets) in [
            ("", SearchOrder::Relevance, true),
            ("?sort=date&facets=0", SearchOrder::Date, false),
            ("?sort=relevance&facets=1", SearchOrder::Relevance, true),
            ("?sort=size&facets=", SearchOrder::Relevance, true),
        ] {
            let wanted = Wanted::read(&format!("/-/search{query}").parse().unwrap());
            assert_eq!((wanted.order, wanted.has_facets), (order, has_facets), "{query}");
        }
    }

    #[test]
    fn what_makes_no_difference_asks_for_the_same_answer() {
        let read = |form, query: &str| AnswerKey::read(form, &format!("/-/x?q=a{query}").parse().unwrap());
        let odd = "&limit=3&offset=2&sort=date&facets=0&utm=1";
        assert_eq!(read(Form::Feed, odd), read(Form::Feed, ""));
        assert_eq!(read(Form::Suggestions, odd), read(Form::Suggestions, ""));
        assert_eq!(read(Form::Page, "&facets=0&utm=1"), read(Form::Page, ""));
        assert_ne!(read(Form::Page, odd), read(Form::Page, ""));
        assert_ne!(read(Form::Json, "&facets=0"), read(Form::Json, ""));
    }

    #[test]
    fn what_is_offered_besides_an_answer_reads_no_more_than_is_allowed() {
        let text = format!("---\ntags: [fen]\n---\n- [ ] Cut the reeds. {}", "moss ".repeat(1_000));
        let note = Arc::new(Note::parse(NotePath::new("A.md").unwrap(), text, FileDates::default()));
        let policy = Policy::new(Mode::All, &[], &[], None).unwrap();
        let options = PublishOptions { policy, ..PublishOptions::default() };
        let garden = Arc::new(PublicGarden::grow(&Harvest::new(&[note], &[]), &options));
        let index = SearchIndex::build(&garden, "en").unwrap();
        let queries = ["/re+ds/", "/m.ss/ tag:fen", "tag:fen", "line:/Cut/", "has:task", "moss reeds"];
        let offered = |n_bytes| {
            let queries = queries.iter().map(|query| (String::new(), (*query).to_owned()));
            let ways = that_find(&index, queries, &mut Allowance::of_bytes(&index, n_bytes));
            ways.into_iter().map(|way| way.query).collect::<Vec<_>>()
        };
        assert_eq!(offered(0), ["tag:fen", "moss reeds"], "what the index knows needs no reading");
        assert_eq!(offered(6_000), ["/re+ds/", "tag:fen", "moss reeds"]);
        assert_eq!(offered(12_000), ["/re+ds/", "/m.ss/ tag:fen", "tag:fen", "moss reeds"]);
        assert_eq!(offered(1 << 20), queries);
    }
}
