//! Little vaults on disk, and what a scan makes of them.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop where it stands")]

use std::fs;
use std::path::Path;

use hedgerow_model::{AssetPath, Code, Look};
use hedgerow_vault::{History, OpenError, Scan, Vault, VaultOptions};
use tempfile::TempDir;

/// Writes files into a new folder; a path that ends in `/` is an empty folder.
fn folder(files: &[(&str, &str)]) -> TempDir {
    let root = tempfile::tempdir().unwrap();
    for (path, text) in files {
        write(root.path(), path, text.as_bytes());
    }
    root
}

fn write(root: &Path, path: &str, bytes: &[u8]) {
    let at = root.join(path);
    if path.ends_with('/') {
        return fs::create_dir_all(at).unwrap();
    }
    fs::create_dir_all(at.parent().unwrap()).unwrap();
    fs::write(at, bytes).unwrap();
}

fn scan_with(root: &Path, options: &VaultOptions) -> Scan {
    Vault::open(root, options).unwrap().scan(&|_| {})
}

fn scan(root: &Path) -> Scan {
    scan_with(root, &VaultOptions::default())
}

fn notes(scan: &Scan) -> Vec<&str> {
    scan.notes.iter().map(|note| note.path.as_str()).collect()
}

fn assets(scan: &Scan) -> Vec<&str> {
    scan.assets.iter().map(|asset| asset.path.as_str()).collect()
}

fn diagnostics(scan: &Scan) -> Vec<String> {
    scan.diagnostics.iter().map(ToString::to_string).collect()
}

#[test]
fn notes_end_in_md_of_any_case_and_the_rest_are_attachments_f_01_f_03() {
    let root = folder(&[("A.md", ""), ("B.MD", ""), ("x/c.Md", ""), ("C.txt", ""), ("d.markdown", ""), ("e.png", "")]);
    let scan = scan(root.path());
    assert_eq!(notes(&scan), ["A.md", "B.MD", "x/c.Md"]);
    assert_eq!(assets(&scan), ["C.txt", "d.markdown", "e.png"]);
    assert_eq!(diagnostics(&scan), [""; 0]);
}

#[test]
fn lists_are_in_the_order_of_vault_paths() {
    let root = folder(&[("b/a.md", ""), ("b.md", ""), ("a.md", ""), ("B.md", ""), ("b a.md", ""), ("ä.md", "")]);
    assert_eq!(notes(&scan(root.path())), ["B.md", "a.md", "b a.md", "b.md", "b/a.md", "ä.md"]);
}

#[test]
fn a_folder_called_like_a_note_is_a_folder() {
    let root = folder(&[("odd.md/", ""), ("odd.md/inner.md", "")]);
    assert_eq!(notes(&scan(root.path())), ["odd.md/inner.md"]);
}

#[test]
fn dot_names_and_temporary_files_do_not_exist_f_04_f_05() {
    let root = folder(&[
        (".obsidian/app.json", "{}"),
        (".trash/gone.md", ""),
        ("a/.git/HEAD", ""),
        (".hidden.md", ""),
        ("a.md~", ""),
        ("#a.md#", ""),
        (".#a.md", ""),
        ("upload.tmp", ""),
        ("a.swp", ""),
        ("~$letter.docx", ""),
        ("hedgerow.toml", ""),
        ("kept.md", ""),
        ("sub/hedgerow.toml", ""),
    ]);
    let scan = scan(root.path());
    assert_eq!(notes(&scan), ["kept.md"]);
    assert_eq!(assets(&scan), ["sub/hedgerow.toml"]);
}

#[test]
fn a_vault_below_a_dot_folder_is_read() {
    let root = folder(&[(".notes/a.md", "")]);
    assert_eq!(notes(&scan(&root.path().join(".notes"))), ["a.md"]);
}

