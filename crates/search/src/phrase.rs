//! Words that stand together.

use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, TERMINATED};

use crate::bucket::Part;

/// A note of a bucket, and where in it the phrase stands: places where a word of distance 0 would be, moved by the longest distance.
struct Place {
    note: u32,
    starts: Vec<u32>,
}

/// Calls for each note in a field of which words stand in this order, each at its distance from the first, with its place in the bucket and
/// how often they do. A word that starts so may stand at a distance too.
pub(crate) fn each_note(
    part: &Part,
    words: &[(u32, String)],
    unfinished: Option<&(u32, String)>,
    mut note: impl FnMut(usize, usize),
) -> tantivy::Result<()> {
    let distances = words.iter().map(|&(distance, _)| distance);
    let longest = distances.chain(unfinished.map(|&(distance, _)| distance)).max().unwrap_or(0);
    let Some((distance, start)) = unfinished else {
        return each_place(part, words, longest, |place, starts| note(place as usize, starts.len()));
    };
    let mut places = Vec::new();
    each_place(part, words, longest, |note, starts| places.push(Place { note, starts: starts.to_vec() }))?;
    let places = completed(part, places, longest - distance, start)?;
    places.iter().for_each(|place| note(place.note as usize, place.starts.len()));
    Ok(())
}

/// Calls for each note in which the finished words stand together, with where they do.
fn each_place(
    part: &Part,
    words: &[(u32, String)],
    longest: u32,
    mut place: impl FnMut(u32, &[u32]),
) -> tantivy::Result<()> {
    let mut found = Vec::with_capacity(words.len());
    for (distance, word) in words {
        let Some(word) = part.words.terms().get(word)? else { return Ok(()) };
        let postings = part.words.read_postings_from_terminfo(&word, IndexRecordOption::WithFreqsAndPositions)?;
        found.push((longest - distance, postings));
    }
    // The rarest leads.
    found.sort_by_key(|(_, postings)| postings.doc_freq());
    let Some(((shift, first), others)) = found.split_first_mut() else { return Ok(()) };
    let (mut starts, mut at) = (Vec::new(), Vec::new());
    while first.doc() != TERMINATED {
        let note = first.doc();
        if others.iter_mut().all(|(_, word)| is_at(word, note)) {
            first.positions_with_offset(*shift, &mut starts);
            for (shift, word) in others.iter_mut() {
                if starts.is_empty() {
                    break;
                }
                word.positions_with_offset(*shift, &mut at);
                keep_common(&mut starts, &at);
            }
            if !starts.is_empty() {
                place(note, &starts);
            }
        }
        first.advance();
    }
    Ok(())
}

/// Leaves the places where a word goes on that starts so.
fn completed(part: &Part, places: Vec<Place>, shift: u32, start: &str) -> tantivy::Result<Vec<Place>> {
    let Some(last) = places.last() else { return Ok(places) };
    let mut by_note: Vec<Option<(Place, Vec<u32>)>> = Vec::new();
    by_note.resize_with(last.note as usize + 1, || None);
    for place in places {
        let note = place.note as usize;
        by_note[note] = Some((place, Vec::new()));
    }
    let mut found = Vec::new();
    part.each_starting(start, |info| {
        let mut word = part.words.read_postings_from_terminfo(info, IndexRecordOption::WithFreqsAndPositions)?;
        while let Some(place) = by_note.get_mut(word.doc() as usize) {
            if let Some((place, completed)) = place {
                word.positions_with_offset(shift, &mut found);
                keep_common(&mut found, &place.starts);
                completed.append(&mut found);
            }
            word.advance();
        }
        Ok(())
    })?;
    let completed = by_note.into_iter().flatten().filter(|(_, starts)| !starts.is_empty());
    Ok(completed.map(|(place, starts)| Place { starts, ..place }).collect())
}

/// Moves to a note, unless it was passed, and tells whether the word is in it.
fn is_at(word: &mut SegmentPostings, note: u32) -> bool {
    word.doc() == note || (word.doc() < note && word.seek(note) == note)
}

/// Keeps what is in both; both are in order.
fn keep_common(places: &mut Vec<u32>, others: &[u32]) {
    let mut at = 0;
    places.retain(|place| {
        while others.get(at).is_some_and(|other| other < place) {
            at += 1;
        }
        let is_in_both = others.get(at) == Some(place);
        at += usize::from(is_in_both);
        is_in_both
    });
}
