//! What must hold of the whole site.

use std::collections::{BTreeMap, BTreeSet};

use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use super::Check;
use crate::answer::Answer;
use crate::case::SiteExpectation;
use crate::finding::{Finding, around, listed};
use crate::page::Page;

/// Where readers may look besides the pages, on this site or that.
const PLACES: [&str; 16] = [
    "/",
    "/-/tags",
    "/-/recent",
    "/-/graph",
    "/-/api/graph",
    "/feed.xml",
    "/rss.xml",
    "/index.xml",
    "/atom.xml",
    "/sitemap.xml",
    "/robots.txt",
    "/404.html",
    "/search.json",
    "/static/contentIndex.json",
    "/never-was-there",
    "/never/was/there.md",
];

/// Addresses that take a query, for both readers and programs.
const SEARCHES: [&str; 2] = ["/-/search?q=", "/-/api/search?q="];

/// A word that no case has.
const CONTROL: &str = "zzqxkjvwordofnocase";

/// No site of a case has more addresses.
const MAX_ANSWERS: usize = 2_000;

impl Check<'_> {
    pub(super) fn whole(&self, expectation: &SiteExpectation) -> Result<(), String> {
        if expectation.public.is_some() || expectation.files.is_some() {
            match self.data()? {
                None => self.skip("site: the program prints no data"),
                Some(data) => {
                    let notes = Some(data.notes.iter().map(|note| note.path.clone()).collect::<Vec<_>>());
                    let assets = data.assets.as_ref();
                    let assets = assets.map(|assets| assets.iter().map(|asset| asset.path.clone()).collect());
                    self.paths("public", expectation.public.as_deref(), notes);
                    self.paths("files", expectation.files.as_deref(), assets);
                }
            }
        }
        for (address, path) in &expectation.redirects {
            self.leads_on(address, path)?;
        }
        if !expectation.nowhere.is_empty() {
            self.nowhere(&expectation.nowhere)?;
        }
        match &expectation.warns {
            Some(warns) => self.warns(warns),
            None => Ok(()),
        }
    }

    fn paths(&self, key: &str, expected: Option<&[String]>, found: Option<Vec<String>>) {
        let Some(expected) = expected else { return };
        let found = found.map(|mut paths| {
            paths.sort();
            paths
        });
        self.same(format!("site: {key}"), expected, found.as_deref());
    }

    fn leads_on(&self, address: &str, path: &str) -> Result<(), String> {
        let place = format!("site: redirects: {address}");
        let Some(data) = self.data()? else {
            self.skip(format!("{place}: the program prints no data"));
            return Ok(());
        };
        let Some(goal) = data.addresses().get(path).copied() else {
            self.fail(Finding::new(place, format!("a redirect to {path}"), "nothing public has that path"));
            return Ok(());
        };
        let answer = self.site()?.get(address)?;
        let found = self.redirect(address, &answer)?;
        if found.as_ref().map(url::Url::path) != Some(self.resolve(goal)?.path()) {
            let found = found.map_or_else(|| answer.status.to_string(), |found| found.to_string());
            self.fail(Finding::new(place, format!("a redirect to {goal}"), found));
        }
        Ok(())
    }

    fn warns(&self, expected: &[String]) -> Result<(), String> {
        let Some(check) = self.publisher.check(self.vault)? else {
            self.skip("site: warns: the program has no checker");
            return Ok(());
        };
        let told: Vec<_> = check
            .diagnostics
            .iter()
            .map(|said| {
                (format!("{}: {}", said.path, said.code), format!("{}:{}: {}", said.path, said.line, said.code))
            })
            .collect();
        let all: Vec<_> = told.iter().map(|(_, exact)| exact).collect();
        if expected.is_empty() && !all.is_empty() {
            self.fail(Finding::new("site: warns", "nothing", listed(&all)));
        }
        for warning in expected {
            if !told.iter().any(|(short, exact)| warning == short || warning == exact) {
                self.fail(Finding::new("site: warns", format!("{warning:?}"), listed(&all)));
            }
        }
        Ok(())
    }

    /// Asks for all that can be reached and looks for words that must not be there.
    fn nowhere(&self, words: &[String]) -> Result<(), String> {
        let site = self.site()?;
        let mut leaks: BTreeMap<&str, Vec<(String, String)>> = BTreeMap::new();
        let mut look = |place: &str, source: &str| {
            for word in words.iter().filter(|word| holds(source, word)) {
                let at = source.find(word.as_str()).map_or(0, |at| source[..at].chars().count());
                leaks.entry(word).or_default().push((place.to_owned(), around(source, at)));
            }
        };
        let mut open: BTreeSet<String> = PLACES.iter().map(ToString::to_string).chain(site.all()).collect();
        if let Some((data, source)) = self.data_and_source()? {
            open.extend(data.addresses().values().map(ToString::to_string));
            // What the author of a public note typed is no leak (rule W-08).
            let links = data.notes.iter().flat_map(|note| note.links.iter().flatten());
            look("the data", &links.fold(source.clone(), |source, link| source.replace(&quoted(&link.raw), "\"\"")));
        }
        let mut seen = BTreeSet::new();
        while let Some(path) = open.pop_first() {
            if seen.len() >= MAX_ANSWERS || is_font_or_style(&path) || !seen.insert(path.clone()) {
                continue;
            }
            let answer = site.get(&path)?;
            look(&path, &format!("{:?}\n{}", answer.headers, answer.text()));
            open.extend(self.named(&path, &answer)?);
        }
        for word in words {
            let leaks = leaks.entry(word).or_default();
            leaks.extend(self.searched(word)?);
            if let Some(((place, shown), more)) = leaks.split_first() {
                let more: Vec<_> = more.iter().map(|(place, _)| place.as_str()).collect();
                let more = if more.is_empty() { String::new() } else { format!(", and in {}", more.join(", ")) };
                self.fail(Finding::new("site: nowhere", format!("no {word:?}"), format!("in {place}: {shown}{more}")));
            }
        }
        Ok(())
    }

    /// A search repeats what was asked for, and must do no more than that.
    fn searched(&self, word: &str) -> Result<Vec<(String, String)>, String> {
        let site = self.site()?;
        let mut leaks = Vec::new();
        for search in SEARCHES {
            let ask = |word: &str| site.get(&format!("{search}{}", utf8_percent_encode(word, NON_ALPHANUMERIC)));
            let (answer, control) = (ask(word)?.text(), ask(CONTROL)?.text());
            if answer.matches(word).count() > control.matches(CONTROL).count() {
                let at = answer.find(word).map_or(0, |at| answer[..at].chars().count());
                leaks.push((format!("{search}{word}"), around(&answer, at)));
            }
        }
        Ok(leaks)
    }

    /// Returns the paths of this site that an answer names.
    fn named(&self, path: &str, answer: &Answer) -> Result<BTreeSet<String>, String> {
        let here = self.resolve(path)?;
        let text = answer.text();
        let mut named: Vec<String> = answer.header("location").map(ToOwned::to_owned).into_iter().collect();
        if answer.is_page() {
            let page = Page::new(here.clone(), text, &self.publisher.roles);
            named.extend(page.addresses().into_iter().map(ToOwned::to_owned));
        } else if answer.is_text() {
            let parts = text.split(['"', '\'', '(', ')', '<', '>', ' ', '\n']);
            let is_address = |part: &&str| part.starts_with('/') || part.starts_with("http");
            named.extend(parts.filter(is_address).map(|part| part.replace("&amp;", "&")));
        }
        let mut paths = BTreeSet::new();
        for name in named {
            let Ok(mut url) = here.join(&name) else { continue };
            url.set_fragment(None);
            // What a page with a query names is not followed further: it may go on for ever.
            let is_endless = url.query().is_some() && path.contains('?');
            if self.is_here(&url)? && !is_endless {
                paths.insert(url[url::Position::BeforePath..].to_owned());
            }
        }
        Ok(paths)
    }
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn is_font_or_style(path: &str) -> bool {
    [".css", ".woff", ".woff2", ".ttf"].iter().any(|suffix| path.ends_with(suffix))
}

/// Tells whether a word stands in a text: as it is, or percent-encoded, or with its entities written out.
fn holds(source: &str, word: &str) -> bool {
    let entities = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&#x27;", "'"), ("&amp;", "&")];
    source.contains(word)
        || percent_decode_str(source).decode_utf8_lossy().contains(word)
        || entities.iter().fold(source.to_owned(), |text, (entity, char)| text.replace(entity, char)).contains(word)
}
