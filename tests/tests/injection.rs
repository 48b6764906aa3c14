//! Notes that try to break out, opened in a real browser: nothing of theirs may run, and nothing may be asked of another host.
//!
//! `tests/injection` holds the notes. Every page of their garden is opened twice: as it is served, and without the content
//! policy, for the sanitiser must hold by itself. A script would be noticed by what it calls (`alert` and the like, or
//! `window.pwned`), by what the browser writes to its console, or by standing ready in the page for a reader's click.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::time::Duration;

use axum::body::Body;
use axum::http::{HeaderMap, Request, header};
use axum::middleware::map_response;
use axum::response::{Html, Response};
use axum::routing::get;
use axum::{Router, serve};
use hedgerow::{Grown, Overrides, grow};
use hedgerow_server::{ServeOptions, router};
use hedgerow_tests::{TempGarden, encoded};
use serde_json::{Value, json};
use thirtyfour::prelude::*;
use tower::ServiceExt;

use crate::browser::{Driver, browser};

/// Asked for by pictures, films and frames of other hosts, which the content policy alone holds back.
const PICTURES: &str = "picture.invalid";

/// What readers type into the search field and into the address line.
const ECHOED: &[&str] = &[
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "' onmouseover='alert(1)",
    "\" autofocus onfocus=\"alert(1)",
    "</title><script>alert(1)</script>",
    "</input><svg onload=alert(1)>",
    "javascript:alert(1)",
    "heading </mark><img src=x onerror=alert(1)>",
    "#tag\"onclick=\"alert(1)",
    "tag:<b onclick=alert(1)>",
    "\"<img src=x onerror=alert(1)>\"",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "{{ 7*7 }} ${alert(1)} {% raw %}",
    "//outside.invalid/x",
    "\\\\outside.invalid\\x",
    "alert onerror img src script",
];

/// Stands in each page before anything else, in frames too.
const WATCH: &str = "(() => { \
    const say = what => console.log('it ran: ' + what); \
    for (const name of ['alert', 'confirm', 'prompt', 'print', 'open']) window[name] = () => say(name); \
    Object.defineProperty(window, 'pwned', { set: () => say('pwned'), get: () => undefined }); \
})()";

/// Does to every element what a reader might, without leaving the page, and returns what stands ready to do harm.
const PROBE: &str = r#"
const done = arguments[arguments.length - 1];
const found = [];
const stay = event => event.preventDefault();
for (const kind of ['click', 'submit', 'auxclick']) window.addEventListener(kind, stay, true);
const settled = async () => {
  if (!document.querySelector('pre.mermaid')) return;
  for (const block of document.querySelectorAll('pre.mermaid')) block.scrollIntoView();
  let last = performance.now();
  new MutationObserver(() => { last = performance.now(); }).observe(document, { subtree: true, childList: true, attributes: true });
  const start = performance.now();
  while (performance.now() - start < 20000) {
    await new Promise(go => setTimeout(go, 50));
    if (globalThis.mermaid && performance.now() - last > 400) break;
  }
};
const own = address => {
  try { return new URL(address, location.href); } catch { return location; }
};
const harmful = ['javascript:', 'vbscript:', 'file:', 'data:'];
const look = () => {
  for (const element of document.querySelectorAll('*')) {
    const name = element.localName;
    const said = () => element.outerHTML.slice(0, 200);
    for (const attribute of element.attributes) {
      if (attribute.name.startsWith('on')) found.push('a handler: ' + said());
      if (['srcdoc', 'formaction', 'ping', 'http-equiv'].includes(attribute.name)) found.push(attribute.name + ': ' + said());
      if (['href', 'src', 'xlink:href', 'action', 'data', 'poster', 'cite', 'from', 'to', 'values'].includes(attribute.name)) {
        const scheme = own(attribute.value).protocol;
        // A picture may stand in its address; a browser opens none by itself (rule L-34).
        const isPicture = /^\s*data:image\//i.test(attribute.value) && ['img', 'a'].includes(name);
        if (harmful.includes(scheme) && !isPicture) found.push('an address: ' + said());
      }
    }
    const isOwnScript = name === 'script' && element.src.startsWith(location.origin + '/-/assets/') && !element.text;
    if (name === 'script' && !isOwnScript) found.push('a script: ' + said());
    if (['base', 'object', 'embed', 'applet', 'frameset', 'portal'].includes(name)) found.push('an element: ' + said());
    if (name === 'style' && !element.closest('svg')) found.push('a style: ' + said());
    if (name === 'form' && own(element.action).origin !== location.origin) found.push('a form: ' + said());
    if (name === 'link' && own(element.href).origin !== location.origin) found.push('a link: ' + said());
    // The browser's own viewer shows a document of the site only outside a sandbox (rule E-20).
    const isDocument = name === 'iframe' && own(element.src).origin === location.origin && own(element.src).pathname.endsWith('.pdf');
    if (name === 'iframe' && !element.sandbox.length && !isDocument) found.push('a frame: ' + said());
    if (name.includes('-') && customElements.get(name)) found.push('an element: ' + said());
  }
  if (document.title === 'pwned') found.push('the title');
};
const poke = () => {
  const kinds = ['mouseenter', 'mouseover', 'mousemove', 'mousedown', 'mouseup', 'click', 'dblclick', 'contextmenu', 'pointerenter',
    'pointerover', 'pointerdown', 'focus', 'focusin', 'blur', 'keydown', 'keyup', 'input', 'change', 'submit', 'toggle', 'scroll',
    'wheel', 'copy', 'cut', 'paste', 'drag', 'dragstart', 'dragend', 'drop', 'animationstart', 'animationend', 'transitionrun',
    'transitionend', 'load', 'error', 'begin', 'end', 'start', 'finish', 'play', 'loadstart', 'beforetoggle', 'search'];
  const body = document.querySelector('main') ?? document.body;
  if (!body) return;
  for (const details of body.querySelectorAll('details')) details.open = true;
  for (const element of body.querySelectorAll('*')) {
    for (const kind of kinds) element.dispatchEvent(new Event(kind, { cancelable: true, bubbles: false }));
    if (element.tabIndex >= 0) element.focus?.({ preventScroll: true });
  }
};
(async () => {
  await settled();
  // A browser dresses other documents up by itself.
  if (document.contentType === 'text/html') look();
  if (document.contentType === 'text/html') poke();
  await new Promise(go => setTimeout(go, 0));
  done({ found, address: location.href, drawn: document.querySelectorAll('pre.mermaid.is-drawn').length });
})();
"#;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Policy {
    Kept,
    TakenOff,
}

