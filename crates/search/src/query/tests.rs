//! What queries mean, written as text.

use proptest::prelude::*;

use super::expression::{Expression, Filter, Pattern, PropertyValue};
use super::{Clause, Query, Sort};

fn check(text: &str, expected: &str) {
    let query = Query::parse(text);
    assert_eq!(show(query.expression()), expected, "meaning of {text:?}");
    assert_eq!(Query::parse(query.text()), query, "{text:?} again");
}

/// Tells what is said of a query: the pieces that it is about, and the start of each sentence.
fn check_notices(text: &str, expected: &[(&str, &str)]) {
    let query = Query::parse(text);
    let said = query.notices();
    assert_eq!(said.len(), expected.len(), "{text:?}: {said:?}");
    for (notice, (piece, message)) in said.iter().zip(expected) {
        assert_eq!(notice.piece(), *piece, "{text:?}");
        assert!(notice.message().contains(message) && notice.message().ends_with('.'), "{text:?}: {notice}");
    }
}

fn show(expression: &Expression) -> String {
    match expression {
        Expression::All(parts) => parts.iter().map(|part| grouped(part, show)).collect::<Vec<_>>().join(" "),
        Expression::Any(parts) => parts.iter().map(|part| grouped(part, show)).collect::<Vec<_>>().join(" | "),
        Expression::Not(part) => format!("-{}", grouped(part, show)),
        Expression::Text(clause) => show_clause(clause),
        Expression::Filter(Filter::Tag(tag)) => format!("#{}", tag.key()),
        Expression::Filter(Filter::Folder(path)) => format!("{path}/"),
        Expression::Filter(Filter::In { scope, pattern }) => format!("{scope:?}<{}>", show_pattern(pattern)),
        Expression::Filter(Filter::Property { key, value }) => format!("[{key}{}]", show_value(value)),
        Expression::Filter(Filter::LinksTo(names)) => format!("to{names:?}"),
        Expression::Filter(Filter::LinkedFrom(names)) => format!("from{names:?}"),
        Expression::Filter(Filter::Dated { from, before }) => {
            let show = |date: &Option<hedgerow_model::Date>| date.map(|date| date.iso()).unwrap_or_default();
            format!("{}..{}", show(from), show(before))
        }
        Expression::Filter(Filter::Trait(one)) => format!("{one:?}"),
    }
}

fn show_pattern(pattern: &Pattern) -> String {
    match pattern {
        Pattern::All(parts) => parts.iter().map(grouped_pattern).collect::<Vec<_>>().join(" "),
        Pattern::Any(parts) => parts.iter().map(grouped_pattern).collect::<Vec<_>>().join(" | "),
        Pattern::Not(part) => format!("-{}", grouped_pattern(part)),
        Pattern::Words(wording) => {
            format!("{}{}", show_clause(&wording.clause), if wording.is_cased { "!" } else { "" })
        }
        Pattern::Regular(regular) => format!("{regular:?}"),
    }
}

fn grouped(part: &Expression, show: impl Fn(&Expression) -> String) -> String {
    match part {
        Expression::All(_) | Expression::Any(_) => format!("({})", show(part)),
        _ => show(part),
    }
}

fn grouped_pattern(part: &Pattern) -> String {
    match part {
        Pattern::All(_) | Pattern::Any(_) => format!("({})", show_pattern(part)),
        _ => show_pattern(part),
    }
}

fn show_value(value: &PropertyValue) -> String {
    match value {
        PropertyValue::Any => String::new(),
        PropertyValue::Null => ": null".to_owned(),
        PropertyValue::Less(number) => format!(": <{number}"),
        PropertyValue::More(number) => format!(": >{number}"),
        PropertyValue::Holds(pattern) => format!(": {}", show_pattern(pattern)),
    }
}

fn show_clause(clause: &Clause) -> String {
    let words: Vec<&str> = clause.words.iter().map(|word| word.folded.as_str()).collect();
    let quote = if clause.is_quoted { "'" } else { "" };
    format!("{quote}{}{quote}{}", words.join("+"), if clause.is_prefix { "*" } else { "" })
}

#[test]
fn s_01_words_are_wanted_and_the_last_may_be_unfinished() {
    check("Chain rule", "chain rule*");
    check("chain chain", "chain chain*");
    check("chain chain x", "chain x*");
    check("don't", "don+t*");
    check("f(x) = y", "f+x y*");
    check("", "");
    check(" \t ", "");
}

