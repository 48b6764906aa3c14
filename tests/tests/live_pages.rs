//! An open page follows its note, in the browser: in place, and only when its own content changes.

use std::sync::Arc;
use std::time::Duration;

use hedgerow::{Overrides, grow};
use hedgerow_server::{Listener, Live, ServeOptions, serve};
use hedgerow_tests::TempGarden;
use thirtyfour::error::WebDriverErrorInner;
use thirtyfour::prelude::*;
use tokio::sync::oneshot;

use crate::browser::{Scripts, Site, Visitor, visit_garden, visit_site};

const SETTINGS: &str = "[site]\ntitle = \"Lanterns\"\n[publish]\nmode = \"all\"\n";

/// A garden that is served from this process, so that the test says when a new snapshot is there.
struct Open {
    garden: TempGarden,
    live: Arc<Live>,
    address: String,
    stop: Option<oneshot::Sender<()>>,
    server: Option<std::thread::JoinHandle<()>>,
}

impl Open {
    fn new(garden: TempGarden) -> Self {
        let grown = grow(garden.root(), &Overrides::default()).unwrap_or_else(|failure| panic!("{failure}"));
        let options = ServeOptions { port: 0, ..ServeOptions::default() };
        let listener = Listener::bind(&options).unwrap();
        let address = listener.address().to_string();
        let (stop, stopped) = oneshot::channel::<()>();
        let (live, files) = (Arc::clone(&grown.live), grown.files);
        let server = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
            runtime.block_on(serve(listener, live, files, &options, async { drop(stopped.await) })).unwrap();
        });
        Self { garden, live: grown.live, address, stop: Some(stop), server: Some(server) }
    }

    /// Changes files and serves what follows from them.
    fn save(&self, files: &[(&str, &str)]) {
        for (path, text) in files {
            self.garden.write(path, text);
        }
        let grown = grow(self.garden.root(), &Overrides::default()).unwrap_or_else(|failure| panic!("{failure}"));
        self.live.store(grown.live.load().unwrap());
    }
}

impl Site for Open {
    fn address(&self) -> &str {
        &self.address
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        drop(self.stop.take());
        let ended = self.server.take().unwrap().join();
        assert!(ended.is_ok() || std::thread::panicking(), "the server broke");
    }
}

/// Paragraphs, so that there is something to scroll.
fn lines(range: std::ops::Range<usize>) -> String {
    range.map(|n| format!("Line {n} of the long part, see [[Seed|seed {n}]].\n\n")).collect()
}

/// Waits until something holds; fails here, and says what it waited for, where that does not come in a long time. It asks
/// again and again: a page that is loaded anew takes with it what waits inside of it.
async fn wait<S: Site>(visitor: &Visitor<S>, script: &str) -> WebDriverResult<()> {
    for _ in 0..3000 {
        match holds(visitor, script).await {
            Ok(true) => return Ok(()),
            Err(error) if !matches!(*error, WebDriverErrorInner::JavascriptError(_)) => return Err(error),
            Ok(false) | Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
        }
    }
    panic!("never came true: {script}")
}

async fn holds<S: Site>(visitor: &Visitor<S>, script: &str) -> WebDriverResult<bool> {
    Ok(visitor.ask(&format!("return Boolean({script})")).await?.as_bool().unwrap_or_default())
}

/// Marks the document, so that a reload would be noticed, and counts how often its content is put in place.
async fn mark<S: Site>(visitor: &Visitor<S>) -> WebDriverResult<()> {
    let count = "window.isSame = true; window.n = 0; document.documentElement.addEventListener('contentchange', () => { window.n += 1; });";
    visitor.ask(count).await.map(drop)
}

/// Waits until a page on the server holds a text, as another reader would see it.
async fn is_served(visitor: &Visitor<Open>, address: &str, text: &str) -> WebDriverResult<()> {
    let script = format!(
        "const done = arguments[0]; const look = async () => {{ const page = await (await fetch('{address}')).text(); \
         if (page.includes('{text}')) done(true); else setTimeout(look, 10); }}; look()"
    );
    visitor.driver.execute_async(&script, vec![]).await.map(drop)
}

