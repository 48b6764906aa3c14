//! Carries the site's templates, style sheets, scripts, fonts and icons inside the program.
//!
//! The build script hashes and compresses them (see `build.rs`); nothing is read or computed when the program starts,
//! and no page asks another host for anything.
//!
//! ```
//! let url = hedgerow_web::asset_url("css/garden.css");
//! let name = url.strip_prefix("/-/assets/").unwrap();
//! let asset = hedgerow_web::asset(name).unwrap();
//! assert_eq!(asset.media_type, "text/css; charset=utf-8");
//! ```

mod asset;
mod template;

pub use asset::{ASSETS_PREFIX, Asset, asset, asset_url, assets, favicon, source};
pub use template::{Template, templates};

pub(crate) mod table {
    //! The table that the build script writes.
    use crate::{Asset, Template};

    include!(concat!(env!("OUT_DIR"), "/table.rs"));
}