/// What came of opening pages.
#[derive(Debug, Default)]
struct Seen {
    n_pages: usize,
    n_drawn: usize,
    n_held_back: usize,
    /// Page by page: what ran, stood ready, or was asked of another host.
    found: Vec<String>,
}

/// A page to open: its address, and the note or question that it is made of.
struct Target {
    address: String,
    what: String,
}

/// Reads the files of the corpus: the vault's path and text of each.
fn corpus() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("injection");
    let mut sources: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    sources.retain(|path| path.extension().is_some_and(|extension| extension == "txt"));
    sources.sort();
    let mut files: Vec<(String, String)> = Vec::new();
    for source in sources {
        for line in fs::read_to_string(&source).unwrap().split_inclusive('\n') {
            let line = characters(line);
            match line.strip_prefix("-- ") {
                Some(path) => files.push((path.trim_end_matches('\n').to_owned(), String::new())),
                None => files.last_mut().unwrap().1.push_str(&line),
            }
        }
    }
    let paths: BTreeSet<&String> = files.iter().map(|(path, _)| path).collect();
    assert_eq!(paths.len(), files.len(), "each file is there once");
    files
}

/// Puts characters that no editor shows where `{{U+0001}}` stands.
fn characters(line: &str) -> String {
    let mut parts = line.split("{{U+");
    let mut out = parts.next().unwrap().to_owned();
    for part in parts {
        let (code, rest) = part.split_once("}}").unwrap();
        out.push(char::from_u32(u32::from_str_radix(code, 16).unwrap()).unwrap());
        out.push_str(rest);
    }
    out
}

fn vault() -> (TempGarden, Vec<String>) {
    let files = corpus();
    // Those in the root are there to be linked and embedded.
    let attacks = files.iter().filter(|(path, _)| path.ends_with(".md") && path.contains('/'));
    let attacks: Vec<String> = attacks.map(|(path, _)| path.clone()).collect();
    let garden = TempGarden::of(files);
    garden.write(
        "hedgerow.toml",
        "[publish]\nmode = \"all\"\n[render]\nshow_properties = [\"up\", \"status\", \"url\", \"more\"]\n",
    );
    (garden, attacks)
}

