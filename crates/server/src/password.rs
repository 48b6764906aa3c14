//! The site's password, and the cookie that tells who has given it.

use std::fmt;

use argon2::password_hash::PasswordVerifier;
use argon2::password_hash::phc::PasswordHash;
use argon2::{Argon2, Params};

/// Longer ones are refused without a look.
pub(crate) const MAX_LENGTH: usize = 1024;

/// A hash that asks for more memory than this would let each try take it, in KiB.
const MAX_MEMORY: u32 = 256 * 1024;

/// What the key of a password in plain words is made with. It is the same for all sites: the key never leaves the program.
const SALT: &[u8] = b"hedgerow/site/password";

/// A password that readers must know (rule W-31). It is kept in a form that is slow to guess from.
#[derive(Clone, PartialEq, Eq)]
pub struct Password(Kept);

#[derive(Clone, PartialEq, Eq)]
enum Kept {
    Key([u8; 32]),
    Hash(String),
}

impl Password {
    /// Takes a password in plain words. Costs some 20 ms, as each try does.
    ///
    /// # Errors
    /// Says why it cannot be one.
    pub fn plain(text: &str) -> Result<Self, &'static str> {
        match text.len() {
            0 => Err("an empty password keeps nobody out"),
            length if length > MAX_LENGTH => Err("a password has at most 1024 bytes"),
            _ => key(text).map(|key| Self(Kept::Key(key))).ok_or("this password cannot be used"),
        }
    }

    /// Takes the Argon2 hash of a password: `$argon2id$v=19$…`.
    ///
    /// # Errors
    /// Says why it cannot be used.
    pub fn hashed(text: &str) -> Result<Self, &'static str> {
        let hash = PasswordHash::new(text).map_err(|_| "this is no Argon2 hash")?;
        if !hash.algorithm.as_str().starts_with("argon2") || hash.salt.is_none() || hash.hash.is_none() {
            return Err("this is no Argon2 hash");
        }
        let params = Params::try_from(&hash).map_err(|_| "the parameters of this Argon2 hash cannot be used")?;
        if params.m_cost() > MAX_MEMORY {
            return Err("this Argon2 hash asks for more than 256 MiB of memory");
        }
        Ok(Self(Kept::Hash(text.to_owned())))
    }

    /// Tells whether this is the password. Takes as long for one as for the other, and keeps a thread busy.
    pub(crate) fn is(&self, given: &str) -> bool {
        if given.len() > MAX_LENGTH {
            return false;
        }
        match &self.0 {
            // Hashes are compared in constant time.
            Kept::Key(kept) => key(given).is_some_and(|key| blake3::Hash::from(key) == blake3::Hash::from(*kept)),
            Kept::Hash(hash) => Argon2::default().verify_password(given.as_bytes(), hash.as_str()).is_ok(),
        }
    }

    /// Returns what a reader's cookie must hold. It follows from the password alone: it outlives a restart, and another
    /// password makes all cookies void.
    pub(crate) fn token(&self) -> blake3::Hash {
        let kept = match &self.0 {
            Kept::Key(key) => key.as_slice(),
            Kept::Hash(hash) => hash.as_bytes(),
        };
        blake3::Hash::from(blake3::derive_key("hedgerow 2026-11 cookie of a reader", kept))
    }
}

/// Says nothing about it.
impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password")
    }
}

fn key(text: &str) -> Option<[u8; 32]> {
    let mut key = [0; 32];
    Argon2::default().hash_password_into(text.as_bytes(), SALT, &mut key).ok()?;
    Some(key)
}

#[cfg(test)]
mod tests {
    use super::Password;

    /// Of `open sesame`, made with little work so that the test is quick.
    const HASH: &str = "$argon2id$v=19$m=64,t=1,p=1$aGVkZ2Vyb3cgc2FsdA$OJp7MRsRHOt97U2+7z/KPAzcfNMxVBo4bdXCjiO6fnY";

    #[test]
    fn only_the_password_itself_is_the_password_w_31() {
        for password in [Password::plain("open sesame").unwrap(), Password::hashed(HASH).unwrap()] {
            assert!(password.is("open sesame"));
            for wrong in ["", "open", "Open sesame", "open sesame ", &"x".repeat(5000)] {
                assert!(!password.is(wrong), "{wrong}");
            }
            assert_eq!(format!("{password:?}"), "Password");
        }
    }

    #[test]
    fn each_password_has_a_token_of_its_own() {
        let token = |text| Password::plain(text).unwrap().token();
        assert_eq!(token("a"), token("a"));
        assert_ne!(token("a"), token("b"));
        assert_ne!(token("open sesame"), Password::hashed(HASH).unwrap().token());
    }

    #[test]
    fn what_keeps_nobody_out_is_refused() {
        assert!(Password::plain("").is_err());
        for bad in ["", "open sesame", "$argon2id$v=19$m=64,t=1,p=1$c2FsdA", "$2b$12$abcdefghijklmnopqrstuv"] {
            assert!(Password::hashed(bad).is_err(), "{bad}");
        }
        let greedy = HASH.replacen("m=64", "m=4194304", 1);
        assert_eq!(Password::hashed(&greedy), Err("this Argon2 hash asks for more than 256 MiB of memory"));
    }
}