/// What is read aloud of a change.
const STATUS: &str = "document.querySelector('[role=status]:not(.palette-status)').textContent";

const LONG: &str = "[...document.querySelectorAll('.note-body > p')]";

#[test]
fn an_open_page_follows_its_note_and_stays_where_it_was_read() {
    let lantern = format!(
        "# Lantern\n\nFirst words.\n\n> [!note]- Folded\n> Inside.\n\n> [!tip]- Folded too\n> Inside too.\n\n## Long\n\n{}",
        lines(0..60)
    );
    let site = Open::new(TempGarden::of([
        ("hedgerow.toml", SETTINGS),
        ("index.md", "[[Lantern]] and [[Seed]]"),
        ("Lantern.md", &lantern),
        ("Seed.md", "Small."),
        ("Other.md", "Nothing to do with it."),
    ]));
    visit_site(site, Scripts::On, |visitor| async move {
        visitor.open("/Lantern").await?;
        mark(&visitor).await?;
        // A reader unfolds a callout, scrolls, and has the focus on a link.
        visitor
            .ask(&format!(
                "const folds = document.querySelectorAll('details.callout'); folds[0].open = true; folds[1].open = true; \
                 window.line = {LONG}.find(p => p.textContent.startsWith('Line 30 ')); \
                 window.scrollTo({{ top: line.getBoundingClientRect().top + scrollY - 200, behavior: 'instant' }}); \
                 line.querySelector('a').focus({{ preventScroll: true }}); window.at = line.getBoundingClientRect().top;"
            ))
            .await?;
        assert!(holds(&visitor, "scrollY > 500 && Math.abs(at - 200) < 2").await?, "the page is long enough");

        // What happens elsewhere is not heard of.
        visitor.site.save(&[("Other.md", "Still nothing."), ("Secret.md", "---\npublish: false\n---\n[[Lantern]]")]);
        is_served(&visitor, "/Other", "Still nothing.").await?;

        let changed = lantern
            .replace("First words.", "First of all: $x^2$.\n\nAnd more.\n\n## Wick\n\nOf cotton.")
            .replace("> Inside too.", "> Inside too, and changed.")
            .replace("Line 29 of", "Line 29, another, of")
            .replace("Line 40 of", "Line 40, another, of");
        visitor.site.save(&[("Lantern.md", &changed)]);
        wait(&visitor, "document.querySelector('.note-body').textContent.includes('And more.')").await?;
        assert!(holds(&visitor, "window.isSame && n === 1").await?, "in place, and once");
        let line = format!("{LONG}.find(p => p.textContent.startsWith('Line 30 '))");
        assert!(holds(&visitor, &format!("{line} === window.line")).await?, "what is the same is not touched");
        assert!(
            holds(&visitor, "Math.abs(line.getBoundingClientRect().top - at) < 2").await?,
            "and stays where it was"
        );
        assert!(holds(&visitor, "document.activeElement === line.querySelector('a')").await?);
        assert!(holds(&visitor, "[...document.querySelectorAll('details.callout')].every(fold => fold.open)").await?);
        assert!(holds(&visitor, &format!("{LONG}.some(p => p.textContent.startsWith('Line 40, another'))")).await?);
        assert!(
            holds(&visitor, "document.querySelector('[data-toc] a[href=\"#wick\" i]')").await?,
            "the contents follow"
        );
        let is_set = "document.querySelector('.katex') && getComputedStyle(document.querySelector('.katex')).fontFamily.includes('KaTeX')";
        assert!(holds(&visitor, is_set).await?, "formulas have their style sheet");
        assert!(holds(&visitor, &format!("{STATUS} === 'Page updated'")).await?);

        // A backlink is content of the page too.
        visitor.site.save(&[("Other.md", "Now [[Lantern]] is named.")]);
        wait(&visitor, "document.querySelector('.note-links')?.textContent.includes('is named')").await?;
        assert!(
            holds(&visitor, "window.isSame && n === 2 && Math.abs(line.getBoundingClientRect().top - at) < 2").await?
        );

        // New headings are enhanced as old ones are: the contents mark the one that is read.
        let to_wick = "[...document.querySelectorAll('.note-body h2')].find(h => h.textContent.includes('Wick'))";
        visitor
            .ask(&format!("scrollBy({{ top: {to_wick}.getBoundingClientRect().top - 150, behavior: 'instant' }})"))
            .await?;
        wait(&visitor, "document.querySelector('[data-toc] [aria-current]')?.textContent === 'Wick'").await?;
        assert_eq!(visitor.barriers().await?, Vec::<String>::new());
        Ok(())
    });
}

