//! The site as a reader's browser shows it: Chromium, driven from here, against the program itself.

use std::collections::BTreeSet;
use std::future::Future;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use hedgerow_tests::{Host, Running};
use serde_json::{Value, json};
use tempfile::TempDir;
use thirtyfour::common::capabilities::chromium::ChromiumLikeCapabilities;
use thirtyfour::prelude::*;
use thirtyfour::{Capabilities, LoggingPrefsLogLevel};

use crate::{PROGRAM, notes_example};

const MISSING: &str = "the browser tests need Chromium and its driver, which cannot be started: install them with `apt-get install chromium chromium-driver`, or run `./test`, which does";

/// Arguments that keep the browser to itself: nothing is asked of any other host.
const ARGUMENTS: [&str; 13] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-extensions",
    "--disable-sync",
    "--window-size=1400,900",
];

/// Rules of axe-core that are no use here: a name that a drawing breaks into lines counts as another name, and whether the
/// columns of a table have words above them is the author's affair.
const NOT_ASKED: [&str; 2] = ["label-content-name-mismatch", "empty-table-header"];

/// An address where nothing is.
const NOT_THERE: &str = "/not/there";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scripts {
    On,
    Off,
}

/// `chromedriver` with a free port; it ends its browser when it is told to end.
pub(crate) struct Driver {
    process: Child,
    address: String,
}

