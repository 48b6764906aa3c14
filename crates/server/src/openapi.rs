//! The description of what programs may ask (OpenAPI 3.1), at `/-/api`.

use hedgerow_site::{SearchOrder, SearchResults};
use serde_json::{Value, json};

use crate::search::MAX_LIMIT;

/// Writes the description for a garden below a base path, which may be empty.
pub(crate) fn document(base: &str) -> String {
    let server = if base.is_empty() { "/" } else { base };
    let description = json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Hedgerow",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Asks a garden of notes. Everything is read only, and of public notes alone. Each answer has an ETag \
                            that changes with its bytes.",
        },
        "servers": [{ "url": server }],
        "paths": {
            "/-/api/search": { "get": search() },
            "/-/api/suggest": { "get": suggest() },
            "/-/search.xml": { "get": feed() },
            "/-/api/graph": { "get": graph() },
        },
    });
    description.to_string()
}

fn search() -> Value {
    let orders = SearchOrder::ALL.map(SearchOrder::name);
    json!({
        "operationId": "search",
        "summary": "The notes that answer a query, as the page /-/search shows them",
        "parameters": [
            q(),
            parameter("limit", "How many notes to give.",
                json!({ "type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": SearchResults::LIMIT })),
            parameter("offset", "How many notes to leave out before.", json!({ "type": "integer", "minimum": 0, "default": 0 })),
            parameter("sort", "The order of the notes: the best first, or the newest.",
                json!({ "type": "string", "enum": orders, "default": orders[0] })),
            parameter("facets", "Whether to tell how the notes are spread over tags, folders and years.",
                json!({ "type": "integer", "enum": [0, 1], "default": 1 })),
        ],
        "responses": responses("application/json", answer_schema()),
    })
}

fn suggest() -> Value {
    let texts =
        |description: &str| json!({ "type": "array", "items": { "type": "string" }, "description": description });
    let schema = json!({
        "type": "array",
        "description": "Four things in this order, by the OpenSearch extension for suggestions.",
        "prefixItems": [
            { "type": "string", "description": "The query." },
            texts("Queries that this one may become, if it ends with an unfinished operator; then the titles of notes."),
            texts("How many notes of the garden have what such a query ends with; the folders of the notes."),
            texts("The addresses of all these, from the host's root."),
        ],
        "minItems": 4,
        "maxItems": 4,
    });
    json!({
        "operationId": "suggest",
        "summary": "What a query that is being typed may become, for the search field of a browser",
        "parameters": [q()],
        "responses": responses("application/x-suggestions+json", schema),
    })
}

fn feed() -> Value {
    json!({
        "operationId": "searchFeed",
        "summary": "The newest notes that hold all of a query, as RSS 2.0",
        "parameters": [q()],
        "responses": responses("application/rss+xml", json!({ "type": "string" })),
    })
}

fn graph() -> Value {
    let node = object(&[
        ("id", json!({ "type": "integer", "description": "The note's number in this answer." })),
        ("url", text("The note's address, from the host's root.")),
        ("title", text("The note's title.")),
        ("links", json!({ "type": "integer", "description": "How many links lead to the note and from it." })),
    ]);
    let edge = json!({
        "type": "array",
        "description": "The numbers of the note that links and of the one that is linked.",
        "items": { "type": "integer" },
        "minItems": 2,
        "maxItems": 2,
    });
    let schema = object(&[("nodes", list("The notes.", node)), ("edges", list("The links between them.", edge))]);
    json!({
        "operationId": "graph",
        "summary": "The notes and the links between them",
        "responses": responses("application/json", schema),
    })
}

