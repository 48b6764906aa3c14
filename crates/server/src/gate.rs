//! The gate of a site with a password: who has not given it gets one and the same page at every address (rule W-31).
//!
//! It stands before all else that reads a request, so that no route, method or header gets around it. Its page is made of the
//! settings and the address that was asked for: nothing of the garden is in it, not even its name. It belongs to the snapshot
//! that it guards: with another password the sessions of the one before are over at once.

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::BoxError;
use axum::body::{Body, HttpBody};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::Response;
use bytes::Bytes;
use hedgerow_model::BasePath;
use hedgerow_site::{LoginNotice, LoginPage};

use crate::blocking::Workers;
use crate::password::MAX_LENGTH;
use crate::reply::{Asked, HTML, redirect, whole};
use crate::tries::Tries;
use crate::{Access, Snapshot};

const COOKIE: &str = "hedgerow";

/// A reader is asked again after so many seconds: 30 days.
const MAX_AGE: u32 = 30 * 24 * 3600;

/// A form with a password and an address, percent-encoded.
const MAX_FORM: usize = 3 * MAX_LENGTH + 8 * 1024;

/// How long a client may take to send the form.
const FORM_TIMEOUT: Duration = Duration::from_secs(10);

/// Longer addresses are not gone back to.
const MAX_ADDRESS: usize = 2000;

/// The gate of one snapshot: it follows from the settings alone, so that the next snapshot has the same one or another.
pub(crate) struct Gate {
    access: Access,
    token: blake3::Hash,
}

/// Who sits at the gate as long as the program runs, whatever the password is at the time.
pub(crate) struct Porter {
    tries: Tries,
    /// Compares passwords, one at a time.
    workers: Workers,
}

impl Default for Porter {
    fn default() -> Self {
        Self { tries: Tries::default(), workers: Workers::new(1) }
    }
}

impl Gate {
    /// Makes the gate; the password was made slow to guess before.
    pub(crate) fn new(access: Access) -> Self {
        let token = access.password.token();
        Self { access, token }
    }

    pub(crate) fn access(&self) -> &Access {
        &self.access
    }

    /// Tells whether a request comes from a reader who has given the password. Tokens are compared in constant time.
    pub(crate) fn knows(&self, headers: &HeaderMap) -> bool {
        let cookies = headers.get_all(header::COOKIE).into_iter().filter_map(|value| value.to_str().ok());
        let pairs = cookies.flat_map(|value| value.split(';')).filter_map(|pair| pair.trim().split_once('='));
        let mut tokens = pairs.filter(|(name, _)| *name == COOKIE).map(|(_, value)| blake3::Hash::from_hex(value));
        tokens.any(|token| token.is_ok_and(|token| token == self.token))
    }

    /// Makes the page that asks for the password.
    fn ask(&self, status: StatusCode, notice: LoginNotice, to: &str, base: &BasePath, asked: &Asked) -> Response {
        let page = hedgerow_site::login_page(&LoginPage {
            action: format!("{}/-/login", base.as_str()),
            greeting: self.access.greeting.clone(),
            language: self.access.language.clone(),
            to: to.to_owned(),
            notice,
        });
        let mut response = whole(status, HTML, page.html.into(), None, asked);
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.insert(header::VARY, HeaderValue::from_static("cookie"));
        if status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Cookie cookie-name=hedgerow"));
        }
        response
    }

    fn let_in(&self, to: &str, base: &BasePath) -> Response {
        let home = format!("{}/", base.as_str());
        let mut response = redirect(StatusCode::SEE_OTHER, if to.is_empty() { &home } else { to });
        self.set_cookie(&mut response, self.token.to_hex().as_str(), MAX_AGE, base);
        response
    }

    fn forget(&self, base: &BasePath) -> Response {
        let mut response = redirect(StatusCode::SEE_OTHER, &format!("{}/", base.as_str()));
        self.set_cookie(&mut response, "", 0, base);
        response
    }

    fn set_cookie(&self, response: &mut Response, value: &str, max_age: u32, base: &BasePath) {
        let path = if base.as_str().is_empty() { "/" } else { base.as_str() };
        let secure = if self.access.is_secure { "; Secure" } else { "" };
        let cookie = format!("{COOKIE}={value}; Path={path}; Max-Age={max_age}; HttpOnly; SameSite=Lax{secure}");
        if let Ok(cookie) = HeaderValue::try_from(cookie) {
            response.headers_mut().insert(header::SET_COOKIE, cookie);
        }
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
}