impl Driver {
    pub(crate) fn start() -> Self {
        let mut process = Command::new("chromedriver")
            .arg("--port=0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("{MISSING} ({error})"));
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines().map_while(Result::ok);
        let port = lines.find_map(|line| line.split_once("successfully on port ").map(|(_, port)| port.to_owned()));
        let Some(port) = port else { panic!("chromedriver ended without a port") };
        let port = port.trim_end_matches('.').to_owned();
        std::thread::spawn(move || lines.for_each(drop));
        Self { process, address: format!("http://127.0.0.1:{port}") }
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = Command::new("kill").arg(self.process.id().to_string()).status();
        let _ = self.process.wait();
    }
}

/// Opens a browser with an empty profile, which goes when the folder does; its console and its requests are written down.
pub(crate) async fn browser(chromedriver: &Driver, arguments: &[&str]) -> WebDriverResult<(WebDriver, TempDir)> {
    let profile = TempDir::new().unwrap();
    let mut wishes = DesiredCapabilities::chrome();
    for argument in ARGUMENTS.iter().chain(arguments) {
        wishes.add_arg(argument)?;
    }
    wishes.add_arg(&format!("--user-data-dir={}", profile.path().display()))?;
    wishes.set_logging_prefs("browser", LoggingPrefsLogLevel::All)?;
    wishes.set_logging_prefs("performance", LoggingPrefsLogLevel::All)?;
    let driver = WebDriver::new(&chromedriver.address, Capabilities::from(wishes))
        .await
        .unwrap_or_else(|error| panic!("{MISSING} ({error})"));
    Ok((driver, profile))
}

/// A garden with a port: the program, or the server in this process.
pub(crate) trait Site {
    /// Host and port.
    fn address(&self) -> &str;
}

impl Site for Running {
    fn address(&self) -> &str {
        Running::address(self)
    }
}

/// A browser, and the garden it looks at.
pub(crate) struct Visitor<S = Running> {
    pub(crate) driver: WebDriver,
    pub(crate) site: S,
}

/// Lets a visitor with an empty profile do something in the example garden. Whatever was done, the browser must have had
/// nothing to complain of and must have asked no other host.
fn visit<F: Future<Output = WebDriverResult<()>>>(scripts: Scripts, act: impl FnOnce(std::rc::Rc<Visitor>) -> F) {
    visit_garden(&notes_example(), scripts, act);
}

/// The same in another garden.
pub(crate) fn visit_garden<F: Future<Output = WebDriverResult<()>>>(
    vault: &Path,
    scripts: Scripts,
    act: impl FnOnce(std::rc::Rc<Visitor>) -> F,
) {
    visit_site(Running::start(PROGRAM, vault, &[]), scripts, act);
}

/// The same where the garden is open already.
pub(crate) fn visit_site<S: Site, F: Future<Output = WebDriverResult<()>>>(
    site: S,
    scripts: Scripts,
    act: impl FnOnce(std::rc::Rc<Visitor<S>>) -> F,
) {
    let chromedriver = Driver::start();
    let profile = TempDir::new().unwrap();
    let mut wishes = DesiredCapabilities::chrome();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let done: WebDriverResult<()> = runtime.block_on(async {
        for argument in ARGUMENTS {
            wishes.add_arg(argument)?;
        }
        wishes.add_arg(&format!("--user-data-dir={}", profile.path().display()))?;
        if scripts == Scripts::Off {
            wishes.add_experimental_option(
                "prefs",
                json!({ "profile.managed_default_content_settings.javascript": 2 }),
            )?;
        }
        wishes.set_logging_prefs("browser", LoggingPrefsLogLevel::All)?;
        wishes.set_logging_prefs("performance", LoggingPrefsLogLevel::All)?;
        let driver = WebDriver::new(&chromedriver.address, Capabilities::from(wishes))
            .await
            .unwrap_or_else(|error| panic!("{MISSING} ({error})"));
        let visitor = std::rc::Rc::new(Visitor { driver, site });
        visitor.prefer("light").await?;
        let done = act(std::rc::Rc::clone(&visitor)).await;
        let heard = visitor.complaints().await;
        visitor.driver.clone().quit().await?;
        done?;
        assert_eq!(heard?, Vec::<String>::new(), "the browser complains");
        Ok(())
    });
    done.unwrap();
}

impl<S: Site> Visitor<S> {
    fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.site.address())
    }

    pub(crate) async fn open(&self, path: &str) -> WebDriverResult<()> {
        self.driver.goto(self.url(path)).await
    }

    pub(crate) async fn title(&self) -> WebDriverResult<String> {
        self.find("h1").await?.text().await
    }

    /// Waits for an element.
    pub(crate) async fn find(&self, selector: &str) -> WebDriverResult<WebElement> {
        self.driver.query(By::Css(selector)).first().await
    }

    /// Follows a link as somebody without a mouse does. (A click of the driver's may hit the header that stays at the top.)
    pub(crate) async fn follow(&self, selector: &str) -> WebDriverResult<()> {
        self.find(selector).await?.send_keys(Key::Enter + "").await
    }

    pub(crate) async fn press(&self, keys: impl Into<TypingData>) -> WebDriverResult<()> {
        self.driver.action_chain().send_keys(keys).perform().await
    }

    /// Presses a key while another one is held.
    pub(crate) async fn press_with(&self, held: Key, key: char) -> WebDriverResult<()> {
        self.driver.action_chain().key_down(held.clone()).send_keys(key.to_string()).key_up(held).perform().await
    }

    pub(crate) async fn ask(&self, script: &str) -> WebDriverResult<Value> {
        Ok(self.driver.execute(script, vec![]).await?.json().clone())
    }

    async fn tell(&self, command: &str, parameters: Value) -> WebDriverResult<()> {
        self.driver.cdp().send_raw(command, parameters).await.map(drop)
    }

    pub(crate) async fn prefer(&self, scheme: &str) -> WebDriverResult<()> {
        // Who prefers calm gets no smooth scrolling, under which a click would hit what is just passing by.
        let calm = json!({ "name": "prefers-reduced-motion", "value": "reduce" });
        let features = json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }, calm] });
        self.tell("Emulation.setEmulatedMedia", features).await
    }

    pub(crate) async fn hold(&self, width: u32, height: u32) -> WebDriverResult<()> {
        let screen = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 800 });
        self.tell("Emulation.setDeviceMetricsOverride", screen).await
    }

    /// Returns what the browser wrote to its console, and each request that went to another host.
    async fn complaints(&self) -> WebDriverResult<Vec<String>> {
        let mut found: Vec<String> = Vec::new();
        // That a page is not there, or not open to everybody, is what was asked for.
        let is_news = |entry: &thirtyfour::BrowserLogEntry| {
            !entry.message.contains(NOT_THERE) && !entry.message.contains("401 (Unauthorized)")
        };
        for entry in self.driver.browser_log().await?.into_iter().filter(is_news) {
            found.push(format!("{}: {}", entry.level, entry.message));
        }
        let own = self.url("/");
        for entry in self.driver.get_log("performance").await? {
            let event: Value = serde_json::from_str(&entry.message).unwrap_or_default();
            let event = &event["message"];
            let url = event["params"]["request"]["url"].as_str().unwrap_or_default();
            // The browser's own pages, its viewer of documents too, are part of it.
            let is_asked = event["method"] == "Network.requestWillBeSent"
                && !["data:", "blob:", "about:", "chrome:", "chrome-untrusted:", "chrome-extension:"]
                    .iter()
                    .any(|own| url.starts_with(own));
            if is_asked && !url.starts_with(&own) {
                found.push(format!("asked for {url}"));
            }
        }
        Ok(found)
    }

    /// Returns what axe-core finds wrong with the page that is open.
    pub(crate) async fn barriers(&self) -> WebDriverResult<Vec<String>> {
        const AXE: &str = include_str!("../vendor/axe-core/axe.min.js");
        self.driver.execute(AXE, vec![]).await?;
        let script = "const done = arguments[1]; axe.run({ resultTypes: ['violations'], rules: Object.fromEntries(arguments[0].map(id => [id, { enabled: false }])) }).then(\
                      found => done(found.violations.flatMap(v => v.nodes.map(n => `${v.id} (${v.impact}): ${n.html.slice(0, 160)} ${n.failureSummary ?? ''}`))), \
                      error => done([String(error)]))";
        let found = self.driver.execute_async(script, vec![json!(NOT_ASKED)]).await?;
        Ok(found.json().as_array().unwrap().iter().map(|value| value.as_str().unwrap_or_default().to_owned()).collect())
    }
}

