//! Makes a tree of what was typed. Never fails: what makes no sense is text, or is left out and said (rule S-08).

use hedgerow_model::{Key, Tag};

use super::begun::{Begun, Choice};
use super::clause::Clause;
use super::expression::{Expression, Filter, Pattern, Scope, Trait, Tree, Wording};
use super::notice::Notice;
use super::operator::Operator;
use super::regular::Regular;
use super::typed::{Quoted, Typed};

/// More words, tags and other values than this are left out: each costs a look-up in every field.
const MAX_WORDS: usize = 48;

/// Regular expressions cost more.
const MAX_REGULARS: usize = 4;

/// Groups and operators within each other.
const MAX_DEPTH: usize = 32;

/// More is not said of one query.
const MAX_NOTICES: usize = 8;

/// Reads a query: what is asked for, what was not understood, and what may go on at the end.
pub(super) fn parse(text: &str) -> (Expression, Vec<Notice>, Option<Begun>) {
    let mut parser = Parser::new(text);
    let around = Around { is_negative: false, case: None };
    let mut found = parser.either(around, Parser::condition);
    if found.is_none() && text.split_whitespace().any(|word| word == "OR") {
        // Nothing is there to choose from, so it is a word.
        let is_prefix = true;
        found = Some(Expression::Text(Clause { is_prefix, ..Clause::of("OR") }));
        parser.notices.retain(|said| said.piece() != "OR");
        parser.say("OR", "Nothing stands beside it to choose from, so it was searched for as a word.");
    }
    let mut found = found.unwrap_or_else(|| Expression::All(Vec::new()));
    if found.is_empty() && parser.notices.is_empty() && !text.trim().is_empty() {
        parser.say(text, "There is no word in this, so there is nothing to search for.");
    }
    begin_words(&mut found, false);
    (found, parser.notices, parser.begun)
}

/// What is decided outside of a part for all that is in it.
#[derive(Clone, Copy)]
pub(super) struct Around {
    is_negative: bool,
    /// Whether letter case counts, where an operator says so: else it counts for regular expressions alone.
    case: Option<bool>,
}

impl Around {
    fn minds_case(self) -> bool {
        self.case == Some(true)
    }
}

/// Reads one thing: a word, a phrase, an operator with its value.
pub(super) type Leaf<'q, T> = fn(&mut Parser<'q>, Around) -> Option<T>;

pub(super) struct Parser<'q> {
    pub(super) typed: Typed<'q>,
    notices: Vec<Notice>,
    begun: Option<Begun>,
    n_words: usize,
    n_regulars: usize,
    depth: usize,
    /// Parentheses that were opened and do not count, for being too deep.
    n_ignored: usize,
    /// What is open, parentheses and brackets, from the outside in.
    pub(super) open: Vec<char>,
}

impl<'q> Parser<'q> {
    fn new(text: &'q str) -> Self {
        let typed = Typed::new(text);
        Self {
            typed,
            notices: Vec::new(),
            begun: None,
            n_words: 0,
            n_regulars: 0,
            depth: 0,
            n_ignored: 0,
            open: Vec::new(),
        }
    }

    /// Reads parts with `OR` between them, up to where the group ends.
    pub(super) fn either<T: Tree>(&mut self, around: Around, leaf: Leaf<'q, T>) -> Option<T> {
        let mut parts: Vec<T> = Vec::new();
        let mut is_after_or = false;
        loop {
            let start = self.typed.place();
            let side = self.together(around, leaf);
            let is_at_or = self.typed.is_at_or();
            if side.is_none() && self.typed.since(start).trim().is_empty() && (is_at_or || is_after_or) {
                self.say("OR", "Something should stand on both sides of it, so it was left out.");
            }
            parts.extend(side);
            if !is_at_or {
                break;
            }
            self.typed.take("OR");
            is_after_or = true;
        }
        (!parts.is_empty()).then(|| T::any(parts))
    }

    /// Reads parts that are all wanted.
    fn together<T: Tree>(&mut self, around: Around, leaf: Leaf<'q, T>) -> Option<T> {
        let mut parts: Vec<T> = Vec::new();
        loop {
            self.typed.skip_space();
            match self.typed.peek() {
                None => break,
                Some(')') if self.n_ignored > 0 || !self.open.contains(&')') => {
                    if self.n_ignored == 0 && !self.typed.is_at_plain_parenthesis() {
                        let piece = format!("{})", self.typed.word_before());
                        self.say(&piece, "The parenthesis was never opened, so it was left out.");
                    }
                    self.n_ignored = self.n_ignored.saturating_sub(1);
                    self.typed.skip();
                }
                Some(c @ (')' | ']')) if self.open.contains(&c) => break,
                Some(_) if self.typed.is_at_or() => break,
                Some(_) => {
                    let start = self.typed.place();
                    parts.extend(self.part(around, leaf));
                    if self.typed.place() == start {
                        self.typed.skip();
                    }
                }
            }
        }
        (!parts.is_empty()).then(|| T::all(parts))
    }

