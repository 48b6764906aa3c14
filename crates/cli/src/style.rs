//! The owner's style sheet (rule W-24).

use std::io::Read as _;
use std::sync::Arc;

use hedgerow_model::AssetPath;

use crate::looks::Looks;
use crate::reading::Reading;

/// The one name that is looked for, in the root alone.
const FILE_NAME: &str = "publish.css";

/// Longer ones are not used: each page would wait for them.
const MAX_BYTES: u64 = 1 << 20;

/// Reads `publish.css`, if it exists for the vault and is not excluded, or takes what was read of it before. Whether it is allowed at all is
/// the caller's to ask.
pub(crate) fn read(reading: &Reading, looks: &Looks) -> Option<Arc<str>> {
    let path = AssetPath::new(FILE_NAME).ok()?;
    let is_there = reading.assets.binary_search(&path).is_ok();
    if !is_there || !reading.options.policy.may_use(path.as_vault_path()) {
        return None;
    }
    looks.text(&path, || {
        let mut bytes = Vec::new();
        reading.vault.open_asset(&path).ok()?.take(MAX_BYTES + 1).read_to_end(&mut bytes).ok()?;
        (bytes.len() as u64 <= MAX_BYTES).then(|| String::from_utf8_lossy(&bytes).into())
    })
}
