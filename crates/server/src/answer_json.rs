//! The answer to a search as JSON, for programs. `openapi` describes each field.

use hedgerow_publish::PublicGarden;
use hedgerow_search::{Answer, Completion, Facet, Hit, Sort};
use hedgerow_site::{SearchOrder, date_of};
use serde::Serialize;

use crate::search::href;

/// The body of `/-/api/search`, which `hedgerow search --json` prints too.
#[derive(Debug, Serialize)]
pub struct AnswerJson<'a> {
    query: &'a str,
    sort: &'static str,
    offset: usize,
    limit: usize,
    /// All that answer, those among them that hold only some of it.
    total: usize,
    n_partial: usize,
    hits: Vec<HitJson<'a>>,
    facets: Option<FacetsJson<'a>>,
    notices: &'a [String],
    suggestion: Option<SuggestionJson<'a>>,
    completions: Vec<CompletionJson<'a>>,
}

#[derive(Debug, Serialize)]
struct HitJson<'a> {
    path: &'a str,
    /// From the host's root, with the section's fragment if the hit is one.
    url: String,
    title: &'a str,
    /// Escaped HTML with `<mark>`.
    title_html: &'a str,
    date: Option<String>,
    score: f32,
    /// Escaped HTML with `<mark>`.
    snippet: &'a str,
    section: Option<&'a str>,
    missing: &'a [String],
}

#[derive(Debug, Serialize)]
struct FacetsJson<'a> {
    tags: Vec<FacetJson<'a>>,
    folders: Vec<FacetJson<'a>>,
    years: Vec<FacetJson<'a>>,
}

#[derive(Debug, Serialize)]
struct FacetJson<'a> {
    label: &'a str,
    filter: &'a str,
    count: usize,
}

#[derive(Debug, Serialize)]
struct SuggestionJson<'a> {
    query: &'a str,
    /// Escaped HTML with `<em>`.
    html: &'a str,
}

#[derive(Debug, Serialize)]
struct CompletionJson<'a> {
    query: &'a str,
    text: &'a str,
    count: Option<usize>,
}

impl<'a> AnswerJson<'a> {
    /// Takes the answer to a query, with the order and the window (the first and how many) that were asked for.
    pub fn of(
        garden: &'a PublicGarden,
        query: &'a str,
        sort: Sort,
        (offset, limit): (usize, usize),
        answer: &'a Answer,
    ) -> Self {
        let facet = |facet: &'a Facet| FacetJson { label: &facet.label, filter: &facet.filter, count: facet.count };
        let facets = |facets: &'a [Facet]| facets.iter().map(facet).collect();
        Self {
            query,
            sort: search_order(sort).name(),
            offset,
            limit,
            total: answer.total + answer.n_partial,
            n_partial: answer.n_partial,
            hits: answer.hits.iter().map(|hit| HitJson::of(garden, hit)).collect(),
            facets: Some(FacetsJson {
                tags: facets(&answer.facets.tags),
                folders: facets(&answer.facets.folders),
                years: facets(&answer.facets.years),
            }),
            notices: &answer.notices,
            suggestion: answer.suggestion.as_ref().map(|it| SuggestionJson { query: &it.query, html: &it.html }),
            completions: Vec::new(),
        }
    }

    /// Tells how the query may go on.
    #[must_use]
    pub fn with_completions(self, completions: &'a [Completion]) -> Self {
        let completion = |it: &'a Completion| CompletionJson { query: &it.query, text: &it.text, count: it.count };
        Self { completions: completions.iter().map(completion).collect(), ..self }
    }

    /// Leaves out how the notes are spread.
    pub(crate) fn without_facets(self) -> Self {
        Self { facets: None, ..self }
    }

    pub(crate) fn text(&self) -> String {
        serde_json::to_string(self).expect("texts and numbers are always JSON")
    }
}

fn search_order(sort: Sort) -> SearchOrder {
    match sort {
        Sort::Relevance => SearchOrder::Relevance,
        Sort::Date => SearchOrder::Date,
    }
}

impl<'a> HitJson<'a> {
    fn of(garden: &'a PublicGarden, hit: &'a Hit) -> Self {
        let note = garden.note(hit.note);
        Self {
            path: note.path().as_str(),
            url: href(garden, hit),
            title: note.title(),
            title_html: &hit.title,
            date: date_of(note).map(|date| date.iso()),
            score: hit.score,
            snippet: &hit.snippet,
            section: hit.section.as_ref().map(|section| section.heading.as_str()),
            missing: &hit.missing,
        }
    }
}

