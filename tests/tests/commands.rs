//! What the program promises on the command line, on the garden that is part of the project.

use std::collections::BTreeSet;
use std::process::{Command, Output};

use hedgerow_tests::{Host, Running, TempGarden};
use serde_json::Value;

use crate::{PROGRAM, notes_example};

/// Runs the program; returns its exit code, its answer and its complaints, without what a slow machine tells of progress.
fn hedgerow(arguments: &[&str]) -> (i32, String, String) {
    let Output { status, stdout, stderr } = Command::new(PROGRAM).args(arguments).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).expect("the program writes UTF-8");
    let complaints: Vec<String> =
        text(stderr).lines().filter(|line| !line.ends_with(" ...")).map(str::to_owned).collect();
    (status.code().expect("the program ends by itself"), text(stdout), complaints.join("\n"))
}

fn json(arguments: &[&str]) -> Value {
    let (code, out, err) = hedgerow(arguments);
    assert!(code < 2, "{err}");
    serde_json::from_str(&out).unwrap_or_else(|error| panic!("{error}: {out}"))
}

#[test]
fn the_example_passes_the_check() {
    let (code, out, err) = hedgerow(&["check", notes_example().to_str().unwrap()]);
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
}

#[test]
fn the_exit_code_says_clean_or_findings_or_could_not_run() {
    let note = |text: &str| TempGarden::of([("Note.md", format!("---\npublish: true\n---\n{text}"))]);
    let clean = note("All is well.");
    let warned = note("[[Not written yet]]");
    let wrong = TempGarden::of([("Note.md", "---\npublish: true\nbroken: [1\n---\n")]);
    let cases = [
        (&clean, vec!["check"], 0),
        (&clean, vec!["check", "--strict"], 0),
        (&warned, vec!["check"], 0),
        (&warned, vec!["check", "--strict"], 1),
        (&wrong, vec!["check"], 1),
        (&clean, vec!["check", "--no-such-flag"], 2),
        (&clean, vec!["check", "--config", "/no/such/file.toml"], 2),
        (&clean, vec!["inspect", "--json"], 0),
        (&clean, vec!["inspect", "--publish", "some"], 2),
    ];
    for (garden, arguments, expected) in cases {
        let arguments: Vec<&str> = arguments.iter().copied().chain([garden.root().to_str().unwrap()]).collect();
        let (code, out, err) = hedgerow(&arguments);
        assert_eq!(code, expected, "{arguments:?}\n{out}{err}");
    }
    assert_eq!(hedgerow(&["check", "/no/such/folder"]).0, 2);
    assert_eq!(hedgerow(&["serve", clean.at("Note.md").to_str().unwrap(), "--port", "0"]).0, 2);
    assert_eq!(hedgerow(&[]).0, 2);
}

#[test]
fn an_unknown_setting_is_named_with_its_place_and_the_nearest_known_one() {
    let garden = TempGarden::of([("hedgerow.toml", "[publish]\nmode = \"explicit\"\nexlude = [\"Private\"]\n")]);
    for command in ["check", "inspect", "serve"] {
        let (code, out, err) = hedgerow(&[command, garden.root().to_str().unwrap()]);
        assert_eq!((code, out.as_str()), (2, ""), "{command}");
        assert!(
            err.contains("hedgerow.toml:3:1") && err.contains("`exlude`") && err.contains("`exclude`"),
            "{command}: {err}"
        );
    }
    garden.write("hedgerow.toml", "[publish]\ninclude = \"Books\"\n");
    let (code, _, err) = hedgerow(&["check", garden.root().to_str().unwrap()]);
    assert_eq!(code, 2);
    assert!(err.contains("hedgerow.toml:2"), "{err}");
}

