//! The pages, one file for each kind: from the garden to a view, from the view to a page.

mod backlinks;
mod canvas;
mod folder;
mod graph;
mod home;
mod listing;
mod navigation;
mod not_found;
mod note;
mod part;
mod recent;
mod route;
mod search;
mod tags;
mod toc;
