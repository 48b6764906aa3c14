//! What stands around a text, in the browser: the tree of pages, previews, the page that asks for a password.

use hedgerow_tests::TempGarden;
use thirtyfour::prelude::*;

use crate::browser::{Scripts, Visitor, visit_garden};

const SETTINGS: &str = "[site]\ntitle = \"Lanterns\"\n[publish]\nmode = \"all\"\n";

fn garden(settings: &str) -> TempGarden {
    let more: String = (0..40).map(|n| format!("Line {n} of the long part.\n\n")).collect();
    TempGarden::of([
        ("hedgerow.toml", format!("{SETTINGS}{settings}")),
        (
            "index.md",
            "A garden of lanterns: [[Lantern]], [[Lantern#Oil]] and [[Lantern#^wick|the wick]].\n\nLast line."
                .to_owned(),
        ),
        (
            "Lantern.md",
            format!(
                "A lantern is a lamp in a case.\n\n## Oil\n\nThe oil is pressed from seeds, see [[Seed]].\n\n## Wick\n\nThe wick is of cotton. ^wick\n\n{more}"
            ),
        ),
        ("Shed/Seed.md", "# Seeds\n\nSmall and round.\n\n## Kept\n\nDry.\n\n## Sown\n\nIn spring.".to_owned()),
        ("Shed/Rake.md", "A rake.".to_owned()),
    ])
}

/// Where an element stands.
async fn place(visitor: &Visitor, selector: &str) -> WebDriverResult<String> {
    let script = format!(
        "const {{ x, y, width, height }} = document.querySelector(\"{selector}\").getBoundingClientRect(); return [x, y, width, height].join()"
    );
    Ok(visitor.ask(&script).await?.as_str().unwrap_or_default().to_owned())
}

const SHOWN: &str = ".preview:not([hidden])";

#[test]
fn a_link_shows_what_it_leads_to_w_16() {
    visit_garden(garden("").root(), Scripts::On, |visitor| async move {
        visitor.open("/").await?;
        let links = visitor.driver.find_all(By::Css(".note-body a.internal-link")).await?;
        let last = ".note-body > p:last-of-type";
        let before = place(&visitor, last).await?;
        for (link, holds, lacks) in [
            (&links[0], "A lantern is a lamp in a case.", "Last line"),
            (&links[1], "The oil is pressed from seeds", "of cotton"),
            (&links[2], "The wick is of cotton.", "The oil"),
        ] {
            visitor.driver.action_chain().move_to_element_center(link).perform().await?;
            let shown = visitor.find(SHOWN).await?;
            let text = shown.text().await?;
            assert!(text.starts_with("Lantern") && text.contains(holds) && !text.contains(lacks), "{text}");
            assert_eq!(link.attr("aria-describedby").await?.as_deref(), Some("preview:box"));
            assert_eq!(place(&visitor, last).await?, before, "nothing moves");
            assert!(visitor.driver.find_all(By::Css(".preview a, .preview [id], .preview button")).await?.is_empty());
            let fits = "const r = document.querySelector('.preview').getBoundingClientRect(); return r.left >= 0 && r.top >= 0 && r.right <= innerWidth && r.bottom <= innerHeight";
            assert_eq!(visitor.ask(fits).await?.as_bool(), Some(true), "it is seen whole");
            visitor.press(Key::Escape + "").await?;
            visitor.find(".preview[hidden]").await?;
        }
        Ok(())
    });
}

#[test]
fn the_keyboard_reaches_previews_and_a_key_closes_them_w_16() {
    visit_garden(garden("").root(), Scripts::On, |visitor| async move {
        visitor.open("/").await?;
        for _ in 0..60 {
            visitor.press(Key::Tab + "").await?;
            if visitor.ask("return document.activeElement.matches('.note-body a')").await?.as_bool() == Some(true) {
                break;
            }
        }
        let text = visitor.find(SHOWN).await?.text().await?;
        assert!(text.contains("A lantern is a lamp"), "{text}");
        assert_eq!(visitor.barriers().await?, Vec::<String>::new());
        visitor.press(Key::Escape + "").await?;
        visitor.find(".preview[hidden]").await?;
        let focused = visitor.ask("return document.activeElement.matches('.note-body a')").await?;
        assert_eq!(focused.as_bool(), Some(true), "the focus stays");
        Ok(())
    });
}