/// Every page that the map of the site names, and the site's own.
fn pages(site: &Running) -> BTreeSet<String> {
    let own = [
        "/",
        "/-/pages",
        "/-/tags",
        "/-/graph",
        "/-/recent",
        "/-/search?q=gradient",
        "/-/search?q=",
        "/-/search?q=nothingatall",
        "/-/search?q=title%3Agradient+tag%3Apro",
        NOT_THERE,
    ];
    let mut found: BTreeSet<String> = own.iter().map(ToString::to_string).collect();
    let graph = site.get("/-/api/graph").text();
    let crawl = hedgerow_tests::Crawl::of_garden(site, [graph].into_iter().filter(|text| text.starts_with('/')));
    let html = crawl.answers.iter().filter(|(question, answer)| {
        answer.status == 200 && answer.header("content-type").starts_with("text/html") && !question.target.contains('?')
    });
    found.extend(html.map(|(question, _)| question.target.clone()));
    found
}

#[test]
fn a_reader_follows_links_and_backlinks() {
    visit(Scripts::On, |visitor| async move {
        visitor.open("/").await?;
        let home = visitor.title().await?;
        let link = visitor.find(".note-body a[href^='/']:not([href^='/-/'])").await?;
        let target = link.attr("href").await?.unwrap();
        link.click().await?;
        visitor.find("article.note .note-body").await?;
        assert!(visitor.driver.current_url().await?.as_str().ends_with(&target), "{target}");
        assert_ne!(visitor.title().await?, home);

        visitor.open("/Calculus/Chain-rule").await?;
        let title = visitor.title().await?;
        let backlink = visitor.find("#backlinks a.backlink").await?;
        let (from, context) =
            (backlink.text().await?, visitor.find("#backlinks .backlink-context mark").await?.text().await?);
        assert!(!context.is_empty(), "the link is marked in its sentence");
        backlink.click().await?;
        visitor.find("article.note .note-body a[href*='/Calculus/Chain-rule']").await?;
        assert_eq!(visitor.title().await?, from);
        visitor.driver.back().await?;
        assert_eq!(visitor.title().await?, title);

        visitor.follow(".note-tags a.tag").await?;
        visitor.find("main.page-tag a[href='/Calculus/Chain-rule']").await?;
        Ok(())
    });
}

#[test]
fn a_reader_searches_by_keyboard_alone() {
    visit(Scripts::On, |visitor| async move {
        for opening in ["/", "Ctrl-K"] {
            visitor.open("/").await?;
            match opening {
                "/" => visitor.press("/").await?,
                _ => visitor.press_with(Key::Control, 'k').await?,
            }
            let field = visitor.find("dialog.palette[open] input[role=combobox]").await?;
            assert!(visitor.driver.active_element().await?.element_id() == field.element_id(), "one may type at once");
            visitor.press("gradient").await?;
            let chosen = |at: usize| format!("#palette-hit-{at}[aria-selected=true]");
            // The answer to the last key, not to one before it.
            visitor.find("#palette-hits[aria-busy=false] .palette-more").await?;
            visitor.find(&chosen(0)).await?;
            // The second note, past the passage of the first if it has one.
            let rows = visitor.driver.find_all(By::Css("[role=listbox] [role=option]")).await?;
            let mut at = 1;
            while rows[at].attr("class").await?.is_none_or(|class| !class.contains("palette-note")) {
                at += 1;
            }
            for n in 1..=at {
                visitor.press(Key::Down + "").await?;
                assert_eq!(field.attr("aria-activedescendant").await?, Some(format!("palette-hit-{n}")));
            }
            let title = visitor.find(&format!("{} .palette-title", chosen(at))).await?.text().await?;
            assert_eq!(visitor.driver.find_all(By::Css("[role=option][aria-selected=true]")).await?.len(), 1);
            visitor.press(Key::Home + "").await?;
            visitor.find(&chosen(0)).await?;
            visitor.press(Key::End + "").await?;
            visitor.find(".palette-more[aria-selected=true]").await?;
            for _ in at + 1..rows.len() {
                visitor.press(Key::Up + "").await?;
            }
            visitor.press(Key::Enter + "").await?;
            visitor.find("article.note").await?;
            assert_eq!(visitor.title().await?, title);
        }
        // Escape closes it and gives the focus back.
        visitor.press("/").await?;
        visitor.find("dialog.palette[open]").await?;
        visitor.press(Key::Escape + "").await?;
        visitor.driver.query(By::Css("dialog.palette:not([open])")).exists().await?;
        Ok(())
    });
}

