//! Code with its words marked (rule I-41): syntect reads it, and its hundreds of scopes become about twenty classes.
//!
//! The patterns of a language are compiled when they are first needed, in some milliseconds, and kept in about a megabyte. The
//! regular expressions are Oniguruma's, which the grammars were written for; the other engine that syntect knows takes ten
//! times the time and the memory.

use std::collections::HashMap;
use std::sync::LazyLock;

use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxReference, SyntaxSet};

/// Longer code stays plain.
const MAX_LEN: usize = 200_000;
/// Some patterns look at the rest of a line from each place in it. Code whose lines, each times itself, sum up to more stays plain
/// (rule F-20): a line of five thousand bytes, or all that is not too long in lines of more than 120.
const MAX_EFFORT: u64 = 25_000_000;

/// Highlights code: the same text, HTML-escaped, with `<span class="hl-…">` around what is not plain.
///
/// `language` is the first word of a fence: a name, alias or file extension in any letter case. Returns `None` for a
/// language that is not known and for code too long to be read.
pub(crate) fn highlight(language: &str, code: &str) -> Option<String> {
    static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(two_face::syntax::extra_newlines);
    let effort = |code: &str| code.lines().map(|line| (line.len() as u64).pow(2)).sum::<u64>();
    if code.len() > MAX_LEN || effort(code) > MAX_EFFORT {
        return None;
    }
    let syntax = find(&SYNTAXES, language)?;
    if code.contains("/*") && holds_javascript(&syntax.name) {
        return None;
    }
    let mut state = ParseState::new(syntax);
    let mut stack = ScopeStack::new();
    let mut writer = Writer::default();
    for line in code.split_inclusive('\n') {
        let mut at = 0;
        for (offset, op) in state.parse_line(line, &SYNTAXES).ok()? {
            writer.text(&line[at..offset], &stack);
            at = offset;
            stack.apply(&op).ok()?;
        }
        writer.text(&line[at..], &stack);
    }
    Some(writer.finish())
}

/// Finds a language; plain text counts as unknown.
fn find<'s>(syntaxes: &'s SyntaxSet, language: &str) -> Option<&'s SyntaxReference> {
    let language = language.trim_matches(['{', '}', '.']).split([',', '{', ':']).next()?.to_lowercase();
    let token = match language.as_str() {
        "" => return None,
        "console" | "shell-session" | "shellsession" | "terminal" | "shell" | "zsh" | "ksh" => "bash",
        // The pattern of JavaScript goes round in a circle at `a /* b */`; that of TypeScript reads it as well.
        "js" | "javascript" | "node" | "mjs" | "cjs" => "ts",
        "jsx" | "react" => "tsx",
        "mts" | "cts" => "ts",
        "c++" | "cxx" => "cpp",
        "c#" | "csharp" | "dotnet" => "cs",
        "f#" | "fsharp" => "fs",
        "golang" => "go",
        "python3" | "py3" | "sage" | "ipython" => "py",
        "rustlang" => "rs",
        "jsonc" | "json5" | "jsonl" | "ndjson" | "canvas" => "json",
        "docker" => "dockerfile",
        "objc" | "objectivec" | "obj-c" => "objective-c",
        "latex" => "tex",
        "make" => "makefile",
        "mysql" | "postgres" | "postgresql" | "psql" | "sqlite" | "plsql" => "sql",
        "svg" | "xhtml" | "rss" => "xml",
        "vim" => "viml",
        "elisp" | "emacs-lisp" | "scheme" => "lisp",
        "base" => "yaml",
        language => language,
    };
    let found = syntaxes.find_syntax_by_token(token).or_else(|| {
        let is_named = |syntax: &&SyntaxReference| syntax.name.to_lowercase().replace(' ', "-") == token;
        syntaxes.syntaxes().iter().rev().find(is_named)
    });
    found.filter(|syntax| syntax.name != "Plain Text")
}