/// Writes the body of `/-/api/suggest`: what was typed, and in three lists `limit` things to go on with. First the queries it may become, each with the
/// number of its notes and its address on the search page; then of each note its title, its folder and its address.
pub(crate) fn suggestions_json(
    garden: &PublicGarden,
    query: &str,
    (completions, page): (&[Completion], impl Fn(&str) -> String),
    answer: &Answer,
    limit: usize,
) -> String {
    let completed = completions.iter().map(|it| {
        let count =
            it.count.map_or_else(String::new, |count| format!("{count} {}", if count == 1 { "note" } else { "notes" }));
        (it.query.clone(), count, page(&it.query))
    });
    let notes = answer.hits.iter().map(|hit| garden.note(hit.note));
    let found =
        notes.map(|note| (note.title().to_owned(), note.path().folder().to_owned(), garden.base().href(note.url())));
    let (mut texts, mut about, mut urls) = (Vec::new(), Vec::new(), Vec::new());
    for (text, what, url) in completed.chain(found).take(limit) {
        texts.push(text);
        about.push(what);
        urls.push(url);
    }
    serde_json::to_string(&(query, texts, about, urls)).expect("texts are always JSON")
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use hedgerow_model::NotePath;
    use hedgerow_publish::{Harvest, Mode, Policy, PublicGarden, PublishOptions};
    use hedgerow_search::{Answer, Completion, Facet, Facets, Query, SearchIndex, Sort, Suggestion};
    use serde_json::Value;
    use sower::{FileDates, Note};

    use super::AnswerJson;
    use crate::openapi;

    /// Tells where a value is not as a schema says. All that the description of our own answers uses is read, and nothing else.
    fn check(schema: &Value, value: &Value, at: &str) {
        let known = ["type", "description", "properties", "required", "additionalProperties", "items", "enum"];
        for key in schema.as_object().unwrap().keys() {
            assert!(
                known.contains(&key.as_str()) || ["format", "minimum", "maximum", "const"].contains(&key.as_str()),
                "{at}: {key} is not understood"
            );
        }
        let kinds = match &schema["type"] {
            Value::Array(kinds) => kinds.clone(),
            kind => vec![kind.clone()],
        };
        let kind = match value {
            Value::Null => "null",
            Value::Bool(_) => "boolean",
            Value::Number(number) if number.is_u64() && kinds.contains(&"integer".into()) => "integer",
            Value::Number(_) => "number",
            Value::String(_) => "string",
            Value::Array(_) => "array",
            Value::Object(_) => "object",
        };
        assert!(kinds.contains(&kind.into()), "{at}: {kind} is none of {kinds:?}");
        if let Some(options) = schema["enum"].as_array() {
            assert!(options.contains(value), "{at}: {value} is none of {options:?}");
        }
        match value {
            Value::Array(items) => {
                for (n, item) in items.iter().enumerate() {
                    check(&schema["items"], item, &format!("{at}[{n}]"));
                }
            }
            Value::Object(fields) => {
                let described: Vec<&String> = schema["properties"].as_object().unwrap().keys().collect();
                let mut given: Vec<&String> = fields.keys().collect();
                given.sort();
                let mut expected = described.clone();
                expected.sort();
                assert_eq!(given, expected, "{at}: every field is described, and no other");
                let mut required: Vec<&str> =
                    schema["required"].as_array().unwrap().iter().map(|it| it.as_str().unwrap()).collect();
                required.sort_unstable();
                assert_eq!(required, expected, "{at}: every field is always there");
                assert_eq!(schema["additionalProperties"], false, "{at}");
                for (name, value) in fields {
                    let schema = &schema["properties"][name];
                    assert!(
                        schema["description"].as_str().is_some_and(|text| text.len() > 3),
                        "{at}.{name} is not described"
                    );
                    check(schema, value, &format!("{at}.{name}"));
                }
            }
            _ => {}
        }
    }

    fn schema() -> Value {
        let document: Value = serde_json::from_str(&openapi::document("/notes")).unwrap();
        document["paths"]["/-/api/search"]["get"]["responses"]["200"]["content"]["application/json"]["schema"].clone()
    }

    #[test]
    fn every_field_of_an_answer_is_described_and_no_other() {
        let text = "---\ntags: [tea]\ndate: 2024-02-06\n---\nFirst.\n\n## Chain\nA chain of words.".to_owned();
        let note = Arc::new(Note::parse(NotePath::new("In/A.md").unwrap(), text, FileDates::default()));
        let policy = Policy::new(Mode::All, &[], &[], None).unwrap();
        let options = PublishOptions { policy, ..PublishOptions::default() };
        let garden = Arc::new(PublicGarden::grow(&Harvest::new(&[note], &[]), &options));
        let index = SearchIndex::build(&garden, "en").unwrap();
        let mut answer = index.search(&Query::parse("chain"));
        assert!(answer.hits[0].section.is_some());
        answer.hits[0].missing = vec!["zebra".to_owned()];
        answer.hits.push(answer.hits[0].clone());
        answer.hits[1].section = None;
        let facet = || vec![Facet { label: "tea".to_owned(), filter: "tag:tea".to_owned(), count: 2 }];
        answer.facets = Facets { tags: facet(), folders: facet(), years: facet() };
        answer.notices = vec!["not understood: `foo:`".to_owned()];
        answer.suggestion = Some(Suggestion { query: "chains".to_owned(), html: "<em>chains</em>".to_owned() });
        let schema = schema();
        let completion = |count| Completion { query: "a #tea".to_owned(), text: "#tea".to_owned(), count };
        let completions = [completion(Some(2)), completion(None)];
        let full = AnswerJson::of(&garden, "chain", Sort::Date, (0, 10), &answer).with_completions(&completions);
        check(&schema, &serde_json::to_value(&full).unwrap(), "answer");
        check(&schema, &serde_json::to_value(full.without_facets()).unwrap(), "answer");
        let empty = Answer::default();
        let empty = AnswerJson::of(&garden, "", Sort::Relevance, (0, 10), &empty);
        check(&schema, &serde_json::to_value(&empty).unwrap(), "answer");
    }
}