#[test]
fn s_02_quotes_keep_words_together() {
    check("\"chain rule\" proof", "'chain+rule' proof*");
    check("„Satz von“ Bayes", "'satz+von' bayes*");
    check("a\"b c\"", "a 'b+c'");
    check("\"\" \"", "");
    check(r#""say \"hello\" now""#, "'say+hello+now'");
    check("\"open end", "'open+end'*");
    check_notices("\"open end", &[("open end", "quote is not closed")]);
}

#[test]
fn s_03_or_is_weaker_than_and_and_parentheses_group() {
    check("rain garden OR snow shed", "(rain* garden*) | (snow* shed*)");
    check("rain (garden OR snow) shed", "rain (garden* | snow*) shed*");
    check("a OR b OR c", "a* | b* | c*");
    check("(a b) c", "a b c*");
    check("((a))", "a");
    check("rain or snow", "rain or snow*");
    check("a OR", "a");
    check("OR a", "a*");
    check("a OR OR b", "a* | b*");
    check("OR", "or*");
    check("ORder", "order*");
    check("\"a\" OR \"b c\"", "'a' | 'b+c'");
    check("(a) OR(b)", "a* | b*");
}

#[test]
fn s_04_minus_excludes_and_a_lone_minus_is_nothing() {
    check("rule -chain", "rule -chain");
    check("-\"a b\" c", "-'a+b' c*");
    check("-(a b) c", "-(a b) c*");
    check("-(a OR b)", "-(a | b)");
    check("-(-a) b", "--a b*");
    check("a - b", "a b*");
    check("--x", "x*");
    check("-", "");
    check("e-mail", "e+mail*");
    assert!(!Query::parse("-a").is_empty(), "only exclusions give the rest");
}

#[test]
fn s_05_operators_take_words_phrases_groups_and_expressions() {
    check("file:2022", "Name<2022*>");
    check("FILE:2022 x", "Name<2022*> x*");
    check("path:\"Journal/2024-03\"", "Path<'journal+2024+03'>");
    check("path:/2024-\\d\\d/ x", "Path</2024-\\d\\d/> x*");
    check("folder:Maps/ folder:\"Long \\\"way\\\"/x\" folder:(a OR b)", "maps/ long \"way\"/x/ (a/ | b/)");
    check("content:(a OR -\"b c\")", "Content<a* | -'b+c'>");
    check("line:(salt water)", "Line<salt* water*>");
    check("line:(a (b OR c) -d)", "Line<a* (b* | c*) -d>");
    check("-line:(x)", "-Line<x>");
    check("block:(fox hen) section:fox", "Block<fox* hen*> Section<fox*>");
    check("title:rain heading:snow", "Title<rain*> Heading<snow*>");
    check("task:a task-todo:b task-done:c", "Task(Either)<a*> Task(Open)<b*> Task(Done)<c*>");
    check("task-todo:\"\"", "Task(Open)<>");
    check("match-case:BlueKettle", "Note<bluekettle*!>");
    check("match-case:(A b) c", "Note<a*!> Note<b*!> c*");
    check("match-case:(file:A ignore-case:b)", "Name<a*!> b");
    check("line:(match-case:A b)", "Line<a*! b*>");
    check("/\\d+/ x", "Note</\\d+/> x*");
    check("-/a b/i", "-Note</a b/>");
    check("(path:a OR tag:b) c", "(Path<a*> | #b) c*");
}

#[test]
fn s_05_properties_are_read_with_their_values() {
    check("[status]", "[status]");
    check("[state:seed OR tree]", "[state: seed* | tree*]");
    check("[ state : \"two words\" ] x", "[state: 'two+words'] x*");
    check("[\"my own\":a b]", "[my own: a* b*]");
    check("[aliases:null]", "[aliases: null]");
    check("[length:<5] [length: > 1.5]", "[length: <5] [length: >1.5]");
    check("[p:/^a/]", "[p: /^a/]");
    check("[p:(a OR b) c]", "[p: (a* | b*) c*]");
    check("-[p]", "-[p]");
    check("[p:]", "[p]");
    check("[p:(a] b", "[p: a*] b*");
    check("(a [p:b)c] d)", "a [p: b*] d");
    check_notices("[length:<long]", &[("<long", "Only numbers")]);
    check_notices("[:x]", &[("[:x]", "needs a name")]);
}

#[test]
fn s_11_tags_are_read_in_both_forms() {
    check("#Math/Calculus x", "#math/calculus x*");
    check("TAG:math tag:#tea", "#math #tea");
    check("-#draft a", "-#draft a*");
    check("tag:(a OR #b)", "#a | #b");
    check("tag:/^tea/", "Tag</^tea/>");
    check("tag:\"x\" y", "#x y*");
    check("#1984", "1984*");
    check("tag:1984", "1984*");
    check_notices("tag:1984", &[("1984", "cannot be a tag")]);
    check_notices("#1984", &[]);
}

#[test]
fn links_dates_and_traits_are_read() {
    check("links-to:Rain", r#"to["Rain"]"#);
    check("links-to:\"Chain rule\" x", r#"to["Chain rule"] x*"#);
    check("links-to:[[Maps/Rain#Why|x]] y", r#"to["Maps/Rain"] y*"#);
    check("linked-from:(Rain garden OR \"Snow\" OR [[Tea]])", r#"from["Rain garden", "Snow", "Tea"]"#);
    check("links-to:(", "");
    check("before:2024 after:2023-02", "..2024-01-01 2023-02-01..");
    check("year:2024", "2024-01-01..2025-01-01");
    check("date:2024-02-29", "2024-02-29..2024-03-01");
    check("is:orphan -has:task IS:untagged", "Orphan -HasTask -Tagged");
    let notices = Query::parse("foo:bar").notices()[0].to_string();
    assert_eq!(notices, "No operator has this name, so it was searched for as text: “foo:”");
    check("before:soon x", "x*");
    check_notices("before:soon x", &[("soon", "no date")]);
    check_notices("is:nice", &[("is:nice", "not known")]);
}

#[test]
fn s_07_an_expression_that_cannot_be_run_is_left_out_and_said() {
    check("a /b(?=c)/", "a");
    check_notices("a /b(?=c)/", &[("/b(?=c)/", "look ahead")]);
    check_notices("path:/(/", &[("/(/", "unclosed group")]);
    check("/a/ /b/ /c/ /d/ /e/", "Note</a/> Note</b/> Note</c/> Note</d/>");
    check_notices("/a/ /b/ /c/ /d/ /e/", &[("/e/", "No more than 4")]);
    check("/home/user a/b", "home+user a+b*");
    check("ignore-case:/A/", "Note</A/>");
    check("/ and /", "Note</ and />");
    check("1 / 2", "1 2*");
}

#[test]
fn s_08_broken_queries_never_fail() {
    check("(a", "a*");
    check_notices("(a", &[("(a", "parenthesis is not closed")]);
    check("a) b", "a b*");
    check("tag:", "");
    check_notices("rain tag:", &[("tag:", "should follow")]);
    check("rain tag:", "rain");
    check("tag: x", "x*");
    check("line:()", "");
    check("[x", "x*");
    check("[[Rain]] x", "rain x*");
    check("foo:bar", "foo+bar*");
    check_notices("foo:bar", &[("foo:", "No operator has this name")]);
    check_notices("https://example.org 10:30 Re: a::b", &[]);
    check("line:(tag:x)", "Line<tag+x*>");
    check_notices("line:(tag:x)", &[("tag:", "within another")]);
    check("a ) ( ] [ : -", "a");
}

#[test]
fn s_08_what_has_no_end_is_said() {
    check_notices("[status", &[("[status", "bracket is not closed")]);
    check_notices("[a] [b moss", &[("[b", "bracket is not closed")]);
    check_notices("moss -[b", &[("[b", "bracket is not closed")]);
    check("[status", "status*");
    check("[a] [b moss", "[a] b moss*");
    check_notices("/unclosed moss", &[("/unclosed", "No slash ends")]);
    check("/unclosed moss", "unclosed moss*");
    check_notices("fen line:/^Dear moss", &[("/^Dear", "No slash ends")]);
    check_notices("a /b\\/ c", &[("/b\\/", "No slash ends")]);
    for ordinary in [
        "and/or",
        "src/a",
        "/home",
        "moss /home",
        "/home/user moss",
        "a / b",
        "/ moss",
        "// moss",
        "path:/2024 moss",
        "24/7 moss",
        "/a b/",
        "[[Rain",
        "[[Rain]] x",
        "[1 moss",
        "a [ b",
        "x[1",
        ":[ moss",
    ] {
        check_notices(ordinary, &[]);
    }
}

#[test]
fn s_08_a_parenthesis_that_nothing_opened_is_said() {
    check_notices("moss)", &[("moss)", "never opened")]);
    check_notices("moss) fen) (a))", &[("moss)", "never opened")]);
    check_notices("(a b))", &[("b))", "never opened")]);
    check_notices("fen \"moss\") x", &[(")", "never opened")]);
    check_notices("tag:a)", &[("tag:a)", "never opened")]);
    check_notices("水)", &[("水)", "never opened")]);
    for ordinary in [
        ":)",
        "moss :-)",
        "thanks;) moss",
        ":)) x",
        "x :'-) y",
        "=) x",
        "8-) x",
        ": ) x",
        "1) moss",
        "2.1) moss",
        "a) moss b) fen",
        "iv) moss",
        "(moss)",
        "f(x) y",
        "moss (fen)",
        "(:",
        "a-b",
    ] {
        let said = Query::parse(ordinary);
        assert!(said.notices().iter().all(|notice| !notice.message().contains("opened")), "{ordinary}: {said:?}");
    }
}

#[test]
fn s_03_an_or_that_lacks_a_side_is_said() {
    for text in ["a OR", "OR a", "a OR OR b", "(a OR) b", "x ( OR a)", "line:(a OR )", "a OR b OR "] {
        check_notices(text, &[("OR", "both sides")]);
    }
    for text in ["OR", " OR OR "] {
        check_notices(text, &[("OR", "searched for as a word")]);
    }
    for ordinary in ["a OR b", "(a) OR(b)", "a or", "or", "ORder", "[p:a OR b]", "(a OR b) OR c", "a OR -b"] {
        check_notices(ordinary, &[]);
    }
    check_notices("a OR tag:", &[("tag:", "should follow")]);
}

#[test]
fn s_08_a_query_of_signs_is_said() {
    for text in ["???", " - ", "()", "\"\"", "--", "/", "!", ". . ."] {
        check_notices(text, &[(text.trim(), "no word in this")]);
    }
    for ordinary in ["", "  ", "moss ???", "水", "-a", "[p]", "/a/", "task:\"\""] {
        check_notices(ordinary, &[]);
    }
}

#[test]
fn s_12_diacritics_are_kept_beside_the_folded_word() {
    let query = Query::parse("Café");
    let word = &query.bag()[0].words[0];
    assert_eq!((word.folded.as_str(), word.accented.as_deref()), ("cafe", Some("café")));
    check("機械学習", "機械+械学+学習");
    check("水", "水");
    check("abc水", "abc+水");
    check("機械 OR ab", "機械 | ab*");
}

#[test]
fn s_15_nothing_that_is_typed_is_too_much() {
    let long = "é".repeat(20_000);
    assert_eq!(Query::parse(&long).text().len(), 10_000);
    check_notices(&long, &[("", "too long")]);
    let many = "a b c d e f g h ".repeat(600);
    assert_eq!(Query::parse(&many).bag().len(), 8);
    check_notices(&many, &[("a", "More than 48")]);
    let deep = format!("{}a b{} c", "(".repeat(1_000), ")".repeat(1_000));
    check(&deep, "a b c*");
    check_notices(&deep, &[("(", "too deep")]);
    check_notices(&format!("{}x", "match-case:".repeat(900)), &[("match-case:", "too deep")]);
    let names = "links-to:n1 links-to:n2 ".repeat(6);
    assert_eq!(Query::parse(&names).conditions().len(), 2);
    let names: String = (0..100).map(|n| format!("links-to:n{n} ")).collect();
    assert_eq!(Query::parse(&names).conditions().len(), 12);
    check("task:\"\" OR task:\"\" OR a", "Task(Either)<> | a*");
    for bomb in ["-(", "(-", "[", "/[ ", "/\\/ ", "\"", "a:", "line:(", "[a:(", "tag:(", "links-to:(", "OR ", "(a OR "]
    {
        let query = Query::parse(&bomb.repeat(5_000));
        assert!(query.notices().len() <= 9, "{bomb:?}");
    }
}

#[test]
fn plain_words_are_the_bag_and_all_else_is_a_condition() {
    let query = Query::parse("rain \"slow river\" -snow (a OR b) tag:tea line:(x -y) path:p garden");
    let bag: Vec<String> = query.bag().into_iter().map(show_clause).collect();
    assert_eq!(bag, ["rain", "garden*"]);
    let conditions: Vec<String> = query.conditions().into_iter().map(show).collect();
    assert_eq!(conditions, ["'slow+river'", "-snow", "a* | b*", "#tea", "Line<x* -y>", "Path<p*>"]);
    let positive: Vec<String> = query.expression().positive_clauses().into_iter().map(show_clause).collect();
    assert_eq!(positive, ["rain", "'slow+river'", "a*", "b*", "x*", "garden*"]);
    assert_eq!(Query::parse("a OR b").bag().len(), 0);
    assert_eq!(Query::parse("a").bag().len(), 1);
}

#[test]
fn the_order_and_the_window_belong_to_a_query() {
    let query = Query::parse("a");
    assert_eq!(query.sort(), Sort::Relevance);
    assert_ne!(query.clone().sorted_by(Sort::Date), query);
    assert_ne!(query.clone().window(1, 10), query);
}

#[test]
fn the_guide_shows_queries_that_are_understood() {
    let guide = include_str!("../../../GUIDE.md");
    let (_, table) = guide.split_once("| type | to find notes |").expect("the guide lists the operators");
    let rows = table.lines().skip(2).take_while(|line| line.starts_with('|'));
    let examples: Vec<&str> =
        rows.flat_map(|row| row.split(" | ").next().unwrap_or_default().split('`').skip(1).step_by(2)).collect();
    assert!(examples.len() > 40, "{examples:?}");
    for example in examples {
        let query = Query::parse(example);
        assert!(query.notices().is_empty() && !query.is_empty(), "{example}: {:?}", query.notices());
        let is_text = query.bag().iter().any(|clause| example.contains(':') && clause.words.len() > 1);
        assert!(!is_text, "{example} is taken as text");
    }
}

/// Counts all there is in a tree.
fn size(expression: &Expression) -> usize {
    fn pattern_size(pattern: &Pattern) -> usize {
        match pattern {
            Pattern::All(parts) | Pattern::Any(parts) => 1 + parts.iter().map(pattern_size).sum::<usize>(),
            Pattern::Not(part) => 1 + pattern_size(part),
            Pattern::Words(_) | Pattern::Regular(_) => 1,
        }
    }
    match expression {
        Expression::All(parts) | Expression::Any(parts) => 1 + parts.iter().map(size).sum::<usize>(),
        Expression::Not(part) => 1 + size(part),
        Expression::Filter(Filter::In { pattern, .. }) => 1 + pattern_size(pattern),
        Expression::Text(_) | Expression::Filter(_) => 1,
    }
}

proptest! {
    #[test]
    fn s_08_whatever_is_typed_is_a_query_of_bounded_size(
        pieces in prop::collection::vec(
            prop_oneof![
                Just("(".to_owned()), Just(")".to_owned()), Just(" OR ".to_owned()), Just("-".to_owned()), Just("\"".to_owned()),
                Just("[".to_owned()), Just("]".to_owned()), Just(":".to_owned()), Just("/".to_owned()), Just("#".to_owned()),
                Just("\\".to_owned()), Just(" ".to_owned()), Just("null".to_owned()), Just("<5".to_owned()), Just("[[".to_owned()),
                "(tag|path|file|line|block|section|task|task-todo|match-case|links-to|before|is|has|year|heading|title|foo):",
                "[a-c]{1,3}", "\\PC{0,6}", "[\u{0}-\u{ffff}]{0,4}", "機械学|é|2024-0[1-3]",
            ],
            0..60,
        ),
    ) {
        let text = pieces.concat();
        let query = Query::parse(&text);
        prop_assert_eq!(query.text(), &text);
        prop_assert_eq!(&Query::parse(query.text()), &query);
        prop_assert!(query.notices().len() <= 8);
        prop_assert!(size(query.expression()) <= 60 * 8, "{}", size(query.expression()));
        let n_words: usize = query.expression().positive_clauses().iter().map(|clause| clause.words.len()).sum();
        prop_assert!(n_words <= 48 && (n_words == 0 || !query.is_empty()));
        prop_assert_eq!(query.bag().len() + query.conditions().len(), query.expression().parts().len());
    }
}
