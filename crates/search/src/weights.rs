//! Every number by which notes are ranked.

/// What a note's score is made of. The defaults are what a search of values on one half of the judged questions found best; the command that
/// searches them again is described beside the questions.
#[derive(Clone, Debug, PartialEq)]
pub struct Weights {
    /// What a word is worth by where it stands: title, aliases, headings, tags, text.
    pub fields: [f32; 5],
    /// A note's score for a word is that of its best field, and this share of the others'.
    pub other_fields: f32,
    /// How soon more of the same word adds nothing (`k1` of BM25).
    pub saturation: f32,
    /// How much longer fields count against a note (`b` of BM25): title, aliases, headings, tags, text.
    pub lengths: [f32; 5],
    /// The rarity of a word counts with this power.
    pub rarity: f32,
    /// Extra for a word found with the diacritics it was typed with.
    pub accent: f32,
    /// What another word of the same stem is worth, against the word itself.
    pub stem: f32,
    /// What a word is worth that starts with an unfinished one.
    pub completion: f32,
    /// What a word is worth at one slip, and at two.
    pub slips: [f32; 2],
    /// What a word is worth that holds the one asked for as a part.
    pub part: f32,
    /// For words that stand near each other in the text.
    pub nearness: f32,
    /// For the longest run of words that stand in the text as they were asked for.
    pub run: f32,
    /// For words that the title holds, by the share of the question they make up.
    pub title_share: f32,
    /// For a title of which every word was asked for, by the share of the title.
    pub title_whole: f32,
    /// For a title that begins as the question reads, by the root of the share of the title.
    pub title_exact: f32,
    /// For a note that others link to, at most.
    pub links: f32,
    /// Where not all words are found, the share of those found counts with this power.
    pub coverage: f32,
    /// For questions in plain language.
    pub sentence: SentenceWeights,
}

/// What counts otherwise in a question in plain language, whose words need not be those of the author.
#[derive(Clone, Debug, PartialEq)]
pub struct SentenceWeights {
    /// What words count that say little, such as `how` and `the`.
    pub small: f32,
    /// For a note that has all words.
    pub whole: f32,
    /// What another word of the same stem is worth.
    pub stem: f32,
    /// What a word is worth that begins like the one asked for.
    pub alike: f32,
    /// What a word is worth that means nearly the same.
    pub meaning: f32,
    /// For words that the title holds, by the share of the question they make up.
    pub title_share: f32,
    /// For a title of which every word was asked for, by the share of the title.
    pub title_whole: f32,
    /// For a note that others link to, at most.
    pub links: f32,
}

impl Weights {
    /// Returns what counts in a question in plain language.
    pub(crate) fn of_sentences(&self) -> Self {
        let SentenceWeights { stem, title_share, title_whole, links, .. } = self.sentence;
        Self { stem, title_share, title_whole, links, ..self.clone() }
    }
}

impl Default for Weights {
    fn default() -> Self {
        Self {
            fields: [3.0, 2.8, 2.5, 1.5, 1.0],
            other_fields: 0.3,
            saturation: 0.6,
            lengths: [1.0, 0.3, 0.5, 0.3, 0.85],
            rarity: 2.0,
            accent: 1.0,
            stem: 0.5,
            completion: 0.6,
            slips: [0.65, 0.3],
            part: 0.4,
            nearness: 0.3,
            run: 5.0,
            title_share: 2.0,
            title_whole: 2.0,
            title_exact: 8.0,
            links: 0.5,
            coverage: 0.7,
            sentence: SentenceWeights {
                small: 0.1,
                whole: 0.02,
                stem: 0.85,
                alike: 0.25,
                meaning: 0.4,
                title_share: 1.0,
                title_whole: 0.5,
                links: 0.1,
            },
        }
    }
}