    /// Reads a part, which may be excluded (rule S-04).
    fn part<T: Tree>(&mut self, around: Around, leaf: Leaf<'q, T>) -> Option<T> {
        if self.typed.take_minus() {
            let inside = Around { is_negative: !around.is_negative, ..around };
            return self.one(inside, leaf).map(T::not);
        }
        self.one(around, leaf)
    }

    /// Reads a group or one thing.
    fn one<T: Tree>(&mut self, around: Around, leaf: Leaf<'q, T>) -> Option<T> {
        if self.typed.peek() != Some('(') {
            return leaf(self, around);
        }
        let start = self.typed.place();
        self.typed.skip();
        if self.depth >= MAX_DEPTH {
            self.n_ignored += 1;
            self.say("(", "The groups are nested too deep, so the innermost were taken apart.");
            return None;
        }
        self.depth += 1;
        self.open.push(')');
        let found = self.either(around, leaf);
        self.open.pop();
        self.depth -= 1;
        if !self.typed.take(")") {
            self.say(self.typed.since(start), "The parenthesis is not closed, so it was taken to reach to the end.");
        }
        found
    }

    /// Reads the value of an operator: a group or one thing.
    fn value<T: Tree>(&mut self, operator: &str, around: Around, leaf: Leaf<'q, T>) -> Option<T> {
        if !self.has_value(operator) {
            return None;
        }
        if self.depth >= MAX_DEPTH {
            self.say(operator, "The operators are nested too deep, so the innermost were left out.");
            self.word();
            return None;
        }
        self.depth += 1;
        let found = self.one(around, leaf);
        self.depth -= 1;
        found
    }

    /// Tells whether an operator has a value; says so if not.
    pub(super) fn has_value(&mut self, operator: &str) -> bool {
        let has_value = self.typed.peek().is_some_and(|c| !c.is_whitespace() && !self.open.contains(&c));
        if !has_value {
            self.say(operator, "Something should follow the colon, without a space; the operator was left out.");
        }
        has_value
    }

    /// Reads one thing that is said of a note.
    fn condition(&mut self, around: Around) -> Option<Expression> {
        if self.typed.is_at_property() {
            return self.property(around).map(Expression::Filter);
        }
        if let Some(regular) = self.regular(around) {
            let pattern = Pattern::Regular(regular.ok()?);
            return Some(Expression::Filter(Filter::In { scope: Scope::Note, pattern }));
        }
        self.say_open();
        let start = self.typed.place();
        if self.typed.peek() == Some('#') {
            let found = self.tag(around, true);
            self.begin(Choice::Tag, start, start + 1);
            return found;
        }
        match self.operator() {
            Some((name, operator)) => {
                let place = self.typed.place();
                let found = self.operated(name, operator, around);
                if let Some(choice) = Choice::of(operator) {
                    self.begin(choice, start, place);
                }
                found
            }
            None => self.text(around),
        }
    }

    /// Says of what comes next that it begins a property or an expression, and that this has no end.
    fn say_open(&mut self) {
        if self.typed.is_at_open_property() {
            self.say(self.typed.word_ahead(), "The bracket is not closed, so it was searched for as text.");
        }
        if self.typed.is_at_open_regular() {
            self.say(self.typed.word_ahead(), "No slash ends the regular expression, so it was searched for as text.");
        }
    }

    /// Remembers a value if it is the last of the query.
    fn begin(&mut self, choice: Choice, start: usize, place: usize) {
        if self.typed.rest().is_empty() {
            self.begun = Begun::read(choice, start, place, self.typed.since(place));
        }
    }