/// Every page of a garden: its notes, its attachments, and what the site makes of them.
fn targets(grown: &Grown) -> Vec<Target> {
    let snapshot = grown.live.load().unwrap();
    let garden = snapshot.garden();
    let href = |url: &hedgerow_model::PageUrl| garden.base().href(url);
    let note =
        |note: &hedgerow_publish::PublicNote| Target { address: href(note.url()), what: note.path().to_string() };
    let mut targets: Vec<Target> = garden.notes().iter().map(note).collect();
    // A picture or page of the vault, opened by itself; what is offered for download opens nothing.
    let shown = garden.assets().iter().filter(|asset| asset.path().extension() == "svg");
    targets.extend(shown.map(|asset| Target { address: href(asset.url()), what: asset.path().to_string() }));
    let own =
        ["/", "/-/tags", "/-/recent", "/-/graph", "/feed.xml", "/sitemap.xml", "/-/api/graph", "/front/", "/names/"];
    targets.extend(own.map(|address| Target { address: address.to_owned(), what: address.to_owned() }));
    for text in ECHOED {
        let addresses = [
            format!("/-/search?q={}", encoded(text)),
            format!("/-/search.xml?q={}", encoded(text)),
            format!("/-/api/suggest?q={}", encoded(text)),
            format!("/-/api/search?q={}", encoded(text)),
            format!("/{}", encoded(text)),
        ];
        targets.extend(addresses.map(|address| Target { address, what: format!("{text:?} typed") }));
    }
    let tags: BTreeSet<String> = garden
        .notes()
        .iter()
        .flat_map(|note| note.tags())
        .map(|tag| format!("/-/tags/{}", encoded(tag.text())))
        .collect();
    targets.extend(tags.into_iter().map(|address| Target { what: address.clone(), address }));
    targets
}

/// Serves a garden until the runtime ends; `/control/…` are pages on which something does happen.
async fn served(grown: Grown, policy: Policy) -> String {
    async fn without_policy(mut response: Response) -> Response {
        let is_page =
            |policy: &axum::http::HeaderValue| policy.as_bytes().starts_with(b"default-src 'none'; script-src 'self'");
        if response.headers().get(header::CONTENT_SECURITY_POLICY).is_some_and(is_page) {
            response.headers_mut().remove(header::CONTENT_SECURITY_POLICY);
        }
        response
    }
    let script = || async {
        let mut headers = HeaderMap::new();
        headers.insert(header::CONTENT_TYPE, header::HeaderValue::from_static("text/javascript"));
        (headers, "alert(1)")
    };
    let page = |body: &'static str| {
        get(move || async move { Html(format!("<!doctype html><title>x</title><main>{body}</main>")) })
    };
    let mut app = router(grown.live, grown.files, &ServeOptions::default());
    if policy == Policy::TakenOff {
        app = app.layer(map_response(without_policy));
    }
    // The controls have the policy that the site's pages have.
    let home = app.clone().oneshot(Request::get("/").body(Body::empty()).unwrap()).await.unwrap();
    let kept = home.headers().get(header::CONTENT_SECURITY_POLICY).cloned();
    assert_eq!(kept.is_some(), policy == Policy::Kept);
    let controls = Router::new()
        .route("/control/script", page("<script>alert(1)</script>"))
        .route("/control/own-script", page("<script src=\"/control/script.js\"></script>"))
        .route("/control/script.js", get(script))
        .route("/control/mark", page("<script>window.pwned = 1</script>"))
        .route("/control/title", page("<script>document.title = 'pwned'</script>"))
        .route("/control/event", page("<img src=x onerror=alert(1)>"))
        .route("/control/hover", page("<b onmouseover=alert(1)>x</b>"))
        .route("/control/frame", page("<iframe srcdoc=\"<script>alert(1)</script>\"></iframe>"))
        .route("/control/link", page("<a href=\"java&#10;script:alert(1)\">x</a>"))
        .route("/control/picture", page("<img src=\"https://outside.invalid/a.png\">"))
        .route("/control/style", page("<p style=\"background:url(https://outside.invalid/b.png)\">x</p>"))
        .route("/control/leave", page("<meta http-equiv=refresh content=\"0;url=https://outside.invalid/\">"))
        .layer(map_response(move |mut response: Response| {
            let kept = kept.clone().map(|kept| (header::CONTENT_SECURITY_POLICY, kept));
            response.headers_mut().extend(kept);
            std::future::ready(response)
        }));
    let app = controls.fallback_service(app);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { serve(listener, app).await.unwrap() });
    address
}

/// A browser that watches for what should not be.
struct Watcher {
    driver: WebDriver,
    own: String,
    policy: Policy,
    seen: Seen,
}