#[test]
fn a_withdrawn_page_goes_and_comes_back_and_a_search_goes_on() {
    let site = Open::new(TempGarden::of([
        ("hedgerow.toml", SETTINGS),
        ("index.md", "Home."),
        // The browser notes in its console that nothing is there, which is expected of this address alone.
        ("not/there.md", "zzword"),
        ("Seed.md", "Small."),
    ]));
    visit_site(site, Scripts::On, |visitor| async move {
        visitor.open("/not/there").await?;
        mark(&visitor).await?;
        visitor.press("/").await?;
        visitor.press("seed").await?;
        visitor.find(".palette-hit").await?;
        visitor.site.save(&[("not/there.md", "---\npublish: false\n---\nzzword")]);
        wait(&visitor, "document.querySelector('h1').textContent === 'Nothing grows here'").await?;
        assert!(
            holds(
                &visitor,
                "isSame && document.title.startsWith('Not found') && !document.body.textContent.includes('zzword')"
            )
            .await?
        );
        assert!(
            holds(
                &visitor,
                "document.querySelector('dialog').open && document.querySelector('dialog input').value === 'seed'"
            )
            .await?
        );
        visitor.press(Key::Escape + "").await?;
        visitor.site.save(&[("not/there.md", "zzword is back")]);
        wait(&visitor, "document.querySelector('main').textContent.includes('zzword is back')").await?;
        assert!(holds(&visitor, "isSame && document.title.startsWith('there')").await?);
        // A note that moved is followed to its new address.
        visitor.site.garden.remove("not/there.md");
        visitor.site.save(&[("Here.md", "---\naliases: [not/there]\n---\nzzword moved")]);
        wait(&visitor, "document.querySelector('main').textContent.includes('zzword moved')").await?;
        assert!(holds(&visitor, "location.pathname === '/Here'").await?);
        Ok(())
    });
}

#[test]
fn a_page_that_nobody_looks_at_is_renewed_when_somebody_does() {
    let site = Open::new(TempGarden::of([("hedgerow.toml", SETTINGS), ("A.md", "one"), ("B.md", "one")]));
    visit_site(site, Scripts::On, |visitor| async move {
        visitor.open("/A").await?;
        mark(&visitor).await?;
        let look = |state: &str| {
            format!(
                "Object.defineProperty(document, 'visibilityState', {{ value: '{state}', configurable: true }}); \
                 document.dispatchEvent(new Event('visibilitychange'));"
            )
        };
        visitor.ask(&look("hidden")).await?;
        visitor.site.save(&[("A.md", "two"), ("B.md", "two")]);
        is_served(&visitor, "/A", "two").await?;
        assert!(holds(&visitor, "n === 0 && document.querySelector('main').textContent.includes('one')").await?);
        visitor.ask(&look("visible")).await?;
        wait(&visitor, "document.querySelector('main').textContent.includes('two')").await?;
        assert!(holds(&visitor, "isSame && n === 1").await?);
        Ok(())
    });
}

