//! What was typed, read from left to right.

/// What is longer between slashes is no expression, so that looking for its end stays cheap.
const MAX_REGULAR: usize = 2_000;

/// The text of a query, and how far it was read.
pub(super) struct Typed<'q> {
    text: &'q str,
    at: usize,
    /// Where the last bracket closes.
    last_bracket: Option<usize>,
    /// No slash closes an expression any more.
    has_no_regular: bool,
}

/// Words in quotes.
#[derive(Clone, Copy)]
pub(super) struct Quoted<'q> {
    pub(super) text: &'q str,
    pub(super) is_closed: bool,
}

impl Quoted<'_> {
    /// Returns the words without the backslashes before quotes.
    pub(super) fn plain(&self) -> String {
        self.text.replace("\\\"", "\"")
    }
}

impl<'q> Typed<'q> {
    pub(super) fn new(text: &'q str) -> Self {
        Self { text, at: 0, last_bracket: text.rfind(']'), has_no_regular: false }
    }

    pub(super) fn rest(&self) -> &'q str {
        &self.text[self.at..]
    }

    pub(super) fn place(&self) -> usize {
        self.at
    }

    /// Returns what was read since a place.
    pub(super) fn since(&self, place: usize) -> &'q str {
        &self.text[place..self.at]
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    pub(super) fn skip_space(&mut self) {
        self.at = self.text.len() - self.rest().trim_start().len();
    }

    /// Tells whether only white space is left.
    pub(super) fn is_at_end(&self) -> bool {
        self.rest().trim_start().is_empty()
    }

    /// Goes on behind something, if it comes next.
    pub(super) fn take(&mut self, wanted: &str) -> bool {
        let is_next = self.rest().starts_with(wanted);
        self.at += if is_next { wanted.len() } else { 0 };
        is_next
    }

    /// Goes on behind the next character, whatever it is.
    pub(super) fn skip(&mut self) {
        self.at += self.peek().map_or(0, char::len_utf8);
    }

    /// Takes a minus that excludes what follows it directly; a second minus is text.
    pub(super) fn take_minus(&mut self) -> bool {
        let mut chars = self.rest().chars();
        let excludes = chars.next() == Some('-') && chars.next().is_some_and(|c| !c.is_whitespace() && c != '-');
        self.at += usize::from(excludes);
        excludes
    }

    /// Tells whether the word `OR` comes next (rule S-03).
    pub(super) fn is_at_or(&self) -> bool {
        let after = self.rest().strip_prefix("OR");
        after.is_some_and(|after| after.chars().next().is_none_or(|c| c.is_whitespace() || "()]\"".contains(c)))
    }

    /// Takes words in quotes, curly ones too, which phones type (rule S-02).
    pub(super) fn take_quoted(&mut self) -> Option<Quoted<'q>> {
        let (open, close) = quotes(self.rest())?;
        self.at += open.len_utf8();
        let inside = self.rest();
        let mut is_escaped = false;
        let end = inside.char_indices().find(|&(_, c)| {
            let ends = c == close && !is_escaped;
            is_escaped = c == '\\' && !is_escaped;
            ends
        });
        let end = end.map(|(end, _)| end);
        self.at += end.map_or(inside.len(), |end| end + close.len_utf8());
        Some(Quoted { text: &inside[..end.unwrap_or(inside.len())], is_closed: end.is_some() })
    }

    /// Takes a word: up to white space, a quote, a parenthesis that it did not open, and within brackets up to the bracket.
    pub(super) fn take_word(&mut self, is_in_brackets: bool) -> &'q str {
        let start = self.at;
        let mut n_open = 0_usize;
        for (at, c) in self.rest().char_indices() {
            match c {
                '(' => n_open += 1,
                ')' if n_open > 0 => n_open -= 1,
                _ if !(c.is_whitespace() || matches!(c, '"' | ')') || (c == ']' && is_in_brackets)) => {}
                _ => {
                    self.at += at;
                    return self.since(start);
                }
            }
        }
        self.at = self.text.len();
        self.since(start)
    }

    /// Returns the name before a colon, if what comes next has the form of an operator.
    pub(super) fn name(&self) -> Option<&'q str> {
        let rest = self.rest();
        let end = rest.bytes().take(24).position(|byte| !(byte.is_ascii_alphabetic() || byte == b'-'))?;
        let is_name = rest.as_bytes()[end] == b':' && rest.starts_with(|c: char| c.is_ascii_alphabetic());
        is_name.then(|| &rest[..end])
    }

    /// Takes an expression between slashes, and its flags. A path is none.
    pub(super) fn take_regular(&mut self) -> Option<(&'q str, &'q str)> {
        if self.has_no_regular || !self.rest().starts_with('/') {
            return None;
        }
        let inside = &self.rest()[1..];
        let Some(end) = closing_slash(inside) else {
            self.has_no_regular = inside.len() <= MAX_REGULAR;
            return None;
        };
        let after = &inside[end + 1..];
        let n_flags = after.bytes().take_while(|byte| b"dgimsuvy".contains(byte)).count();
        let is_whole = after[n_flags..].chars().next().is_none_or(|c| c.is_whitespace() || ")]".contains(c));
        if end == 0 || !is_whole {
            return None;
        }
        self.at += 1 + end + 1 + n_flags;
        Some((&inside[..end], &after[..n_flags]))
    }

    /// Tells whether a bracket opens here that closes somewhere, and that is no link in Markdown.
    pub(super) fn is_at_property(&self) -> bool {
        let closes = self.last_bracket.is_some_and(|last| last > self.at);
        let rest = self.rest();
        closes && rest.starts_with('[') && !rest.starts_with("[[") && !rest.starts_with("[]")
    }

    /// Tells whether a bracket opens here before the name of a property, and closes nowhere.
    pub(super) fn is_at_open_property(&self) -> bool {
        let is_open = self.last_bracket.is_none_or(|last| last < self.at);
        let name = self.rest().strip_prefix('[');
        is_open && name.is_some_and(|name| name.starts_with(|c: char| c.is_alphabetic() || c == '"'))
    }

    /// Tells whether an expression begins here that no slash ends. A single word with a slash before it is a path.
    pub(super) fn is_at_open_regular(&self) -> bool {
        let Some(inside) = self.rest().strip_prefix('/').filter(|inside| inside.len() <= MAX_REGULAR) else {
            return false;
        };
        inside.starts_with(|c: char| !c.is_whitespace() && c != '/')
            && inside.trim_end().contains(char::is_whitespace)
            && closing_slash(inside).is_none()
    }

    /// Tells of a parenthesis that closes and was not opened whether it belongs to ordinary text: to a smiley, as in `:-)`, or to what counts
    /// the items of a list, as in `1)`.
    pub(super) fn is_at_plain_parenthesis(&self) -> bool {
        let word = self.word_before();
        let face = word.trim_end_matches(')').trim_end_matches(['-', '\'', '^', 'o']);
        let is_smiley = face.ends_with([':', ';', '=']) || word == "8-";
        let is_number = word.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        let is_letter = word.len() == 1 && word.bytes().all(|byte| byte.is_ascii_alphabetic());
        let is_roman = word.bytes().all(|byte| b"ivxIVX".contains(&byte));
        is_smiley || (!word.is_empty() && (is_number || is_letter || is_roman))
    }

    /// Returns the word before what comes next, with its signs; there may be space between them.
    pub(super) fn word_before(&self) -> &'q str {
        let before = self.text[..self.at].trim_end();
        before.rsplit(|c: char| c.is_whitespace() || matches!(c, '(' | '"')).next().unwrap_or_default()
    }

    /// Returns what comes next up to the next space.
    pub(super) fn word_ahead(&self) -> &'q str {
        self.rest().split(char::is_whitespace).next().unwrap_or_default()
    }

    /// Takes what is before the first of some characters; all that is left if there is none.
    pub(super) fn take_until(&mut self, ends: &[char]) -> &'q str {
        let taken = &self.rest()[..self.rest().find(ends).unwrap_or(self.rest().len())];
        self.at += taken.len();
        taken
    }
}

/// Returns the quote that opens the text and the one that closes it.
fn quotes(text: &str) -> Option<(char, char)> {
    match text.chars().next()? {
        '"' => Some(('"', '"')),
        '“' => Some(('“', '”')),
        '„' => Some(('„', '“')),
        '«' => Some(('«', '»')),
        _ => None,
    }
}

/// Finds the slash that ends an expression: one that is neither escaped nor within brackets.
fn closing_slash(text: &str) -> Option<usize> {
    let (mut is_escaped, mut is_in_class) = (false, false);
    text.bytes().take(MAX_REGULAR).position(|byte| {
        let ends = byte == b'/' && !is_escaped && !is_in_class;
        match byte {
            _ if is_escaped => {}
            b'[' => is_in_class = true,
            b']' => is_in_class = false,
            _ => {}
        }
        is_escaped = byte == b'\\' && !is_escaped;
        ends
    })
}
