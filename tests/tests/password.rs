//! A site with a password: who has not given it learns nothing, at no address and in no way (rule W-31).

use std::collections::BTreeSet;

use hedgerow_tests::{Answer, Crawl, Door, Host, Question, TempGarden};

const PASSWORD: &str = "open sesame & more";

/// Words that stand in the garden, each in another place.
const SIGNS: [&str; 9] =
    ["zztitle", "zznote", "zztext", "zzalias", "zztag", "zzsong", "zzicon", "zzstyle", "zzdescription"];

fn garden(greeting: &str) -> TempGarden {
    let settings = format!(
        "[site]\ntitle = \"Zztitle\"\ndescription = \"zzdescription\"\nbase_url = \"https://example.org\"\npublish_css = true\n\
         [publish]\nmode = \"all\"\n[access]\npassword = \"{PASSWORD}\"\n{greeting}"
    );
    TempGarden::of([
        ("hedgerow.toml", settings.as_str()),
        ("index.md", "Here is zztext. See [[Zznote]]. ![[zzsong.mp3]]"),
        (
            "Folder/Zznote.md",
            "---\naliases: [Zzalias]\ncreated: 2024-01-05\n---\nMore zztext. #zztag\n\n## Part\n\n$x^2$",
        ),
        ("Folder/Other.md", "To [[Zznote#Part]]."),
        ("zzsong.mp3", "zzsong zzsong zzsong"),
        ("favicon.ico", "zzicon"),
        ("favicon-32x32.png", "zzicon"),
        ("publish.css", "body { --zzstyle: red }"),
    ])
}

fn login(password: &str, to: &str) -> Question {
    Question::get("/-/login").form(&[("password", password), ("to", to)])
}

/// Gives the password and returns the cookie.
fn cookie(door: &Door) -> String {
    let answer = door.ask(&login(PASSWORD, "/"));
    assert_eq!((answer.status, answer.header("location")), (303, "/"), "{answer:?}");
    answer.header("set-cookie").split(';').next().unwrap().to_owned()
}

/// A reader who has given the password.
struct Reader {
    door: Door,
    cookie: String,
}

impl Host for Reader {
    fn ask(&self, question: &Question) -> Answer {
        self.door.ask(&question.clone().with("cookie", self.cookie.clone()))
    }
}

/// An answer of the gate, without the address that it repeats.
fn bare(answer: &Answer) -> (Vec<(String, String)>, String) {
    let text = answer.text();
    let text = match text.split_once("name=\"to\" value=\"") {
        Some((before, rest)) => format!("{before}{}", rest.split_once('"').map_or("", |(_, after)| after)),
        None => text,
    };
    let text = text.replace("<input type=\"hidden\" >", "").replace("<input type=\"hidden\" name=\"to\">", "");
    (answer.headers.iter().filter(|(name, _)| name != "content-length").cloned().collect(), text)
}

#[test]
fn every_address_is_closed_in_every_way_w_31() {
    let garden = garden("");
    let door = Door::open(garden.root());
    let reader = Reader { cookie: cookie(&door), door };
    let searches = [
        "/-/api/search?q=zztext",
        "/-/search?q=zztext",
        "/-/search.xml?q=zztext",
        "/-/api/suggest?q=zz",
        "/Zzalias",
        "/folder/zznote.md",
        "/-/pages/2",
        "/-/backlinks/Folder/Zznote",
    ];
    let known = Crawl::of(&reader, searches.map(ToOwned::to_owned));
    for sign in SIGNS {
        assert!(!known.holding(sign).is_empty(), "a reader with the password meets {sign}");
    }
    let kinds: BTreeSet<&str> = known.answers.values().map(|answer| answer.header("content-type")).collect();
    assert!(kinds.len() >= 12, "pages, data, feeds, fonts, scripts, files: {kinds:?}");
    let nothing = reader.door.get("/never-was");
    for question in known.answers.keys() {
        let target = || Question::get(&question.target);
        for stranger in [
            target(),
            target().with("range", "bytes=0-3"),
            target().with("if-none-match", "*"),
            target().with("cookie", "hedgerow=0"),
            target().with("cookie", "hedgerow="),
            target().with("cookie", format!("other={}", &reader.cookie["hedgerow=".len()..])),
            target().with("authorization", "Basic aGVkZ2Vyb3c6b3BlbiBzZXNhbWU="),
            target().with("x-original-url", "/-/login"),
            target().method("HEAD"),
            target().method("POST"),
            target().method("OPTIONS"),
            target().method("PROPFIND"),
        ] {
            let answer = reader.door.ask(&stranger);
            assert_eq!(answer.status, 401, "{stranger}");
            for sign in SIGNS.into_iter().filter(|sign| !question.target.to_lowercase().contains(sign)) {
                assert!(!answer.holds(sign), "{sign} is told by {stranger}");
            }
            if stranger.method == "HEAD" {
                assert_eq!(answer.body, b"", "{stranger}");
            } else {
                assert_eq!(bare(&answer), bare(&nothing), "{stranger} is answered as what never was");
            }
        }
    }
}