#[test]
fn the_palette_leads_to_all_answers_and_remembers_in_this_browser_alone() {
    visit(Scripts::On, |visitor| async move {
        visitor.open("/").await?;
        visitor.press("/").await?;
        visitor.find("dialog.palette[open] input[role=combobox]").await?;
        assert!(!visitor.driver.query(By::Css(".palette-recent")).nowait().exists().await?, "nothing was searched for");
        visitor.press("gradient").await?;
        visitor.find("#palette-hits[aria-busy=false] .palette-note mark").await?;
        assert_eq!(visitor.barriers().await?, Vec::<String>::new());
        visitor.press(Key::End + "").await?;
        visitor.find(".palette-more[aria-selected=true]").await?;
        visitor.press(Key::Enter + "").await?;
        let all = visitor.find("main.page-search .search-count").await?.text().await?;
        assert!(all.contains("notes"), "{all}");
        assert!(visitor.driver.current_url().await?.as_str().ends_with("/-/search?q=gradient"));

        visitor.open("/-/tags").await?;
        visitor.press("/").await?;
        assert_eq!(visitor.find(".palette-recent").await?.text().await?, "gradient");
        visitor.press(Key::Down + "").await?;
        visitor.press(Key::Enter + "").await?;
        visitor.find(".palette-note[aria-selected=true]").await?;
        let field = visitor.find("dialog.palette[open] input[role=combobox]").await?;
        assert_eq!(field.prop("value").await?.as_deref(), Some("gradient"));
        visitor.press_with(Key::Control, 'a').await?;
        visitor.press(Key::Backspace + "").await?;
        visitor.find(".palette-clear").await?.click().await?;
        visitor.driver.query(By::Css(".palette-recent")).not_exists().await?;
        assert_eq!(visitor.ask("return localStorage.length").await?, 0);
        Ok(())
    });
}

#[test]
fn a_reader_without_scripts_turns_pages_and_changes_the_order() {
    visit(Scripts::Off, |visitor| async move {
        visitor.open("/-/search?q=the&limit=5").await?;
        let first = visitor.find(".search-hit .note-link").await?.text().await?;
        visitor.follow(".pager [rel=next]").await?;
        visitor.find(".pager [aria-current=page][href*='offset=5']").await?;
        assert_ne!(visitor.find(".search-hit .note-link").await?.text().await?, first);
        visitor.follow(".pager [rel=prev]").await?;
        assert_eq!(visitor.find(".search-hit .note-link").await?.text().await?, first);
        visitor.follow(".search-orders a[href*='sort=date']").await?;
        let mut days = Vec::new();
        for time in visitor.driver.find_all(By::Css(".search-hit time")).await? {
            days.push(time.attr("datetime").await?);
        }
        assert!(days.len() == 5 && days.is_sorted_by(|a, b| a >= b), "{days:?}");
        visitor.find(".search-form input[name=sort][value=date]").await?;
        Ok(())
    });
}

