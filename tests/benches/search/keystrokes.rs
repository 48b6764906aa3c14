//! How long an answer takes while somebody types.

use std::fmt::Write;
use std::hint::black_box;
use std::time::{Duration, Instant};

use hedgerow_search::{Query, SearchIndex};
use hedgerow_tests::{Corpus, Host, Question, encoded};

use crate::draw::Drawer;
use crate::figures::{Series, grouped, megabytes, number};
use crate::machine::Machine;
use crate::watch::watch;
use crate::{Failed, goals};

/// How many questions of each kind are typed.
const N_OF_EACH: usize = 40;

/// Every so many keystrokes the whole way is gone, for the size of the answer.
const EVERY: usize = 5;

/// The address that the palette asks while one types.
const PALETTE: &str = "/-/api/search?q=";

/// What was measured of one vault.
pub(crate) struct Keystrokes {
    pub(crate) name: String,
    n_notes: usize,
    n_bytes: usize,
    /// The index is made of nothing, on all cores.
    build: Duration,
    n_bytes_of_index: usize,
    /// Milliseconds in the engine, by kind of question.
    kinds: Vec<(String, Series)>,
    /// The same of all kinds, as the processor counts.
    spent: Series,
    /// Bytes of the palette's answers, as a browser gets them.
    answers: Series,
    load: String,
}

impl Keystrokes {
    /// Types drawn questions letter by letter, from the second letter on.
    pub(crate) fn measure(name: &str, corpus: &Corpus) -> Result<Self, Failed> {
        let load = Machine::now().load;
        let started = Instant::now();
        drop(black_box(SearchIndex::build(corpus.index.garden(), "en")?));
        let build = started.elapsed();
        let mut kinds: Vec<(String, Series)> = Vec::new();
        let (mut spent, mut answers) = (Series::default(), Series::default());
        let questions = Drawer::of(corpus).keystrokes(N_OF_EACH);
        for judged in &questions {
            if kinds.last().is_none_or(|(kind, _)| *kind != judged.kind) {
                kinds.push((judged.kind.clone(), Series::default()));
            }
            let (_, times) = kinds.last_mut().ok_or("a kind was just put there")?;
            for (at, typed) in typed(&judged.question).enumerate() {
                let taken = watch(|| corpus.index.search(&Query::parse(typed).window(0, 10)));
                times.push_time(taken.clock);
                spent.push_time(taken.processor);
                if at % EVERY == 0 {
                    answers.push(size(corpus, typed)?);
                }
            }
        }
        let n_bytes_of_index = corpus.index.segments().map(|(_, bytes)| bytes.len()).sum();
        let (n_notes, n_bytes) = (corpus.notes().count(), corpus.n_bytes());
        let name = format!("{name}, typing");
        Ok(Self { name, n_notes, n_bytes, build, n_bytes_of_index, kinds, spent, answers, load })
    }

    /// Writes the section, from its heading to the empty line behind it.
    pub(crate) fn section(&self) -> String {
        let mut text = String::new();
        // Writing to a string cannot fail.
        let _ = self.write(&mut text);
        text
    }

    fn write(&self, text: &mut String) -> std::fmt::Result {
        let machine = Machine::now();
        writeln!(text, "## {} ({} notes)\n", self.name, grouped(self.n_notes as u64))?;
        writeln!(
            text,
            "{} of text. Measured on {}: {} ({} cores), load average {} before and {} after.\n",
            megabytes(self.n_bytes as u64),
            machine.date,
            machine.processor,
            machine.n_cores,
            self.load,
            machine.load
        )?;
        writeln!(text, "| an answer to a keystroke, in the engine (ms) | p50 | p90 | p99 | max | keystrokes |")?;
        writeln!(text, "| --- | ---: | ---: | ---: | ---: | ---: |")?;
        let mut all = Series::default();
        for (kind, times) in &self.kinds {
            all.extend(times.clone());
            row(text, kind, times)?;
        }
        row(text, "all of these", &all)?;
        row(text, "all of these, processor time", &self.spent)?;
        let (half, most) = goals::of_keystroke(self.n_notes);
        writeln!(text, "\n| what | goal | measured |\n| --- | ---: | ---: |")?;
        writeln!(text, "| an answer, p50 (ms) | ≤ {half} | {} |", number(all.median()))?;
        writeln!(text, "| an answer, p99 (ms) | ≤ {most} | {} |", number(all.percentile(99.0)))?;
        let share = number(self.n_bytes_of_index as f64 / self.n_bytes as f64);
        let index = megabytes(self.n_bytes_of_index as u64);
        writeln!(text, "| the index against the text ({index}) | ≤ {:.1} | {share} |", goals::INDEX_SHARE)?;
        let [p50, p99, max] = [50.0, 99.0, 100.0].map(|at| number(self.answers.percentile(at) / 1e3));
        writeln!(
            text,
            "| the palette's answer as sent, p99 (kB; p50 {p50}, max {max}) | ≤ {} | {p99} |",
            goals::ANSWER
        )?;
        writeln!(text, "| the index is made (s) | | {} |\n", number(self.build.as_secs_f64()))
    }
}

fn row(text: &mut String, name: &str, times: &Series) -> std::fmt::Result {
    let [p50, p90, p99, max] = [50.0, 90.0, 99.0, 100.0].map(|at| number(times.percentile(at)));
    writeln!(text, "| {name} | {p50} | {p90} | {p99} | {max} | {} |", grouped(times.len() as u64))
}

/// Returns what stands in the field after each letter.
fn typed(question: &str) -> impl Iterator<Item = &str> {
    let ends = question.char_indices().map(|(at, letter)| at + letter.len_utf8());
    ends.skip(1).map(|end| &question[..end])
}

/// Returns how long the palette's answer is, as it is sent to a browser.
fn size(corpus: &Corpus, typed: &str) -> Result<f64, Failed> {
    let question = Question::get(format!("{PALETTE}{}", encoded(typed))).with("accept-encoding", "gzip, deflate, br");
    let answer = corpus.door.ask(&question);
    match answer.status {
        200 => Ok(answer.body.len() as f64),
        status => Err(format!("{question} is answered with {status}").into()),
    }
}
