//! A made-up vault of any size: as much like a real one as its words and links go, and the same each time.

use std::fmt::Write;
use std::fs;

use tempfile::TempDir;

use crate::Failed;
use crate::seeded::Seeded;

const N_WORDS_OF_NOTE: usize = 250;
const N_WORDS_OF_LANGUAGE: usize = 20_000;
const N_LINKS: usize = 6;
const N_FOLDERS: usize = 40;
const N_TAGS: usize = 120;

/// Writes a vault of `n_notes` public notes into a temporary folder.
///
/// # Errors
/// Where the disk has no room.
pub fn sow(n_notes: u32) -> Result<TempDir, Failed> {
    let folder = TempDir::with_prefix("hedgerow-bench-")?;
    let mut seeded = Seeded::new(4747);
    let language = Language::new(&mut seeded);
    for n in 0..N_FOLDERS {
        fs::create_dir(folder.path().join(folder_name(n)))?;
    }
    let mut names: Vec<String> = Vec::new();
    // A note stands here once for being there and once more for each link to it: drawing from it prefers the much linked.
    let mut attached: Vec<usize> = Vec::new();
    for n in 0..n_notes as usize {
        let name = format!("{} {} {n}", language.word(&mut seeded), language.word(&mut seeded));
        let text = note(&language, &mut seeded, &names, &mut attached);
        fs::write(folder.path().join(folder_name(n % N_FOLDERS)).join(format!("{name}.md")), text)?;
        names.push(name);
        attached.push(n);
    }
    Ok(folder)
}

fn folder_name(n: usize) -> String {
    format!("field {n}")
}

fn note(language: &Language, seeded: &mut Seeded, names: &[String], attached: &mut Vec<usize>) -> String {
    // The popularity of tags falls off as that of words does.
    let tag = |seeded: &mut Seeded| (N_TAGS as f64).powf(seeded.unit()) as usize;
    let mut text = format!("---\npublish: true\ntags: [topic/t{}, t{}]\n---\n", tag(seeded), tag(seeded));
    let mut links: Vec<usize> = (0..N_LINKS.min(names.len())).map(|_| *seeded.pick(attached)).collect();
    for n in 0..N_WORDS_OF_NOTE {
        match n % 50 {
            0 if n % 100 == 0 => _ = write!(text, "\n\n## {}\n\n", language.word(seeded)),
            0 => text.push_str(".\n\n"),
            _ => text.push(' '),
        }
        text.push_str(language.word(seeded));
        if n % 40 == 20
            && let Some(target) = links.pop()
        {
            let _ = write!(text, " [[{}]]", names[target]);
            attached.push(target);
        }
    }
    text.push_str(".\n");
    text
}

/// Words, the n-th of which is used a n-th as often as the first.
struct Language {
    words: Vec<String>,
    /// Up to each word, the sum of how often all so far are used.
    sums: Vec<f64>,
}

impl Language {
    fn new(seeded: &mut Seeded) -> Self {
        const SYLLABLES: [&str; 24] = [
            "ba", "co", "den", "fi", "gra", "hul", "ka", "lem", "mo", "na", "or", "pel", "qui", "ras", "so", "ten",
            "u", "vi", "wen", "yo", "zar", "ther", "ing", "al",
        ];
        let mut words: Vec<String> = Vec::new();
        let mut taken = std::collections::BTreeSet::new();
        while words.len() < N_WORDS_OF_LANGUAGE {
            let n_syllables = 1 + seeded.below(4);
            let word: String = (0..n_syllables).map(|_| *seeded.pick(&SYLLABLES)).collect();
            if taken.insert(word.clone()) {
                words.push(word);
            }
        }
        // What is used often is short.
        words.sort_by_key(String::len);
        let sums = (1..=words.len()).scan(0.0, |sum, rank| {
            *sum += 1.0 / rank as f64;
            Some(*sum)
        });
        Self { sums: sums.collect(), words }
    }

    fn word(&self, seeded: &mut Seeded) -> &str {
        let all = self.sums.last().copied().unwrap_or_default();
        let drawn = seeded.unit() * all;
        let rank = self.sums.partition_point(|&sum| sum <= drawn).min(self.words.len() - 1);
        &self.words[rank]
    }
}