#[test]
fn everything_needed_works_without_scripts() {
    visit(Scripts::Off, |visitor| async move {
        visitor.open("/").await?;
        assert!(visitor.find(".note-body").await?.is_displayed().await?);
        visitor.press("/").await?;
        assert!(!visitor.driver.query(By::Css("dialog")).nowait().exists().await?, "no script ran");

        let field = visitor.find("header form[role=search] input[name=q]").await?;
        assert!(field.is_displayed().await?, "the form is there for those without scripts");
        field.send_keys("chain rule" + Key::Enter).await?;
        let mark = visitor.find("main.page-search mark").await?;
        assert!(mark.is_displayed().await?);
        visitor.follow("main.page-search a[href^='/Calculus/Chain-rule']").await?;
        assert_eq!(
            visitor.find("article.note").await?.attr("data-path").await?.as_deref(),
            Some("Calculus/Chain rule.md")
        );
        assert!(visitor.find(".note-body").await?.is_displayed().await?);

        visitor.follow("#backlinks a.backlink").await?;
        visitor.follow(".note-body a[href*='/Calculus/Chain-rule']").await?;
        visitor.follow(".note-tags a.tag").await?;
        visitor.find("main.page-tag a[href='/Calculus/Chain-rule']").await?;
        visitor.open("/-/graph").await?;
        assert!(visitor.find("main").await?.text().await?.len() > 20, "the graph says something without scripts");
        Ok(())
    });
}

#[test]
fn it_is_light_by_day_and_dark_by_night() {
    /// How light the page is behind its text, of 255.
    const LIGHTNESS: &str = "const of = e => getComputedStyle(e).backgroundColor.match(/[\\d.]+/g).map(Number); \
        const found = [document.body, document.documentElement].map(of).find(c => c.length === 3 || c[3] > 0) ?? [255, 255, 255]; \
        const scale = getComputedStyle(document.documentElement).backgroundColor.startsWith('color') ? 255 : 1; \
        return scale * (found[0] + found[1] + found[2]) / 3";
    visit(Scripts::On, |visitor| async move {
        let lightness = async |scheme: &str| {
            visitor.prefer(scheme).await?;
            visitor.open("/Calculus/Chain-rule").await?;
            WebDriverResult::Ok(visitor.ask(LIGHTNESS).await?.as_f64().unwrap())
        };
        let (day, night) = (lightness("light").await?, lightness("dark").await?);
        assert!(day > 200.0 && night < 80.0, "by day {day}, by night {night}");
        // The switch is stronger than the system, and is remembered.
        visitor.prefer("light").await?;
        let mut seen = BTreeSet::new();
        for _ in 0..3 {
            visitor.find("[data-theme-switch]").await?.click().await?;
            let label = visitor.find("[data-theme-switch]").await?.attr("aria-label").await?.unwrap();
            visitor.open("/Calculus/Gradient").await?;
            assert_eq!(visitor.find("[data-theme-switch]").await?.attr("aria-label").await?, Some(label.clone()));
            let is_dark = visitor.ask(LIGHTNESS).await?.as_f64().unwrap() < 80.0;
            assert_eq!(is_dark, label.contains("dark"), "{label}");
            seen.insert(label);
        }
        assert_eq!(seen.len(), 3, "system, light and dark: {seen:?}");
        Ok(())
    });
}

#[test]
fn no_page_scrolls_sideways_on_a_phone() {
    visit(Scripts::On, |visitor| async move {
        visitor.hold(390, 844).await?;
        let mut wide = Vec::new();
        let pages = pages(&visitor.site);
        assert!(pages.len() > 80, "{pages:?}");
        for page in pages {
            visitor.open(&page).await?;
            let width = visitor.ask("return document.scrollingElement.scrollWidth").await?;
            if width.as_f64().unwrap() > 390.0 {
                wide.push(format!("{page} is {width} px wide"));
            }
        }
        assert_eq!(wide, Vec::<String>::new());
        Ok(())
    });
}

#[test]
fn axe_finds_no_barrier_on_any_kind_of_page() {
    visit(Scripts::On, |visitor| async move {
        let mut found = BTreeSet::new();
        let kinds = [
            "/",
            "/Calculus/Chain-rule",
            "/Machine-learning/Logistic-regression",
            "/Books/",
            "/Maps/The-road-so-far.canvas",
            "/Maps/Map-of-content",
            "/-/tags",
            "/-/tags/calculus",
            "/-/recent",
            "/-/graph",
            "/-/search?q=gradient",
            "/-/search?q=nothingatall",
            "/-/search?q=title%3Agradient+tag%3Apro",
        ];
        for (scheme, width) in [("light", 1400), ("dark", 390)] {
            visitor.prefer(scheme).await?;
            visitor.hold(width, 900).await?;
            for page in kinds {
                visitor.open(page).await?;
                found.extend(
                    visitor.barriers().await?.into_iter().map(|barrier| format!("{page}, {scheme}: {barrier}")),
                );
            }
        }
        assert!(found.is_empty(), "{found:#?}");
        Ok(())
    });
}
