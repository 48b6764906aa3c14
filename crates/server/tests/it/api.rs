//! `/-/api/search` and the page of answers.

use crate::garden::Vault;

fn vault() -> Vault {
    Vault::new(&[
        (
            "Calculus/Chain rule.md",
            "How to derive a composition.\n\n## Proof & more\n\nBy the \"mean value\" & patience.",
        ),
        ("Diary.md", "Today I read about the chain rule and the mean of it."),
        ("Private.md", "---\npublish: false\n---\nchain rule of secrets"),
    ])
}

#[tokio::test]
async fn the_answer_has_the_shape_that_tools_expect() {
    let server = vault().server();
    let answer = server.get("/-/api/search?q=mean+value").await.json();
    // Whether a JSON reader keeps the order of keys is its own affair.
    let keys: std::collections::BTreeSet<&str> = answer.as_object().unwrap().keys().map(String::as_str).collect();
    let expected = [
        "completions",
        "facets",
        "hits",
        "limit",
        "n_partial",
        "notices",
        "offset",
        "query",
        "sort",
        "suggestion",
        "total",
    ];
    assert_eq!(keys.into_iter().collect::<Vec<_>>(), expected);
    assert_eq!((answer["query"].as_str(), answer["total"].as_u64()), (Some("mean value"), Some(1)));
    let hit = &answer["hits"][0];
    assert_eq!(hit["path"], "Calculus/Chain rule.md");
    assert_eq!((&hit["title"], &hit["title_html"]), (&"Chain rule".into(), &"Chain rule".into()));
    assert_eq!(hit["section"], "Proof & more");
    assert_eq!(hit["url"], "/Calculus/Chain-rule#proof--more");
    assert!(hit["score"].as_f64().unwrap() > 0.0);
    let snippet = hit["snippet"].as_str().unwrap();
    assert!(snippet.contains("&quot;<mark>mean</mark> <mark>value</mark>&quot; &amp;"), "{snippet}");
}

#[tokio::test]
async fn a_note_asked_for_by_name_comes_first_and_whole() {
    let server = vault().below("/g").server();
    let answer = server.get("/g/-/api/search?q=chain+rule").await.json();
    assert_eq!(answer["total"], 2);
    assert_eq!(answer["hits"][0]["url"], "/g/Calculus/Chain-rule");
    assert_eq!(answer["hits"][0]["section"], serde_json::Value::Null);
    assert_eq!(answer["hits"][1]["path"], "Diary.md");
}

#[tokio::test]
async fn windows_join_into_the_whole_answer() {
    let notes: Vec<(String, String)> =
        (0..30).map(|n| (format!("N{n:02}.md"), format!("word {}", "filler ".repeat(n % 7)))).collect();
    let notes: Vec<(&str, &str)> = notes.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let server = Vault::new(&notes).server();
    let all = server.get("/-/api/search?q=word&limit=50").await.json();
    assert_eq!((all["total"].as_u64(), all["hits"].as_array().unwrap().len()), (Some(30), 30));
    let mut joined = Vec::new();
    for offset in [0, 10, 20, 30] {
        let window = server.get(&format!("/-/api/search?q=word&offset={offset}")).await.json();
        assert_eq!(window["total"], 30);
        joined.extend(window["hits"].as_array().unwrap().clone());
    }
    assert_eq!(serde_json::Value::from(joined), all["hits"]);
}