#[test]
fn inspect_gives_the_public_garden_as_the_readme_of_the_format_says() {
    let vault = notes_example();
    let public = json(&["inspect", vault.to_str().unwrap(), "--json"]);
    assert_eq!(public["version"], 1);
    let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<BTreeSet<_>>();
    let named = |names: &[&str]| names.iter().map(ToString::to_string).collect::<BTreeSet<_>>();
    assert_eq!(keys(&public), named(&["version", "notes", "assets", "redirects"]));
    let notes = public["notes"].as_array().unwrap();
    assert!(notes.len() > 50, "{}", notes.len());
    let paths: BTreeSet<&str> = notes.iter().map(|note| note["path"].as_str().unwrap()).collect();
    for note in notes {
        assert_eq!(
            keys(note),
            named(&["path", "url", "title", "listed", "aliases", "tags", "links", "backlinks", "mentions"])
        );
        let url = note["url"].as_str().unwrap();
        assert!(url.starts_with('/') && url.is_ascii() && !url.contains(' '), "{url}");
        for link in note["links"].as_array().unwrap() {
            assert_eq!(keys(link), named(&["raw", "kind", "target", "url"]));
            let target = link["target"].as_str();
            match link["kind"].as_str().unwrap() {
                "note" => assert!(paths.contains(target.unwrap()), "{link}"),
                "missing" => assert!(target.is_none() && link["url"].is_null(), "{link}"),
                "asset" | "external" => assert!(target.is_some(), "{link}"),
                other => panic!("{other}"),
            }
        }
        for backlink in note["backlinks"].as_array().unwrap() {
            assert!(paths.contains(backlink.as_str().unwrap()), "{backlink}");
        }
    }
    for asset in public["assets"].as_array().unwrap() {
        assert_eq!(keys(asset), named(&["path", "url"]));
    }

    // The author's view is the only one with private notes in it.
    let all = json(&["inspect", vault.to_str().unwrap(), "--json", "--author"]);
    let all = all["notes"].as_array().unwrap();
    let private: BTreeSet<&str> =
        all.iter().filter(|note| note["visibility"] == "private").map(|note| note["path"].as_str().unwrap()).collect();
    assert!(private.len() >= 10 && private.iter().all(|path| !paths.contains(path)), "{private:?}");
    assert_eq!(all.len(), private.len() + paths.len());
    assert!(all.iter().all(|note| note["rule"].as_str().unwrap().starts_with("W-01")));
    let text = public.to_string();
    for path in private {
        assert!(!text.contains(&format!("\"{path}\"")), "{path}");
    }
}

#[test]
fn every_address_that_inspect_gives_is_answered() {
    let vault = notes_example();
    let public = json(&["inspect", vault.to_str().unwrap(), "--json"]);
    let server = Running::start(PROGRAM, &vault, &[]);
    for list in ["notes", "assets"] {
        for entry in public[list].as_array().unwrap() {
            let answer = server.get(entry["url"].as_str().unwrap());
            assert_eq!(answer.status, 200, "{entry}");
        }
    }
    for redirect in public["redirects"].as_array().unwrap() {
        let answer = server.get(redirect["from"].as_str().unwrap());
        assert!([301, 308].contains(&answer.status), "{redirect}");
        assert_eq!(answer.header("location"), redirect["to"].as_str().unwrap());
    }
}

#[test]
fn the_terminal_finds_what_the_site_finds() {
    let vault = notes_example();
    let server = Running::start(PROGRAM, &vault, &[]);
    for query in ["gradient", "chain rule", "eigenvectors"] {
        let (code, out, err) = hedgerow(&["search", vault.to_str().unwrap(), query]);
        assert_eq!((code, err.as_str()), (0, ""));
        let target = format!("/-/api/search?q={}", hedgerow_tests::encoded(query));
        let answer: Value = serde_json::from_slice(&server.get(&target).body).unwrap();
        let hits = answer["hits"].as_array().unwrap();
        assert!(!hits.is_empty(), "{query}");
        // In the same order.
        let places: Vec<_> = hits.iter().map(|hit| out.find(hit["title"].as_str().unwrap())).collect();
        assert!(places.iter().all(Option::is_some), "{query}: {out}");
        let for_tools = json(&["search", "--json", vault.to_str().unwrap(), query]);
        assert_eq!(for_tools, answer, "{query}");
    }
    let newest = json(&["search", "--json", "--sort", "date", "--limit", "50", vault.to_str().unwrap(), "gradient"]);
    let days: Vec<_> = newest["hits"].as_array().unwrap().iter().map(|hit| hit["date"].to_string()).collect();
    let n_whole = (newest["total"].as_u64().unwrap() - newest["n_partial"].as_u64().unwrap()) as usize;
    assert!(n_whole > 1 && days[..n_whole.min(50)].is_sorted_by(|a, b| a >= b), "{days:?}");
    let (code, out, err) = hedgerow(&["search", vault.to_str().unwrap(), "zzyzxqwv"]);
    assert_eq!((code, err.as_str()), (0, ""), "that nothing is found is an answer: {out}");
}

