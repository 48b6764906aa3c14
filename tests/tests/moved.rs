//! Addresses that never die, notes that are withdrawn, and settings that are saved slowly, met in the real program.

use std::fs::{self, File};
use std::io::{Read, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use hedgerow_tests::{Crawl, Host, Living, Running, TempGarden, encoded, wait_until};

use crate::kept::{Kept, crawl, without_lengths};

/// A withdrawn note should be gone within a second; a machine that does much else at once gets more.
const AT_ONCE: Duration = Duration::from_secs(10);

/// What takes longer will never come.
const FOR_EVER: Duration = Duration::from_secs(120);

fn leads(running: &Running, from: &str, to: &str) -> bool {
    let answer = running.get(from);
    answer.status == 308 && answer.header("location") == to
}

#[test]
fn a_note_that_moves_answers_at_all_its_addresses() {
    let kept = Kept::small();
    let garden = &kept.garden;
    let words: String = (0..60).map(|n| format!("plank{n} and rope{n}\n")).collect();
    garden.write("Lane/Boat.md", &words);
    let mut running = kept.start();
    let mut old = vec!["/Lane/Boat".to_owned()];
    let mut from = "Lane/Boat.md";
    let moves = ["Pond/Boat.md", "Pond/Ship.md", "Lane/Deep/Ship.md", "Kahn.md", "Pond/Deep/Kahn.md", "Ärger.md"];
    for (n, to) in moves.into_iter().enumerate() {
        // While it runs, and while it does not; as it is, and with other words.
        let (is_stopped, is_edited) = (n % 2 == 1, n % 3 == 2);
        let make_the_move = || {
            fs::create_dir_all(garden.at(to).parent().unwrap()).unwrap();
            fs::rename(garden.at(from), garden.at(to)).unwrap();
            if is_edited {
                garden.write(to, format!("{words}Another line {n}.\n"));
            }
        };
        if is_stopped {
            kept.wait_until_remembered();
            running.kill();
            make_the_move();
            let past = kept.past();
            running = kept.start();
            kept.assert_cold(&running, past, &old);
        } else {
            make_the_move();
        }
        let url = format!("/{}", encoded(to.trim_end_matches(".md")));
        for from in &old {
            wait_until(&format!("{from} leads to {url}"), || leads(&running, from, &url));
        }
        kept.settle(&running, &old);
        old.push(url);
        from = to;
    }
    // A new note at an old address wins.
    garden.write("Pond/Boat.md", "another boat");
    wait_until("the new note is there", || running.get("/Pond/Boat").holds("another boat"));
    assert!(leads(&running, "/Pond/Ship", "/%C3%84rger"));
    kept.settle(&running, &old);
}

#[test]
fn a_folder_that_is_renamed_keeps_all_addresses() {
    let kept = Kept::small();
    (0..50).for_each(|n| kept.garden.write(&format!("Many/Note {n}.md"), format!("Number {n} in the bed.")));
    let running = kept.start();
    fs::rename(kept.garden.at("Many"), kept.garden.at("More")).unwrap();
    let old: Vec<String> = (0..50).map(|n| format!("/Many/Note-{n}")).collect();
    for (n, from) in old.iter().enumerate() {
        wait_until("a folder is renamed", || leads(&running, from, &format!("/More/Note-{n}")));
    }
    kept.settle(&running, &old);
}

#[test]
fn a_look_waits_while_git_is_at_work() {
    let kept = Kept::small();
    let git = kept.garden.at(".git");
    fs::create_dir(&git).unwrap();
    let running = kept.start();
    let lock = git.join("index.lock");
    let mut n_counted = 0;
    for n in 0..20 {
        let started = Instant::now();
        fs::write(&lock, "").unwrap();
        let (from, to) = (format!("Lane/Boat {n}.md"), format!("Lane/Boat {}.md", n + 1));
        if n > 0 {
            fs::remove_file(kept.garden.at(&from)).unwrap();
        }
        std::thread::sleep(Duration::from_millis(300));
        let is_there = n == 0 || running.get(&format!("/Lane/Boat-{n}")).status == 200;
        fs::write(kept.garden.at(&to), format!("Boat number {n}.")).unwrap();
        std::thread::sleep(Duration::from_millis(300));
        let is_early = running.get(&format!("/Lane/Boat-{}", n + 1)).status == 200;
        // On a machine that is busy elsewhere the lock may have grown old.
        if started.elapsed() < Duration::from_secs(2) {
            assert!(is_there && !is_early, "it was looked at in the middle, at number {n}");
            n_counted += 1;
        }
        fs::remove_file(&lock).unwrap();
        wait_until("git is done", || running.get(&format!("/Lane/Boat-{}", n + 1)).status == 200);
        if n_counted == 3 {
            break;
        }
    }
    assert!(n_counted > 0, "the machine was never quiet");
    // A lock that was left behind stops nothing for long.
    fs::write(&lock, "").unwrap();
    kept.garden.write("Lane/Late.md", "Late.");
    wait_until("the lock is old", || running.get("/Lane/Late").status == 200);
}

const FERN: &str = "---\naliases: [Bracken]\ntags: [forest/floor]\ncreated: 2022-03-04\n---\n# Fern\nThe zzfern unrolls. ![[frond.png]] [[Heron]] [spores](spores.pdf)\n";

/// Every address of the note of ferns, and all searches that met it.
fn ferns() -> Vec<String> {
    let searches = [
        "zzfern",
        "zzfer",
        "zzf",
        "fern",
        "unrolls",
        "bracken",
        "tag:forest",
        "tag:forest/floor",
        "path:Wood",
        "river",
    ];
    let searches = searches.iter().map(|query| format!("/-/api/search?limit=50&q={}", encoded(query)));
    let places = [
        "/Wood/Fern",
        "/Wood/Fern.md",
        "/Wood/Old-fern",
        "/Bracken",
        "/Wood/Bracken",
        "/Wood",
        "/Wood/",
        "/frond.png",
        "/Wood/frond.png",
        "/Wood/spores.pdf",
        "/-/tags/forest",
        "/-/tags/forest/floor",
    ];
    searches.chain(places.map(str::to_owned)).collect()
}

/// A garden with a note of ferns that once had another address, and the same garden in which the note was never public.
fn with_ferns() -> (Kept, Running) {
    let kept = Kept::small();
    kept.garden.write("Wood/frond.png", "frond");
    kept.garden.write("Wood/spores.pdf", "spores");
    kept.garden.write("Wood/Old fern.md", FERN);
    kept.garden.write("Lane/Links.md", "To [[Fern]] by the river.");
    let running = kept.start();
    fs::rename(kept.garden.at("Wood/Old fern.md"), kept.garden.at("Wood/Fern.md")).unwrap();
    wait_until("it has moved", || leads(&running, "/Wood/Old-fern", "/Wood/Fern"));
    for target in ["/Wood/Fern", "/Wood/frond.png", "/Wood/spores.pdf", "/-/tags/forest/floor"] {
        assert_eq!(running.get(target).status, 200, "{target}");
    }
    assert!(leads(&running, "/Wood/Bracken", "/Wood/Fern") || leads(&running, "/Bracken", "/Wood/Fern"));
    crawl(&running, &ferns());
    (kept, running)
}

/// Makes an edit that withdraws the note of ferns, and holds that it is gone at once, completely, and for good.
fn withdraws(kept: &Kept, running: Running, edit: impl FnOnce(&TempGarden)) {
    let mut stream = running.connect().unwrap();
    let open = "GET /-/events?page=/Wood/Fern&tag= HTTP/1.1\r\nhost: garden.test\r\n\r\n";
    stream.write_all(open.as_bytes()).unwrap();
    edit(&kept.garden);
    let took = wait_until("the note is gone", || running.get("/Wood/Fern").status == 404);
    // All that belongs to it went in the same moment.
    let after = crawl(&running, &ferns());
    eprintln!("withdrawn after {} ms", took.as_millis());
    assert!(took < AT_ONCE, "{took:?}");

    let never = TempGarden::copy_of(kept.garden.root());
    let remains = never.at("Wood/Fern.md");
    if remains.exists() {
        fs::remove_file(remains).unwrap();
    }
    let asked = after.answers.keys().map(|asked| asked.target.clone());
    let never = without_lengths(Crawl::of_garden(&Living::open(never.root(), None), asked));
    let difference = after.difference(&never);
    assert_eq!(difference, None, "a garden in which it never was answers otherwise");
    assert_eq!(after.get("/Wood/Old-fern").status, 404);
    for page in ["/Wood/Fern", "/Wood/Old-fern", "/Wood/Never"] {
        // Who waits for news of it hears what who waits for any other address hears.
        let said = heard_first(&running, page);
        assert!(!said.contains("zzfern") && said == heard_first(&running, "/Wood/Never"), "{page}: {said}");
    }
    let mut heard = [0; 2000];
    let n_heard = stream.read(&mut heard).unwrap();
    assert!(n_heard > 0 && !String::from_utf8_lossy(&heard[..n_heard]).contains("zzfern"));

    kept.settle(&running, &ferns());
    kept.wait_until_remembered();
    running.kill();
    let past = kept.past();
    let running = kept.start();
    kept.assert_cold(&running, past, &ferns());
    let again = crawl(&running, &ferns());
    assert_eq!(again.get("/Wood/Old-fern").status, 404);
    assert_eq!(again.difference(&never), None, "nor does it come back");
}

/// The head of the answer to who waits for news of a page.
fn heard_first(running: &Running, page: &str) -> String {
    let mut stream = running.connect().unwrap();
    let open = format!("GET /-/events?page={page}&tag=x HTTP/1.1\r\nhost: garden.test\r\n\r\n");
    stream.write_all(open.as_bytes()).unwrap();
    let mut heard = Vec::new();
    let mut byte = [0];
    while !heard.ends_with(b"\r\n\r\n") && stream.read(&mut byte).unwrap() > 0 {
        heard.push(byte[0]);
    }
    let heard = String::from_utf8_lossy(&heard).into_owned();
    heard.lines().filter(|line| !line.to_lowercase().starts_with("date:")).map(|line| format!("{line}\n")).collect()
}

#[test]
fn a_note_that_is_withdrawn_by_its_flag_never_was() {
    let (kept, running) = with_ferns();
    withdraws(&kept, running, |garden| garden.write("Wood/Fern.md", FERN.replace("---\n#", "publish: false\n---\n#")));
}

#[test]
fn a_note_that_is_withdrawn_by_the_settings_never_was() {
    let (kept, running) = with_ferns();
    withdraws(&kept, running, |garden| {
        let settings = fs::read_to_string(garden.at("hedgerow.toml")).unwrap();
        garden.write("hedgerow.toml", settings.replace("[\"Private\"]", "[\"Private\", \"Wood\"]"));
    });
}

#[test]
fn a_note_that_is_deleted_never_was_once_it_stays_away() {
    let (kept, running) = with_ferns();
    kept.garden.remove("Wood/Fern.md");
    let took = wait_until("the note is gone", || running.get("/Wood/Fern").status == 404);
    assert!(took < AT_ONCE, "{took:?}");
    let after = crawl(&running, &ferns());
    assert!(after.holding("unrolls").iter().all(|asked| asked.contains("q=unrolls")), "{:?}", after.holding("unrolls"));
    for target in ["/Wood/Old-fern", "/Bracken", "/Wood/frond.png", "/Wood/spores.pdf", "/-/tags/forest"] {
        assert_eq!(after.get(target).status, 404, "{target}");
    }
    kept.settle(&running, &ferns());
    // It comes back elsewhere, as from a folder of things thrown away.
    kept.garden.write("Lane/Fern.md", FERN);
    wait_until("it is back", || {
        leads(&running, "/Wood/Old-fern", "/Lane/Fern") && leads(&running, "/Wood/Fern", "/Lane/Fern")
    });
    kept.settle(&running, &ferns());
}

#[test]
fn settings_that_are_broken_leave_the_last_good_ones_in_force() {
    let kept = Kept::small();
    let running = kept.start();
    let before = crawl(&running, &[]);
    let good = fs::read_to_string(kept.garden.at("hedgerow.toml")).unwrap();
    for (n, bad) in
        ["[publish]\nmode = \"al", "[publish]\nexlude = []", "mode = 3", "\u{fffd}\0"].into_iter().enumerate()
    {
        kept.garden.write("hedgerow.toml", bad);
        let n_told =
            || running.heard().iter().filter(|line| line.contains("the last good settings stay in force")).count();
        wait_until("it is told", || n_told() == n + 1);
        assert_eq!(crawl(&running, &[]).difference(&before), None);
        kept.garden.write("Lane/Reeds.md", format!("edit {n}"));
        wait_until("an edit is seen all the same", || running.get("/Lane/Reeds").holds(&format!("edit {n}")));
        kept.garden.write("Lane/Reeds.md", "## Stems\nReeds, reeds. ![[Heron]]");
        wait_until("an edit is seen all the same", || crawl(&running, &[]).difference(&before).is_none());
    }
    kept.garden.write("hedgerow.toml", good.replace("Banks", "Shores"));
    wait_until("the new ones are in force", || running.get("/").holds("Shores"));
    kept.settle(&running, &[]);
}

/// What the settings hide, in a vault of which everything else is public.
const HIDING: &str = "[site]\ntitle = \"Banks\"\n\n[publish]\nmode = \"all\"\nexclude = [\"Attic\", \"Cellar\", \"Private\"]\nignore = [\"Loft\"]\n\n[navigation]\norder = [\"Lane\"]\n";

/// Saves settings in some way, again and again, while a reader asks for what they hide. `save` tells whether nothing but whole
/// settings stood there for long: on a machine that is busy elsewhere it may have, and then that time does not count.
fn hides_all_the_while(save: impl Fn(&TempGarden, &str) -> bool + Sync) {
    let kept = Kept::small();
    kept.garden.write("Attic/Key.md", "zzcanary key");
    kept.garden.write("Cellar/Wine.md", "zzcanary wine");
    kept.garden.write("Loft/Dust.md", "---\npublish: true\n---\nzzcanary dust");
    kept.garden.write("hedgerow.toml", HIDING);
    let running = kept.start();
    let (mut n_counted, mut n_asked) = (0, 0);
    for n in 0..60 {
        let settings = HIDING.replace("Banks", &format!("Banks {n}."));
        let is_saved = AtomicBool::new(false);
        let (is_quick, seen) = std::thread::scope(|scope| {
            let saving = scope.spawn(|| {
                let is_quick = save(&kept.garden, &settings);
                is_saved.store(true, Ordering::Relaxed);
                is_quick
            });
            let (mut seen, mut is_last) = (Vec::new(), false);
            let started = Instant::now();
            while !is_last {
                assert!(started.elapsed() < FOR_EVER, "new settings are never in force: {:?}", running.heard());
                // Once more when it is saved and in force.
                is_last = is_saved.load(Ordering::Relaxed) && running.get("/").holds(&format!("Banks {n}."));
                for url in ["/Attic/Key", "/Cellar/Wine", "/Loft/Dust"] {
                    n_asked += 1;
                    seen.extend(Some(url).filter(|url| running.get(url).status != 404));
                }
            }
            (saving.join().unwrap(), seen)
        });
        if is_quick {
            assert_eq!(seen, Vec::<&str>::new(), "shown while the settings were saved, at number {n}");
            n_counted += 1;
        }
        // What stood there for long, such as a part with the title, may have been in force until the whole was.
        let is_hidden = |url: &&str| running.get(url).status == 404;
        wait_until("all settings are in force", || ["/Attic/Key", "/Cellar/Wine", "/Loft/Dust"].iter().all(is_hidden));
        if n_counted == 6 {
            break;
        }
    }
    eprintln!("asked {n_asked} times while settings were saved {n_counted} times");
    assert!(n_counted > 0, "the machine was never quiet");
    kept.settle(&running, &[]);
}

/// Writes a file piece by piece; tells whether no piece was the last one for long.
fn write_slowly(file: &mut File, pieces: &[&str]) -> bool {
    let mut is_quick = true;
    for (n, piece) in pieces.iter().enumerate() {
        let started = Instant::now();
        std::thread::sleep(Duration::from_millis(20 + 10 * (n as u64 % 4)));
        file.write_all(piece.as_bytes()).unwrap();
        is_quick &= started.elapsed() < Duration::from_millis(100);
    }
    is_quick
}

#[test]
fn settings_that_are_saved_in_pieces_show_nothing_meanwhile() {
    hides_all_the_while(|garden, settings| {
        let mut file = File::create(garden.at("hedgerow.toml")).unwrap();
        write_slowly(&mut file, &settings.split_inclusive('\n').collect::<Vec<_>>())
    });
}

#[test]
fn settings_that_are_gone_for_a_moment_show_nothing_meanwhile() {
    hides_all_the_while(|garden, settings| {
        let started = Instant::now();
        garden.remove("hedgerow.toml");
        std::thread::sleep(Duration::from_millis(300));
        let at = garden.at("hedgerow.toml.new");
        fs::write(&at, settings).unwrap();
        fs::rename(at, garden.at("hedgerow.toml")).unwrap();
        started.elapsed() < Duration::from_millis(600)
    });
}

#[test]
fn a_private_note_that_is_saved_in_pieces_is_not_shown_meanwhile() {
    let kept = Kept::small();
    let running = kept.start();
    let before = crawl(&running, &["/Otter".to_owned()]);
    let (mut n_counted, mut n_asked) = (0, 0);
    for n in 0..60 {
        let text = format!("---\naliases: [zzcanary-alias]\npublish: false\n---\nzzcanary otter {n}\n");
        let is_saved = AtomicBool::new(false);
        let (is_quick, seen) = std::thread::scope(|scope| {
            let saving = scope.spawn(|| {
                let mut file = File::create(kept.garden.at("Otter.md")).unwrap();
                let is_quick = write_slowly(&mut file, &text.split_inclusive('\n').collect::<Vec<_>>());
                is_saved.store(true, Ordering::Relaxed);
                is_quick
            });
            let mut seen = 0;
            while !is_saved.load(Ordering::Relaxed) {
                n_asked += 1;
                seen += usize::from(running.get("/Otter").status != 404 || running.get("/-/pages").holds("Otter"));
            }
            (saving.join().unwrap(), seen)
        });
        if is_quick {
            assert_eq!(seen, 0, "shown while the note was saved, at number {n}");
            n_counted += 1;
        }
        if n_counted == 6 {
            break;
        }
    }
    eprintln!("asked {n_asked} times while a private note was saved {n_counted} times");
    assert!(n_counted > 0, "the machine was never quiet");
    assert_eq!(crawl(&running, &["/Otter".to_owned()]).difference(&before), None);
}

#[test]
fn settings_that_are_deleted_are_those_of_a_start_without() {
    let kept = Kept::small();
    kept.garden.write("Lane/Boat.md", "---\npublish: true\n---\nA boat.");
    let running = kept.start();
    assert_eq!(running.get("/Lane/Heron").status, 200);
    kept.garden.remove("hedgerow.toml");
    wait_until("only what says so is public", || running.get("/Lane/Heron").status == 404);
    kept.garden.write("Lane/Heron.md", "---\npublish: true\n---\nA heron.");
    wait_until("an edit is seen", || running.get("/Lane/Heron").holds("A heron."));
    let living = Living::open(kept.garden.root(), kept.past());
    let [warm, cold] = [Crawl::of_garden(&running, []), Crawl::of_garden(&living, [])].map(without_lengths);
    assert_eq!(warm.difference(&cold), None);
}

#[test]
fn a_password_is_asked_for_while_settings_are_saved_in_pieces() {
    let settings = "[site]\ntitle = \"Banks\"\n[publish]\nmode = \"all\"\n[access]\npassword = \"open sesame\"\n";
    let kept = Kept::of(TempGarden::of([("hedgerow.toml", settings), ("index.md", "Home of zzcanary.")]));
    let running = kept.start();
    let (mut n_counted, mut n_asked) = (0, 0);
    for n in 0..60 {
        let is_saved = AtomicBool::new(false);
        let (is_quick, seen) = std::thread::scope(|scope| {
            let saving = scope.spawn(|| {
                let mut file = File::create(kept.garden.at("hedgerow.toml")).unwrap();
                let is_quick = write_slowly(&mut file, &settings.split_inclusive('\n').collect::<Vec<_>>());
                is_saved.store(true, Ordering::Relaxed);
                is_quick
            });
            let mut seen = 0;
            while !is_saved.load(Ordering::Relaxed) {
                n_asked += 1;
                seen += usize::from(running.get("/").status != 401);
            }
            (saving.join().unwrap(), seen)
        });
        if is_quick {
            assert_eq!(seen, 0, "open to all while the settings were saved, at number {n}");
            n_counted += 1;
        }
        if n_counted == 4 {
            break;
        }
    }
    eprintln!("asked {n_asked} times while settings were saved {n_counted} times");
    assert!(n_counted > 0, "the machine was never quiet");
}
