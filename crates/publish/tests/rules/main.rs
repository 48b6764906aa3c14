//! The rules of the notes format, held from outside: a vault as text in, what readers get as text out.
//!
//! Each module is one chapter; the ids in names and tables (`L-14`, `W-05`) are those of the notes format. Expectations are
//! written from the rules. [`vault`] explains the fixture language.

mod audit;
mod blocks;
mod callouts;
mod canvas;
mod drawings;
mod embeds;
mod files;
mod headings;
mod hostile;
mod inline;
mod links;
mod media;
mod mentions;
mod past;
mod properties;
mod publishing;
mod remembered;
mod repeatable;
mod resolving;
mod spellings;
mod syntax;
mod tags;
mod unlisted;
mod urls;
mod vault;
