//! How many slips part two words.

/// Counts the fewest letters to be changed, left out, added or swapped with their neighbour to make one word of another; more than `most`
/// are not counted on. (The optimal string alignment distance; Boytsov, 2011.)
pub(crate) fn n_slips(one: &str, other: &str, most: usize) -> Option<usize> {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    if one.len().abs_diff(other.len()) > most {
        return None;
    }
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=other.len()).collect();
    for (at, &letter) in one.iter().enumerate() {
        let mut row = Vec::with_capacity(last.len());
        row.push(at + 1);
        for (to, &wanted) in other.iter().enumerate() {
            let mut least = (last[to] + usize::from(letter != wanted)).min(last[to + 1] + 1).min(row[to] + 1);
            if at > 0 && to > 0 && letter == other[to - 1] && one[at - 1] == wanted {
                least = least.min(before_last[to - 1] + 1);
            }
            row.push(least);
        }
        before_last = std::mem::replace(&mut last, row);
    }
    last.last().copied().filter(|&n| n <= most)
}

#[cfg(test)]
mod tests {
    use super::n_slips;

    #[test]
    fn slips_are_counted() {
        for (one, other, n) in [
            ("garden", "garden", Some(0)),
            ("graden", "garden", Some(1)),
            ("gardn", "garden", Some(1)),
            ("garrden", "garden", Some(1)),
            ("gardem", "garden", Some(1)),
            ("grdaen", "garden", Some(2)),
            ("house", "garden", None),
            ("", "ab", Some(2)),
            ("", "abc", None),
        ] {
            assert_eq!(n_slips(one, other, 2), n, "{one} {other}");
            assert_eq!(n_slips(other, one, 2), n, "{other} {one}");
        }
    }
}
