//! The sentences of a note in which another note is linked, as its backlinks show them.

use hedgerow_publish::LinkContext;

use crate::view::ContextPart;

/// Turns the contexts of links into sentences, each shown once with all of its links marked. An embed that stands alone
/// has no words and no sentence.
pub(crate) fn of(contexts: &[LinkContext]) -> Vec<Vec<ContextPart<'_>>> {
    let mut groups: Vec<Vec<&LinkContext>> = Vec::new();
    for context in contexts.iter().filter(|context| !is_silent(context)) {
        match groups.iter_mut().find(|group| is_same_sentence(group[0], context)) {
            Some(group) => group.push(context),
            None => groups.push(vec![context]),
        }
    }
    groups.into_iter().map(parts).collect()
}

fn is_silent(context: &LinkContext) -> bool {
    context.link.trim().is_empty()
        && ![&context.before, &context.after].iter().any(|text| text.contains(char::is_alphanumeric))
}

fn is_same_sentence(a: &LinkContext, b: &LinkContext) -> bool {
    let bytes = |context: &LinkContext| [&*context.before, &*context.link, &*context.after].concat();
    bytes(a) == bytes(b)
}

/// Cuts one sentence at its links. A link inside another, or in the same place, is marked with it.
fn parts(mut group: Vec<&LinkContext>) -> Vec<ContextPart<'_>> {
    group.sort_by_key(|context| context.before.len());
    let mut parts = Vec::new();
    let mut done = 0;
    for (at, context) in group.iter().enumerate() {
        let start = context.before.len();
        if start < done || (at > 0 && start == group[at - 1].before.len()) {
            continue;
        }
        push(&mut parts, &context.before[done..], false);
        push(&mut parts, &context.link, true);
        done = start + context.link.len();
    }
    let last = group.iter().rev().find(|context| context.before.len() + context.link.len() == done);
    push(&mut parts, last.map_or("", |context| &context.after), false);
    parts
}

fn push<'a>(parts: &mut Vec<ContextPart<'a>>, text: &'a str, is_link: bool) {
    if !text.is_empty() {
        parts.push(ContextPart { text, is_link });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn context(before: &str, link: &str, after: &str) -> LinkContext {
        LinkContext { before: before.to_owned(), link: link.to_owned(), after: after.to_owned() }
    }

    /// Writes sentences with their links in brackets.
    fn shown(contexts: &[LinkContext]) -> Vec<String> {
        let write =
            |part: ContextPart<'_>| if part.is_link { format!("[{}]", part.text) } else { part.text.to_owned() };
        of(contexts).into_iter().map(|parts| parts.into_iter().map(write).collect()).collect()
    }

    #[test]
    fn a_sentence_with_two_links_is_shown_once() {
        let twice = [context("See ", "this", " and that."), context("See this and ", "that", ".")];
        assert_eq!(shown(&twice), ["See [this] and [that]."]);
        let reversed = [twice[1].clone(), twice[0].clone()];
        assert_eq!(shown(&reversed), ["See [this] and [that]."]);
    }

    #[test]
    fn sentences_that_differ_stay_apart_and_repeated_ones_fall_together() {
        let three = [context("a ", "b", ""), context("c ", "b", ""), context("a ", "b", "")];
        assert_eq!(shown(&three), ["a [b]", "c [b]"]);
    }

    #[test]
    fn what_has_no_words_is_left_out() {
        assert!(shown(&[context("", "", ""), context(" ", "", "!")]).is_empty());
        assert_eq!(shown(&[context("", "Chain rule", "")]), ["[Chain rule]"]);
    }
}
