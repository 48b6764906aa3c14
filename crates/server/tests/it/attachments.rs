//! Attachments: types, ranges, tags, files that vanish.

use std::fs::File;
use std::io::{self, Write};
use std::sync::Arc;

use hedgerow_publish::PublicAsset;
use hedgerow_server::{FileBody, Files, NoFiles};

use crate::garden::{Server, Vault};

const BYTES: &str = "0123456789";

fn vault() -> Vault {
    Vault::new(&[
        ("A.md", "![[a.mp4]] ![[b.svg]] [[c.html]] [[d.xyz]] [[e.pdf]]"),
        ("a.mp4", BYTES),
        ("b.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>1</script></svg>"),
        ("c.html", "<script>1</script>"),
        ("d.xyz", "?"),
        ("e.pdf", "%PDF"),
        ("unused.png", "png"),
    ])
}

/// Serves every attachment from one file on disk.
struct OnDisk(tempfile::NamedTempFile);

impl Files for OnDisk {
    fn open(&self, _: &PublicAsset) -> io::Result<FileBody> {
        let file = File::open(self.0.path())?;
        let len = file.metadata()?.len();
        Ok(FileBody::File { file, len, token: 7 })
    }
}

fn both() -> [Server; 2] {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(BYTES.as_bytes()).unwrap();
    [vault().server(), vault().server_with(Arc::new(OnDisk(file)))]
}

#[tokio::test]
async fn parts_are_sent_alike_from_memory_and_from_disk() {
    let [memory, disk] = both();
    for (range, status, content_range, body) in [
        ("bytes=0-3", 206, "bytes 0-3/10", "0123"),
        ("bytes=7-", 206, "bytes 7-9/10", "789"),
        ("bytes=-2", 206, "bytes 8-9/10", "89"),
        ("bytes=9-100", 206, "bytes 9-9/10", "9"),
        ("bytes=10-", 416, "bytes */10", ""),
        ("bytes=0-1,3-4", 200, "", BYTES),
        ("nonsense", 200, "", BYTES),
    ] {
        let sent = memory.get_with("/a.mp4", &[("range", range)]).await;
        assert_eq!(
            (sent.status.as_u16(), sent.header("content-range"), sent.text()),
            (status, content_range, body),
            "{range}"
        );
        assert_eq!(sent.header("content-length"), body.len().to_string(), "{range}");
        assert_eq!(disk.get_with("/a.mp4", &[("range", range)]).await, sent, "{range}");
    }
    let whole = memory.get("/a.mp4").await;
    assert_eq!((whole.text(), whole.header("accept-ranges")), (BYTES, "bytes"));
    assert_eq!(disk.get("/a.mp4").await, whole);
    assert_eq!(disk.get("/a.mp4").await, whole, "the second time the tag is known and the file still at its start");
}

#[tokio::test]
async fn a_part_is_sent_only_of_what_the_reader_has() {
    for server in both() {
        let etag = server.get("/a.mp4").await.header("etag").to_owned();
        assert!(etag.starts_with('"'), "{etag} is strong");
        let ranged = [("range", "bytes=1-2"), ("if-range", etag.as_str())];
        assert_eq!(server.get_with("/a.mp4", &ranged).await.text(), "12");
        let ranged = [("range", "bytes=1-2"), ("if-range", "\"other\"")];
        assert_eq!(server.get_with("/a.mp4", &ranged).await.text(), BYTES);
        let known = server.get_with("/a.mp4", &[("if-none-match", etag.as_str()), ("range", "bytes=1-2")]).await;
        assert_eq!((known.status.as_u16(), known.body.len()), (304, 0));
        let head = server.ask("HEAD", "/a.mp4", &[("range", "bytes=1-2")]).await;
        assert_eq!((head.status.as_u16(), head.header("content-length"), head.body.len()), (200, "10", 0));
    }
}

#[tokio::test]
async fn nothing_from_the_vault_runs_on_the_sites_origin() {
    let server = vault().server();
    for (address, kind, is_sandboxed, disposition) in [
        ("/a.mp4", "video/mp4", false, ""),
        ("/b.svg", "image/svg+xml", true, ""),
        ("/c.html", "text/html; charset=utf-8", true, "attachment"),
        ("/d.xyz", "application/octet-stream", true, "attachment"),
        ("/e.pdf", "application/pdf", false, ""),
    ] {
        let answer = server.get(address).await;
        assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, kind), "{address}");
        assert_eq!(answer.header("content-disposition"), disposition, "{address}");
        let policy = answer.header("content-security-policy");
        assert_eq!(policy.contains("sandbox"), is_sandboxed, "{address}: {policy}");
        assert!(!policy.contains("script-src"), "{address}: {policy}");
    }
}

#[tokio::test]
async fn a_file_that_vanished_or_is_not_used_is_not_there() {
    let nowhere = vault().server_with(Arc::new(NoFiles));
    assert_eq!(nowhere.get("/a.mp4").await.status, 404);
    assert_eq!(vault().server().get("/unused.png").await.status, 404);
}