#[test]
fn settings_leave_out_patterns_and_own_files_f_05() {
    let root = folder(&[("private/a.md", ""), ("b/c.csv", ""), ("conf/garden.toml", ""), ("kept.md", "")]);
    let options = VaultOptions {
        ignore: vec!["private".into(), "*.csv".into()],
        own_files: vec![root.path().join("conf/garden.toml")],
        ..VaultOptions::default()
    };
    let scan = scan_with(root.path(), &options);
    assert_eq!((notes(&scan), assets(&scan)), (vec!["kept.md"], vec![]));
}

#[test]
fn gitignore_counts_only_where_it_is_asked_for_f_05() {
    let root = folder(&[(".gitignore", "secret.md\n"), ("secret.md", ""), ("open.md", "")]);
    assert_eq!(notes(&scan(root.path())), ["open.md", "secret.md"]);
    let options = VaultOptions { honours_gitignore: true, ..VaultOptions::default() };
    assert_eq!(notes(&scan_with(root.path(), &options)), ["open.md"]);
}

#[test]
fn texts_keep_their_marks_and_line_ends_f_16_f_17() {
    let root = folder(&[("a.md", "\u{FEFF}---\r\ntags: [a]\r\n---\r\n")]);
    assert_eq!(scan(root.path()).notes[0].text, "\u{FEFF}---\r\ntags: [a]\r\n---\r\n");
}

#[test]
fn what_is_not_utf_8_is_read_with_a_warning_f_18() {
    let root = folder(&[]);
    write(root.path(), "a.md", b"first\nsecond \xE9t\xE9\0");
    let scan = scan(root.path());
    assert_eq!(scan.notes[0].text, "first\nsecond \u{FFFD}t\u{FFFD}\u{FFFD}");
    let expected = "a.md:2:8: warning[not-utf8]: 3 bytes that are not UTF-8 text; this is the first";
    assert_eq!(diagnostics(&scan), [expected]);
}

#[test]
fn equal_bytes_have_equal_hashes() {
    let root = folder(&[("a.md", "x"), ("b.md", "x"), ("c.md", "y")]);
    let scan = scan(root.path());
    assert_eq!(scan.notes[0].hash, scan.notes[1].hash);
    assert_ne!(scan.notes[0].hash, scan.notes[2].hash);
}

#[test]
fn a_note_beyond_all_measure_is_left_out_and_said() {
    let root = folder(&[("kept.md", "")]);
    let huge = fs::File::create(root.path().join("huge.md")).unwrap();
    huge.set_len((32 << 20) + 1).unwrap();
    let scan = scan(root.path());
    assert_eq!(notes(&scan), ["kept.md"]);
    assert_eq!(diagnostics(&scan), ["huge.md:1:1: error[unreadable]: cannot be read: longer than 32 MiB"]);
}

#[test]
fn large_attachments_are_listed_with_their_size_and_not_read() {
    let root = folder(&[]);
    fs::File::create(root.path().join("film.mp4")).unwrap().set_len(1 << 40).unwrap();
    assert_eq!(scan(root.path()).assets[0].size, 1 << 40);
}

#[test]
fn progress_counts_every_note() {
    let root = folder(&[("a.md", ""), ("b.md", ""), ("c.md", "")]);
    let seen = std::sync::Mutex::new(Vec::new());
    Vault::open(root.path(), &VaultOptions::default()).unwrap().scan(&|n| seen.lock().unwrap().push(n));
    let mut seen = seen.into_inner().unwrap();
    seen.sort_unstable();
    assert_eq!(seen, [1, 2, 3]);
}

