//! Narrows the notes down, condition by condition.

use fixedbitset::FixedBitSet;
use hedgerow_model::{FileKind, Key};
use hedgerow_publish::{NoteId, PublicGarden, PublicNote, PublicTarget};

use super::matcher::Matcher;
use super::reading::{Effort, Reading};
use super::{ANYWHERE, Selected, Source, day, names};
use crate::query::{Clause, Expression, Filter, GaveUp, Pattern, PropertyValue, QueryWord, Scope, Trait};

/// One search for the notes that fit.
pub(super) struct Selection<'s> {
    source: &'s dyn Source,
    reading: Reading,
}

/// What finding out costs: what is cheaper is asked first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Cost {
    /// Known of each note.
    Known,
    /// In the index.
    LookedUp,
    /// In short texts of each note.
    Short,
    /// In the text of each note that has the words.
    Read,
    /// In the text of each note.
    ReadAll,
}

impl<'s> Selection<'s> {
    pub(super) fn new(source: &'s dyn Source) -> Self {
        Self { source, reading: Reading::new(source.searchable().len()) }
    }

    /// The same with less to read.
    #[cfg(test)]
    pub(super) fn reading(self, n_bytes: usize) -> Self {
        Self { reading: Reading::of_bytes(self.source.searchable().len(), n_bytes), ..self }
    }

    /// Finds the notes of which all conditions are so. A note of which that is not known is not among them.
    pub(super) fn all(mut self, conditions: &[&Expression]) -> Selected {
        let searchable = self.source.searchable().clone();
        let mut notes = self.narrowed(conditions.to_vec(), searchable);
        notes.difference_with(&self.reading.unread);
        Selected { notes, notices: self.reading.notices }
    }

    fn narrowed(&mut self, mut conditions: Vec<&Expression>, mut among: FixedBitSet) -> FixedBitSet {
        conditions.sort_by_key(|condition| condition.cost());
        for condition in conditions {
            if among.is_clear() {
                break;
            }
            among = self.among(condition, &among);
        }
        among
    }

    /// Returns those of some notes of which a condition is so.
    fn among(&mut self, condition: &Expression, among: &FixedBitSet) -> FixedBitSet {
        match condition {
            Expression::All(parts) => self.narrowed(parts.iter().collect(), among.clone()),
            Expression::Any(parts) => {
                let mut found = self.none();
                for part in parts {
                    found.union_with(&self.among(part, among));
                }
                found
            }
            Expression::Not(part) => difference(among, &self.among(part, among)),
            Expression::Text(clause) => both(among, self.source.having(clause, &ANYWHERE)),
            Expression::Filter(filter) => self.filtered(filter, among),
        }
    }

    fn filtered(&mut self, filter: &Filter, among: &FixedBitSet) -> FixedBitSet {
        let garden = self.source.garden();
        match filter {
            Filter::Tag(tag) => self.kept(among, |note| note.tags().iter().any(|other| other.is_at_or_below(tag))),
            Filter::Folder(folder) => self.kept(among, |note| is_at_or_below(note.path().folder(), folder)),
            Filter::In { scope, pattern } => self.holding(*scope, pattern, among),
            Filter::Property { key, value } => self.with_property(key, value, among),
            Filter::LinksTo(wanted) => {
                let mut found = self.none();
                for target in names::named(garden, wanted).ones() {
                    let backlinks = garden.backlinks(garden.notes()[target].id());
                    backlinks.sources().for_each(|source| found.insert(source.index()));
                }
                both(among, found)
            }
            Filter::LinkedFrom(wanted) => {
                let mut found = self.none();
                for source in names::named(garden, wanted).ones() {
                    for link in garden.links(garden.notes()[source].id()) {
                        match link.target {
                            PublicTarget::Note(target, _) if target.index() != source => found.insert(target.index()),
                            _ => {}
                        }
                    }
                }
                both(among, found)
            }
            Filter::Dated { from, before } => self.kept(among, |note| {
                day(note).is_some_and(|day| from.is_none_or(|from| day >= from) && before.is_none_or(|end| day < end))
            }),
            Filter::Trait(Trait::Tagged) => self.kept(among, |note| !note.tags().is_empty()),
            Filter::Trait(Trait::Orphan) => self.kept(among, |note| garden.neighbours(note.id()).next().is_none()),
            Filter::Trait(Trait::HasImage) => self.read(among, Effort::Links, |note| Ok(has_image(garden, note.id()))),
            Filter::Trait(Trait::HasTask) => self.read(among, Effort::Bytes, |note| Ok(!note.tasks().is_empty())),
        }
    }

