//! What answers questions.

use crate::{Answer, Question};

/// Something that answers as the site does.
pub trait Host {
    /// Asks one question.
    fn ask(&self, question: &Question) -> Answer;

    /// Asks for an address.
    fn get(&self, target: &str) -> Answer {
        self.ask(&Question::get(target))
    }
}