impl Watcher {
    /// Opens a page, does what a reader might, and notes what should not be.
    async fn open(&mut self, target: &Target) -> WebDriverResult<()> {
        let address = format!("{}{}", self.own, target.address);
        let mut found: Vec<String> = Vec::new();
        // A page that leads away at once is an error of the driver's where the other host cannot be found.
        if let Err(error) = self.driver.goto(&address).await {
            found.push(format!("the page could not be opened: {error}"));
        }
        // A document of the vault is in a sandbox, in which no script runs: not even this one.
        let is_sandboxed = target.what.ends_with(".svg");
        let probed = match is_sandboxed {
            false => self.driver.execute_async(PROBE, vec![]).await.map(|probed| probed.json().clone()),
            true => Ok(json!({ "found": [], "address": self.driver.current_url().await?.as_str() })),
        };
        match probed {
            Ok(probed) => {
                let ready = probed["found"].as_array().into_iter().flatten().filter_map(Value::as_str);
                found.extend(ready.map(|what| format!("stands ready: {what}")));
                self.seen.n_drawn += usize::try_from(probed["drawn"].as_u64().unwrap_or_default()).unwrap();
                let at = probed["address"].as_str().unwrap_or_default();
                if !at.starts_with(&self.own) {
                    found.push(format!("left for {at}"));
                }
            }
            Err(error) => found.push(format!("the page could not be looked at: {error}")),
        }
        for entry in self.driver.browser_log().await? {
            let is_script = entry.message.contains("it ran: ");
            let is_violation = entry.message.contains("Content Security Policy") && !entry.message.contains(PICTURES);
            // The library that draws diagrams reads labels in a document of its own, in which nothing runs; that nothing
            // does is seen without the policy.
            let is_read_apart =
                entry.message.contains("/-/assets/mermaid") && entry.message.contains("inline event handler");
            let is_violation = is_violation && !is_sandboxed && !is_read_apart;
            if is_script {
                found.push(entry.message);
            } else if is_violation {
                found.push(format!("held back by the policy alone: {}", entry.message));
            }
        }
        found.extend(self.requests().await?);
        self.seen.n_pages += 1;
        self.seen.found.extend(found.into_iter().map(|what| format!("{} ({}): {what}", target.what, target.address)));
        Ok(())
    }

    /// Returns the requests for other hosts since the last call that were let out.
    async fn requests(&mut self) -> WebDriverResult<Vec<String>> {
        let mut asked: Vec<(String, String)> = Vec::new();
        for entry in self.driver.get_log("performance").await? {
            let event: Value = serde_json::from_str(&entry.message).unwrap_or_default();
            let (method, parameters) = (&event["message"]["method"], &event["message"]["params"]);
            let id = parameters["requestId"].as_str().unwrap_or_default();
            let url = parameters["request"]["url"].as_str().unwrap_or_default();
            let is_inside =
                [self.own.as_str(), "chrome", "data:", "blob:", "about:"].iter().any(|start| url.starts_with(*start));
            let is_outside = url.contains("://") && !is_inside;
            if method == "Network.requestWillBeSent" && is_outside {
                asked.push((id.to_owned(), url.to_owned()));
            } else if method == "Network.loadingFailed" && parameters["blockedReason"].is_string() {
                let n_before = asked.len();
                asked.retain(|(asked, _)| asked != id);
                self.seen.n_held_back += n_before - asked.len();
            }
        }
        let is_left_to_policy = |url: &str| {
            let host = url.split("://").nth(1).unwrap_or_default().split(['/', '?', '#']).next().unwrap_or_default();
            self.policy == Policy::TakenOff && (host == PICTURES || host.ends_with(&format!(".{PICTURES}")))
        };
        let (left, outside): (Vec<_>, Vec<_>) = asked.into_iter().partition(|(_, url)| is_left_to_policy(url));
        self.seen.n_held_back += left.len();
        Ok(outside.into_iter().map(|(_, url)| format!("asked for {url}")).collect())
    }

    /// Types into the palette, which puts answers into the page by script.
    async fn type_into_palette(&mut self, text: &str) -> WebDriverResult<()> {
        self.driver.goto(format!("{}/", self.own)).await?;
        self.driver.action_chain().send_keys("/").perform().await?;
        let field = self.driver.query(By::Css("dialog.palette[open] input[role=combobox]")).first().await?;
        field.send_keys(text).await?;
        self.driver.query(By::Css("#palette-hit-0, dialog.palette [role=status]")).first().await?;
        self.probe_here(&format!("{text:?} in the palette")).await
    }