#[test]
fn the_password_lets_in_and_nothing_else_does_w_31() {
    let garden = garden("");
    let door = Door::open(garden.root());
    for wrong in ["", "open", "Open sesame & more", "open sesame &amp; more"] {
        let answer = door.ask(&login(wrong, "/Folder/Zznote"));
        assert_eq!((answer.status, answer.header("set-cookie")), (401, ""), "{wrong}");
        assert!(answer.text().contains("not the password") && answer.text().contains("value=\"/Folder/Zznote\""));
    }
    let answer = door.ask(&login(PASSWORD, "/Folder/Zznote?x=1"));
    assert_eq!((answer.status, answer.header("location")), (303, "/Folder/Zznote?x=1"));
    let set = answer.header("set-cookie");
    for part in ["Path=/;", "HttpOnly", "SameSite=Lax", "Secure", "Max-Age="] {
        assert!(set.contains(part), "{part} in {set}");
    }
    for elsewhere in ["https://elsewhere.org/", "//elsewhere.org", "/\\elsewhere.org", "javascript:alert(1)"] {
        assert_eq!(door.ask(&login(PASSWORD, elsewhere)).header("location"), "/", "{elsewhere}");
    }
    let reader = Reader { cookie: set.split(';').next().unwrap().to_owned(), door };
    let page = reader.get("/Folder/Zznote");
    assert_eq!((page.status, page.header("cache-control")), (200, "private, no-cache"));
    assert!(page.text().contains("action=\"/-/logout\""), "a reader may ask to be forgotten");
    let font = page.text().split('"').find(|part| part.ends_with(".woff2")).unwrap().to_owned();
    assert_eq!(reader.get(&font).header("cache-control"), "private, max-age=31536000, immutable");
    assert_eq!(reader.ask(&Question::get("/").method("POST")).status, 405, "the site stays read only");
    let forgotten = reader.ask(&Question::get("/-/logout").method("POST"));
    assert_eq!(forgotten.status, 303);
    assert!(
        forgotten.header("set-cookie").starts_with("hedgerow=; ")
            && forgotten.header("set-cookie").contains("Max-Age=0")
    );
    // The same password, the same cookie: a restart asks nobody again.
    let again = Reader { door: Door::open(garden.root()), cookie: reader.cookie };
    assert_eq!(again.get("/").status, 200);
    garden.write("hedgerow.toml", "[publish]\nmode = \"all\"\n[access]\npassword = \"another one\"\n");
    let other = Reader { door: Door::open(garden.root()), cookie: again.cookie };
    assert_eq!(other.get("/").status, 401, "another password makes all cookies void");
}

#[test]
fn guessing_is_slow_w_31() {
    let garden = garden("");
    let door = Door::open(garden.root());
    let cookie = cookie(&door);
    let tried: Vec<Answer> = (0..60).map(|_| door.ask(&login("guess", "/"))).collect();
    let refused = tried.iter().find(|answer| answer.status == 429).expect("so many tries are too many");
    assert!(!refused.header("retry-after").is_empty() && refused.header("set-cookie").is_empty());
    assert!(refused.text().contains("many tries"));
    assert_eq!(Reader { door, cookie }.get("/").status, 200, "who is in stays in");
}

#[test]
fn the_page_says_what_the_owner_wants_it_to_say_w_31() {
    let plain = Door::open(garden("").root()).get("/").text();
    assert!(plain.contains("<h1 dir=\"auto\">A closed garden</h1>") && plain.contains("noindex"));
    assert!(!plain.contains("<script") && !plain.contains("src="), "it needs nothing from behind the gate");
    let greeted = garden("greeting = \"Robin's <notes>\"\n");
    let text = Door::open(greeted.root()).get("/").text();
    assert!(text.contains("<h1 dir=\"auto\">Robin&#39;s &lt;notes&gt;</h1>"), "{text}");
}

#[test]
fn the_gate_works_below_a_path_w_31() {
    let garden = TempGarden::of([
        (
            "hedgerow.toml",
            "[site]\nbase_url = \"http://example.org/notes\"\n[publish]\nmode = \"all\"\n[access]\npassword = \"x\"\n",
        ),
        ("Note.md", "zztext"),
    ]);
    let door = Door::open(garden.root());
    for address in ["/", "/notes", "/notes/", "/notes/Note", "/-/login", "/elsewhere"] {
        assert_eq!(door.get(address).status, 401, "{address}");
    }
    assert_eq!(door.ask(&login("x", "/notes/Note")).status, 401, "the form is sent below the path too");
    let answer = door.ask(&Question::get("/notes/-/login").form(&[("password", "x"), ("to", "/Note")]));
    assert_eq!((answer.status, answer.header("location")), (303, "/notes/"));
    let set = answer.header("set-cookie");
    assert!(set.contains("Path=/notes;") && !set.contains("Secure"), "{set}");
    let reader = Reader { cookie: set.split(';').next().unwrap().to_owned(), door };
    assert!(reader.get("/notes/Note").holds("zztext"));
}