fn answer_schema() -> Value {
    let count = |description: &str| json!({ "type": "integer", "minimum": 0, "description": description });
    let hit = object(&[
        ("path", text("The note's path in the vault.")),
        ("url", text("Where the hit leads, from the host's root, with the fragment of the section if it is in one.")),
        ("title", text("The note's title.")),
        ("title_html", text("The title as HTML: escaped, the words of the query in <mark>.")),
        (
            "date",
            json!({ "type": ["string", "null"], "format": "date", "description": "The day on which the note last changed, as far as that is known." }),
        ),
        (
            "score",
            json!({ "type": "number", "description": "How well the note fits; comparable within one answer only." }),
        ),
        (
            "snippet",
            text("The passage that fits best as HTML: escaped, the words of the query in <mark>. May be empty."),
        ),
        ("section", json!({ "type": ["string", "null"], "description": "The heading above the passage." })),
        (
            "missing",
            list(
                "The words of the query that the note does not hold; of a question in plain language those that say something, if there are any.",
                json!({ "type": "string" }),
            ),
        ),
    ]);
    let facet = object(&[
        ("label", text("What it is called.")),
        ("filter", text("What to add to the query to narrow it.")),
        ("count", count("How many notes remain then.")),
    ]);
    let mut facets = object(&[
        ("tags", list("By tag, the most frequent first.", facet.clone())),
        ("folders", list("By folder, the most frequent first.", facet.clone())),
        ("years", list("By the year of the last change, the newest first.", facet)),
    ]);
    facets["type"] = json!(["object", "null"]);
    facets["description"] = json!("How the notes are spread; null if it was not asked for.");
    let mut suggestion = object(&[
        ("query", text("The query in another spelling.")),
        ("html", text("The same as HTML: escaped, what differs in <em>.")),
    ]);
    suggestion["type"] = json!(["object", "null"]);
    suggestion["description"] = json!("A spelling with which more is found, if there is one.");
    let completion = object(&[
        ("query", text("The whole query.")),
        ("text", text("What it ends with: an operator and its value, such as `tag:tea/green`.")),
        (
            "count",
            json!({ "type": ["integer", "null"], "minimum": 0, "description": "How many notes of the garden have the value, if that is counted." }),
        ),
    ]);
    let orders = SearchOrder::ALL.map(SearchOrder::name);
    object(&[
        ("query", text("The query, cut where it was too long.")),
        ("sort", json!({ "type": "string", "enum": orders, "description": "The order of the hits." })),
        ("offset", count("How many notes stand before the hits.")),
        ("limit", count("How many hits are given at most.")),
        ("total", count("How many notes answer, however few of them are given.")),
        (
            "n_partial",
            count(
                "How many of them hold only some of what was asked for: the last ones, but of a question in plain language any.",
            ),
        ),
        (
            "hits",
            list(
                "The notes in their order, those that hold all of it before those that hold some; of a question in plain language the best first, whether they hold all of it or some.",
                hit,
            ),
        ),
        ("facets", facets),
        ("notices", list("What of the query was not understood, in plain words.", json!({ "type": "string" }))),
        ("suggestion", suggestion),
        (
            "completions",
            list(
                "How the operator may go on with which the query ends, such as `tag:te`; the most frequent first.",
                completion,
            ),
        ),
    ])
}

fn q() -> Value {
    parameter(
        "q",
        "What to look for, as a reader types it. Nothing in it is an error; 10,000 bytes of it are read.",
        json!({ "type": "string" }),
    )
}

fn parameter(name: &str, description: &str, schema: Value) -> Value {
    let mut parameter = json!({ "name": name, "in": "query", "description": description });
    parameter["schema"] = schema;
    parameter
}

fn responses(media_type: &str, schema: Value) -> Value {
    let mut content = json!({ media_type: {} });
    content[media_type]["schema"] = schema;
    json!({
        "200": { "description": "The answer.", "content": content },
        "304": { "description": "The client has the answer already." },
        "401": {
            "description": "The garden has a password, and the request no cookie of a reader who has given it. The body is the page that asks for it.",
            "content": { "text/html": { "schema": { "type": "string" } } },
        },
        "414": { "description": "The address is too long." },
        "503": { "description": "Too much is waiting to be answered; Retry-After says when to ask again." },
    })
}

fn text(description: &str) -> Value {
    json!({ "type": "string", "description": description })
}

fn list(description: &str, items: Value) -> Value {
    let mut list = json!({ "type": "array", "description": description });
    list["items"] = items;
    list
}

/// An object of which all fields are always there, and no others.
fn object(fields: &[(&str, Value)]) -> Value {
    let names: Vec<&str> = fields.iter().map(|(name, _)| *name).collect();
    let properties: serde_json::Map<String, Value> =
        fields.iter().map(|(name, schema)| ((*name).to_owned(), schema.clone())).collect();
    json!({ "type": "object", "properties": properties, "required": names, "additionalProperties": false })
}
