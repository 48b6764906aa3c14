//! The gate: lets the public notes through and makes of them a garden of their own.
//!
//! [`PublicGarden::grow`] is the only maker of a [`PublicGarden`], and a garden is all that search, site and server ever
//! see. Visibility is decided per file first ([`Policy::decide`], rules W-01 to W-04); then only the public notes are
//! linked, rendered and listed. A note that is not public does not exist in here: no type of this crate can hold one.

mod address;
mod asset;
mod audit;
mod backlink;
mod body;
mod canvas;
mod claims;
mod cycles;
mod drawing;
mod folder;
mod garden;
mod icon;
mod inherited;
mod link;
mod make;
mod natural;
mod note;
mod opening;
mod options;
mod past;
mod policy;
mod relations;
mod scrub;
mod slug;
mod surroundings;
mod used;

pub use address::Address;
pub use asset::PublicAsset;
pub use audit::audit;
pub use backlink::{Backlink, Backlinks, LinkContext};
pub use body::{Body, TocEntry};
pub use canvas::PublicCanvas;
pub use folder::PublicFolder;
pub use garden::{Earlier, Harvest, PublicGarden};
pub use icon::PublicIcon;
pub use link::{PublicLink, PublicTarget};
pub use note::{
    NoteId, Property, PropertyPiece, PropertyText, PublicHeading, PublicNote, PublicTask, Section, TaskState,
};
pub use options::{PublishOptions, RenderOptions};
pub use past::Past;
pub use policy::{Mode, Policy};
pub use scrub::scrub;