#[test]
fn a_picture_that_is_replaced_is_shown_and_its_neighbour_is_left_alone() {
    let picture = |colour: &str| {
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"8\" height=\"8\"><rect width=\"8\" height=\"8\" fill=\"{colour}\"/></svg>"
        )
    };
    let site = Open::new(TempGarden::of([
        ("hedgerow.toml", SETTINGS),
        ("A.md", "![[one.svg]]\n\n![[other.svg]]"),
        ("one.svg", &picture("#f00")),
        ("other.svg", &picture("#f00")),
    ]));
    visit_site(site, Scripts::On, |visitor| async move {
        visitor.open("/A").await?;
        mark(&visitor).await?;
        visitor
            .ask(
                "window.colour = (part) => { if (!part.complete || !part.naturalWidth) return ''; \
                 const canvas = document.createElement('canvas'); canvas.width = canvas.height = 8; \
                 const ink = canvas.getContext('2d'); ink.drawImage(part, 0, 0, 8, 8); \
                 return [...ink.getImageData(4, 4, 1, 1).data].slice(0, 3).join(); }; \
                 [window.one, window.other] = document.querySelectorAll('.note-body img');",
            )
            .await?;
        wait(&visitor, "colour(one) === '255,0,0' && colour(other) === '255,0,0'").await?;
        for (n, (written, seen)) in [("#0f0", "0,255,0"), ("#00f", "0,0,255"), ("#f00", "255,0,0")].iter().enumerate() {
            visitor.site.save(&[("one.svg", &picture(written))]);
            wait(&visitor, &format!("colour(one) === '{seen}'")).await?;
            assert!(
                holds(&visitor, &format!("isSame && n === {} && !other.src.includes('?')", n + 1)).await?,
                "{written}"
            );
            assert!(holds(&visitor, "colour(other) === '255,0,0'").await?);
        }
        assert!(holds(&visitor, &format!("{STATUS} === 'Page updated'")).await?);
        Ok(())
    });
}

#[test]
fn what_changes_beside_the_text_is_shown_and_not_announced() {
    let site = Open::new(TempGarden::of([
        ("hedgerow.toml", SETTINGS),
        ("A.md", "one"),
        ("B.md", "two"),
        ("index.md", "Home"),
    ]));
    visit_site(site, Scripts::On, |visitor| async move {
        visitor.open("/A").await?;
        mark(&visitor).await?;
        visitor.site.save(&[("Brand new.md", "three")]);
        wait(&visitor, "document.querySelector('.note-asides').textContent.includes('Brand new')").await?;
        visitor.site.save(&[("B.md", "two [[A]]")]);
        wait(&visitor, "document.querySelector('.note-links').textContent.includes('two')").await?;
        assert!(holds(&visitor, &format!("isSame && n === 2 && {STATUS} === ''")).await?);
        visitor.site.save(&[("A.md", "one and more")]);
        wait(&visitor, &format!("{STATUS} === 'Page updated'")).await?;
        assert!(
            holds(&visitor, "isSame && document.querySelector('.note-body').textContent.includes('one and more')")
                .await?
        );
        Ok(())
    });
}

#[test]
fn a_page_of_another_frame_is_loaded_anew() {
    let site = Open::new(TempGarden::of([("hedgerow.toml", SETTINGS), ("A.md", "one")]));
    visit_site(site, Scripts::On, |visitor| async move {
        visitor.open("/A").await?;
        mark(&visitor).await?;
        visitor.site.save(&[("hedgerow.toml", &SETTINGS.replace("Lanterns", "Lamps"))]);
        wait(&visitor, "document.querySelector('.site-title')?.textContent.includes('Lamps')").await?;
        assert!(!holds(&visitor, "window.isSame").await?);
        Ok(())
    });
}

#[test]
fn what_is_saved_in_an_editor_reaches_an_open_page() {
    let garden = TempGarden::of([("hedgerow.toml", SETTINGS), ("A.md", "one word"), ("B.md", "one word")]);
    visit_garden(garden.root(), Scripts::On, |visitor| async {
        let visitor = visitor;
        visitor.open("/A").await?;
        mark(&*visitor).await?;
        garden.write("B.md", "two words, of [[A]]");
        wait(&*visitor, "document.querySelector('.note-links')?.textContent.includes('two words')").await?;
        garden.write("A.md", "some more words");
        wait(&*visitor, "document.querySelector('.note-body').textContent.includes('some more words')").await?;
        assert!(holds(&*visitor, "isSame && n === 2").await?);
        Ok(())
    });
}
