//! The program as a process: few tests, to prove that flags, streams, signals and exit codes are wired.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop where it stands")]

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Output, Stdio};

use tempfile::TempDir;

fn vault(text: &str) -> TempDir {
    let root = tempfile::tempdir().unwrap();
    fs::write(root.path().join("Note.md"), text).unwrap();
    root
}

fn hedgerow(vault: &TempDir, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hedgerow"));
    command.current_dir(vault.path()).args(arguments).stdin(Stdio::null());
    command
}

fn output(vault: &TempDir, arguments: &[&str]) -> (i32, String, String) {
    let Output { status, stdout, stderr } = hedgerow(vault, arguments).output().unwrap();
    (status.code().unwrap(), String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap())
}

/// A server that was started, and the lines it printed first.
struct Running {
    process: Child,
    said: Vec<String>,
}

impl Running {
    fn start(vault: &TempDir, arguments: &[&str]) -> Self {
        let arguments = [&["serve", "--port", "0"], arguments].concat();
        let mut process = hedgerow(vault, &arguments).stdout(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let said = lines.by_ref().take(3).map(Result::unwrap).collect();
        Self { process, said }
    }

    fn get(&self, path: &str) -> String {
        let address = self.said[0].split_once("http://").unwrap().1;
        let mut stream = TcpStream::connect(address.split('/').next().unwrap()).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    }

    fn stop_with(mut self, signal: &str) -> Option<i32> {
        let killed = Command::new("kill").args([signal, &self.process.id().to_string()]).status().unwrap();
        assert!(killed.success());
        self.process.wait().unwrap().code()
    }
}

#[test]
fn serve_answers_says_so_and_stops_cleanly() {
    let vault = vault("---\npublish: true\n---\nHello, reader.\n");
    for signal in ["-TERM", "-INT"] {
        let running = Running::start(&vault, &["--title", "Garden"]);
        assert!(running.said[0].starts_with("Garden is open at http://127.0.0.1:"), "{:?}", running.said);
        assert!(running.said[1].starts_with("1 note, 1 public, ready in "), "{:?}", running.said);
        let answer = running.get("/Note");
        assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("Hello, reader."), "{answer}");
        assert_eq!(running.stop_with(signal), Some(0), "{signal}");
    }
}

#[test]
fn who_stops_a_start_does_not_wait_for_it() {
    let vault = tempfile::tempdir().unwrap();
    let words = (0..250).map(|n| format!("word{n} ")).collect::<String>();
    for n in 0..3000 {
        let text = format!("---\npublish: true\n---\n{n} {words}");
        fs::write(vault.path().join(format!("Note {n}.md")), text).unwrap();
    }
    let state = tempfile::tempdir().unwrap();
    // A start takes long enough with this many notes, and is met in its midst.
    let started = std::time::Instant::now();
    let whole = Running::start(&vault, &["--state", &state.path().join("whole").to_string_lossy()]);
    let takes = started.elapsed();
    whole.stop_with("-TERM");
    for signal in ["-TERM", "-INT"] {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port().to_string();
        let kept = state.path().join(signal);
        let mut process = hedgerow(&vault, &["serve", "--port", &port, "--state", &kept.to_string_lossy()])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let health = || {
            let mut stream = TcpStream::connect(format!("127.0.0.1:{port}")).ok()?;
            write!(stream, "GET /-/healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").ok()?;
            let mut answer = String::new();
            stream.read_to_string(&mut answer).ok().filter(|_| !answer.is_empty())?;
            Some(answer)
        };
        let health = loop {
            match health() {
                Some(answer) => break answer,
                None => std::thread::sleep(std::time::Duration::from_millis(2)),
            }
        };
        assert!(health.ends_with("starting\n"), "{health}");
        let told = std::time::Instant::now();
        assert!(Command::new("kill").args([signal, &process.id().to_string()]).status().unwrap().success());
        let status = process.wait().unwrap();
        assert!(told.elapsed() < takes / 2, "it took {:?}, and a whole start {takes:?}", told.elapsed());
        let (mut out, mut err) = (String::new(), String::new());
        process.stdout.unwrap().read_to_string(&mut out).unwrap();
        process.stderr.unwrap().read_to_string(&mut err).unwrap();
        assert_eq!((status.code(), out.as_str()), (Some(0), ""), "{signal}");
        assert!(err.lines().all(|line| line.ends_with(" ...")), "{signal}: it says how far it is, and no more: {err}");
    }
}

