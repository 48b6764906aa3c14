//! Everything that can be reached.

use std::collections::{BTreeMap, BTreeSet};

use crate::{Answer, Host, Question};

/// The addresses that every site has.
const OWN: [&str; 24] = [
    "/",
    "/-/search",
    "/-/pages",
    "/-/tags",
    "/-/graph",
    "/-/recent",
    "/-/search.xml",
    "/-/opensearch.xml",
    "/-/api",
    "/-/api/search",
    "/-/api/suggest",
    "/-/api/graph",
    "/-/healthz",
    "/-/assets/",
    "/-/",
    "/feed.xml",
    "/rss.xml",
    "/sitemap.xml",
    "/robots.txt",
    "/favicon.ico",
    "/search",
    "/tags",
    "/graph",
    "/never-was-there",
];

/// What a host answered to all that was asked.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Crawl {
    /// The answers, by question.
    pub answers: BTreeMap<Question, Answer>,
}

impl Crawl {
    /// Starts with the addresses of every site and `seeds`, and follows every address of this host that an answer names:
    /// links, pictures, style sheets, fonts, scripts, feeds, redirects, data.
    pub fn of(host: &dyn Host, seeds: impl IntoIterator<Item = String>) -> Self {
        Self::following(host, seeds, |_| true)
    }

    /// Like [`Crawl::of`], without the style sheets, fonts and scripts: they are the same for every vault.
    pub fn of_garden(host: &dyn Host, seeds: impl IntoIterator<Item = String>) -> Self {
        Self::following(host, seeds, |target| !target.starts_with("/-/assets/"))
    }

    fn following(host: &dyn Host, seeds: impl IntoIterator<Item = String>, is_wanted: fn(&str) -> bool) -> Self {
        let mut crawl = Self::default();
        let mut open: BTreeSet<String> = OWN.iter().map(ToString::to_string).chain(seeds).collect();
        while let Some(target) = open.pop_first() {
            let question = Question::get(&target);
            if !is_wanted(&target) || crawl.answers.contains_key(&question) {
                continue;
            }
            let answer = host.ask(&question);
            // Below an address with a query is what its reader asked for; what it links to is followed one step.
            open.extend(addresses(&answer).into_iter().filter(|found| !found.contains('?') || !target.contains('?')));
            crawl.answers.insert(question, answer);
        }
        crawl
    }

    /// Asks one more question.
    pub fn ask(&mut self, host: &dyn Host, question: Question) {
        let answer = host.ask(&question);
        self.answers.insert(question, answer);
    }

    /// Returns the answer to a question about an address.
    ///
    /// # Panics
    /// If it was not asked.
    pub fn get(&self, target: &str) -> &Answer {
        self.answers.get(&Question::get(target)).unwrap_or_else(|| panic!("{target} was not asked for"))
    }

    /// Returns the first question that was answered otherwise there, or asked on one side only, with both answers.
    pub fn difference(&self, other: &Self) -> Option<String> {
        let questions: BTreeSet<&Question> = self.answers.keys().chain(other.answers.keys()).collect();
        questions.into_iter().find_map(|question| match (self.answers.get(question), other.answers.get(question)) {
            (Some(here), Some(there)) if here == there => None,
            (Some(here), Some(there)) => Some(format!("{question}\n{}", first_difference(here, there))),
            (Some(_), None) => Some(format!("{question}\nis reached on the first side only")),
            (None, Some(_)) => Some(format!("{question}\nis reached on the second side only")),
            (None, None) => None,
        })
    }

    /// Returns the questions whose answers hold a word.
    pub fn holding(&self, word: &str) -> Vec<String> {
        self.answers.iter().filter(|(_, answer)| answer.holds(word)).map(|(question, _)| question.to_string()).collect()
    }
}

/// Shows two answers from a little before the place where they part.
fn first_difference(here: &Answer, there: &Answer) -> String {
    let (here, there) = (format!("{here:?}"), format!("{there:?}"));
    let same = here.chars().zip(there.chars()).take_while(|(a, b)| a == b).count();
    let around = |text: &str| text.chars().skip(same.saturating_sub(200)).take(400).collect::<String>();
    format!("--- first\n{}\n--- second\n{}\n---", around(&here), around(&there))
}

/// Returns the addresses of this host in an answer: what stands in quotes, parentheses or tags and starts with a slash, and
/// where a redirect leads. That finds more than links; asking for what is none does no harm.
fn addresses(answer: &Answer) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut take = |address: &str| {
        // Most of what stands in quotes is no address; the rest is worth unescaping.
        if !address.starts_with(['/', '&']) {
            return;
        }
        let address = address.replace("&amp;", "&").replace("&#x2f;", "/").replace("&#x27;", "'").replace("&#39;", "'");
        let address = address.split('#').next().unwrap_or_default();
        let is_address = address.starts_with('/') && !address.starts_with("//");
        if is_address && address.bytes().all(|byte| byte.is_ascii_graphic() && !b"\"<>\\^`{|}$".contains(&byte)) {
            found.insert(address.to_owned());
        }
    };
    take(answer.header("location"));
    let is_text =
        ["text/", "json", "xml", "javascript"].iter().any(|kind| answer.header("content-type").contains(kind));
    if is_text {
        let is_end = |byte: &u8| matches!(byte, b'"' | b'\'' | b'(' | b')' | b'<' | b'>' | b' ' | b'\n');
        answer.body.split(is_end).for_each(|part| take(std::str::from_utf8(part).unwrap_or_default()));
    }
    found
}
