//! Questions of which it is known what should be found.

use std::fs;
use std::path::Path;

use hedgerow_model::NotePath;

use crate::Failed;

/// How well a note answers when the file does not say: as well as one can.
const BEST: u8 = 3;

/// The first line of a file of questions.
const HEADER: &str = "kind\tquestion\texpected";

/// A question with the notes that answer it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    /// What sort of question it is.
    pub kind: String,
    /// What is typed.
    pub question: String,
    /// The notes that answer it and how well, from 1 to 3; best first and never none.
    pub expected: Vec<(NotePath, u8)>,
}

impl Judged {
    /// Makes a question that one note answers.
    pub fn one(kind: &str, question: String, expected: NotePath) -> Self {
        Self { kind: kind.to_owned(), question, expected: vec![(expected, BEST)] }
    }

    /// Reads a file of questions: one a line, kind, question and expected notes parted by tabs, the notes by ` | `, each with a
    /// grade such as ` ^2` where it is not the best. What follows a `#` at the start of a line is a remark.
    ///
    /// # Errors
    /// Where there is no such file, or a line is not understood.
    pub fn read(file: &Path) -> Result<Vec<Self>, Failed> {
        let name = file.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        let text = fs::read_to_string(file).map_err(|error| format!("{name}: {error}"))?;
        let lines = text.lines().zip(1..).filter(|(line, _)| !line.trim().is_empty() && !line.starts_with('#'));
        let mut lines = lines.map(|(line, number)| (line.trim_end_matches('\r'), number));
        if lines.next().is_none_or(|(line, _)| line != HEADER) {
            return Err(format!("{name}: the first line is not `{HEADER}`").into());
        }
        let read = |(line, number)| Self::line(line).ok_or_else(|| format!("{name}:{number}: not understood").into());
        lines.map(read).collect()
    }

    /// Returns how well a note answers; 0 for one that does not.
    pub fn grade(&self, note: &NotePath) -> u8 {
        self.expected.iter().find(|(expected, _)| expected == note).map_or(0, |(_, grade)| *grade)
    }

    /// Returns the place of the first note that answers, counted from 1.
    pub fn rank(&self, found: &[NotePath]) -> Option<usize> {
        found.iter().position(|note| self.grade(note) > 0).map(|at| at + 1)
    }

    fn line(line: &str) -> Option<Self> {
        let mut cells = line.split('\t');
        let (kind, question, expected) = (cells.next()?.trim(), cells.next()?, cells.next()?);
        let expected: Vec<(NotePath, u8)> = expected.split(" | ").map(note).collect::<Option<_>>()?;
        let is_whole = cells.next().is_none() && !kind.is_empty() && !question.trim().is_empty();
        is_whole.then(|| Self { kind: kind.to_owned(), question: question.to_owned(), expected })
    }
}

fn note(text: &str) -> Option<(NotePath, u8)> {
    let (path, grade) = match text.trim().rsplit_once(" ^") {
        Some((path, grade)) => (path, grade.parse().ok().filter(|grade| (1..=BEST).contains(grade))?),
        None => (text.trim(), BEST),
    };
    Some((NotePath::new(path.trim_end()).ok()?, grade))
}

#[cfg(test)]
mod tests {
    use hedgerow_model::NotePath;

    use super::Judged;

    #[test]
    fn a_line_names_notes_with_their_grades() {
        let judged = Judged::line("plain\thow do I prune?\tGarden/Pruning.md | Trees ^ 2.md ^1").unwrap();
        let shown: Vec<_> = judged.expected.iter().map(|(path, grade)| (path.as_str(), *grade)).collect();
        assert_eq!((judged.kind.as_str(), judged.question.as_str()), ("plain", "how do I prune?"));
        assert_eq!(shown, [("Garden/Pruning.md", 3), ("Trees ^ 2.md", 1)]);
        let paths: Vec<NotePath> = ["A.md", "Trees ^ 2.md"].map(|path| NotePath::new(path).unwrap()).into();
        assert_eq!(judged.rank(&paths), Some(2));
        assert_eq!(judged.rank(&paths[..1]), None);
    }

    #[test]
    fn a_line_that_is_not_understood_is_no_question() {
        for line in
            ["", "kind\tquestion", "kind\t \tA.md", "kind\tq\tA.md ^9", "kind\tq\t", "kind\tq\tA.md\tmore", "\tq\tA.md"]
        {
            assert_eq!(Judged::line(line), None, "{line:?}");
        }
    }
}