#[test]
fn an_empty_garden_is_served_too() {
    let vault = vault("canary");
    let running = Running::start(&vault, &[]);
    assert!(running.said[1].starts_with("1 note, 0 public, "), "{:?}", running.said);
    assert!(running.said[2].contains("`publish: true`"), "{:?}", running.said);
    let answer = running.get("/");
    assert!(answer.starts_with("HTTP/1.1 200") && !answer.contains("canary"), "{answer}");
    assert!(running.get("/Note").starts_with("HTTP/1.1 404"));
    running.stop_with("-TERM");
}

#[test]
fn serve_counts_what_there_is_to_mend() {
    let vault = vault("---\npublish: true\n---\n[[Nowhere]] [[Never]] ![[no.png]]\n");
    let running = Running::start(&vault, &[]);
    assert_eq!(running.said[2], "to mend: 2 missing-note, 1 missing-file (`hedgerow check` says where)");
    running.stop_with("-TERM");
}

#[test]
fn the_garden_lives_below_the_path_of_its_address_w_25() {
    let vault = vault("---\npublish: true\n---\nHello, reader.\n");
    let running = Running::start(&vault, &["--base-url", "https://example.org/notes/"]);
    assert!(running.said[0].ends_with("/notes/"), "{:?}", running.said);
    assert!(running.get("/notes/Note").starts_with("HTTP/1.1 200"));
    running.stop_with("-TERM");
}

#[test]
fn a_port_in_use_is_said_with_what_to_do() {
    let vault = vault("");
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let (code, out, err) = output(&vault, &["serve", "--port", &port]);
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(err.starts_with(&format!("error: port {port} of `127.0.0.1` is in use\n  help: ")), "{err}");
}

#[test]
fn exit_codes_are_0_1_and_2() {
    let clean = vault("---\npublish: true\n---\nfine\n");
    assert_eq!(output(&clean, &["check"]).0, 0);
    let broken = vault("---\npublish: true\ntags: [never closed\n---\n");
    assert_eq!(output(&broken, &["check"]).0, 1);
    assert_eq!(output(&clean, &["check", "nowhere"]).0, 2);
    assert_eq!(output(&clean, &["check", "--no-such-flag"]).0, 2);
    assert_eq!(output(&clean, &["--help"]).0, 0);
}

#[test]
fn a_reader_who_goes_away_is_no_failure() {
    let vault = vault(
        &"---\npublish: true\n---\n\n[[Nowhere]]\n".replace("[[Nowhere]]\n", &"[[Nowhere]] and on.\n".repeat(20_000)),
    );
    let mut process =
        hedgerow(&vault, &["inspect", "--json"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(process.stdout.take());
    let mut err = String::new();
    process.stderr.take().unwrap().read_to_string(&mut err).unwrap();
    // A slow machine tells of its progress; nothing else may be said.
    let complaints: Vec<&str> = err.lines().filter(|line| !line.ends_with(" ...")).collect();
    assert_eq!((process.wait().unwrap().code(), complaints), (Some(0), Vec::new()));
}

#[test]
fn output_without_a_terminal_has_no_colours() {
    let vault = vault("---\npublish: true\ntags: [never closed\n---\n# Chain\n");
    for arguments in [&["check"][..], &["search", "chain"], &["inspect"]] {
        let (_, out, err) = output(&vault, arguments);
        assert!(!out.contains('\u{1b}') && !err.contains('\u{1b}'), "{out}{err}");
    }
}