    /// Takes the name of an operator and its colon. A name that is not known stays where it is.
    fn operator(&mut self) -> Option<(&'q str, Operator)> {
        let name = self.typed.name()?;
        let operator = Operator::named(name);
        let start = self.typed.place();
        match operator {
            Some(operator) => {
                self.typed.take(name);
                self.typed.take(":");
                Some((self.typed.since(start), operator))
            }
            None => {
                let after = &self.typed.rest()[name.len() + 1..];
                if after.starts_with(|c: char| !c.is_whitespace() && !matches!(c, '/' | ':' | ')' | ']' | ',')) {
                    self.say(&format!("{name}:"), "No operator has this name, so it was searched for as text.");
                }
                None
            }
        }
    }

    fn operated(&mut self, name: &'q str, operator: Operator, around: Around) -> Option<Expression> {
        let filter = match operator {
            Operator::Tag => return self.value(name, around, |parser, around| parser.tag(around, false)),
            Operator::Case { is_cased } => {
                return self.value(name, Around { case: Some(is_cased), ..around }, Self::condition);
            }
            Operator::In(scope) => {
                let is_quoted = self.typed.peek() == Some('"');
                // A path may begin with a slash.
                if !matches!(scope, Scope::Path | Scope::Name) && self.typed.is_at_open_regular() {
                    self.say_open();
                }
                let pattern = match self.value(name, around, Self::piece) {
                    // `task:""` asks for any task.
                    None if is_quoted && matches!(scope, Scope::Task(_)) && self.has_room(name) => {
                        Pattern::All(Vec::new())
                    }
                    pattern => pattern?,
                };
                Filter::In { scope, pattern }
            }
            Operator::Folder => return self.value(name, around, |parser, _| parser.folder()),
            Operator::LinksTo => Filter::LinksTo(self.names(name)?),
            Operator::LinkedFrom => Filter::LinkedFrom(self.names(name)?),
            Operator::Before | Operator::After | Operator::On => self.dated(name, operator)?,
            Operator::Is | Operator::Has => {
                let value = self.simple(name)?;
                let Some((found, is_so)) = Trait::named(operator, value) else {
                    self.say(
                        &format!("{name}{value}"),
                        "This is not known; known are `is:orphan`, `is:untagged`, `has:task`, `has:image` and `has:tag`.",
                    );
                    return None;
                };
                let found = Expression::Filter(Filter::Trait(found));
                return Some(if is_so { found } else { Expression::not(found) });
            }
        };
        Some(Expression::Filter(filter))
    }

    /// Reads a tag (rules S-05 and S-11).
    fn tag(&mut self, around: Around, is_hash: bool) -> Option<Expression> {
        if let Some(regular) = self.regular(around) {
            let pattern = Pattern::Regular(regular.ok()?);
            return Some(Expression::Filter(Filter::In { scope: Scope::Tag, pattern }));
        }
        let text = match self.typed.take_quoted() {
            Some(quoted) => quoted.text,
            None => self.word(),
        };
        if let Some(tag) = Tag::new(text.trim()) {
            return self.has_room(text).then_some(Expression::Filter(Filter::Tag(tag)));
        }
        if !is_hash {
            self.say(text, "This cannot be a tag, so it was searched for as text.");
        }
        self.plain(text, around)
    }

    /// Reads the whole path of a folder.
    fn folder(&mut self) -> Option<Expression> {
        let path = match self.typed.take_quoted() {
            Some(quoted) => quoted.plain(),
            None => self.word().to_owned(),
        };
        let path = path.trim().trim_matches('/');
        self.has_room(path).then(|| Expression::Filter(Filter::Folder(Key::of(path))))
    }

    /// Reads plain words, in quotes or not.
    fn text(&mut self, around: Around) -> Option<Expression> {
        if around.minds_case() {
            let pattern = Pattern::Words(self.wording(around)?);
            return Some(Expression::Filter(Filter::In { scope: Scope::Note, pattern }));
        }
        match self.typed.take_quoted() {
            Some(quoted) => {
                let wording = self.quoted(quoted, around)?;
                Some(Expression::Text(wording.clause))
            }
            None => {
                let word = self.word();
                self.plain(word, around)
            }
        }
    }

    fn plain(&mut self, word: &str, around: Around) -> Option<Expression> {
        let mut clause = self.clause(word)?;
        clause.is_prefix = !around.is_negative && self.typed.is_at_end() && clause.may_go_on();
        Some(Expression::Text(clause))
    }

    /// Reads one thing that a text must hold.
    pub(super) fn piece(&mut self, around: Around) -> Option<Pattern> {
        if let Some(regular) = self.regular(around) {
            return Some(Pattern::Regular(regular.ok()?));
        }
        let start = self.typed.place();
        match self.operator() {
            Some((name, Operator::Case { is_cased })) => {
                self.value(name, Around { case: Some(is_cased), ..around }, Self::piece)
            }
            Some((name, _)) => {
                self.say(name, "This operator cannot stand within another one, so it was searched for as text.");
                self.word();
                let typed = self.typed.since(start);
                self.worded(typed, around)
            }
            None => self.wording(around).map(Pattern::Words),
        }
    }