    async fn probe_here(&mut self, what: &str) -> WebDriverResult<()> {
        let probed = self.driver.execute_async(PROBE, vec![]).await?.json().clone();
        let mut found: Vec<String> =
            probed["found"].as_array().into_iter().flatten().map(|ready| format!("stands ready: {ready}")).collect();
        let ran = self.driver.browser_log().await?.into_iter().filter(|entry| entry.message.contains("it ran: "));
        found.extend(ran.map(|entry| entry.message));
        found.extend(self.requests().await?);
        self.seen.n_pages += 1;
        self.seen.found.extend(found.into_iter().map(|found| format!("{what}: {found}")));
        Ok(())
    }
}

/// Opens the controls: on each, something must be noticed.
async fn check_controls(watcher: &mut Watcher) -> WebDriverResult<()> {
    // What is noticed with the policy, and without it.
    let controls = [
        ("script", "held back", "it ran"),
        ("own-script", "it ran", "it ran"),
        ("mark", "held back", "it ran"),
        ("title", "held back", "the title"),
        ("event", "stands ready", "it ran"),
        ("hover", "stands ready", "it ran"),
        ("frame", "stands ready", "stands ready"),
        ("link", "stands ready: an address", "stands ready: an address"),
        ("picture", "held back", "asked for"),
        ("style", "held back", "asked for"),
        ("leave", "outside.invalid", "outside.invalid"),
    ];
    for (name, with_policy, without_policy) in controls {
        let sign = if watcher.policy == Policy::Kept { with_policy } else { without_policy };
        watcher.open(&Target { address: format!("/control/{name}"), what: name.to_owned() }).await?;
        let found = std::mem::take(&mut watcher.seen).found;
        assert!(
            found.iter().any(|found| found.contains(sign)),
            "{sign:?} is noticed on the control `{name}`: {found:?}"
        );
    }
    Ok(())
}

fn open_all(policy: Policy) {
    let (garden, attacks) = vault();
    assert!(attacks.len() >= 300, "the corpus has at least 300 notes: {}", attacks.len());
    let Ok(grown) = grow(garden.root(), &Overrides::default()) else { panic!("the vault can be read") };
    let mut targets = targets(&grown);
    let opened: BTreeSet<&str> = targets.iter().map(|target| target.what.as_str()).collect();
    let missing: Vec<&String> = attacks.iter().filter(|path| !opened.contains(path.as_str())).collect();
    assert_eq!(missing, NOT_READ.iter().collect::<Vec<_>>(), "every note is a page");
    // For a look at a few: `HEDGEROW_INJECTION=mermaid/`.
    if let Ok(part) = std::env::var("HEDGEROW_INJECTION") {
        targets.retain(|target| target.what.contains(&part));
    }
    let is_whole = std::env::var_os("HEDGEROW_INJECTION").is_none();
    let chromedriver = Driver::start();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let seen: WebDriverResult<Seen> = runtime.block_on(async {
        let own = served(grown, policy).await;
        let (driver, _profile) =
            browser(&chromedriver, &["--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"]).await?;
        driver.set_script_timeout(Duration::from_secs(60)).await?;
        driver.cdp().send_raw("Page.addScriptToEvaluateOnNewDocument", json!({ "source": WATCH })).await?;
        let mut watcher = Watcher { driver: driver.clone(), own, policy, seen: Seen::default() };
        check_controls(&mut watcher).await?;
        for target in &targets {
            watcher.open(target).await?;
        }
        for text in ECHOED.iter().filter(|_| is_whole) {
            watcher.type_into_palette(text).await?;
        }
        driver.quit().await?;
        Ok(watcher.seen)
    });
    let seen = seen.unwrap();
    eprintln!(
        "injection, policy {policy:?}: {} notes, {} pages, {} diagrams drawn, {} found, {} pictures and frames of other hosts {}",
        attacks.len() - NOT_READ.len(),
        seen.n_pages,
        seen.n_drawn,
        seen.found.len(),
        seen.n_held_back,
        if policy == Policy::Kept { "held back" } else { "asked for" },
    );
    assert!(seen.n_drawn >= 3 || !is_whole, "diagrams are drawn: {}", seen.n_drawn);
    assert!(seen.found.is_empty(), "{} findings:\n{}", seen.found.len(), seen.found.join("\n"));
}

/// Notes whose names the vault refuses.
const NOT_READ: [&str; 0] = [];

#[test]
fn nothing_runs_and_nothing_is_asked_of_another_host() {
    open_all(Policy::Kept);
}

#[test]
fn the_sanitiser_holds_without_the_policy() {
    open_all(Policy::TakenOff);
}
