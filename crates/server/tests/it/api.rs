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
    assert_eq!(keys.into_iter().collect::<Vec<_>>(), ["hits", "query", "total"]);
    assert_eq!((answer["query"].as_str(), answer["total"].as_u64()), (Some("mean value"), Some(1)));
    let hit = &answer["hits"][0];
    assert_eq!(hit["path"], "Calculus/Chain rule.md");
    assert_eq!(hit["title"], "Chain rule");
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
    assert_eq!(server.get("/-/api/search").await.text(), r#"{"query":"","total":0,"hits":[]}"#);
    let usual = server.get("/-/api/search?q=chain").await;
    for odd in ["&limit=x", "&limit=-5", "&offset=", "&limit=10&offset=0", "&unknown=1"] {
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
