//! Bad input of every kind, through the program itself: nothing crashes, hangs, or becomes more public.

#![cfg(unix)]

use std::net::TcpListener;
use std::process::{Command, Output};
use std::sync::atomic::{AtomicBool, Ordering};

use hedgerow_tests::{Crawl, Host, Running, TempGarden};

use crate::PROGRAM;

const PUBLIC: &str = "---\npublish: true\n---\n";
const SECRET: &str = "zzsecret";

fn check(garden: &TempGarden) -> (i32, String) {
    let Output { status, stdout, stderr } = Command::new(PROGRAM).arg("check").arg(garden.root()).output().unwrap();
    let said = [stdout, stderr].concat();
    (status.code().expect("the program ends by itself"), String::from_utf8_lossy(&said).into_owned())
}

/// A vault in which each note is wrong in another way.
fn hostile() -> TempGarden {
    let public = |body: &str| format!("{PUBLIC}{body}").into_bytes();
    let numbered = |make: fn(usize) -> String, n: usize| (0..n).map(make).collect::<String>();
    let garden = TempGarden::of([
        ("index.md", public("# Home\n\nAll is well here.")),
        ("latin-1.md", [PUBLIC.as_bytes(), b"caf\xE9 and \xFF\xFE, NUL \0 and on"].concat()),
        ("bom.md", format!("\u{FEFF}{PUBLIC}behind a mark").into_bytes()),
        ("crlf.md", format!("{PUBLIC}one\ntwo").replace('\n', "\r\n").into_bytes()),
        ("cr.md", format!("{PUBLIC}one\ntwo").replace('\n', "\r").into_bytes()),
        ("utf-16.md", format!("\u{FEFF}{PUBLIC}two bytes each").encode_utf16().flat_map(u16::to_le_bytes).collect()),
        (
            "utf-16 private.md",
            format!("\u{FEFF}---\nprivate: true\n---\n{SECRET}").encode_utf16().flat_map(u16::to_be_bytes).collect(),
        ),
        ("long line.md", public(&"word ".repeat(210_000))),
        ("long word.md", public(&"w".repeat(1 << 20))),
        ("quotes.md", public(&format!("{} deep", ">".repeat(1000)))),
        ("spaced quotes.md", public(&format!("{}deep", "> ".repeat(1000)))),
        ("lists.md", public(&numbered(|n| format!("{}- item\n", "  ".repeat(n)), 500))),
        ("brackets.md", public(&"[".repeat(20_000))),
        ("wikilinks.md", public(&"[[".repeat(20_000))),
        ("stars.md", public(&"*a _b ".repeat(10_000))),
        ("html.md", public(&"<div><b>".repeat(5_000))),
        ("comments.md", public(&format!("{} {SECRET}", "%% a %% <!-- b --> ".repeat(3_000) + "\n\n%%"))),
        ("links.md", public(&numbered(|n| format!("[[note {n}]] [[index]] "), 5_000))),
        ("footnotes.md", public(&numbered(|n| format!("a[^{n}]\n\n[^{n}]: b\n\n"), 1_000))),
        ("headings.md", public(&"## Same\n\n".repeat(2_000))),
        ("tables.md", public(&format!("|{}\n|{}\n", "a|".repeat(1_000), "-|".repeat(1_000)))),
        (
            "math.md",
            public(&format!(
                "${}x{}$ and $\\frac{{$ and $$\\def\\a{{\\a\\a}}\\a$$",
                "{".repeat(2_000),
                "}".repeat(2_000)
            )),
        ),
        ("cycle a.md", public("A ![[cycle b]]")),
        ("cycle b.md", public("B ![[cycle c]]")),
        ("cycle c.md", public("C ![[cycle a]] ![[cycle c]]")),
        ("bomb.md", yaml_bomb("publish: true")),
        ("bomb private.md", yaml_bomb("private: true")),
        ("deep yaml.md", format!("---\nprivate: true\na: {}\n---\n{SECRET}", "[".repeat(20_000)).into_bytes()),
        ("open fence.md", format!("---\nprivate: true\n{SECRET}: 1\n\n{SECRET}\n").into_bytes()),
        ("tag.md", format!("---\n!!js/function private: true\nprivate: !!bool true\n---\n{SECRET}").into_bytes()),
        ("empty.md", Vec::new()),
        ("only front.md", PUBLIC.as_bytes().to_vec()),
        ("picture.png", b"no picture at all".to_vec()),
        ("picture user.md", public("![[picture.png]] ![[huge.png|99999999999x99999999999]] ![[vanishing.png]]")),
        ("huge.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x08\x02\0\0\0".to_vec()),
        ("vanishing.png", b"here for now".to_vec()),
        ("Board.canvas", b"{\"nodes\": [{".to_vec()),
        ("board user.md", public("![[Board.canvas]] ![[Deep.canvas]] ![[Many.canvas]] ![[Circle.canvas]] ![[Bytes.canvas]]")),
        ("Deep.canvas", vec![b'['; 1 << 20]),
        (
            "Many.canvas",
            format!("{{\"nodes\": [{}]}}", vec!["{\"type\":\"file\",\"file\":\"same.md\",\"x\":1e300}"; 100_000].join(",")).into_bytes(),
        ),
        (
            "Circle.canvas",
            b"{\"nodes\": [{\"type\": \"text\", \"text\": \"![[Circle.canvas]] ![[board user]]\"}, {\"type\": \"file\", \"file\": \"board user.md\"}]}".to_vec(),
        ),
        ("Bytes.canvas", b"{\"nodes\": [{\"type\": \"text\", \"text\": \"\xFF\xFE\0\"}]}".to_vec()),
    ]);
    // A fan: each note embeds the next one many times over, so that the whole would be 8^12 words.
    for level in 0..12 {
        let body = format!("![[fan {}]] ", level + 1).repeat(8);
        garden.write(&format!("fan {level}.md"), public(&body));
    }
    garden.write("fan 12.md", public("the last"));
    // A folder where a note is expected, a pipe that nobody writes to, links to the outside, to a parent, to itself.
    std::fs::create_dir(garden.at("folder.md")).unwrap();
    let made = Command::new("mkfifo").arg(garden.at("pipe.md")).status().unwrap();
    assert!(made.success());
    let outside = garden.root().parent().unwrap().join("outside.md");
    std::fs::write(&outside, format!("{PUBLIC}{SECRET}")).unwrap();
    for (target, name) in [
        (outside.as_path(), "link out.md"),
        (garden.root(), "link up"),
        (&garden.at("link self.md"), "link self.md"),
        (std::path::Path::new("/etc"), "link etc"),
        (std::path::Path::new("/nowhere"), "link nowhere.md"),
    ] {
        std::os::unix::fs::symlink(target, garden.at(name)).unwrap();
    }
    garden
}

