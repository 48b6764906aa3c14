//! Makes pages, tag lists, feed and sitemap of a public garden.
//!
//! [`Site`] holds a [`hedgerow_publish::PublicGarden`] and gives a [`Page`] for an address, on demand. Every page is a
//! template of `hedgerow-web` filled from one typed view struct; the same garden and options give the same bytes.
//!
//! Nothing here can name a note that has not passed the gate: this room does not know the parser.
//!
//! ```compile_fail
//! fn leak(note: hedgerow_parser::Note) {}
//! ```
//!
//! The twin that compiles, since it asks for a note that passed:
//!
//! ```
//! fn show(note: hedgerow_publish::PublicNote) {}
//! ```

mod addresses;
mod feed;
mod filter;
mod garden_graph;
mod label;
mod local_graph;
mod login;
mod navigation;
mod open_search;
mod options;
mod order;
mod page;
mod pages;
mod rank;
mod rss;
mod search_results;
mod sentences;
mod site;
mod sitemap;
mod tag_index;
mod templates;
#[cfg(test)]
mod tests;
mod view;

pub use filter::{Loosened, loosened};
pub use login::{LoginNotice, LoginPage, login_page};
pub use options::SiteOptions;
pub use page::Page;
pub use rank::date_of;
pub use search_results::{
    SearchFacet, SearchFacets, SearchHit, SearchOrder, SearchResults, SearchSection, SearchSuggestion, SearchWay,
};
pub use site::Site;
