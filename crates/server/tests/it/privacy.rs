//! The privacy law at the door: what is withheld and what never was are answered alike.

use crate::garden::{Answer, Vault};

const PUBLIC: [(&str, &str); 3] = [
    ("index.md", "# Garden\n[[Secret plan]] and [[Open]] ![[drawing.png]] #shared"),
    ("Open.md", "An open page on words and plans. #shared"),
    ("drawing.png", "png"),
];

const PRIVATE: [(&str, &str); 3] = [
    (
        "Secret plan.md",
        "---\npublish: false\naliases: [hush]\ntags: [covert]\n---\n# Canary\nwords ![[photo.png]] [[Open]]",
    ),
    ("Hidden/Deep.md", "---\npublish: false\n---\ncanary words plans"),
    ("photo.png", "private"),
];

const ADDRESSES: [&str; 28] = [
    "/",
    "/Open",
    "/drawing.png",
    "/photo.png",
    "/Secret-plan",
    "/Secret%20plan",
    "/Secret plan.md",
    "/hush",
    "/Hidden/",
    "/Hidden",
    "/Hidden/Deep",
    "/-/tags",
    "/-/tags/shared",
    "/-/tags/covert",
    "/-/graph",
    "/-/recent",
    "/-/search",
    "/-/search?q=canary",
    "/-/search?q=words",
    "/-/api/search?q=canary",
    "/-/api/search?q=words",
    "/-/api/search?q=wor",
    "/-/api/search?q=canary+plans",
    "/-/api/search?q=%23covert",
    "/-/api/graph",
    "/feed.xml",
    "/sitemap.xml",
    "/robots.txt",
];

async fn crawl(vault: &Vault) -> Vec<Answer> {
    let server = vault.server();
    let mut answers = Vec::new();
    for address in ADDRESSES {
        let address = address.replace(' ', "%20");
        answers.push(server.get(&address).await);
        answers.push(server.get_with(&address, &[("accept-encoding", "br"), ("range", "bytes=0-1")]).await);
        answers.push(server.ask("HEAD", &address, &[]).await);
    }
    answers
}

#[tokio::test]
async fn private_files_change_no_byte_of_any_answer() {
    let with: Vec<(&str, &str)> = PUBLIC.into_iter().chain(PRIVATE).collect();
    let with = crawl(&Vault::new(&with)).await;
    let without = crawl(&Vault::new(&PUBLIC)).await;
    for (at, (with, without)) in with.iter().zip(&without).enumerate() {
        assert_eq!(with, without, "{}", ADDRESSES[at / 3]);
    }
}

#[tokio::test]
async fn the_same_garden_gives_the_same_answers() {
    let vault = Vault::new(&PUBLIC);
    assert_eq!(crawl(&vault).await, crawl(&vault).await);
}
