//! What templates are given: plain data, made for one template each. Only these structs are serialised.

mod backlinks;
mod canvas;
mod folder;
mod frame;
mod graph;
mod home;
mod listing;
mod navigation;
mod neighbours;
mod not_found;
mod note;
mod recent;
mod search;
mod tag;

pub(crate) use backlinks::{BacklinkView, BacklinksView, ContextPart, LinkingView};
pub(crate) use canvas::CanvasView;
pub(crate) use folder::{FolderView, IntroView};
pub(crate) use frame::{Crumb, DateView, HeadView, IconView, OwnLinks, SiteView};
pub(crate) use graph::{DrawnEdge, DrawnNode, GraphView, HubView};
pub(crate) use home::HomeView;
pub(crate) use listing::{FolderItem, ListingView, NoteItem};
pub(crate) use navigation::{ItemView, LevelView, PageTreeView, PagesView};
pub(crate) use neighbours::Neighbours;
pub(crate) use not_found::NotFoundView;
pub(crate) use note::{
    LabelLine, LinkView, LocalEdges, LocalGraphView, LocalNode, NotePart, NoteView, PieceView, PropertyView, TagLink,
    TocView,
};
pub(crate) use recent::{MonthView, RecentView};
pub(crate) use search::{
    FacetGroupView, FacetView, HitView, KeptView, OrderView, PageLink, PagerView, SearchView, SectionView,
    SuggestionView, WayView,
};
pub(crate) use tag::{TagNode, TagView, TagsView};
