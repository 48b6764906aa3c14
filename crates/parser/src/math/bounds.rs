//! How much a formula may hold, so that typesetting it neither hangs nor exhausts the stack (rule F-20).

/// So long may a formula be.
const MAX_LEN: usize = 20_000;
/// So deep may it nest; the typesetter needs up to 20 kB of stack for each level.
const MAX_DEPTH: usize = 40;
/// So many commands may it hold that look at what follows them.
const MAX_LOOKING: usize = 100;

/// Checks the length alone.
pub(super) fn check_length(tex: &str) -> Result<(), String> {
    if tex.len() > MAX_LEN { Err(format!("it is longer than {MAX_LEN} bytes")) } else { Ok(()) }
}

/// Checks a formula whose macros are expanded.
pub(super) fn check(tex: &str) -> Result<(), String> {
    check_length(tex)?;
    let mut n_looking = 0;
    let mut n_same = 0;
    let mut previous = "";
    // Groups that are open, each with the commands in it that take all the rest as their argument.
    let mut open = vec![0_usize];
    let mut depth = 0;
    for token in super::macros::tokens(tex) {
        n_same = if token == previous && token.len() > 1 { n_same + 1 } else { 0 };
        previous = token;
        match token {
            "{" | "\\left" | "\\begin" | "\\begingroup" | "\\bgroup" => {
                open.push(0);
                depth += 1;
            }
            "}" | "\\right" | "\\end" | "\\endgroup" | "\\egroup" => {
                depth -= if open.len() > 1 { 1 + open.pop().unwrap_or(0) } else { 0 };
            }
            _ if takes_the_rest(token) => {
                *open.last_mut().expect("the outermost group is never closed") += 1;
                depth += 1;
            }
            _ => n_looking += usize::from(token.starts_with("\\dots") || token == "\\not"),
        }
        if depth > MAX_DEPTH || n_same > MAX_DEPTH {
            return Err("it is nested too deep".to_owned());
        }
        if n_looking > MAX_LOOKING {
            return Err(format!("it holds more than {MAX_LOOKING} commands such as `\\dots`"));
        }
    }
    Ok(())
}

/// Tells whether a command works on all that follows it in its group.
fn takes_the_rest(token: &str) -> bool {
    const SWITCHES: &[&str] = &[
        "\\displaystyle",
        "\\textstyle",
        "\\scriptstyle",
        "\\scriptscriptstyle",
        "\\tiny",
        "\\sixptsize",
        "\\scriptsize",
        "\\footnotesize",
        "\\small",
        "\\normalsize",
        "\\large",
        "\\Large",
        "\\LARGE",
        "\\huge",
        "\\Huge",
        "\\color",
        "\\rm",
        "\\sf",
        "\\tt",
        "\\bf",
        "\\it",
        "\\cal",
        "\\over",
        "\\atop",
        "\\choose",
        "\\brace",
        "\\brack",
        "\\above",
    ];
    SWITCHES.contains(&token)
}
