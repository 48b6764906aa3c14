//! Finds the word that was meant.

/// Returns the known word nearest to what was typed, if one is near enough to be worth asking about.
pub(crate) fn nearest<'k>(typed: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let typed = typed.to_lowercase().replace('-', "_");
    let rated = known.into_iter().map(|word| (strsim::normalized_damerau_levenshtein(&typed, word), word));
    let best = rated.max_by(|a, b| a.0.total_cmp(&b.0))?;
    (best.0 >= 0.4).then_some(best.1)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_slip_of_the_pen_finds_its_word() {
        let known = ["title", "description", "base_url", "home"];
        for (typed, expected) in
            [("titel", Some("title")), ("base-url", Some("base_url")), ("Baseurl", Some("base_url")), ("zebra", None)]
        {
            assert_eq!(nearest(typed, known), expected, "{typed}");
        }
    }
}
