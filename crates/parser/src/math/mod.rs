//! Formulas: TeX in, markup out (rules I-36 to I-38).
//!
//! KaTeX's HTML is what readers see; beside it stands MathML, hidden from view, for those who listen. Every formula is
//! bounded before it is typeset, since the typesetter works by recursion.

mod bounds;
mod macros;
mod order;

use std::sync::LazyLock;

use katex::{KatexContext, OutputFormat, Settings, StrictSetting, TrustSetting};

use macros::Macros;

/// From this length on a formula gets a stack of its own: no bound on nesting foresees every chain of commands.
const LONG: usize = 500;
const STACK_SIZE: usize = 256 << 20;

/// The formulas of one note, which share the macros that they define.
#[derive(Clone, Debug, Default)]
pub(crate) struct MathContext {
    macros: Macros,
}

impl MathContext {
    /// Typesets the next formula of the note; says in the middle of a sentence why it cannot be typeset.
    ///
    /// Macros (`\newcommand`, `\renewcommand`, `\providecommand`, `\def`, `\let`, `\DeclareMathOperator`) hold from here to
    /// the end of the note. Links, pictures and raw HTML are not allowed in a formula.
    pub(crate) fn typeset(&mut self, tex: &str, display: bool) -> Result<String, String> {
        bounds::check_length(tex)?;
        let tex = self.macros.expand(tex)?;
        bounds::check(&tex)?;
        if tex.len() < LONG {
            return render(&tex, display);
        }
        std::thread::scope(|scope| {
            let worker = std::thread::Builder::new().stack_size(STACK_SIZE);
            let worker = worker.spawn_scoped(scope, || render(&tex, display));
            worker
                .map_err(|error| format!("it is too long to be typeset now ({error})"))?
                .join()
                .unwrap_or_else(|_| Err("the typesetter gave up".to_owned()))
        })
    }
}

fn render(tex: &str, display: bool) -> Result<String, String> {
    static CONTEXT: LazyLock<KatexContext> = LazyLock::new(KatexContext::default);
    let settings = Settings::builder()
        .display_mode(display)
        .output(OutputFormat::HtmlAndMathml)
        .strict(StrictSetting::Bool(false))
        .trust(TrustSetting::Bool(false))
        .throw_on_error(true)
        .max_size(50.0)
        .max_expand(1_000)
        .build();
    let html = katex::render_to_string(&CONTEXT, tex, &settings).map_err(|error| plain_message(&error.to_string()))?;
    Ok(order::in_order(&html))
}

/// Takes `KaTeX parse error:` and the underlined quote off a message.
fn plain_message(message: &str) -> String {
    let message = message.trim_start_matches("KaTeX parse error: ");
    let end = [" at position ", " at end of input"].iter().filter_map(|mark| message.find(mark)).min();
    let message = message[..end.unwrap_or(message.len())].trim_end_matches('.');
    let mut chars = message.chars();
    let first = chars.next().map(|first| first.to_lowercase().collect::<String>());
    first.unwrap_or_default() + chars.as_str()
}

#[cfg(test)]
mod tests {
    use super::MathContext;

    fn typeset(tex: &str) -> Result<String, String> {
        MathContext::default().typeset(tex, false)
    }

    /// Takes what is read aloud out of the markup: the text of the MathML without its TeX.
    fn spoken(html: &str) -> String {
        let mathml = html.split("<annotation").next().unwrap_or_default();
        let mut text = String::new();
        for piece in mathml.split('<').skip(1) {
            text += piece.split_once('>').map_or("", |(_, text)| text);
        }
        text
    }

    #[track_caller]
    fn check(formulas: &[&str], expected: &[&str]) {
        let mut context = MathContext::default();
        let found: Vec<String> = formulas
            .iter()
            .map(|tex| context.typeset(tex, true).map_or_else(|error| format!("! {error}"), |html| spoken(&html)))
            .collect();
        assert_eq!(found, expected, "of {formulas:?}");
    }