    fn worded(&mut self, text: &str, around: Around) -> Option<Pattern> {
        let mut clause = self.clause(text)?;
        clause.is_prefix = !around.is_negative && clause.may_go_on();
        Some(Pattern::Words(Wording { clause, text: text.to_owned(), is_cased: around.minds_case() }))
    }

    /// Reads words that a text must hold. One that is not excluded may go on in the text (rule S-01).
    fn wording(&mut self, around: Around) -> Option<Wording> {
        if let Some(quoted) = self.typed.take_quoted() {
            return self.quoted(quoted, around);
        }
        let word = self.word();
        let mut clause = self.clause(word)?;
        clause.is_prefix = !around.is_negative && clause.may_go_on();
        Some(Wording { clause, text: word.to_owned(), is_cased: around.minds_case() })
    }

    fn quoted(&mut self, quoted: Quoted<'q>, around: Around) -> Option<Wording> {
        if !quoted.is_closed {
            self.say(quoted.text, "The quote is not closed, so it was taken to reach to the end.");
        }
        let text = quoted.plain();
        let mut clause = self.clause(&text)?;
        clause.is_quoted = true;
        clause.is_prefix = !quoted.is_closed && !around.is_negative && clause.may_go_on();
        Some(Wording { clause, text, is_cased: around.minds_case() })
    }

    /// Makes a clause of a text; `None` if it has no words, or no more are taken.
    fn clause(&mut self, text: &str) -> Option<Clause> {
        let mut clause = Clause::of(text);
        if clause.words.is_empty() {
            return None;
        }
        let n_left = MAX_WORDS.saturating_sub(self.n_words);
        if clause.words.len() > n_left {
            self.say_too_many(text);
            clause.words.truncate(n_left);
        }
        self.n_words += clause.words.len();
        (!clause.words.is_empty()).then_some(clause)
    }

    /// Counts a value that is no word.
    pub(super) fn has_room(&mut self, text: &str) -> bool {
        let has_room = self.n_words < MAX_WORDS;
        self.n_words += usize::from(has_room);
        if !has_room {
            self.say_too_many(text);
        }
        has_room
    }

    fn say_too_many(&mut self, text: &str) {
        self.say(text, format!("More than {MAX_WORDS} words were asked for, so those from here on were left out."));
    }

    /// Reads a regular expression, if one comes next; `Err` if it cannot be run, which is then said.
    fn regular(&mut self, around: Around) -> Option<Result<Regular, ()>> {
        let start = self.typed.place();
        let (source, flags) = self.typed.take_regular()?;
        let typed = self.typed.since(start);
        self.n_regulars += 1;
        if self.n_regulars > MAX_REGULARS {
            self.say(
                typed,
                format!("No more than {MAX_REGULARS} regular expressions are run, so this one was left out."),
            );
            return Some(Err(()));
        }
        let found = Regular::new(source, flags, around.case != Some(false));
        Some(found.map_err(|reason| self.say(typed, reason)))
    }

    pub(super) fn word(&mut self) -> &'q str {
        self.typed.take_word(self.open.contains(&']'))
    }

    pub(super) fn say(&mut self, piece: &str, message: impl Into<String>) {
        let notice = Notice::new(piece, message);
        // The piece matters where it alone is meant; of a limit the first one to pass it will do.
        let is_said = self.notices.iter().any(|said| said.message() == notice.message());
        if !is_said && self.notices.len() < MAX_NOTICES {
            self.notices.push(notice);
        }
    }
}

/// Lets words go on that may stand in for each other: none of them ranks as a plain word does, and so each must find what it may
/// begin (rule S-01).
fn begin_words(expression: &mut Expression, is_in_choice: bool) {
    match expression {
        Expression::All(parts) => parts.iter_mut().for_each(|part| begin_words(part, is_in_choice)),
        Expression::Any(parts) => parts.iter_mut().for_each(|part| begin_words(part, true)),
        Expression::Text(clause) if is_in_choice && !clause.is_quoted => clause.is_prefix = clause.may_go_on(),
        Expression::Text(_) | Expression::Not(_) | Expression::Filter(_) => {}
    }
}
