//! What each note scores for one unit of a question.

use fixedbitset::FixedBitSet;
use tantivy::postings::{BlockSegmentPostings, TermInfo};
use tantivy::schema::{Field, IndexRecordOption};

use crate::bucket::Part;
use crate::fields::{FIELDS, N_FIELDS};
use crate::language::Language;
use crate::lexicon::fields;
use crate::phrase;
use crate::shelf::{Held, Shelf};
use crate::unit::{Form, Reading, Unit};
use crate::weights::Weights;

/// The scores of a unit, by the numbers of the notes; 0 where it does not stand.
pub(crate) struct Column {
    pub(crate) scores: Vec<f32>,
    /// The notes that have it, in no order.
    pub(crate) notes: Vec<u32>,
    /// Those that have it in their title or an alias.
    pub(crate) named: FixedBitSet,
    /// How rare it is.
    pub(crate) rarity: f32,
}

impl Column {
    /// Makes less of it.
    pub(crate) fn shrink(&mut self, by: f32) {
        self.rarity *= by;
        for &note in &self.notes {
            self.scores[note as usize] *= by;
        }
    }
}

/// Scores units over one shelf.
pub(crate) struct Scorer<'s> {
    shelf: &'s Shelf,
    weights: &'s Weights,
    fallback: Language,
    /// What one occurrence counts in a field by how long the field is (BM25's normalisation, by the byte that stands for a length).
    norms: [[f32; 256]; N_FIELDS],
    counts: Counts,
}

/// How often something stands in each note.
struct Counts {
    n_times: Vec<f32>,
    notes: Vec<u32>,
}

impl Counts {
    fn add(&mut self, note: u32, n_times: f32) {
        let count = &mut self.n_times[note as usize];
        if *count == 0.0 {
            self.notes.push(note);
        }
        *count += n_times;
    }
}

impl<'s> Scorer<'s> {
    pub(crate) fn new(shelf: &'s Shelf, weights: &'s Weights, fallback: Language) -> Self {
        let norm = |field: usize, id: u8| {
            let length = tantivy::fieldnorm::FieldNormReader::id_to_fieldnorm(id) as f32;
            let mean = shelf.mean_lengths[field].max(f32::MIN_POSITIVE);
            1.0 / (1.0 - weights.lengths[field] + weights.lengths[field] * length / mean)
        };
        let norms = std::array::from_fn(|field| std::array::from_fn(|id| norm(field, id as u8)));
        let counts = Counts { n_times: vec![0.0; shelf.n_numbers], notes: Vec::new() };
        Self { shelf, weights, fallback, norms, counts }
    }

    /// Scores a unit: each reading by BM25 in each field, a note by the reading that fits it best.
    pub(crate) fn column(&mut self, unit: &Unit) -> tantivy::Result<Column> {
        let n = self.shelf.n_numbers;
        let mut column =
            Column { scores: vec![0.0; n], notes: Vec::new(), named: FixedBitSet::with_capacity(n), rarity: 0.0 };
        for reading in &unit.readings {
            self.read(reading, &mut column)?;
        }
        Ok(column)
    }

    /// Finds the notes that have a unit in one of some fields.
    pub(crate) fn having(&mut self, unit: &Unit, fields: &[Field]) -> tantivy::Result<FixedBitSet> {
        let mut found = FixedBitSet::with_capacity(self.shelf.n_numbers);
        for &field in fields {
            for form in unit.readings.iter().flat_map(|reading| &reading.forms) {
                self.count(form, field)?;
            }
            for note in self.counts.notes.drain(..) {
                self.counts.n_times[note as usize] = 0.0;
                found.insert(note as usize);
            }
        }
        Ok(found)
    }

