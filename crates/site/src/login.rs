//! The page that asks for the site's password (rule W-31). No garden goes in.

use serde::Serialize;

use crate::Page;
use crate::templates::fill;

/// What the page is made of: settings, and what the reader asked for.
#[derive(Clone, Debug, Serialize)]
pub struct LoginPage {
    /// Where the form is sent.
    pub action: String,
    /// What stands above the field, if the owner has set it.
    pub greeting: Option<String>,
    /// The language of the site.
    pub language: String,
    /// The address to go on to; may be empty.
    pub to: String,
    /// What happened before.
    pub notice: LoginNotice,
}

/// What the page has to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum LoginNotice {
    /// Nothing happened yet.
    None,
    /// That was not the password.
    Wrong,
    /// There were too many tries.
    Wait,
}

/// Makes the page. It stands alone: style sheets, scripts and fonts are behind the gate too.
pub fn login_page(login: &LoginPage) -> Page {
    fill("layouts/login.html", login)
}