fn yaml_bomb(flag: &str) -> Vec<u8> {
    let mut bomb = format!("---\n{flag}\na0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for level in 1..12 {
        let before = format!("*a{}, ", level - 1).repeat(9);
        bomb.push_str(&format!("a{level}: &a{level} [{before}]\n"));
    }
    format!("{bomb}---\n{SECRET}\n").into_bytes()
}

#[test]
fn a_vault_of_bad_notes_is_checked_and_served() {
    let garden = hostile();
    let (code, said) = check(&garden);
    assert!(code < 2, "{said}");
    assert!(!said.contains("panicked"), "{said}");
    for named in ["latin-1.md:4:", "link out.md", "bomb.md", "utf-16.md"] {
        assert!(
            said.contains(named),
            "the author is told about {named}:\n{}",
            said.chars().take(4000).collect::<String>()
        );
    }

    let server = Running::start(PROGRAM, garden.root(), &[]);
    // A file that was there when the vault was read.
    garden.remove("vanishing.png");
    let seeds = ["/-/api/search?q=word", "/-/search?q=same", "/vanishing.png"].map(str::to_owned);
    let crawl = Crawl::of_garden(&server, seeds);
    for (question, answer) in &crawl.answers {
        assert!(answer.status < 500, "{question}: {answer:?}");
        assert!(answer.body.len() < 12 << 20, "{question}: {} bytes", answer.body.len());
    }
    for public in [
        "/latin-1",
        "/bom",
        "/crlf",
        "/cr",
        "/utf-16",
        "/long-line",
        "/long-word",
        "/quotes",
        "/lists",
        "/fan-0",
        "/cycle-a",
    ] {
        assert_eq!(crawl.get(public).status, 200, "{public}");
    }
    assert_eq!(crawl.get("/vanishing.png").status, 404);
    assert!(crawl.get("/latin-1").text().contains("caf\u{FFFD} and"));
    assert!(crawl.get("/bom").text().contains("behind a mark"));
    assert!(crawl.get("/cycle-a").text().contains("cycle"));
    let leaks: Vec<_> = crawl.holding(SECRET).into_iter().filter(|question| !question.contains("/bomb")).collect();
    assert_eq!(leaks, Vec::<String>::new(), "nothing becomes more public by being broken");
    assert_eq!(server.stop_with("-TERM").code(), Some(0));
}