#[test]
fn logs_name_a_note_and_never_its_text() {
    let root = folder(&[("a.md", "canary")]);
    assert_eq!(format!("{:?}", scan(root.path()).notes), r#"[SourceFile { path: "a.md", .. }]"#);
}

#[test]
fn what_is_no_folder_is_no_vault() {
    let root = folder(&[("file.md", "")]);
    let open = |path: &str| Vault::open(&root.path().join(path), &VaultOptions::default()).unwrap_err();
    assert!(matches!(open("nowhere"), OpenError::Missing(_)));
    assert!(matches!(open("file.md"), OpenError::NotAFolder(_)));
    assert!(matches!(open("file.md/x"), OpenError::NotAFolder(_)));
    let options = VaultOptions { ignore: vec!["a[".into()], ..VaultOptions::default() };
    assert!(matches!(Vault::open(root.path(), &options), Err(OpenError::BadPattern { .. })));
}

#[test]
fn attachments_open_and_ignored_files_do_not() {
    let root = folder(&[("a/b.txt", "hello"), (".env", "secret"), ("hedgerow.toml", ""), ("no/c.txt", "")]);
    let options = VaultOptions { ignore: vec!["no".into()], ..VaultOptions::default() };
    let vault = Vault::open(root.path(), &options).unwrap();
    let open = |path: &str| vault.open_asset(&AssetPath::new(path).unwrap());
    assert_eq!(std::io::read_to_string(open("a/b.txt").unwrap()).unwrap(), "hello");
    for path in [".env", "hedgerow.toml", "no/c.txt", "nowhere.txt"] {
        assert_eq!(open(path).unwrap_err().kind(), std::io::ErrorKind::NotFound, "{path}");
    }
    assert!(open("a").is_err(), "a folder is no file");
}

#[test]
fn pictures_tell_their_size() {
    let root = folder(&[("drawing.svg", r#"<svg viewBox="0 0 30 20">"#), ("broken.png", "no picture"), ("a.txt", "")]);
    write(root.path(), "dot.gif", b"GIF89a\x03\0\x02\0\0\0\0;");
    let vault = Vault::open(root.path(), &VaultOptions::default()).unwrap();
    let look = |path: &str| vault.look(&AssetPath::new(path).unwrap());
    assert_eq!(look("drawing.svg"), Some(Look::Picture(30, 20)));
    assert_eq!(look("dot.gif"), Some(Look::Picture(3, 2)));
    assert_eq!([look("broken.png"), look("a.txt"), look("nowhere.png"), look("nowhere.webm")], [None; 4]);
}

#[test]
fn without_version_control_the_dates_are_those_of_the_files_p_06() {
    let root = folder(&[("a.md", "")]);
    let file = fs::File::options().write(true).open(root.path().join("a.md")).unwrap();
    let last_second = std::time::UNIX_EPOCH + std::time::Duration::from_secs(1_704_499_199);
    file.set_modified(last_second).unwrap();
    let scan = scan(root.path());
    assert_eq!(scan.history, History::None);
    let dates = [scan.notes[0].created, scan.notes[0].modified].map(|date| date.unwrap().iso());
    assert_eq!(dates, ["2024-01-05", "2024-01-05"]);
}

#[cfg(unix)]
mod unix {
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::{PermissionsExt, symlink};
    use std::process::Command;

    use super::*;

    #[test]
    fn no_symbolic_link_is_followed_f_08() {
        let outside = folder(&[("secret.md", "canary"), ("secret.png", "canary")]);
        let root = folder(&[("real/a.md", "")]);
        let link = |target: &Path, name: &str| symlink(target, root.path().join(name)).unwrap();
        link(&outside.path().join("secret.md"), "file.md");
        link(&outside.path().join("secret.png"), "picture.png");
        link(outside.path(), "folder");
        link(Path::new("real"), "inside");
        link(Path::new("."), "loop");
        link(Path::new("nowhere.md"), "broken.md");
        let scan = scan(root.path());
        assert_eq!((notes(&scan), assets(&scan)), (vec!["real/a.md"], vec![]));
        assert!(scan.diagnostics.iter().all(|diagnostic| diagnostic.code == Code::Symlink));
        let linked: Vec<_> = scan.diagnostics.iter().map(|diagnostic| diagnostic.path.as_str()).collect();
        assert_eq!(linked, ["broken.md", "file.md", "folder", "inside", "loop", "picture.png"]);
    }

    #[test]
    fn the_vault_itself_may_be_a_symbolic_link() {
        let root = folder(&[("real/a.md", "")]);
        symlink("real", root.path().join("link")).unwrap();
        assert_eq!(notes(&scan(&root.path().join("link"))), ["a.md"]);
    }

    #[test]
    fn a_file_or_folder_swapped_for_a_link_after_the_scan_is_not_opened_f_08() {
        let outside = folder(&[("p.png", "canary")]);
        let root = folder(&[("a/p.png", ""), ("b/p.png", "")]);
        let vault = Vault::open(root.path(), &VaultOptions::default()).unwrap();
        assert_eq!(vault.scan(&|_| {}).assets.len(), 2);
        fs::remove_dir_all(root.path().join("a")).unwrap();
        symlink(outside.path(), root.path().join("a")).unwrap();
        fs::remove_file(root.path().join("b/p.png")).unwrap();
        symlink(outside.path().join("p.png"), root.path().join("b/p.png")).unwrap();
        for path in ["a/p.png", "b/p.png"] {
            assert!(vault.open_asset(&AssetPath::new(path).unwrap()).is_err(), "{path}");
        }
    }

    #[test]
    fn pipes_and_sockets_are_never_opened() {
        let root = folder(&[("a.md", "")]);
        let made = Command::new("mkfifo").arg(root.path().join("pipe.md")).arg(root.path().join("pipe.png")).status();
        assert!(made.unwrap().success());
        let _socket = std::os::unix::net::UnixListener::bind(root.path().join("socket.md")).unwrap();
        let vault = Vault::open(root.path(), &VaultOptions::default()).unwrap();
        let scan = vault.scan(&|_| {});
        assert_eq!((notes(&scan), assets(&scan)), (vec!["a.md"], vec![]));
        assert!(vault.open_asset(&AssetPath::new("pipe.png").unwrap()).is_err());
    }

    #[test]
    fn rules_of_git_are_read_from_regular_files_alone_f_05() {
        let outside = folder(&[("rules", "a.md\n")]);
        let root = folder(&[("a.md", ""), ("x/a.md", ""), ("y/a.md", ""), ("y/.gitignore", "a.md\n")]);
        symlink(outside.path().join("rules"), root.path().join(".gitignore")).unwrap();
        let made = Command::new("mkfifo").arg(root.path().join("x/.gitignore")).status();
        assert!(made.unwrap().success());
        let options = VaultOptions { honours_gitignore: true, ..VaultOptions::default() };
        assert_eq!(notes(&scan_with(root.path(), &options)), ["a.md", "x/a.md"]);
    }

    #[test]
    fn a_name_that_is_not_utf_8_is_said_and_left_out() {
        let root = folder(&[("a.md", "")]);
        fs::write(root.path().join(std::ffi::OsStr::from_bytes(b"caf\xE9.md")), "").unwrap();
        let scan = scan(root.path());
        assert_eq!(notes(&scan), ["a.md"]);
        assert_eq!(diagnostics(&scan), ["caf\u{FFFD}.md:1:1: warning[bad-name]: a name that is not UTF-8"]);
    }

    #[test]
    fn what_cannot_be_read_is_said_and_the_rest_goes_on() {
        let root = folder(&[("locked/x.md", ""), ("locked.md", ""), ("open.md", "")]);
        let lock = |path: &str, mode| {
            fs::set_permissions(root.path().join(path), fs::Permissions::from_mode(mode)).unwrap();
        };
        lock("locked", 0o000);
        lock("locked.md", 0o000);
        let scan = scan(root.path());
        let may_read_anyway = fs::read(root.path().join("locked.md")).is_ok();
        lock("locked", 0o755);
        // The superuser reads everything: then there is nothing to see here.
        if !may_read_anyway {
            assert_eq!(notes(&scan), ["open.md"]);
            let codes: Vec<_> = scan.diagnostics.iter().map(|d| (d.path.as_str(), d.code)).collect();
            assert_eq!(codes, [("locked", Code::Unreadable), ("locked.md", Code::Unreadable)]);
        }
    }

    fn git(root: &Path, args: &[&str]) {
        let mut command = Command::new("git");
        command.arg("-C").arg(root).args(["-c", "user.name=x", "-c", "user.email=x@example.org"]).args(args);
        command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
        let output = command.output().unwrap();
        assert!(output.status.success(), "git {args:?}: {}", String::from_utf8_lossy(&output.stderr));
    }

    fn commit(root: &Path, day: &str) {
        git(root, &["add", "-A"]);
        git(root, &["commit", "-q", "-m", "x", &format!("--date={day}T23:30:00-0800")]);
    }

    fn dates(scan: &Scan) -> Vec<String> {
        let day = |date: Option<hedgerow_model::Date>| date.map_or("none".to_owned(), |date| date.iso());
        scan.notes.iter().map(|note| format!("{} {} {}", note.path, day(note.created), day(note.modified))).collect()
    }

    /// A repository whose vault is a folder in it, with three days of history.
    fn repository() -> TempDir {
        let root = folder(&[("vault/old note.md", "1"), ("other.md", ""), ("vault/ö.md", "")]);
        git(root.path(), &["init", "-q"]);
        commit(root.path(), "2020-01-01");
        write(root.path(), "vault/new.md", b"");
        commit(root.path(), "2021-02-02");
        write(root.path(), "vault/old note.md", b"2");
        commit(root.path(), "2022-03-03");
        root
    }

    #[test]
    fn version_control_knows_the_dates_p_06() {
        let root = repository();
        let scan = scan(&root.path().join("vault"));
        assert_eq!(scan.history, History::Full);
        let expected =
            ["new.md 2021-02-02 2021-02-02", "old note.md 2020-01-01 2022-03-03", "ö.md 2020-01-01 2020-01-01"];
        assert_eq!(dates(&scan), expected);
    }

    #[test]
    fn asking_git_runs_nothing_and_writes_nothing() {
        let root = repository();
        let marks = root.path().join("marks");
        let program = format!("touch {}; cat", marks.display());
        for key in ["core.fsmonitor", "core.pager", "pager.log", "diff.external", "gpg.program", "core.sshCommand"] {
            git(root.path(), &["config", key, &program]);
        }
        git(root.path(), &["config", "log.showSignature", "true"]);
        assert_eq!(scan(&root.path().join("vault")).history, History::Full);
        assert!(!marks.exists());
    }

    #[test]
    fn a_shallow_clone_says_so_and_gives_no_date_that_it_cannot_know() {
        let root = repository();
        let clone = tempfile::tempdir().unwrap();
        let from = format!("file://{}", root.path().display());
        git(clone.path(), &["clone", "-q", "--depth", "2", &from, "c"]);
        let scan = scan(&clone.path().join("c/vault"));
        assert_eq!(scan.history, History::Shallow);
        assert_eq!(dates(&scan), ["new.md none none", "old note.md none 2022-03-03", "ö.md none none"]);
    }

    #[test]
    fn a_broken_repository_falls_back_to_the_files() {
        let root = folder(&[("a.md", ""), (".git/HEAD", "nonsense")]);
        let scan = scan(root.path());
        assert_eq!(scan.history, History::None);
        assert!(scan.notes[0].modified.is_some());
    }

    #[test]
    fn a_note_not_yet_committed_has_the_dates_of_its_file() {
        let root = repository();
        write(root.path(), "vault/a draft.md", b"");
        let scan = scan(&root.path().join("vault"));
        assert!(scan.notes[0].created.is_some() && scan.notes[0].modified.is_some());
    }
}