#[tokio::test]
async fn an_empty_query_has_no_hits_and_odd_numbers_no_effect() {
    let server = vault().server();
    let empty = server.get("/-/api/search?facets=0").await.text().to_owned();
    let expected = r#"{"query":"","sort":"relevance","offset":0,"limit":10,"total":0,"n_partial":0,"hits":[],"facets":null,"notices":[],"suggestion":null,"completions":[]}"#;
    assert_eq!(empty, expected);
    let usual = server.get("/-/api/search?q=chain").await;
    for odd in ["&limit=x", "&limit=-5", "&offset=", "&limit=10&offset=0", "&unknown=1", "&sort=size", "&facets=yes"] {
        assert_eq!(server.get(&format!("/-/api/search?q=chain{odd}")).await, usual, "{odd}");
    }
    assert_eq!(server.get("/-/api/search?q=chain&limit=0").await.json()["hits"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn the_page_shows_the_same_answers_without_scripts() {
    let server = vault().server();
    let page = server.get("/-/search?q=mean+value").await;
    assert!(page.text().contains(r#"href="/Calculus/Chain-rule#proof--more""#), "{}", page.text());
    assert!(page.text().contains("<mark>mean</mark>"), "{}", page.text());
    let page = server.get("/-/search?q=%3Cscript%3E").await;
    assert!(!page.text().contains("<script>") || !page.text().contains("value=\"<script>"), "{}", page.text());
}

/// Notes of three days and one without; the order of days is not that of paths.
fn dated() -> Vault {
    Vault::new(&[
        ("A.md", "---\ndate: 2024-01-05\n---\nword"),
        ("B.md", "---\ndate: 2026-03-01\n---\nword word word"),
        ("C.md", "word"),
        ("D.md", "---\ndate: 2025-02-06\n---\nword and other"),
    ])
}

#[tokio::test]
async fn answers_come_by_date_where_that_is_wished() {
    let server = dated().server();
    let answer = server.get("/-/api/search?q=word&sort=date").await.json();
    let paths: Vec<&str> = answer["hits"].as_array().unwrap().iter().map(|hit| hit["path"].as_str().unwrap()).collect();
    assert_eq!((answer["sort"].as_str(), paths), (Some("date"), vec!["B.md", "D.md", "A.md", "C.md"]));
    assert_eq!(answer["hits"][0]["date"], "2026-03-01");
    assert_eq!(answer["hits"][3]["date"], serde_json::Value::Null);
    let second = server.get("/-/api/search?q=word&sort=date&offset=1&limit=1").await.json();
    assert_eq!(second["hits"].as_array().unwrap()[..], answer["hits"].as_array().unwrap()[1..2]);
    let page = server.get("/-/search?q=word&sort=date&limit=2").await.text().to_owned();
    let places: Vec<_> =
        ["B", "D", "A"].iter().map(|note| page.find(&format!("class=\"note-link\" href=\"/{note}\""))).collect();
    assert!(places[0].is_some() && places[0] < places[1] && places[2].is_none(), "{page}");
    assert!(page.contains(r#"rel="next" href="/-/search?q=word&amp;sort=date&amp;limit=2&amp;offset=2""#), "{page}");
}

#[tokio::test]
async fn a_search_has_a_feed_of_the_newest_that_it_finds() {
    let server = dated().below("/g").server();
    let feed = server.get("/g/-/search.xml?q=word").await;
    assert_eq!(feed.header("content-type"), "application/rss+xml; charset=utf-8");
    let text = feed.text();
    let places: Vec<_> =
        ["B", "D", "A", "C"].iter().map(|note| text.find(&format!("<link>/g/{note}</link>"))).collect();
    assert!(places[0] < places[1] && places[1] < places[2] && places[3].is_none(), "those with a day: {text}");
    assert!(
        text.contains("<title>word - Garden</title>") && text.contains("<link>/g/-/search?q=word</link>"),
        "{text}"
    );
    assert!(!server.get("/g/-/search.xml?q=other").await.text().contains("/g/B"), "only what is found");
    assert!(!server.get("/g/-/search.xml").await.text().contains("<item>"), "nothing was asked");
    let page = server.get("/g/-/search?q=word").await.text().to_owned();
    assert!(
        page.contains(r#"type="application/rss+xml" title="Search: word - Garden" href="/g/-/search.xml?q=word""#),
        "{page}"
    );
}

#[tokio::test]
async fn browsers_are_told_how_to_search_here() {
    let server = vault().below("/g").server();
    let told =
        server.get_with("/g/-/opensearch.xml", &[("host", "garden.test:80"), ("x-forwarded-host", "elsewhere")]).await;
    assert_eq!(told.header("content-type"), "application/opensearchdescription+xml; charset=utf-8");
    let text = told.text();
    assert!(text.contains(r#"template="http://garden.test:80/g/-/search?q={searchTerms}""#), "{text}");
    assert!(text.contains(r#"template="http://garden.test:80/g/-/api/suggest?q={searchTerms}""#), "{text}");
    for odd in ["a/b", "a\"><b", "a b", ""] {
        let text = server.get_with("/g/-/opensearch.xml", &[("host", odd)]).await.text().to_owned();
        assert!(text.contains(r#"template="/g/-/search?q={searchTerms}""#), "{odd}: {text}");
    }
    for page in ["/g/", "/g/Diary", "/g/-/search", "/g/nowhere"] {
        let head = r#"<link rel="search" type="application/opensearchdescription+xml" title="Garden" href="/g/-/opensearch.xml">"#;
        assert!(server.get(page).await.text().contains(head), "{page}");
    }
    let titles = server.get("/g/-/api/suggest?q=chain").await;
    assert_eq!(titles.header("content-type"), "application/x-suggestions+json");
    let expected =
        serde_json::json!(["chain", ["Chain rule", "Diary"], ["Calculus", ""], ["/g/Calculus/Chain-rule", "/g/Diary"]]);
    assert_eq!(titles.json(), expected);
}

#[tokio::test]
async fn programs_are_told_what_they_may_ask() {
    let server = vault().below("/g").server();
    let told = server.get("/g/-/api").await;
    assert_eq!(told.header("content-type"), "application/json");
    let told = told.json();
    assert_eq!(told["openapi"], "3.1.0");
    let base = told["servers"][0]["url"].as_str().unwrap();
    for (path, operations) in told["paths"].as_object().unwrap() {
        let answer = server.get(&format!("{base}{path}?q=chain")).await;
        assert_eq!(answer.status, 200, "{path}");
        let content = operations["get"]["responses"]["200"]["content"].as_object().unwrap();
        let media_type = answer.header("content-type").split(';').next().unwrap();
        assert!(content.contains_key(media_type), "{path} is {media_type}");
        for parameter in operations["get"]["parameters"].as_array().into_iter().flatten() {
            let name = parameter["name"].as_str().unwrap();
            let at_default = parameter["schema"]["default"].to_string().replace('"', "");
            if name != "q" {
                let same = server.get(&format!("{base}{path}?q=chain&{name}={at_default}")).await;
                assert_eq!(same, answer, "{path}: {name} is {at_default} if nothing is said");
            }
        }
    }
    assert_eq!(server.get("/g/-/api/").await.header("location"), "/g/-/api");
}

#[tokio::test]
async fn an_answer_is_told_by_its_bytes_and_known_again() {
    let server = vault().server();
    let restarted = vault().server();
    for address in
        ["/-/search?q=chain", "/-/api/search?q=chain", "/-/api/suggest?q=chain", "/-/search.xml?q=chain", "/-/api"]
    {
        let answer = server.get(address).await;
        let tag = answer.header("etag").to_owned();
        assert!(!tag.is_empty(), "{address}");
        assert_eq!(restarted.get(address).await, answer, "{address}: the same garden, the same tag");
        let known = server.get_with(address, &[("if-none-match", &tag)]).await;
        assert_eq!(
            (known.status.as_u16(), known.body.len(), known.header("etag")),
            (304, 0, tag.as_str()),
            "{address}"
        );
    }
    // Another snapshot that answers the same is no news; one that does not is.
    let tag = server.get("/-/api/search?q=chain").await.header("etag").to_owned();
    server.live.store(vault().snapshot(2));
    assert_eq!(server.get_with("/-/api/search?q=chain", &[("if-none-match", &tag)]).await.status, 304);
    server.live.store(dated().snapshot(3));
    let fresh = server.get_with("/-/api/search?q=chain", &[("if-none-match", &tag)]).await;
    assert_eq!((fresh.status.as_u16(), fresh.json()["total"].as_u64()), (200, Some(0)));
}

fn tagged() -> Vault {
    Vault::new(&[
        ("Rain.md", "---\ntags: [weather/wet]\n---\nA shower in March."),
        ("Sea/Tide.md", "---\ntags: [weather, water]\n---\nThe moon and the gauge."),
        ("Secret.md", "---\ntags: [wealth]\npublish: false\n---\nA shower of gold."),
    ])
}

#[tokio::test]
async fn a_tag_that_is_being_typed_is_completed_everywhere() {
    let server = tagged().below("/g").server();
    let answer = server.get("/g/-/api/search?q=moon+%23wea").await.json();
    let expected = serde_json::json!([
        { "query": "moon #weather", "text": "#weather", "count": 2 },
        { "query": "moon #weather/wet", "text": "#weather/wet", "count": 1 },
    ]);
    assert_eq!(answer["completions"], expected, "and no tag of a private note");
    let suggested = server.get("/g/-/api/suggest?q=tag:wea").await.json();
    let expected = serde_json::json!([
        "tag:wea",
        ["tag:weather", "tag:weather/wet"],
        ["2 notes", "1 note"],
        ["/g/-/search?q=tag%3Aweather", "/g/-/search?q=tag%3Aweather%2Fwet"],
    ]);
    assert_eq!(suggested, expected);
    let page = server.get("/g/-/search?q=moon+%23wea").await.text().to_owned();
    let link = r##"<a href="/g/-/search?q=moon%20%23weather" rel="nofollow"><bdi>#weather</bdi></a> <span class="count">1 note</span>"##;
    assert!(page.contains("<h2>Go on with</h2>") && page.contains(link), "{page}");
    assert!(!page.contains("<bdi>#weather/wet</bdi>"), "what finds nothing is no way out: {page}");
    let found = server.get("/g/-/search?q=%23weather").await.text().to_owned();
    assert!(!found.contains("<h2>Go on with</h2>"), "where notes are found they are the answer: {found}");
}

#[tokio::test]
async fn where_nothing_is_found_a_condition_may_be_left_out() {
    let server = tagged().server();
    let page = server.get("/-/search?q=shower+tag:water+folder:Sea&sort=date").await.text().to_owned();
    assert!(page.contains("Nothing was found for “shower tag:water folder:Sea”."), "{page}");
    assert!(!page.contains("without <bdi>"), "one of two that exclude each note is not enough: {page}");
    let page = server.get("/-/search?q=shower+tag:water&sort=date").await.text().to_owned();
    let link = r#"<a href="/-/search?q=shower&amp;sort=date" rel="nofollow">without <bdi>tag:water</bdi></a> <span class="count">1 note</span>"#;
    assert!(page.contains("<h2>Ask for less</h2>") && page.contains(link), "{page}");
    let page = server.get("/-/search?q=gold+tag:water").await.text().to_owned();
    assert!(!page.contains("<h2>Ask for less</h2>"), "nothing public holds it: {page}");
    let page = server.get("/-/search?q=shower+tag:weather").await.text().to_owned();
    assert!(!page.contains("<h2>Ask for less</h2>"), "something is found: {page}");
}

#[tokio::test]
async fn a_word_that_nobody_has_is_answered_with_one_that_was_meant() {
    let server = tagged().server();
    let answer = server.get("/-/api/search?q=tidde+guage").await.json();
    let expected = serde_json::json!({ "query": "tide gauge", "html": "<em>tide</em> <em>gauge</em>" });
    assert_eq!(answer["suggestion"], expected);
    let page = server.get("/-/search?q=tidde+guage&limit=5").await.text().to_owned();
    let link =
        r#"Did you mean <a href="/-/search?q=tide%20gauge&amp;limit=5" dir="auto"><em>tide</em> <em>gauge</em></a>?"#;
    assert!(page.contains(link), "{page}");
    assert_eq!(server.get("/-/api/search?q=wealht").await.json()["suggestion"], serde_json::Value::Null);
}