/// Answers in place of the garden where the gate has something to say; `None` lets the request through.
pub(crate) async fn stop<B>(
    porter: &Porter,
    snapshot: &Arc<Snapshot>,
    gate: &Gate,
    parts: &Parts,
    body: B,
) -> Option<Response>
where
    B: HttpBody<Data = Bytes, Error: Into<BoxError>> + Send + 'static,
{
    let base = snapshot.garden().base();
    let below = parts.uri.path().strip_prefix(base.as_str());
    let is_form = parts.method == Method::POST;
    if is_form && below == Some("/-/login") {
        let asked = Asked::new(&parts.method, HeaderMap::new());
        return Some(Box::pin(try_password(porter, snapshot, gate, Body::new(body), &asked)).await);
    }
    if !gate.knows(&parts.headers) {
        let address = parts.uri.path_and_query().map_or("", |address| address.as_str());
        let to = if parts.method == Method::GET { way_back(address, base) } else { "" };
        let asked = Asked::new(&parts.method, HeaderMap::new());
        return Some(gate.ask(StatusCode::UNAUTHORIZED, LoginNotice::None, to, base, &asked));
    }
    (is_form && below == Some("/-/logout")).then(|| gate.forget(base))
}

/// Reads the form, and lets in who knows the password.
async fn try_password(porter: &Porter, snapshot: &Arc<Snapshot>, gate: &Gate, body: Body, asked: &Asked) -> Response {
    let base = snapshot.garden().base();
    let read = tokio::time::timeout(FORM_TIMEOUT, axum::body::to_bytes(body, MAX_FORM));
    let form = read.await.ok().and_then(Result::ok).unwrap_or_default();
    let field = |wanted: &str| {
        let found = form_urlencoded::parse(&form).find(|(name, _)| name == wanted);
        found.map(|(_, value)| value.into_owned()).unwrap_or_default()
    };
    let (given, to) = (field("password"), field("to"));
    let to = way_back(&to, base);
    if let Err(rest) = porter.tries.take(Instant::now()) {
        let mut response = gate.ask(StatusCode::TOO_MANY_REQUESTS, LoginNotice::Wait, to, base, asked);
        response.headers_mut().insert(header::RETRY_AFTER, seconds(rest).into());
        return response;
    }
    let password = gate.access.password.clone();
    match porter.workers.run(move || password.is(&given)).await {
        true => gate.let_in(to, base),
        false => gate.ask(StatusCode::UNAUTHORIZED, LoginNotice::Wrong, to, base, asked),
    }
}

/// Checks where a reader may be sent after the password: to an address of this site and nowhere else.
fn way_back<'a>(to: &'a str, base: &BasePath) -> &'a str {
    let is_ours = to.strip_prefix(base.as_str()).is_some_and(|rest| rest.starts_with('/'));
    let is_elsewhere = to.starts_with("//") || to.contains('\\');
    let is_plain = to.len() <= MAX_ADDRESS && to.bytes().all(|byte| byte.is_ascii_graphic());
    if is_ours && !is_elsewhere && is_plain { to } else { "" }
}

/// No cache that several readers share may keep what only some of them may see.
pub(crate) fn keep_private(headers: &mut HeaderMap) {
    let kept = headers.get(header::CACHE_CONTROL).and_then(|value| value.to_str().ok()).unwrap_or("no-cache");
    let kept = if kept.contains("public") { kept.replace("public", "private") } else { format!("private, {kept}") };
    if let Ok(kept) = HeaderValue::try_from(kept) {
        headers.insert(header::CACHE_CONTROL, kept);
    }
    headers.append(header::VARY, HeaderValue::from_static("cookie"));
}

/// Whole seconds, at least one.
fn seconds(rest: Duration) -> u64 {
    rest.as_secs() + u64::from(rest.subsec_nanos() > 0)
}

#[cfg(test)]
mod tests {
    use hedgerow_model::BasePath;

    use super::way_back;

    #[test]
    fn the_way_back_never_leaves_the_site() {
        let (root, below) = (BasePath::default(), BasePath::new("/notes"));
        for (to, base, expected) in [
            ("/a?q=b", &root, "/a?q=b"),
            ("/notes/a", &below, "/notes/a"),
            ("/notes", &below, ""),
            ("/notesandmore", &below, ""),
            ("/a", &below, ""),
            ("", &root, ""),
            ("a", &root, ""),
            ("//elsewhere.org", &root, ""),
            ("/\\elsewhere.org", &root, ""),
            ("https://elsewhere.org/", &root, ""),
            ("/a\r\nset-cookie: x", &root, ""),
            ("/ü", &root, ""),
        ] {
            assert_eq!(way_back(to, base), expected, "{to}");
        }
        assert_eq!(way_back(&format!("/{}", "a".repeat(3000)), &root), "");
    }
}
