//! Searching for the vault's own words.

use serde_json::Value;

use crate::Failed;
use crate::figures::Series;
use crate::seeded::Seeded;
use crate::served::Served;
use crate::source::Source;

const N_OF_EACH_KIND: usize = 250;

/// The times of one kind of question, in milliseconds, with the bytes of the answers.
#[derive(Debug)]
pub(crate) struct Kind {
    pub(crate) name: &'static str,
    pub(crate) times: Series,
    pub(crate) sent: Series,
    pub(crate) n_empty: usize,
    pub(crate) slowest: (f64, String),
}

pub(crate) fn measure(served: &Served, source: &Source) -> Result<Vec<Kind>, Failed> {
    let api = "/-/api/search?q=";
    let mut kinds = Vec::new();
    for (name, address, n_words, is_prefix) in [
        ("one word", api, 1, false),
        ("two words", api, 2, false),
        ("three words", api, 3, false),
        ("one to three letters", api, 1, true),
        ("a word and one to three letters", api, 2, true),
        ("page with answers, two words", "/-/search?q=", 2, false),
    ] {
        let mut client = served.connect()?;
        let mut seeded = Seeded::new(3);
        let (times, sent) = (Series::default(), Series::default());
        let mut kind = Kind { name, times, sent, n_empty: 0, slowest: (0.0, String::new()) };
        for _ in 0..N_OF_EACH_KIND {
            let query = query(source, &mut seeded, n_words, is_prefix);
            let target = format!("{address}{}", encoded(&query));
            let answer = client.get(&target)?;
            let milliseconds = answer.took.as_secs_f64() * 1000.0;
            kind.times.push(milliseconds);
            kind.sent.push(answer.body.len() as f64);
            if milliseconds > kind.slowest.0 {
                kind.slowest = (milliseconds, query);
            }
            // Not measured: what was found.
            let plain = client.get_plain(&target)?;
            let is_empty = |found: Value| found["hits"].as_array().is_none_or(Vec::is_empty);
            kind.n_empty += usize::from(address == api && is_empty(serde_json::from_slice(&plain.body)?));
        }
        kinds.push(kind);
    }
    Ok(kinds)
}

/// Draws a question of any kind, as the address that is asked for.
pub(crate) fn any(source: &Source, seeded: &mut Seeded) -> String {
    let (n_words, is_prefix) = *seeded.pick(&[(1, false), (2, false), (3, false), (1, true), (2, true)]);
    format!("/-/api/search?q={}", encoded(&query(source, seeded, n_words, is_prefix)))
}

/// Draws neighbouring words, so that frequent words are asked for more often, as they are. Of the last one there may be
/// only the beginning: the site answers while its reader types.
fn query(source: &Source, seeded: &mut Seeded, n_words: usize, is_prefix: bool) -> String {
    let words = seeded.pick(&source.words);
    let from = seeded.below(words.len() - n_words + 1);
    let mut wanted: Vec<String> = words[from..from + n_words].to_vec();
    if is_prefix && let Some(last) = wanted.last_mut() {
        let n_letters = 1 + seeded.below(3);
        *last = last.chars().take(n_letters).collect();
    }
    wanted.join(" ")
}

fn encoded(text: &str) -> String {
    let byte = |byte: u8| match byte {
        b' ' => "+".to_owned(),
        byte if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
        byte => format!("%{byte:02X}"),
    };
    text.bytes().map(byte).collect()
}
