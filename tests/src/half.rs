//! Which questions may be looked at while weights are sought, and which only tell how well they were found.

use std::str::FromStr;

/// A half of all questions. Which one a question belongs to follows from its words alone, so that it stays there whatever is
/// added or moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Half {
    /// Weights are sought with these.
    Tune,
    /// What is reported comes from these.
    Report,
    /// Both.
    All,
}

impl Half {
    /// Returns the half of a question: [`Half::Tune`] or [`Half::Report`].
    pub fn of(question: &str) -> Self {
        // FNV-1a, of which the upper half is mixed well enough.
        let mix = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3);
        let hash = question.bytes().fold(0xCBF2_9CE4_8422_2325, mix);
        if (hash >> 40).is_multiple_of(2) { Self::Tune } else { Self::Report }
    }

    /// Tells whether a question belongs to it.
    pub fn holds(self, question: &str) -> bool {
        self == Self::All || self == Self::of(question)
    }
}

impl FromStr for Half {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        match name {
            "tune" => Ok(Self::Tune),
            "report" => Ok(Self::Report),
            "all" => Ok(Self::All),
            other => Err(format!("`{other}` is none of `tune`, `report` and `all`")),
        }
    }
}

impl std::fmt::Display for Half {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Tune => "tune half",
            Self::Report => "report half",
            Self::All => "both halves",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Half;

    #[test]
    fn each_question_is_in_one_half_and_both_get_their_share() {
        let questions: Vec<String> = (0..1000).map(|n| format!("question {n}")).collect();
        let n_tune = questions.iter().filter(|question| Half::Tune.holds(question)).count();
        let n_report = questions.iter().filter(|question| Half::Report.holds(question)).count();
        assert_eq!(n_tune + n_report, 1000);
        assert!((400..600).contains(&n_tune), "{n_tune}");
        assert!(questions.iter().all(|question| Half::All.holds(question)));
    }
}