    fn with_property(&mut self, key: &str, value: &PropertyValue, among: &FixedBitSet) -> FixedBitSet {
        let garden = self.source.garden();
        if !garden.shows_property(key) {
            let message = "The garden shows no property of this name, so no note has it.";
            self.reading.say_of(&format!("[{key}]"), message);
            return self.none();
        }
        let mut matcher = match value {
            PropertyValue::Holds(pattern) => Some(Matcher::of_words(pattern)),
            _ => None,
        };
        self.read(among, Effort::Note, |note| {
            let Some(property) = garden.property(note.id(), key) else { return Ok(false) };
            let numbers = || property.values.iter().filter_map(|value| value.trim().parse::<f64>().ok());
            match value {
                PropertyValue::Any => Ok(true),
                PropertyValue::Null => Ok(property.is_null),
                PropertyValue::Less(limit) => Ok(numbers().any(|number| number < *limit)),
                PropertyValue::More(limit) => Ok(numbers().any(|number| number > *limit)),
                PropertyValue::Holds(_) => {
                    for value in &property.values {
                        if let Some(matcher) = &mut matcher
                            && matcher.is_in(value)?
                        {
                            return Ok(true);
                        }
                    }
                    Ok(false)
                }
            }
        })
    }

    /// Returns the notes with a text that holds the whole pattern.
    fn holding(&mut self, scope: Scope, pattern: &Pattern, among: &FixedBitSet) -> FixedBitSet {
        match pattern {
            Pattern::All(parts) if scope.is_one() => {
                let mut parts: Vec<&Pattern> = parts.iter().collect();
                parts.sort_by_key(|part| part.cost(scope));
                parts.iter().fold(among.clone(), |among, part| self.holding(scope, part, &among))
            }
            Pattern::Any(parts) if scope.is_one() => {
                let mut found = self.none();
                for part in parts {
                    found.union_with(&self.holding(scope, part, among));
                }
                found
            }
            Pattern::Not(part) if scope.is_one() => difference(among, &self.holding(scope, part, among)),
            Pattern::Words(wording) if pattern.is_in_index(scope) => {
                both(among, self.source.having(&wording.clause, scope.places()))
            }
            pattern => {
                let among = match self.bound(scope, pattern) {
                    Some(bound) => both(among, bound),
                    None => among.clone(),
                };
                let is_literal = matches!(scope, Scope::Path | Scope::Name);
                let matcher = if is_literal { Matcher::of_characters } else { Matcher::of_words };
                let mut matcher = matcher(pattern);
                self.read(&among, pattern.effort(scope), |note| scope.try_any(note, &mut |text| matcher.is_in(text)))
            }
        }
    }

    /// Returns notes outside of which no text holds the pattern, if the index knows.
    fn bound(&self, scope: Scope, pattern: &Pattern) -> Option<FixedBitSet> {
        let places = scope.places();
        match pattern {
            _ if places.is_empty() => None,
            Pattern::All(parts) => {
                let mut bounds = parts.iter().filter_map(|part| self.bound(scope, part));
                let first = bounds.next()?;
                Some(bounds.fold(first, |found, bound| both(&found, bound)))
            }
            Pattern::Any(parts) => {
                let mut found = self.none();
                for part in parts {
                    found.union_with(&self.bound(scope, part)?);
                }
                Some(found)
            }
            // Words may stand together in a text that are further apart in the index, as those around a nested list do.
            Pattern::Words(wording) => {
                let words = wording.clause.words.iter().enumerate();
                let n_words = wording.clause.words.len();
                let bounds = words.map(|(at, word)| {
                    let is_prefix = wording.clause.is_prefix && at + 1 == n_words;
                    let words = vec![QueryWord { position: 0, ..word.clone() }];
                    self.source.having(&Clause { words, is_prefix, is_quoted: wording.clause.is_quoted }, places)
                });
                bounds.reduce(|found, bound| both(&found, bound))
            }
            Pattern::Not(_) | Pattern::Regular(_) => None,
        }
    }

    /// Keeps the notes of which something is so that is known at once.
    fn kept(&self, among: &FixedBitSet, is_so: impl Fn(&PublicNote) -> bool) -> FixedBitSet {
        let mut found = self.none();
        let notes = self.source.garden().notes();
        among.ones().filter(|&number| is_so(&notes[number])).for_each(|number| found.insert(number));
        found
    }

