//! Turns text into notes, and notes into a linked garden.
//!
//! [`Note::parse`] reads one file and cannot fail; [`Garden::join`] resolves the links of many notes and builds their
//! graph; [`render`] makes HTML of a note's body, [`render_canvas`] a drawing of a canvas. Nothing here reads a file, and nothing here decides what is public.

mod canvas;
mod extract;
mod folder_names;
mod front;
mod garden;
mod graph;
mod heading;
mod highlight;
mod index;
mod link;
mod lower;
mod math;
mod mention;
mod note;
mod packed;
mod passages;
mod places;
mod property;
mod prose;
mod render;
mod resolve;
mod sanitise;
mod sentence;
mod trace;
mod tree;
mod unrun;

pub use canvas::Canvas;
pub use front::{Flags, FrontMatter, Value};
pub use garden::Garden;
pub use graph::LinkGraph;
pub use heading::Heading;
pub use index::{FileId, Found, NameIndex};
pub use link::{Link, LinkContext, LinkSyntax, LinkTarget, Subpath};
pub use mention::mentions;
pub use note::{FileDates, Note, READER, Unread};
pub use passages::Task;
pub use property::{ValuePiece, pieces};
pub use render::{Destination, Embedded, Host, RenderSettings, Rendered, Surroundings, render, render_canvas};
pub use resolve::{Place, Resolution, Resolved};
pub use trace::Trace;