#[test]
fn hostile_requests_are_answered_or_refused() {
    let garden = TempGarden::of([
        ("index.md", format!("{PUBLIC}# Home\n\n[[Folder/Note]] ![[a b.png]]\n")),
        ("Folder/Note.md", format!("{PUBLIC}A note.\n")),
        ("a b.png", "not a picture".to_owned()),
        ("private.md", SECRET.to_owned()),
    ]);
    std::fs::write(garden.root().parent().unwrap().join("outside.md"), format!("{PUBLIC}{SECRET}")).unwrap();
    let server = Running::start(PROGRAM, garden.root(), &[]);
    let long = "x".repeat(10 * 1024);
    let nested = "(".repeat(5_000);
    let targets = [
        "/../outside.md",
        "/%2e%2e/outside.md",
        "/%2E%2E%2Foutside.md",
        "/..%5coutside.md",
        "/..%2f..%2f..%2f..%2fetc%2fpasswd",
        "/Folder/../private",
        "/Folder/%2e%2e/private.md",
        "/Folder%2FNote",
        "/Folder%2fNote.md",
        "/Folder%5CNote",
        "//etc/passwd",
        "/./private",
        "/%00",
        "/private%00.png",
        "/private.md%00.png",
        "/%",
        "/%zz",
        "/%FF%FE",
        "/%C0%AE%C0%AE/outside.md",
        "/%252e%252e/outside.md",
        "/-/assets/../../private.md",
        "/-/assets/%2e%2e%2fCargo.toml",
        "/-/tags/../private",
        "/-/tags/%00",
        "/-/tags/%2F",
        "/-/tags//",
        "/a%0d%0aset-cookie:%20x=1",
        "/Note%0A",
        "/%F0%9F%8C%B1",
        "/?",
        "/?%",
        "/?q=%00",
        "/#",
        "/;/",
        "/Folder;x/Note",
        "/-/search?q=%00",
        "/-/search?q=%FF",
        "/-/search?q=%22open",
        "/-/search?q=%5B%5Bx%5D%5D",
        "/-/search?q=/(a+)+$/",
        "/-/search?q=a:b:c",
        "/-/search?q=OR",
        "/-/search?q=-",
        "/-/search?q=*",
        "/-/search?q=a&q=b&limit=-1&offset=99999999999999999999999",
        "/-/api/search",
        "/-/api/search?q=",
        "/-/api/search?limit=0&q=a",
        "/-/api/search?q=a&sort=%00&facets=%FF",
        "/-/api/suggest?q=%22%00",
        "/-/search.xml?q=%00%0B%EF%BF%BF%5D%5D%3E",
        "/-/search?q=(((&sort=date",
        "/-/api/search?limit=999999999&q=note",
        "/-/api/nothing",
        "/Folder/Note/Folder/Note",
        "/CON",
        "/aux.md",
        "/a%20b.png",
        "/a+b.png",
        "/A%20B.PNG",
        "http://elsewhere/private",
        "*",
    ];
    let made = [
        format!("/-/search?q={long}"),
        format!("/-/api/search?q={long}"),
        format!("/{long}"),
        format!("/-/tags/{long}"),
        format!("/-/api/search?q={nested}"),
        format!("/-/search?q={nested}"),
        format!("/-/search.xml?q={long}"),
        format!("/-/api/suggest?q={nested}"),
        format!("/-/api/search?q={}", "a%20".repeat(2_500)),
        format!("/-/api/search?q={}", "-(a%20OR%20".repeat(900)),
        format!("/{}", "%2e%2e/".repeat(1_000)),
        format!("/{}", "a/".repeat(5_000)),
        format!("/-/search?{}", "q=a&".repeat(2_500)),
    ];
    for target in targets.iter().map(ToString::to_string).chain(made) {
        for method in ["GET", "HEAD"] {
            let request = format!("{method} {target} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
            let answer = String::from_utf8_lossy(&server.send(request.as_bytes())).into_owned();
            let shown = target.chars().take(80).collect::<String>();
            let status = answer.split(' ').nth(1).unwrap_or_else(|| panic!("{method} {shown}: no answer"));
            assert!(
                ["200", "301", "307", "308", "400", "404", "414", "431"].contains(&status),
                "{method} {shown}: {status}"
            );
            assert!(!answer.contains(SECRET) && !answer.contains("root:"), "{method} {shown}: {answer}");
            assert!(!answer.to_lowercase().contains("\nset-cookie"), "{method} {shown}: {answer}");
            let location = answer.lines().find_map(|line| line.strip_prefix("location: ")).unwrap_or("/");
            assert!(location.starts_with('/') && !location.starts_with("//"), "{method} {shown} leads to {location}");
        }
    }
    // What is no HTTP at all, or not all of it.
    let many_headers = format!("GET / HTTP/1.1\r\nhost: x\r\n{}connection: close\r\n\r\n", "a: b\r\n".repeat(2_000));
    let long_header = format!("GET / HTTP/1.1\r\nhost: x\r\na: {}\r\nconnection: close\r\n\r\n", "b".repeat(1 << 20));
    let odd: [&[u8]; 12] = [
        b"\0\0\0\0\r\n\r\n",
        b"GET /\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET /private\0 HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n",
        b"GET /\xFF HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\nGET /private HTTP/1.1\r\nconnection: close\r\n\r\n",
        b"POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\nconnection: close\r\n\r\nhello",
        b"GET / HTTP/1.1\r\nhost: x\r\nrange: bytes=5-1\r\nconnection: close\r\n\r\n",
        b"GET /a-b.png HTTP/1.1\r\nhost: x\r\nrange: bytes=0-0,1-1,2-2,99999999999999999999-\r\nconnection: close\r\n\r\n",
        b"CONNECT private:443 HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n",
        many_headers.as_bytes(),
        long_header.as_bytes(),
    ];
    for request in odd {
        let answer = String::from_utf8_lossy(&server.send(request)).into_owned();
        assert!(!answer.contains(SECRET) && !answer.starts_with("HTTP/1.1 5"), "{answer}");
    }
    // And after all that the garden is as it was.
    assert!(server.get("/").text().contains("Home"));
    assert_eq!(server.stop_with("-TERM").code(), Some(0));
}

#[test]
fn an_attachment_that_turns_into_a_link_to_the_outside_is_no_longer_there() {
    let garden = TempGarden::of([
        ("index.md", format!("{PUBLIC}![[Files/a.png]] ![[b.png]]")),
        ("Files/a.png", "first".to_owned()),
        ("b.png", "first".to_owned()),
    ]);
    let outside = garden.root().parent().unwrap().join("outside");
    std::fs::create_dir(&outside).unwrap();
    std::fs::write(outside.join("a.png"), SECRET).unwrap();
    let server = Running::start(PROGRAM, garden.root(), &[]);
    assert_eq!(server.get("/b.png").status, 200);
    std::fs::rename(garden.at("Files"), garden.at("Gone")).unwrap();
    std::os::unix::fs::symlink(&outside, garden.at("Files")).unwrap();
    garden.remove("b.png");
    std::os::unix::fs::symlink(outside.join("a.png"), garden.at("b.png")).unwrap();
    let never = server.get("/never.png");
    for target in ["/Files/a.png", "/b.png"] {
        let answer = server.get(target);
        assert_eq!((answer.status, answer.holds(SECRET)), (never.status, false), "{target}");
    }
}

#[test]
fn files_may_come_and_go_while_the_vault_is_read() {
    let garden = TempGarden::of((0..60).map(|n| (format!("Note {n}.md"), format!("{PUBLIC}[[Note {}]]", n + 1))));
    let is_done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for n in (0..60).cycle() {
                if is_done.load(Ordering::Relaxed) {
                    break;
                }
                let (here, there) = (garden.at(&format!("Note {n}.md")), garden.at(&format!("Away {n}.md")));
                std::fs::rename(&here, &there).unwrap();
                std::fs::rename(&there, &here).unwrap();
            }
        });
        let ended: Vec<(i32, String)> = (0..5).map(|_| check(&garden)).collect();
        is_done.store(true, Ordering::Relaxed);
        for (code, said) in ended {
            assert!(code < 2 && !said.contains("panicked"), "{said}");
        }
    });
}