#[test]
fn previews_can_be_switched_off_w_16() {
    visit_garden(garden("[navigation]\n").root(), Scripts::On, |visitor| async move {
        visitor.open("/").await?;
        visitor.find(".preview").await?;
        Ok(())
    });
    let off = garden("");
    off.write("hedgerow.toml", SETTINGS.replace("[publish]", "previews = false\n[publish]"));
    visit_garden(off.root(), Scripts::On, |visitor| async move {
        visitor.open("/").await?;
        // The theme switch has its name when all scripts of the page have run.
        visitor.find("[data-theme-switch]").await?;
        visitor.find("[data-search-open]").await?.click().await?;
        visitor.find("dialog.palette[open]").await?;
        assert!(visitor.driver.find_all(By::Css(".preview")).await?.is_empty());
        Ok(())
    });
}

#[test]
fn the_tree_of_pages_works_on_every_screen_w_15() {
    for scripts in [Scripts::On, Scripts::Off] {
        visit_garden(garden("").root(), scripts, |visitor| async move {
            visitor.hold(1400, 900).await?;
            visitor.open("/Shed/Seed").await?;
            let current = visitor.find(".page-tree .site-tree a[aria-current=page]").await?;
            assert_eq!(current.prop("textContent").await?.as_deref(), Some("Seeds"));
            // The driver takes what is in a closed element for hidden, though the style sheet shows it.
            let place = current.rect().await?;
            assert!(place.width > 0.0 && place.height > 0.0, "where there is room it is open: {place:?}");
            let mut names = Vec::new();
            for link in visitor.driver.find_all(By::Css(".page-tree .site-tree a")).await? {
                names.push(link.prop("textContent").await?.unwrap_or_default());
            }
            assert_eq!(names, ["Shed", "Rake", "Seeds", "Lantern"]);
            visitor.follow(".page-tree .site-tree a[href='/Shed/Rake']").await?;
            visitor.find("article.note[data-path='Shed/Rake.md']").await?;
            visitor.follow(".page-tree .tree-all a").await?;
            visitor.find("main.page-pages .site-tree a[href='/Shed/Seed']").await?;

            visitor.hold(390, 844).await?;
            visitor.open("/Shed/Seed").await?;
            let link = visitor.find(".page-tree .site-tree a[href='/Shed/Rake']").await?;
            assert!(!link.is_displayed().await?, "on a phone it is folded");
            visitor.find(".page-tree > summary").await?.click().await?;
            assert!(visitor.find(".page-tree .site-tree a[href='/Shed/Rake']").await?.is_displayed().await?);
            if scripts == Scripts::On {
                let width = visitor.ask("return document.scrollingElement.scrollWidth").await?;
                assert!(width.as_f64().unwrap() <= 390.0, "{width}");
            }
            Ok(())
        });
    }
}

#[test]
fn a_reader_gives_the_password_without_scripts_w_31() {
    for scripts in [Scripts::On, Scripts::Off] {
        visit_garden(garden("[access]\npassword = \"open sesame\"\n").root(), scripts, |visitor| async move {
            visitor.open("/Shed/Seed").await?;
            if scripts == Scripts::On {
                for (scheme, width) in [("light", 1400), ("dark", 390)] {
                    visitor.prefer(scheme).await?;
                    visitor.hold(width, 900).await?;
                    assert_eq!(visitor.barriers().await?, Vec::<String>::new());
                }
            }
            visitor.find("input[type=password]").await?.send_keys("guess" + Key::Enter).await?;
            visitor.find("[role=alert]").await?;
            visitor.find("input[type=password]").await?.send_keys("open sesame" + Key::Enter).await?;
            visitor.find("article.note[data-path='Shed/Seed.md']").await?;
            visitor.open("/Lantern").await?;
            visitor.find("article.note[data-path='Lantern.md']").await?;
            visitor.find(".logout button").await?.send_keys(Key::Enter + "").await?;
            visitor.find("input[type=password]").await?;
            Ok(())
        });
    }
}

#[test]
fn a_heading_gives_its_link_to_the_clipboard_w_23() {
    visit_garden(garden("").root(), Scripts::On, |visitor| async move {
        visitor.open("/Lantern").await?;
        let allowed = serde_json::json!({ "permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"] });
        visitor.driver.cdp().send_raw("Browser.grantPermissions", allowed).await?;
        visitor.follow("h2#oil .heading-anchor").await?;
        visitor.find("h2#oil .heading-anchor.is-copied").await?;
        let copied = visitor
            .driver
            .execute_async(
                "navigator.clipboard.readText().then(arguments[0], error => arguments[0](String(error)))",
                vec![],
            )
            .await?;
        let copied = copied.json().as_str().unwrap_or_default().to_owned();
        assert!(copied.ends_with("/Lantern#oil"), "{copied}");
        Ok(())
    });
}