#[test]
fn a_question_in_plain_language_has_one_order_everywhere() {
    let vault = notes_example();
    let server = Running::start(PROGRAM, &vault, &[]);
    let mut n_mixed = 0;
    for question in [
        "how do I turn a probability the other way round",
        "why does a model do well on old data but badly on new data",
        "how large should each move be when walking down a slope",
        "why do sums of random things end up bell shaped",
        "what is the chain rule good for",
    ] {
        let target = |path: &str| format!("{path}?q={}", hedgerow_tests::encoded(question));
        let answer: Value = serde_json::from_slice(&server.get(&target("/-/api/search")).body).unwrap();
        let hits = answer["hits"].as_array().unwrap();
        let urls: Vec<&str> = hits.iter().map(|hit| hit["url"].as_str().unwrap()).collect();
        assert_eq!(urls.len(), 10, "{question}");
        let lacks = |hit: &Value| !hit["missing"].as_array().unwrap().is_empty();
        n_mixed += usize::from(!hits.is_sorted_by_key(lacks));

        let page = server.get(&target("/-/search")).text();
        let shown: Vec<String> = page.split("<li class=\"search-hit\">").skip(1).map(first_address).collect();
        let notes: Vec<&str> = urls.iter().map(|url| url.split('#').next().unwrap()).collect();
        assert_eq!(shown, notes, "{question}");

        let (_, out, _) = hedgerow(&["search", vault.to_str().unwrap(), question]);
        let addresses = out.lines().filter_map(|line| line.strip_prefix("  /"));
        let printed: Vec<String> = addresses.map(|line| format!("/{}", line.split("  in: ").next().unwrap())).collect();
        assert_eq!(printed, urls, "{question}");
    }
    assert!(n_mixed > 0, "there is a question for which the order is not that of what the notes lack");
}

/// Returns where the first link of a piece of a page leads.
fn first_address(html: &str) -> String {
    let (_, address) = html.split_once("href=\"").expect("there is a link");
    address.split('"').next().unwrap_or_default().split('#').next().unwrap_or_default().to_owned()
}

#[test]
fn a_query_may_begin_with_a_minus() {
    let vault = notes_example();
    let vault = vault.to_str().unwrap();
    let expected = json(&["search", "--json", vault, "(-gradient)"]);
    assert!(expected["total"].as_u64() > Some(10), "{expected}");
    let found = json(&["search", vault, "-gradient", "--json"]);
    assert_eq!((&found["query"], &found["hits"]), (&"-gradient".into(), &expected["hits"]));
    assert_eq!(hedgerow(&["search", vault, "--jsn"]).0, 2, "what is no flag is told");
}

#[test]
#[cfg(unix)]
fn serve_answers_and_stops_with_0_when_it_is_told_to() {
    for signal in ["-TERM", "-INT"] {
        let server = Running::start(PROGRAM, &notes_example(), &[]);
        assert_eq!(server.get("/").status, 200);
        assert_eq!(server.get("/-/healthz").status, 200);
        assert_eq!(server.stop_with(signal).code(), Some(0), "{signal}");
    }
}