    #[test]
    fn the_same_formula_gives_the_same_bytes() {
        let formulas = [
            r"\sqrt{x} \overbrace{a+b}^{c} \widehat{abc} \xrightarrow[u]{v}",
            r"\begin{aligned} a &= \left( \frac{1}{2} \right) \\ \nabla f &\approx \hat y \end{aligned}",
            r"\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix} \underbrace{x}_{n} \boxed{y} \color{red} z \mathbb{R} \cancel{w}",
            r"\begin{array}{c|c} a & b \\ \hline c & d \end{array} \phantom{x} \rule{1em}{2em} \tag{1}",
        ];
        for tex in formulas {
            let first = MathContext::default().typeset(tex, true);
            for _ in 0..40 {
                assert_eq!(MathContext::default().typeset(tex, true), first, "of {tex}");
            }
        }
    }

    #[test]
    fn a_formula_is_shown_and_read_aloud() {
        let html = typeset(r"\frac{a}{b}").expect("it can be typeset");
        assert!(html.contains(r#"aria-hidden="true" class="katex-html""#), "{html}");
        assert!(html.contains("<mfrac><mi>a</mi><mi>b</mi></mfrac>"), "{html}");
        assert!(html.contains(r#"<annotation encoding="application/x-tex">\frac{a}{b}</annotation>"#), "{html}");
        assert!(MathContext::default().typeset("x", true).expect("it can be typeset").contains("katex-display"));
    }

    #[test]
    fn markup_in_a_formula_is_escaped() {
        let html = typeset(r"a < b \text{<script>\&amp;</script>}").expect("it can be typeset");
        assert!(!html.contains("<script"), "{html}");
        assert!(html.contains("&lt;script&gt;&amp;amp;"), "{html}");
    }

    #[test]
    fn a_broken_formula_says_why() {
        check(
            &[r"\frac{a}{", r"\ce{H2O}", r"a & b", "}"],
            &[
                "! unexpected end of input in a macro argument, expected '}'",
                r"! undefined control sequence: \ce",
                "! expected 'EOF', got '&'",
                "! expected 'EOF', got '}'",
            ],
        );
    }

    #[test]
    fn macros_hold_to_the_end_of_the_note() {
        check(&[r"\R", r"\newcommand{\V}{v_1} \V", r"\V", r"2\V w"], &["R", "v1", "v1", "2v1w"]);
        check(&[r"\newcommand\p[2]{#1|#2} \p{a}{b}", r"\p x y", r"\p{\p ab}c"], &["a∣b", "x∣y", "a∣b∣c"]);
        check(&[r"\newcommand{\p}[2][n]{#1|#2}", r"\p{a}", r"\p[m]{a}"], &["", "n∣a", "m∣a"]);
        check(&[r"\renewcommand{\vec}[1]{\mathbf{#1}}\vec v", r"\vec{w}"], &["v", "w"]);
        check(&[r"\providecommand{\q}{a}\providecommand{\q}{b}\q"], &["a"]);
        check(&[r"\providecommand{\sin}{b}x", r"\def\d{\mathrm{d}}\int f\d x", r"\d t"], &["x", "∫fdx", "dt"]);
        check(&[r"\def\sq#1{#1^2}\sq{ab}", r"\let\le=\leq a\le b", r"\gdef\c{c}\c"], &["ab2", "a≤b", "c"]);
        check(&[r"\DeclareMathOperator*{\argmax}{arg\,max}\argmax_x f"], &["arg\u{2009}max\u{2061}xf"]);
        check(&[r"\mbox{a b}", r"\mathbbm{1}\label{eq}", r"\require{cancel}x"], &["a\u{a0}b", "1", "x"]);
        check(&["\\newcommand{\\a}{x} % \\newcommand{\\a}{y}\n\\a \\% z"], &["x%z"]);
    }

    #[test]
    fn a_macro_that_cannot_be_used_says_why() {
        check(
            &[r"\def\a{\a\a}\a", r"\newcommand{\b}{\b}\b"],
            &["! the macros expand without end", "! the macros expand without end"],
        );
        check(
            &[r"\newcommand", r"\newcommand{x}{y}", r"\def\a#1.{x}", r"\newcommand\a[1]{#1}\a", r"\def\a{x"],
            &[
                "! a macro's name is missing",
                "! a macro's name is missing",
                r"! the arguments of `\a` have signs between them",
                r"! `\a` has too few arguments",
                "! a brace is never closed",
            ],
        );
    }

    #[test]
    fn links_pictures_and_raw_html_are_not_allowed() {
        for tex in [
            r"\href{https://example.org}{x}",
            r"\href{javascript:alert(1)}{x}",
            r"\url{https://example.org}",
            r"\includegraphics{https://example.org/a.png}",
            r"\htmlStyle{background:url(x)}{x}",
            r"\htmlId{x}{y}",
            r"\htmlClass{x}{y}",
            r"\htmlData{x=y}{z}",
            r"\color{red;background:url(x)}x",
            r#"\text{" onclick="alert(1)}"#,
            r#"\color{"onclick="}x"#,
        ] {
            let html = typeset(tex).unwrap_or_default();
            for piece in html.split('<').skip(1) {
                let tag = piece.split('>').next().unwrap_or_default();
                let is_safe = ["href", "onclick", "url(", "src=", "javascript", " id=", "data-"];
                assert!(is_safe.iter().all(|word| !tag.contains(word)), "{tex} gives <{tag}>");
            }
        }
    }

    #[test]
    fn hostile_formulas_are_refused_or_drawn_small() {
        let many = |part: &str, n| part.repeat(n);
        for tex in [
            many("{", 100_000),
            many("{", 10_000) + &many("}", 10_000),
            many(r"\frac", 4_000),
            many(r"\sqrt{", 3_000),
            many(r"\displaystyle ", 1_400),
            many(r"\color{red}", 1_800),
            many(r"\dots", 3_900),
            many(r"\left(", 3_000),
            many(r"\begin{matrix}", 1_400),
            many(r"\not", 4_900),
            many(r"\bf ", 4_900),
            many(r"\mathop", 2_800),
            many(r"\text", 3_900),
            many("x^", 9_000),
            many(r"\hat\bar", 2_400),
            format!(r"\def\a#1{{{{#1}}}}{}x{}", many(r"\a{", 3_000), many("}", 3_000)),
            many("x", 20_001),
            format!(r"\def\a{{{}}}\a\a\a", many("x", 15_000)),
        ] {
            assert!(typeset(&tex).is_err(), "{}", &tex[..30]);
        }
        for tex in [many("x'", 2_000), many(r"\bigl(", 2_000), many("x+", 9_000), many(r"a&b\\", 2)] {
            let _ = typeset(&tex);
        }
        let html = typeset(r"\rule{99999em}{99999em}").expect("it can be typeset");
        assert!(html.contains("width:50em") && !html.contains("99999em;"), "{html}");
    }

    #[test]
    fn real_formulas_are_typeset() {
        for tex in [
            r"\nabla_\theta J(\theta) = \mathbb{E}_{\pi_\theta}\left[\nabla_\theta \log \pi_\theta(a \mid s)\, Q(s,a)\right]",
            r"\begin{aligned} f(x) &= \sum_{n=0}^\infty \frac{f^{(n)}(a)}{n!}(x-a)^n \\ &\approx f(a) \end{aligned}",
            r"\begin{cases} 1 & x > 0 \\ 0 & \text{otherwise} \end{cases}",
            r"A = \begin{bmatrix} a_{11} & \cdots & a_{1n} \\ \vdots & \ddots & \vdots \\ a_{m1} & \cdots & a_{mn} \end{bmatrix}",
            r"\underbrace{x + \cdots + x}_{n\text{ times}} \xrightarrow{\text{a.s.}} \overline{X} \tag{1}",
            r"\operatorname*{arg\,max}_{\boldsymbol\theta} \prod_i p(x_i \mid \boldsymbol\theta)",
        ] {
            assert!(MathContext::default().typeset(tex, true).is_ok(), "{tex}");
        }
    }
}
