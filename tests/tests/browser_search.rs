//! What helps to ask, in the browser: tags and operators that complete, and ways out where nothing is found.

use hedgerow_tests::TempGarden;
use thirtyfour::prelude::*;

use crate::browser::{Scripts, visit_garden};

fn garden() -> TempGarden {
    TempGarden::of([
        ("hedgerow.toml", "[site]\ntitle = \"Tides\"\n[publish]\nmode = \"all\"\n"),
        ("Rain.md", "---\ntags: [weather/wet]\n---\nA shower in March. #water"),
        ("Tide.md", "---\ntags: [weather, water]\n---\nThe moon and the gauge."),
        ("Secret.md", "---\ntags: [wealth]\npublish: false\n---\nA shower of gold."),
    ])
}

const FIELD: &str = "dialog.palette[open] input[role=combobox]";

#[test]
fn a_tag_is_completed_while_it_is_typed() {
    visit_garden(garden().root(), Scripts::On, |visitor| async move {
        visitor.open("/").await?;
        visitor.press("/").await?;
        let field = visitor.find(FIELD).await?;
        field.send_keys("#wea").await?;
        // Nothing has the tag `wea`, so the first way to go on is chosen.
        visitor.find(".palette-completion[aria-selected=true]").await?;
        let ways = visitor.driver.find_all(By::Css("[role=listbox] .palette-completion[role=option]")).await?;
        let mut texts = Vec::new();
        for way in &ways {
            texts.push(way.text().await?.split_whitespace().collect::<Vec<_>>().join(" "));
        }
        assert_eq!(texts, ["#weather 2 notes", "#weather/wet 1 note"], "the tags of public notes");
        let named = "const group = document.querySelector('.palette-completion').closest('[role=group]'); \
            return document.getElementById(group.getAttribute('aria-labelledby')).textContent";
        assert_eq!(visitor.ask(named).await?, "Go on with");
        assert_eq!(field.attr("aria-activedescendant").await?.as_deref(), Some("palette-hit-0"));
        assert_eq!(visitor.barriers().await?, Vec::<String>::new());

        visitor.press(Key::Enter + "").await?;
        // Now notes are found, and the first of them is chosen; what is nested in the tag is offered above.
        visitor.find(".palette-note[aria-selected=true]").await?;
        assert_eq!(field.prop("value").await?.as_deref(), Some("#weather "), "the next word may follow");
        assert!(visitor.driver.active_element().await?.element_id() == field.element_id(), "one may type on");
        visitor.press(Key::Up + "").await?;
        visitor.find(".palette-completion[aria-selected=true]").await?;
        visitor.press(Key::Enter + "").await?;
        visitor.driver.query(By::Css(".palette-completion")).not_exists().await?;
        assert_eq!(field.prop("value").await?.as_deref(), Some("#weather/wet "));
        visitor.find(".palette-note[aria-selected=true]").await?;
        visitor.press("showe" + Key::Enter).await?;
        Ok(())
    });
}

#[test]
fn an_operator_offers_what_it_knows() {
    visit_garden(garden().root(), Scripts::On, |visitor| async move {
        visitor.open("/").await?;
        visitor.press("/").await?;
        let field = visitor.find(FIELD).await?;
        for (typed, expected) in [
            ("moon is:", &["is:orphan", "is:tagged", "is:untagged"][..]),
            ("has:ta", &["has:tag", "has:task"]),
            ("hea", &[]),
            ("year:1", &[]),
        ] {
            field.clear().await?;
            field.send_keys(typed).await?;
            let answered = format!(
                "const rows = [...document.querySelectorAll('.palette-completion bdi')].map((row) => row.textContent); \
                return document.querySelector('#palette-hits[aria-busy=false]') && rows.join() === {expected:?}.join()"
            );
            let is_answered = || async { Ok::<bool, WebDriverError>(visitor.ask(&answered).await? == true) };
            let mut n_left = 400;
            while !is_answered().await? {
                n_left -= 1;
                assert!(n_left > 0, "{typed}: {expected:?}");
                tokio::time::sleep(std::time::Duration::from_millis(25)).await;
            }
            let notices = visitor.driver.find_all(By::Css(".palette-notices:not([hidden])")).await?;
            assert!(notices.is_empty() || expected.is_empty(), "{typed}: what is not finished is no mistake");
        }
        Ok(())
    });
}

#[test]
fn without_scripts_the_page_offers_ways_out() {
    visit_garden(garden().root(), Scripts::Off, |visitor| async move {
        visitor.open("/-/search?q=moon+tag%3Awea").await?;
        visitor.follow(".search-ways a[href$='tag%3Aweather']").await?;
        visitor.find(".search-hit a[href='/Tide']").await?;

        visitor.open("/-/search?q=shower+tag%3Aweather+-tag%3Awater").await?;
        let way = visitor.find(".search-ways li").await?.text().await?;
        assert_eq!(way, "without -tag:water 1 note");
        visitor.follow(".search-ways a").await?;
        visitor.find(".search-hit a[href='/Rain']").await?;

        visitor.open("/-/search?q=guage").await?;
        visitor.follow(".search-suggestion a").await?;
        visitor.find(".search-hit a[href='/Tide'] ~ *, .search-hit a[href='/Tide']").await?;
        assert_eq!(visitor.find("#search-words").await?.prop("value").await?.as_deref(), Some("gauge"));
        Ok(())
    });
}
