//! The gate follows the snapshot (rule W-31).

use hedgerow_server::{Access, Live, Password};

use crate::garden::{Server, Vault, server_of};

fn behind(password: &str, greeting: &str) -> Option<Access> {
    Some(Access {
        password: Password::plain(password).unwrap(),
        greeting: Some(greeting.to_owned()),
        language: "en".to_owned(),
        is_secure: false,
    })
}

fn vault() -> Vault {
    Vault::new(&[("A.md", "text")])
}

/// Gives a password and returns the cookie, if there is one.
async fn log_in(server: &Server, base: &str, password: &str) -> Option<String> {
    let form = format!("password={}&to=", password.replace(' ', "+"));
    let kind = [("content-type", "application/x-www-form-urlencoded")];
    let answer = server.send("POST", &format!("{base}/-/login"), &kind, &form).await;
    answer.header("set-cookie").split(';').next().filter(|cookie| !cookie.is_empty()).map(ToOwned::to_owned)
}

async fn status(server: &Server, address: &str, cookie: &str) -> u16 {
    server.get_with(address, &[("cookie", cookie)]).await.status.as_u16()
}

#[tokio::test]
async fn a_changed_password_ends_the_sessions_and_an_unchanged_one_keeps_them_w_31() {
    let server = server_of(Live::new(vault().snapshot_behind(1, behind("open sesame", "one"))).into());
    let cookie = log_in(&server, "", "open sesame").await.unwrap();
    assert_eq!((status(&server, "/A", &cookie).await, status(&server, "/A", "").await), (200, 401));

    server.live.store(vault().snapshot_behind(2, behind("open sesame", "two")));
    assert_eq!((status(&server, "/A", &cookie).await, status(&server, "/A", "").await), (200, 401));
    assert!(server.get("/A").await.text().contains("two"), "the greeting is the new one");

    server.live.store(vault().snapshot_behind(3, behind("close sesame", "two")));
    assert_eq!(status(&server, "/A", &cookie).await, 401);
    assert_eq!(log_in(&server, "", "open sesame").await, None);
    let newer = log_in(&server, "", "close sesame").await.unwrap();
    assert_eq!((status(&server, "/A", &newer).await, status(&server, "/A", &cookie).await), (200, 401));
}

#[tokio::test]
async fn a_gate_comes_and_goes_with_the_settings_w_31() {
    let server = server_of(vault().live());
    let open = server.get("/A").await;
    assert_eq!((open.status.as_u16(), open.header("cache-control")), (200, "no-cache"));
    server.live.store(vault().snapshot_behind(2, behind("x", "")));
    assert_eq!(status(&server, "/A", "").await, 401);
    assert_eq!(status(&server, "/-/healthz", "").await, 401);
    server.live.store(vault().snapshot(3));
    assert_eq!(server.get("/A").await, open);
}

#[tokio::test]
async fn the_base_path_follows_the_snapshot_too() {
    let server = server_of(Live::new(vault().snapshot_behind(1, behind("x", ""))).into());
    let cookie = log_in(&server, "", "x").await.unwrap();
    server.live.store(vault().below("/notes").snapshot_behind(2, behind("x", "")));
    assert_eq!(status(&server, "/notes/A", &cookie).await, 200);
    assert_eq!(status(&server, "/A", &cookie).await, 404);
    assert_eq!(log_in(&server, "", "x").await, None, "the form is sent below the path now");
    assert!(log_in(&server, "/notes", "x").await.is_some());
}

#[tokio::test]
async fn programs_are_told_what_a_garden_with_a_password_answers_w_31() {
    let told = server_of(vault().live()).get("/-/api").await.json();
    let server = server_of(Live::new(vault().snapshot_behind(1, behind("open sesame", ""))).into());
    for (path, operations) in told["paths"].as_object().unwrap() {
        let answer = server.get(&format!("{path}?q=text")).await;
        let described = &operations["get"]["responses"][answer.status.as_str()];
        let media_type = answer.header("content-type").split(';').next().unwrap();
        assert_eq!(answer.status.as_u16(), 401);
        assert!(described["content"][media_type].is_object(), "{path}: {described}");
    }
}