    fn read(&mut self, reading: &Reading, column: &mut Column) -> tantivy::Result<()> {
        let mut best: Vec<(f32, f32)> = vec![(0.0, 0.0); self.shelf.n_numbers];
        let mut found: Vec<u32> = Vec::new();
        for field in fields() {
            for form in &reading.forms {
                self.count(form, field)?;
            }
            let worth = self.weights.fields[field.field_id() as usize];
            let is_name = field == FIELDS.title || field == FIELDS.aliases;
            for note in self.counts.notes.drain(..) {
                let n_times = std::mem::take(&mut self.counts.n_times[note as usize]);
                let score = worth * n_times * (self.weights.saturation + 1.0) / (n_times + self.weights.saturation);
                let (most, sum) = &mut best[note as usize];
                if *sum == 0.0 {
                    found.push(note);
                }
                *most = most.max(score);
                *sum += score;
                if is_name {
                    column.named.insert(note as usize);
                }
            }
        }
        if found.is_empty() {
            return Ok(());
        }
        let rarity = rarity(self.shelf.n_notes, found.len()).powf(self.weights.rarity);
        if column.rarity == 0.0 {
            column.rarity = rarity;
        }
        let rarity = reading.worth * rarity;
        for note in found {
            let (most, sum) = best[note as usize];
            let score = rarity * (most + (sum - most) * self.weights.other_fields);
            let known = &mut column.scores[note as usize];
            if *known == 0.0 {
                column.notes.push(note);
            }
            *known = known.max(score);
        }
        Ok(())
    }

    /// Counts how often a form stands in a field of each note.
    fn count(&mut self, form: &Form, field: Field) -> tantivy::Result<()> {
        let shelf = self.shelf;
        for held in &shelf.buckets {
            let part = held.bucket.part(field);
            let Some(lengths) = &part.lengths else { continue };
            let norms = &self.norms[field.field_id() as usize];
            let counts = &mut self.counts;
            let mut add = |place: usize, n_times: f32| {
                if let Some(note) = held.note(place) {
                    counts.add(note, n_times * norms[usize::from(lengths.fieldnorm_id(place as u32))]);
                }
            };
            match form {
                Form::Word { word, worth, language } => {
                    let Some(info) = part.words.terms().get(word)? else { continue };
                    let fallback = self.fallback;
                    let speaks = |place| language.is_none_or(|wanted| language_of(held, place, fallback) == wanted);
                    WordReader::of(part).each_note(&info, |place, n_times| {
                        if speaks(place) {
                            add(place, *worth * n_times as f32);
                        }
                    })?;
                }
                Form::Start { start } => {
                    let mut reader = WordReader::of(part);
                    let mut stream = part.words.terms().range().ge(start).into_stream()?;
                    while stream.advance() && stream.key().starts_with(start.as_bytes()) {
                        reader.each_note(stream.value(), |place, n_times| add(place, n_times as f32))?;
                    }
                }
                Form::Phrase { words, unfinished } => {
                    phrase::each_note(part, words, unfinished.as_ref(), |place, n_times| add(place, n_times as f32))?;
                }
            }
        }
        Ok(())
    }
}

/// Returns how rare something is that so many of all notes have (BM25's inverse document frequency).
pub(crate) fn rarity(n_notes: usize, n_having: usize) -> f32 {
    let (all, having) = (n_notes as f32, n_having.min(n_notes) as f32);
    (1.0 + (all - having + 0.5) / (having + 0.5)).ln()
}

/// Returns the language of the note at a place.
fn language_of(held: &Held, place: usize, fallback: Language) -> Language {
    match held.bucket.owners[place].language {
        Language::NONE => fallback,
        language => language,
    }
}

/// Reads where words stand, one after the other. To begin with each from nothing takes longer than most words do.
struct WordReader<'p> {
    part: &'p Part,
    blocks: Option<BlockSegmentPostings>,
}

impl<'p> WordReader<'p> {
    fn of(part: &'p Part) -> Self {
        Self { part, blocks: None }
    }

    /// Calls for each note that has a word, with its place and how often the word stands in it.
    fn each_note(&mut self, word: &TermInfo, mut note: impl FnMut(usize, u32)) -> tantivy::Result<()> {
        let words = &self.part.words;
        let blocks = match &mut self.blocks {
            Some(blocks) => {
                words.reset_block_postings_from_terminfo(word, blocks)?;
                blocks
            }
            none => none.insert(words.read_block_postings_from_terminfo(word, IndexRecordOption::WithFreqs)?),
        };
        while !blocks.docs().is_empty() {
            for (at, &doc) in blocks.docs().iter().enumerate() {
                note(doc as usize, blocks.freq(at));
            }
            blocks.advance();
        }
        Ok(())
    }
}