#[test]
fn a_port_in_use_and_a_vault_that_is_none_end_the_program_with_2() {
    let garden = TempGarden::of([("index.md", PUBLIC)]);
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let vault = garden.root().to_str().unwrap();
    let file = garden.at("index.md");
    let cases = [
        (vec!["serve", vault, "--port", &port], port.as_str()),
        (vec!["serve", file.to_str().unwrap(), "--port", "0"], "index.md"),
        (vec!["serve", "/no/such/folder", "--port", "0"], "/no/such/folder"),
        (vec!["check", "/dev/null"], "/dev/null"),
        (vec!["serve", vault, "--port", "99999"], "99999"),
        (vec!["serve", vault, "--port", "0", "--host", "not a host"], "not a host"),
    ];
    for (arguments, named) in cases {
        let Output { status, stderr, .. } = Command::new(PROGRAM).args(&arguments).output().unwrap();
        let err = String::from_utf8_lossy(&stderr);
        assert_eq!(status.code(), Some(2), "{arguments:?}: {err}");
        assert!(err.contains(named) && !err.contains("panicked"), "{arguments:?}: {err}");
    }
}

#[test]
fn a_note_that_cannot_be_read_is_said_and_left_out() {
    use std::os::unix::fs::PermissionsExt;

    let garden = TempGarden::of([
        ("index.md", format!("{PUBLIC}# Home\n[[Locked]]")),
        ("Locked.md", format!("{PUBLIC}{SECRET}")),
        ("Shut/Note.md", format!("{PUBLIC}{SECRET}")),
    ]);
    let lock = |path: &str, mode| std::fs::set_permissions(garden.at(path), PermissionsExt::from_mode(mode)).unwrap();
    lock("Locked.md", 0o000);
    lock("Shut", 0o000);
    // The administrator may read everything.
    if std::fs::read(garden.at("Locked.md")).is_err() {
        let (code, said) = check(&garden);
        assert_eq!(code, 1, "{said}");
        assert!(said.contains("Locked.md") && said.contains("Shut"), "{said}");
        let server = Running::start(PROGRAM, garden.root(), &[]);
        assert_eq!(server.get("/").status, 200);
        assert_eq!(server.get("/Locked").status, 404);
    }
    lock("Locked.md", 0o644);
    lock("Shut", 0o755);
}
