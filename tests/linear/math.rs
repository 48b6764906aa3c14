//! Formulas, diagrams and code that somebody else reads.

use super::{Construct, hold, host};

#[test]
fn formulas() {
    let constructs: &[Construct] = &[
        ("braces", 5_000, |n| host(format!("${}x{}$", "{".repeat(n), "}".repeat(n)))),
        ("fractions", 5_000, |n| host(format!("${}x{}$", "\\frac{1}{".repeat(n), "}".repeat(n)))),
        ("roots", 5_000, |n| host(format!("${}x{}$", "\\sqrt{".repeat(n), "}".repeat(n)))),
        ("exponents", 5_000, |n| host(format!("$x{}y{}$", "^{a".repeat(n), "}".repeat(n)))),
        ("fences", 5_000, |n| host(format!("${}x{}$", "\\left(".repeat(n), "\\right)".repeat(n)))),
        ("matrices", 2_000, |n| host(format!("$${}x{}$$", "\\begin{matrix}".repeat(n), "\\end{matrix}".repeat(n)))),
        ("texts", 5_000, |n| host(format!("${}x{}$", "\\text{".repeat(n), "}".repeat(n)))),
        ("open braces", 20_000, |n| host(format!("${}$", "{".repeat(n)))),
        ("closing braces", 20_000, |n| host(format!("${}$", "}".repeat(n)))),
        ("open fences", 5_000, |n| host(format!("${}$", "\\left(".repeat(n)))),
        ("open matrices", 5_000, |n| host(format!("${}$", "\\begin{matrix}".repeat(n)))),
        ("letters", 20_000, |n| host(format!("${}$", "a".repeat(n)))),
        ("sums", 10_000, |n| host(format!("$a{}$", "+a".repeat(n)))),
        ("rows", 4_000, |n| host(format!("$$\\begin{{matrix}}{}\\end{{matrix}}$$", "a\\\\".repeat(n)))),
        ("cells", 4_000, |n| host(format!("$$\\begin{{matrix}}{}\\end{{matrix}}$$", "a&".repeat(n)))),
        ("primes", 20_000, |n| host(format!("$x{}$", "'".repeat(n)))),
        ("double exponents", 20_000, |n| host(format!("$x{}$", "^1".repeat(n)))),
        ("small formulas", 2_000, |n| host("$x$ ".repeat(n))),
        ("display formulas", 1_000, |n| host("$$x$$\n\n".repeat(n))),
        ("formulas that are broken", 16_000, |n| host((0..n).map(|n| format!("$\\nosuch{n}$ ")).collect())),
        ("one broken formula", 4_000, |n| host("$\\nosuch$ ".repeat(n))),
        ("macros", 2_000, |n| host((0..n).map(|n| format!("$\\newcommand{{\\m{}}}{{x}}$ ", letters(n))).collect())),
        ("a macro used often", 2_000, |n| host(format!("$\\newcommand{{\\m}}{{x}}$ {}", "$\\m$ ".repeat(n)))),
        ("a macro used often in a formula", 8_000, |n| {
            host(format!("$\\newcommand{{\\m}}{{x}} {}$", "\\m ".repeat(n)))
        }),
        ("a macro that calls itself", 1_000, |n| host("$\\newcommand{\\m}{\\m}\\m$ ".repeat(n))),
        ("a macro that doubles", 1_000, |n| host("$\\newcommand{\\m}{\\m\\m}\\m$ ".repeat(n))),
        ("a chain of macros that double", 400, |n| {
            let chain =
                |n: usize| format!("\\newcommand{{\\a{}}}{{\\a{}\\a{}}}", letters(n + 1), letters(n), letters(n));
            host(format!(
                "$\\newcommand{{\\a{}}}{{xxxx}}{}\\a{}$",
                letters(0),
                (0..n).map(chain).collect::<String>(),
                letters(n)
            ))
        }),
        ("definitions in a formula", 4_000, |n| host(format!("${}x$", "\\def\\x{y}".repeat(n)))),
        ("diagrams", 4_000, |n| host("```mermaid\ngraph TD\nA-->B\n```\n".repeat(n))),
        ("one long diagram", 40_000, |n| host(format!("```mermaid\n{}```\n", "A-->B\n".repeat(n)))),
    ];
    hold(constructs);
}

#[test]
fn code_in_many_languages() {
    let constructs: &[Construct] = &[
        ("rust strings", 20_000, |n| host(format!("```rust\n{}\n```\n", "\"".repeat(n)))),
        ("javascript brackets", 10_000, |n| host(format!("```js\n{}\n```\n", "([{".repeat(n)))),
        ("javascript templates", 4_000, |n| host(format!("```js\n{}\n```\n", "`${".repeat(n)))),
        ("html tags", 4_000, |n| host(format!("```html\n{}\n```\n", "<a b=\"c\">".repeat(n)))),
        ("css blocks", 4_000, |n| host(format!("```css\n{}\n```\n", "a{b:c}".repeat(n)))),
        ("markdown in markdown", 4_000, |n| host(format!("````markdown\n{}\n````\n", "# a *b*\n".repeat(n)))),
        ("php tags", 4_000, |n| host(format!("```php\n{}\n```\n", "<?php a ?>".repeat(n)))),
        ("regular expressions", 10_000, |n| host(format!("```js\n/{}\n```\n", "(a|".repeat(n)))),
        ("shell", 4_000, |n| host(format!("```sh\n{}\n```\n", "$(a ".repeat(n)))),
        ("lisp", 10_000, |n| host(format!("```lisp\n{}\n```\n", "(a ".repeat(n)))),
        ("python lines", 4_000, |n| host(format!("```python\n{}```\n", "def a(b):\n".repeat(n)))),
        ("c comments", 10_000, |n| host(format!("```c\n{}\n```\n", "/* ".repeat(n)))),
        ("latex", 4_000, |n| host(format!("```latex\n{}\n```\n", "\\begin{a}".repeat(n)))),
    ];
    hold(constructs);
}

/// A number in letters, as the names of TeX are.
fn letters(mut n: usize) -> String {
    let mut letters = String::new();
    loop {
        letters.push(char::from(b'a' + u8::try_from(n % 26).unwrap()));
        n /= 26;
        if n == 0 {
            return letters;
        }
    }
}