/// Tells whether a language may hold JavaScript, whose pattern never comes to an end at some comments.
fn holds_javascript(name: &str) -> bool {
    const OTHERS: [&str; 17] = [
        "Astro",
        "CFML",
        "Elm",
        "Java Server Page (JSP)",
        "Markdown",
        "MultiMarkdown",
        "PHP",
        "Pug",
        "QML",
        "Ruby Haml",
        "Ruby Slim",
        "Svelte",
        "Textile",
        "Typst",
        "Vue Component",
        "Razor",
        "reStructuredText",
    ];
    name.starts_with("JavaScript") || name.contains("HTML") || OTHERS.contains(&name)
}

/// Scopes and their classes; the longest scope that fits counts. No class means: plain, whatever is around it.
const CLASSES: &[(&str, Option<&str>)] = &[
    ("comment", Some("comment")),
    ("constant", Some("constant")),
    ("constant.character.entity", Some("escape")),
    ("constant.character.escape", Some("escape")),
    ("constant.numeric", Some("number")),
    ("constant.other.placeholder", Some("escape")),
    ("entity.name", Some("type")),
    ("entity.name.constant", Some("constant")),
    ("entity.name.function", Some("function")),
    ("entity.name.label", Some("constant")),
    ("entity.name.macro", Some("macro")),
    ("entity.name.section", Some("heading")),
    ("entity.name.tag", Some("tag")),
    ("entity.name.tag.toml", Some("property")),
    ("entity.name.tag.yaml", Some("property")),
    ("entity.other.attribute-name", Some("attribute")),
    ("entity.other.inherited-class", Some("type")),
    ("keyword", Some("keyword")),
    ("keyword.operator", Some("operator")),
    ("keyword.operator.logical.python", Some("keyword")),
    ("keyword.operator.word", Some("keyword")),
    ("markup.deleted", Some("deleted")),
    ("markup.heading", Some("heading")),
    ("markup.inserted", Some("inserted")),
    ("markup.raw", Some("string")),
    ("markup.underline.link", Some("link")),
    ("meta.annotation", Some("attribute")),
    ("meta.attribute.rust", Some("attribute")),
    ("meta.diff.header", Some("heading")),
    ("meta.diff.range", Some("comment")),
    ("meta.interpolation", None),
    ("meta.template.expression", None),
    ("punctuation", Some("punctuation")),
    ("punctuation.definition.annotation", Some("attribute")),
    ("punctuation.definition.comment", Some("comment")),
    ("punctuation.definition.deleted", Some("deleted")),
    ("punctuation.definition.entity", Some("escape")),
    ("punctuation.definition.heading", Some("heading")),
    ("punctuation.definition.inserted", Some("inserted")),
    ("punctuation.definition.keyword", Some("keyword")),
    ("punctuation.definition.string", Some("string")),
    ("punctuation.definition.variable", Some("variable")),
    ("source", None),
    ("storage", Some("keyword")),
    ("storage.type.c", Some("type")),
    ("storage.type.c++", Some("type")),
    ("storage.type.primitive", Some("type")),
    ("string", Some("string")),
    ("support", Some("builtin")),
    ("support.class", Some("type")),
    ("support.constant", Some("constant")),
    ("support.function", Some("builtin")),
    ("support.macro", Some("macro")),
    ("support.type", Some("type")),
    ("support.type.property-name", Some("property")),
    ("text", None),
    ("variable", Some("variable")),
    ("variable.annotation", Some("attribute")),
    ("variable.function", Some("function")),
    ("variable.language", Some("builtin")),
    ("variable.other.constant", Some("constant")),
    ("variable.other.member", Some("property")),
    ("variable.other.property", Some("property")),
];

/// What a scope says about the class of a text.
type Verdict = Option<Option<&'static str>>;

/// Writes text in spans; text of one class is one span, across lines too.
#[derive(Default)]
struct Writer {
    html: String,
    open: Option<&'static str>,
    verdicts: HashMap<Scope, Verdict>,
}

