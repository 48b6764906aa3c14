//! The same questions asked of every engine.

use std::fmt::Write;

use hedgerow_tests::{Evaluation, Half, Measures};

use crate::bm25::Bm25;
use crate::figures::{grouped, megabytes};
use crate::machine::Machine;
use crate::options::Options;
use crate::subject::Subject;
use crate::{Failed, goals, peers};

/// Who is measured first.
const OURS: &str = "Hedgerow";
const PLAIN: &str = "BM25";

/// How well the questions about a vault are answered.
pub(crate) struct Survey {
    pub(crate) name: String,
    n_notes: usize,
    n_bytes: usize,
    /// By engine, ours first.
    engines: Vec<(String, Evaluation)>,
}

impl Survey {
    pub(crate) fn new(name: &str) -> Self {
        Self { name: name.to_owned(), n_notes: 0, n_bytes: 0, engines: Vec::new() }
    }

    /// Asks.
    pub(crate) fn of(subject: &Subject, options: &Options) -> Result<Self, Failed> {
        let Subject { name, corpus, questions, .. } = subject;
        let mut survey = Self { n_notes: corpus.notes().count(), n_bytes: corpus.n_bytes(), ..Self::new(name) };
        let ours = Evaluation::of(&|question| corpus.ask(question, 10), questions);
        survey.engines.push((OURS.to_owned(), ours));
        let bm25 = Bm25::of(corpus.notes())?;
        survey.engines.push((PLAIN.to_owned(), Evaluation::of(&|question| bm25.ask(question), questions)));
        if options.peers {
            for peer in peers::ask(corpus.notes(), questions)? {
                survey.engines.push((peer.name, Evaluation::of_answers(questions, &peer.answers)));
            }
        }
        Ok(survey)
    }

    /// Tells whether nothing was asked.
    pub(crate) fn is_empty(&self) -> bool {
        self.engines.is_empty()
    }

    /// Adds what was asked in one language: its phrases for themselves, the other kinds with those of other languages.
    pub(crate) fn join(&mut self, language: &str, other: Self) {
        self.n_notes += other.n_notes;
        self.n_bytes += other.n_bytes;
        for (engine, evaluation) in other.engines {
            let at = self.engines.iter().position(|(name, _)| *name == engine).unwrap_or_else(|| {
                self.engines.push((engine, Evaluation::default()));
                self.engines.len() - 1
            });
            let joined = &mut self.engines[at].1;
            for (kind, measures) in evaluation.kinds {
                let is_phrase = kind == goals::PHRASE;
                joined.add(if is_phrase { format!("{kind}, {language}") } else { kind }, &measures);
            }
            joined.kinds.sort_by_key(|(kind, _)| !kind.starts_with(goals::PHRASE));
        }
    }

    /// Writes the section, from its heading to the empty line behind it.
    pub(crate) fn section(&self, half: Half) -> String {
        let mut text = String::new();
        // Writing to a string cannot fail.
        let _ = self.write(half, &mut text);
        text
    }

    fn write(&self, half: Half, text: &mut String) -> std::fmt::Result {
        let machine = Machine::now();
        writeln!(text, "## {} ({} notes)\n", self.name, grouped(self.n_notes as u64))?;
        writeln!(
            text,
            "{} of text; the {half} of the questions. Measured on {}: {} ({} cores).\n",
            megabytes(self.n_bytes as u64),
            machine.date,
            machine.processor,
            machine.n_cores
        )?;
        writeln!(text, "| kind | questions | engine | MRR@10 | success@1 | @3 | @10 | nDCG@10 | goal |")?;
        writeln!(text, "| --- | ---: | --- | ---: | ---: | ---: | ---: | ---: | --- |")?;
        let Some((_, ours)) = self.engines.first() else { return writeln!(text) };
        for (kind, _) in &ours.kinds {
            self.rows(kind, &self.goal(kind), &|evaluation| evaluation.kind(kind), text)?;
        }
        self.rows("all", "", &|evaluation| evaluation.all, text)?;
        writeln!(text)
    }

    /// Writes a row an engine.
    fn rows(
        &self,
        kind: &str,
        goal: &str,
        of: &dyn Fn(&Evaluation) -> Measures,
        text: &mut String,
    ) -> std::fmt::Result {
        for (at, (engine, evaluation)) in self.engines.iter().enumerate() {
            let measures = of(evaluation);
            let n_questions = measures.n_questions().to_string();
            let (kind, n_questions, goal) = if at == 0 { (kind, n_questions.as_str(), goal) } else { ("", "", "") };
            let [mrr, one, three, ten, ndcg] =
                [measures.mrr(), measures.success(1), measures.success(3), measures.success(10), measures.ndcg()]
                    .map(|value| format!("{value:.3}"));
            writeln!(
                text,
                "| {kind} | {n_questions} | {engine} | {mrr} | {one} | {three} | {ten} | {ndcg} | {goal} |"
            )?;
        }
        Ok(())
    }

    /// Says what is aimed at.
    fn goal(&self, kind: &str) -> String {
        if let Some(goal) = goals::of_drawn(kind).filter(|_| self.name.ends_with(", drawn")) {
            return format!("MRR@10 ≥ {goal:.2}");
        }
        if kind.starts_with(goals::PHRASE) {
            return format!("success@3 ≥ {:.2}", goals::PHRASES);
        }
        let bm25 = self.engines.iter().find(|(engine, _)| engine == PLAIN);
        match bm25.filter(|_| kind == goals::PLAIN_LANGUAGE) {
            Some((_, bm25)) => format!("nDCG@10 ≥ {:.3}", bm25.kind(kind).ndcg() * (1.0 + goals::ABOVE_BM25)),
            None => String::new(),
        }
    }
}
