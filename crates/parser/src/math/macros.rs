//! The macros of a note, expanded before a formula is typeset: the typesetter knows no `\newcommand`, forgets between
//! formulas, and expands without regard to its stack.

use std::collections::BTreeMap;

use super::bounds;

/// So many macros may be expanded in a formula.
const MAX_EXPANSIONS: usize = 1_000;
/// So many tokens may they give together.
const MAX_TOKENS: usize = 100_000;
/// No command has a name as long as this; so far back is looked for its backslash.
const MAX_NAME: usize = 40;

/// What the formulas of a note have defined so far.
#[derive(Clone, Debug, Default)]
pub(super) struct Macros {
    by_name: BTreeMap<String, Macro>,
}

#[derive(Clone, Debug)]
struct Macro {
    n_args: usize,
    /// The first argument where it is not given in brackets.
    default: Option<String>,
    body: String,
}

/// Commands of other typesetters that ours does not know: name, number of arguments, meaning.
const BUILT_IN: &[(&str, usize, &str)] =
    &[("\\label", 1, ""), ("\\mathbbm", 1, "\\mathbb{#1}"), ("\\mbox", 1, "\\text{#1}"), ("\\require", 1, "")];

const DEFINING: &[&str] = &[
    "\\def",
    "\\gdef",
    "\\edef",
    "\\xdef",
    "\\let",
    "\\newcommand",
    "\\renewcommand",
    "\\providecommand",
    "\\DeclareMathOperator",
    "\\futurelet",
];

impl Macros {
    /// Expands a formula and remembers what it defines. A formula without macros stays as it is (rule I-38).
    pub(super) fn expand(&mut self, tex: &str) -> Result<String, String> {
        let is_plain = !DEFINING.iter().chain(BUILT_IN.iter().map(|(name, ..)| name)).any(|name| tex.contains(name));
        if self.by_name.is_empty() && is_plain {
            return Ok(tex.to_owned());
        }
        let mut input = Input { rest: Vec::new(), n_tokens: 0 };
        input.push(tex)?;
        let mut output = String::new();
        let mut n_expansions = 0;
        while let Some(token) = input.rest.pop() {
            match token.as_str() {
                "\\newcommand" | "\\renewcommand" | "\\providecommand" => self.new_command(&token, &mut input)?,
                "\\DeclareMathOperator" => self.new_operator(&mut input)?,
                "\\def" | "\\gdef" | "\\edef" | "\\xdef" => self.def(&mut input)?,
                "\\let" => self.let_be(&mut input)?,
                "\\futurelet" => return Err("`\\futurelet` is not supported".to_owned()),
                "\\global" | "\\long" => {}
                name => match self.by_name.get(name).cloned().or_else(|| built_in(name)) {
                    Some(found) => {
                        n_expansions += 1;
                        if n_expansions > MAX_EXPANSIONS {
                            return Err("the macros expand without end".to_owned());
                        }
                        let body = found.apply(name, &mut input)?;
                        input.push(&body)?;
                    }
                    None => append(&mut output, name),
                },
            }
            bounds::check_length(&output)?;
        }
        Ok(output)
    }

    /// `\newcommand{\name}[n][default]{body}`, with or without braces around the name.
    fn new_command(&mut self, command: &str, input: &mut Input) -> Result<(), String> {
        let name = input.name()?;
        let n_args = input.bracket().map_or(Ok(0), |n| n.trim().parse().map_err(|_| too_many(&name)))?;
        if n_args > 9 {
            return Err(too_many(&name));
        }
        let default = if n_args > 0 { input.bracket() } else { None };
        let body = input.argument()?.ok_or_else(|| format!("`{name}` has no body"))?;
        if command != "\\providecommand" || !self.by_name.contains_key(&name) {
            self.by_name.insert(name, Macro { n_args, default, body });
        }
        Ok(())
    }

    /// `\DeclareMathOperator{\name}{text}`; the star puts limits below.
    fn new_operator(&mut self, input: &mut Input) -> Result<(), String> {
        let star = if input.skip("*") { "*" } else { "" };
        let name = input.name()?;
        let text = input.argument()?.ok_or_else(|| format!("`{name}` has no body"))?;
        let body = format!("\\operatorname{star}{{{text}}}");
        self.by_name.insert(name, Macro { n_args: 0, default: None, body });
        Ok(())
    }

    /// `\def\name#1#2{body}`.
    fn def(&mut self, input: &mut Input) -> Result<(), String> {
        let name = input.name()?;
        let mut n_args = 0;
        while input.rest.last().is_some_and(|token| token != "{") {
            let is_next = input.skip("#") && input.skip(&(n_args + 1).to_string());
            if !is_next {
                return Err(format!("the arguments of `{name}` have signs between them"));
            }
            n_args += 1;
        }
        let body = input.argument()?.ok_or_else(|| format!("`{name}` has no body"))?;
        self.by_name.insert(name, Macro { n_args, default: None, body });
        Ok(())
    }

    /// `\let\name=\other`.
    fn let_be(&mut self, input: &mut Input) -> Result<(), String> {
        let name = input.name()?;
        input.skip("=");
        input.skip_spaces();
        let other = input.rest.pop().ok_or_else(|| format!("`{name}` has no body"))?;
        let meaning = self.by_name.get(&other).cloned();
        let meaning = meaning.unwrap_or(Macro { n_args: 0, default: None, body: other });
        self.by_name.insert(name, meaning);
        Ok(())
    }
}