impl Writer {
    fn text(&mut self, text: &str, stack: &ScopeStack) {
        if text.is_empty() {
            return;
        }
        let class = if text.trim().is_empty() && self.open.is_none() { None } else { self.class(stack) };
        if class != self.open {
            self.close();
            if let Some(class) = class {
                self.html.push_str("<span class=\"hl-");
                self.html.push_str(class);
                self.html.push_str("\">");
            }
            self.open = class;
        }
        for c in text.chars() {
            match c {
                '&' => self.html.push_str("&amp;"),
                '<' => self.html.push_str("&lt;"),
                '>' => self.html.push_str("&gt;"),
                '"' => self.html.push_str("&quot;"),
                c => self.html.push(c),
            }
        }
    }

    /// Asks the scopes from the innermost out. The text of a key in data is a property, though it is a string.
    fn class(&mut self, stack: &ScopeStack) -> Option<&'static str> {
        static KEYS: LazyLock<Vec<Scope>> =
            LazyLock::new(|| ["meta.mapping.key", "meta.structure.dictionary.key"].map(scope).to_vec());
        let scopes = stack.as_slice();
        let class = scopes.iter().rev().find_map(|&scope| self.verdict(scope)).flatten();
        let is_key = || scopes.iter().any(|&scope| KEYS.iter().any(|key| key.is_prefix_of(scope)));
        if class == Some("string") && is_key() { Some("property") } else { class }
    }

    fn verdict(&mut self, of: Scope) -> Verdict {
        static RULES: LazyLock<Vec<(Scope, Option<&'static str>)>> = LazyLock::new(|| {
            let mut rules: Vec<_> = CLASSES.iter().map(|&(name, class)| (scope(name), class)).collect();
            rules.sort_by_key(|(scope, _)| std::cmp::Reverse(scope.len()));
            rules
        });
        let rule = || RULES.iter().find(|(scope, _)| scope.is_prefix_of(of)).map(|&(_, class)| class);
        *self.verdicts.entry(of).or_insert_with(rule)
    }

    fn close(&mut self) {
        if self.open.take().is_some() {
            self.html.push_str("</span>");
        }
    }

    fn finish(mut self) -> String {
        self.close();
        self.html
    }
}