    /// Keeps the notes of which something is so that must be read. What cannot be read is remembered.
    fn read(
        &mut self,
        among: &FixedBitSet,
        effort: Effort,
        mut is_so: impl FnMut(&PublicNote) -> Result<bool, GaveUp>,
    ) -> FixedBitSet {
        let mut found = self.none();
        let garden = self.source.garden();
        let mut gave_up = false;
        for number in among.ones() {
            let note = &garden.notes()[number];
            if gave_up || !self.reading.may_read(note.text_len(), effort) {
                self.reading.unread.insert(number);
                continue;
            }
            match is_so(note) {
                Ok(is_so) => found.set(number, is_so),
                Err(_) => {
                    gave_up = true;
                    self.reading.unread.insert(number);
                    self.reading.say(
                        "A regular expression takes too long in this garden, so it was given up. Try a simpler one.",
                    );
                }
            }
        }
        found
    }

    fn none(&self) -> FixedBitSet {
        FixedBitSet::with_capacity(self.source.searchable().len())
    }
}

impl Expression {
    fn cost(&self) -> Cost {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().map(Self::cost).max().unwrap_or(Cost::Known),
            Self::Not(part) => part.cost(),
            Self::Text(_) => Cost::LookedUp,
            Self::Filter(filter) => match filter {
                Filter::Tag(_) | Filter::Folder(_) | Filter::Dated { .. } | Filter::Trait(Trait::Tagged) => Cost::Known,
                Filter::LinksTo(_) | Filter::LinkedFrom(_) | Filter::Property { .. } | Filter::Trait(_) => Cost::Short,
                Filter::In { scope, pattern } => pattern.cost(*scope),
            },
        }
    }
}

impl Pattern {
    fn cost(&self, scope: Scope) -> Cost {
        match self {
            _ if self.is_in_index(scope) => Cost::LookedUp,
            _ if !scope.is_long() => Cost::Short,
            Self::All(parts) => {
                parts.iter().map(|part| part.cost(scope)).min().unwrap_or(Cost::ReadAll).max(Cost::Read)
            }
            Self::Any(parts) => {
                parts.iter().map(|part| part.cost(scope)).max().unwrap_or(Cost::ReadAll).max(Cost::Read)
            }
            Self::Words(_) => Cost::Read,
            Self::Not(_) | Self::Regular(_) => Cost::ReadAll,
        }
    }

    /// Returns what it takes to look for it in the texts of a note.
    pub(super) fn effort(&self, scope: Scope) -> Effort {
        match scope {
            _ if !scope.is_long() => Effort::Note,
            _ if scope.is_one() && !self.has_words() => Effort::Bytes,
            _ => Effort::Words,
        }
    }

    /// Tells whether the index alone knows the answer: of words of which a text may hold any. It does not know of a phrase that begins
    /// in a heading and goes on below.
    pub(super) fn is_in_index(&self, scope: Scope) -> bool {
        match self {
            Self::Words(wording) => {
                let is_known = wording.clause.words.len() < 2 || !matches!(scope, Scope::Content | Scope::Note);
                !wording.is_cased
                    && is_known
                    && !scope.places().is_empty()
                    && (scope.is_one() || scope == Scope::Heading)
            }
            _ => false,
        }
    }

    fn has_words(&self) -> bool {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().any(Self::has_words),
            Self::Not(part) => part.has_words(),
            Self::Words(_) => true,
            Self::Regular(_) => false,
        }
    }
}

fn has_image(garden: &PublicGarden, note: NoteId) -> bool {
    garden.links(note).iter().any(|link| {
        let asset = match link.target {
            PublicTarget::Asset(asset) if link.is_embed => garden.assets().get(asset),
            _ => None,
        };
        asset.is_some_and(|asset| asset.kind() == FileKind::Image)
    })
}

fn is_at_or_below(folder: &str, wanted: &Key) -> bool {
    let folder = Key::of(folder);
    let rest = folder.as_str().strip_prefix(wanted.as_str());
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/') || wanted.as_str().is_empty())
}

fn both(among: &FixedBitSet, mut found: FixedBitSet) -> FixedBitSet {
    found.intersect_with(among);
    found
}

fn difference(among: &FixedBitSet, taken: &FixedBitSet) -> FixedBitSet {
    let mut left = among.clone();
    left.difference_with(taken);
    left
}