impl Macro {
    /// Takes the arguments off the input and puts them into the body.
    fn apply(&self, name: &str, input: &mut Input) -> Result<String, String> {
        let mut args = Vec::new();
        if let Some(default) = &self.default {
            args.push(input.bracket().unwrap_or_else(|| default.clone()));
        }
        while args.len() < self.n_args {
            args.push(input.argument()?.ok_or_else(|| format!("`{name}` has too few arguments"))?);
        }
        let mut body = String::new();
        let mut tokens = tokens(&self.body);
        while let Some(token) = tokens.next() {
            if token != "#" {
                append(&mut body, token);
                continue;
            }
            let n = tokens.next().and_then(|n| n.parse::<usize>().ok()).unwrap_or(0);
            let arg = n.checked_sub(1).and_then(|idx| args.get(idx));
            append(&mut body, arg.ok_or_else(|| format!("`{name}` uses an argument that it does not have"))?);
            if body.len() > MAX_TOKENS {
                return Err("the macros expand without end".to_owned());
            }
        }
        Ok(body)
    }
}

/// What is still to be read, the next token last.
struct Input {
    rest: Vec<String>,
    n_tokens: usize,
}

impl Input {
    fn push(&mut self, tex: &str) -> Result<(), String> {
        let at = self.rest.len();
        self.rest.extend(tokens(tex).map(str::to_owned));
        self.n_tokens += self.rest.len() - at;
        self.rest[at..].reverse();
        if self.n_tokens > MAX_TOKENS { Err("the macros expand without end".to_owned()) } else { Ok(()) }
    }

    fn skip_spaces(&mut self) {
        while self.rest.last().is_some_and(|token| token.trim().is_empty()) {
            self.rest.pop();
        }
    }

    /// Takes the next token if it is the given one, spaces before it ignored.
    fn skip(&mut self, token: &str) -> bool {
        self.skip_spaces();
        let is_next = self.rest.last().is_some_and(|next| next == token);
        if is_next {
            self.rest.pop();
        }
        is_next
    }

    /// Takes a macro's name, in braces or not.
    fn name(&mut self) -> Result<String, String> {
        self.skip("*");
        let name = self.argument()?.map(|name| name.trim().to_owned());
        let is_name = |name: &String| name.starts_with('\\') && tokens(name).count() == 1;
        name.filter(is_name).ok_or_else(|| "a macro's name is missing".to_owned())
    }

    /// Takes a token, or a group without its braces.
    fn argument(&mut self) -> Result<Option<String>, String> {
        self.skip_spaces();
        match self.rest.pop() {
            Some(token) if token == "{" => self.until("}").map(Some),
            token => Ok(token),
        }
    }

    /// Takes what stands in brackets, if a bracket comes next and is closed.
    fn bracket(&mut self) -> Option<String> {
        self.skip("[").then(|| self.until("]")).and_then(Result::ok)
    }

    fn until(&mut self, end: &str) -> Result<String, String> {
        let mut text = String::new();
        let mut depth = 0_usize;
        while let Some(token) = self.rest.pop() {
            match token.as_str() {
                token if token == end && depth == 0 => return Ok(text),
                "{" => depth += 1,
                "}" => depth = depth.saturating_sub(1),
                _ => {}
            }
            append(&mut text, &token);
        }
        Err("a brace is never closed".to_owned())
    }
}

/// Cuts a formula into commands and characters; comments are left out.
pub(super) fn tokens(tex: &str) -> impl Iterator<Item = &str> {
    let mut rest = tex;
    std::iter::from_fn(move || {
        while rest.starts_with('%') {
            rest = rest.split_once('\n').map_or("", |(_, below)| below);
        }
        let mut chars = rest.chars();
        let mut len = chars.next()?.len_utf8();
        if rest.starts_with('\\') {
            let letters = chars.as_str().bytes().take_while(u8::is_ascii_alphabetic).count();
            len += if letters > 0 { letters } else { chars.next().map_or(0, char::len_utf8) };
        }
        let (token, behind) = rest.split_at(len);
        rest = behind;
        Some(token)
    })
}

/// Appends TeX; a command and a letter that would grow together are kept apart.
fn append(text: &mut String, more: &str) {
    if more.starts_with(|c: char| c.is_ascii_alphabetic()) {
        let n_letters = text.bytes().rev().take(MAX_NAME).take_while(u8::is_ascii_alphabetic).count();
        let before = &text[..text.len() - n_letters];
        let n_slashes = before.bytes().rev().take_while(|&byte| byte == b'\\').count();
        if n_letters > 0 && n_slashes % 2 == 1 {
            text.push(' ');
        }
    }
    text.push_str(more);
}

fn built_in(name: &str) -> Option<Macro> {
    let (_, n_args, body) = BUILT_IN.iter().find(|(known, ..)| *known == name)?;
    Some(Macro { n_args: *n_args, default: None, body: (*body).to_owned() })
}

fn too_many(name: &str) -> String {
    format!("`{name}` must have 0 to 9 arguments")
}