fn scope(name: &str) -> Scope {
    Scope::new(name).expect("the names of our scopes are valid")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::highlight;

    /// Undoes what highlighting does to a text.
    fn plain(html: &str) -> String {
        let mut text = String::new();
        for (idx, piece) in html.split('<').enumerate() {
            text += if idx == 0 { piece } else { piece.split_once('>').expect("a tag is closed").1 };
        }
        text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
    }

    /// Writes `[class text]` for a span.
    fn marked(language: &str, code: &str) -> String {
        let html = highlight(language, code).expect("the language is known");
        html.replace("<span class=\"hl-", "[").replace("\">", " ").replace("</span>", "]")
    }

    #[track_caller]
    fn check(language: &str, code: &str, expected: &str) {
        assert_eq!(marked(language, code), expected);
        assert_eq!(plain(&highlight(language, code).expect("the language is known")), code);
    }

    #[test]
    fn words_get_one_of_our_classes() {
        check(
            "rust",
            "let x = 1; // a < b\n",
            "[keyword let] x [operator =] [number 1][punctuation ;] [comment // a &lt; b\n]",
        );
        check("py", "def f(x): return \"a\\n\"", {
            "[keyword def] [function f][punctuation (][variable x][punctuation ):] [keyword return] [string &quot;a][escape \\n][string &quot;]"
        });
        check("json", "{\"a\": true}", {
            "[punctuation {][property &quot;a&quot;][punctuation :] [constant true][punctuation }]"
        });
        check("diff", "+a\n-b\n", "[inserted +a\n][deleted -b\n]");
        check("yaml", "a: b\n", "[property a][punctuation :] [string b]\n");
        check("html", "<p class=\"x\">&amp;</p>", {
            "[punctuation &lt;][tag p] [attribute class][punctuation =][string &quot;x&quot;][punctuation &gt;][escape &amp;amp][punctuation ;&lt;/][tag p][punctuation &gt;]"
        });
    }

    #[test]
    fn languages_have_names_aliases_and_extensions() {
        let known = [
            "rust",
            "rs",
            "Rust",
            "RUST",
            "py",
            "python",
            "python3",
            "js",
            "javascript",
            "jsx",
            "ts",
            "typescript",
            "tsx",
            "sh",
            "bash",
            "shell",
            "console",
            "zsh",
            "c",
            "c++",
            "cpp",
            "c#",
            "cs",
            "csharp",
            "java",
            "go",
            "golang",
            "rb",
            "ruby",
            "php",
            "html",
            "css",
            "scss",
            "json",
            "jsonc",
            "yaml",
            "yml",
            "toml",
            "xml",
            "svg",
            "sql",
            "lua",
            "r",
            "perl",
            "haskell",
            "hs",
            "scala",
            "kotlin",
            "swift",
            "dart",
            "elixir",
            "clojure",
            "lisp",
            "tex",
            "latex",
            "make",
            "makefile",
            "dockerfile",
            "docker",
            "diff",
            "patch",
            "md",
            "markdown",
            "vim",
            "ini",
            "nix",
            "zig",
            "graphql",
            "proto",
            "julia",
            "matlab",
            "ocaml",
            "erlang",
            "cmake",
            "asm",
            "powershell",
            "ps1",
            "sass",
            "{.python}",
            "rust,ignore",
        ];
        let missing: Vec<_> = known.into_iter().filter(|language| highlight(language, "x").is_none()).collect();
        assert_eq!(missing, [""; 0]);
        for language in ["", "nonsense", "text", "txt", "plain", "mermaid", "dataview", "{}", "\"><script>"] {
            assert_eq!(highlight(language, "x"), None, "{language}");
        }
    }

    #[test]
    fn more_than_a_hundred_languages_are_known() {
        let syntaxes = two_face::syntax::extra_newlines();
        let is_known = |name: &&str| highlight(&name.to_lowercase().replace(' ', "-"), "x = 1 \"a\" // b\n").is_some();
        let names: std::collections::BTreeSet<&str> = syntaxes.syntaxes().iter().map(|it| it.name.as_str()).collect();
        let known: Vec<&str> = names.iter().copied().filter(is_known).collect();
        assert!(known.len() > 150, "{}: {known:?}", known.len());
    }

    #[test]
    fn code_too_long_stays_plain() {
        assert!(highlight("rs", &"x".repeat(5_000)).is_some());
        assert_eq!(highlight("rs", &"x".repeat(5_001)), None);
        assert_eq!(highlight("rs", &format!("{}\n", "x".repeat(2_000)).repeat(7)), None);
        assert!(highlight("rs", &"x\n".repeat(1_000)).is_some());
        assert_eq!(highlight("rs", &"x\n".repeat(100_001)), None);
    }

    #[test]
    fn a_comment_behind_an_expression_is_read_to_its_end() {
        // F-20. A language that goes round in circles would fill the memory, so that each has a moment and no more.
        let (done, ends) = std::sync::mpsc::channel();
        std::thread::spawn(move || {
            let syntaxes = two_face::syntax::extra_newlines();
            for name in syntaxes.syntaxes().iter().map(|syntax| syntax.name.to_lowercase().replace(' ', "-")) {
                for code in ["b /* c */\n", "<script>\nb /* c */\n</script>\n", "```js\nb /* c */\n```\n", "/a/ /*\n"] {
                    highlight(&name, code);
                }
            }
            ["js", "jsx", "html", "vue"].iter().for_each(|name| drop(highlight(name, "<a onclick=\"b /* c */\">\n")));
            let _ = done.send(());
        });
        ends.recv_timeout(std::time::Duration::from_secs(120)).expect("every language comes to its end");
        assert!(highlight("js", "b /* c */\n").is_some_and(|html| html.contains("hl-comment")));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn the_text_stays_the_same_byte_for_byte(
            language in prop::sample::select(vec!["rs", "py", "js", "html", "sh", "md", "json", "tex", "yaml", "diff", "sql"]),
            code in "(\\PC|[\n\t\r<>&\"'{}()/*#$\\\\]|fn |def |<!--|\\*/|\\$\\{){0,80}",
        ) {
            match highlight(language, &code) {
                Some(html) => prop_assert_eq!(plain(&html), code),
                None => prop_assert!(code.contains("/*"), "the language is known"),
            }
        }
    }
}
