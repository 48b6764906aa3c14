//! Where things are kept.

use std::fs;

use hedgerow_store::{PlaceError, Places};

use crate::{Home, child};

#[test]
fn a_vault_has_its_own_folders_below_the_one_that_is_named() {
    let home = Home::new();
    let places = home.places();
    let name = places.state().parent().unwrap().file_name().unwrap().to_str().unwrap();
    let (shown, hash) = name.split_once('-').unwrap();
    assert_eq!((shown, hash.len()), ("vault", 16));
    assert!(places.state().starts_with(home.path().canonicalize().unwrap().join("kept")));
    assert_eq!(places.state().parent(), places.cache().parent());
    assert!(!home.path().join("kept").exists(), "nothing is made before something is written");

    fs::create_dir(home.path().join("other")).unwrap();
    let other = Places::of(&home.path().join("other"), Some(&home.path().join("kept"))).unwrap();
    assert_ne!(other.state(), places.state());
    let detour = Places::of(&home.path().join("other/../vault"), Some(&home.path().join("kept"))).unwrap();
    assert_eq!(detour, places);
}

#[test]
fn nothing_is_kept_inside_the_vault() {
    let home = Home::new();
    let vault = home.path().join("vault");
    let refused = |dir: &str| {
        let error = Places::of(&vault, Some(&home.path().join(dir))).unwrap_err();
        assert!(matches!(error, PlaceError::InsideVault { .. }), "{dir}: {error}");
        assert!(error.to_string().contains("lies inside the vault"), "{error}");
    };
    refused("vault");
    refused("vault/.kept/deep");
    refused("vault/../vault/kept");
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("vault", home.path().join("alias")).unwrap();
        refused("alias/kept");
    }
    let beside = Places::of(&vault, Some(&home.path().join("vault-kept")));
    assert!(beside.is_ok(), "{beside:?}");
    let unclear = Places::of(&vault, Some(&home.path().join("absent/../vault")));
    assert!(matches!(unclear, Err(PlaceError::Unusable { .. })), "{unclear:?}");
    let absent = Places::of(&home.path().join("absent"), None);
    assert!(matches!(absent, Err(PlaceError::Unusable { .. })), "{absent:?}");
}

#[test]
#[ignore = "the child of another test"]
fn print_places() {
    let Some(home) = child::home() else { return };
    match Places::of(&home.join("vault"), None) {
        Ok(places) => println!("\nstate={}\ncache={}", places.state().display(), places.cache().display()),
        Err(error) => println!("\nerror={error}"),
    }
}

#[test]
#[cfg(target_os = "linux")]
fn without_a_name_it_is_the_place_that_the_system_has() {
    let home = Home::new();
    let root = home.path().canonicalize().unwrap();
    let printed = |state: Option<&str>, user: &str| {
        let mut command = child::command(&[], "places::print_places", &root);
        command.env_remove("XDG_STATE_HOME").env_remove("XDG_CACHE_HOME").env("HOME", root.join(user));
        state.map(|state| command.env("XDG_STATE_HOME", root.join(state)));
        String::from_utf8(command.output().unwrap().stdout).unwrap()
    };
    let usual = printed(None, "me");
    assert!(usual.contains(&format!("state={}/me/.local/state/hedgerow/vault-", root.display())), "{usual}");
    assert!(usual.contains(&format!("cache={}/me/.cache/hedgerow/vault-", root.display())), "{usual}");
    let named = printed(Some("elsewhere"), "me");
    assert!(named.contains(&format!("state={}/elsewhere/hedgerow/vault-", root.display())), "{named}");
    // Somebody serves the folder that is their home.
    let inside = printed(None, "vault");
    assert!(inside.contains("error=") && inside.contains("lies inside the vault"), "{inside}");
}
