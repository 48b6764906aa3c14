//! The tree of pages: beside a page as much of it as leads there, on a page of its own all of it (rule W-15).
//!
//! Neither grows with the garden beyond a bound: a page shows the steps that lead to it and so many of their neighbours, and
//! the whole tree stops opening folders when it has enough lines. Each folder has a page that lists the rest.

use std::collections::{HashMap, VecDeque};

use hedgerow_model::PageUrl;

use super::listing::PART;
use super::part::Part;
use crate::navigation::NavigationItem;
use crate::templates::fill;
use crate::view::{ItemView, LevelView, PageTreeView, PagesView};
use crate::{Page, Site};

/// Items shown of each step.
const MAX_BESIDE: usize = 24;
/// Steps shown of the way, the innermost ones.
const MAX_STEPS: usize = 6;

/// Lines of the whole tree, and of each folder in it.
const MAX_LINES: usize = 1000;
const MAX_INSIDE: usize = 60;
/// Folders in folders that the whole tree opens.
const MAX_DEPTH: usize = 10;

impl Site {
    /// Makes the tree beside a page in a folder. `None` if there is nothing to go to but the page itself.
    pub(crate) fn page_tree(&self, folder: &str, own: &PageUrl) -> Option<PageTreeView> {
        let way = self.navigation.way_to(folder);
        let way = &way[way.len().saturating_sub(MAX_STEPS)..];
        let level = self.step(way, own)?;
        let is_alone = level.items.len() == 1 && level.items[0].is_current;
        (!level.items.is_empty() && !is_alone).then(|| PageTreeView { level, all: self.view.links.pages.clone() })
    }

    /// Shows what is in the first folder of the way, and the rest of the way inside it.
    fn step(&self, way: &[usize], own: &PageUrl) -> Option<LevelView> {
        let (&here, rest) = way.split_first()?;
        let branch = self.navigation.branch(here);
        let is_step = |item: &NavigationItem| match item {
            NavigationItem::Folder(number) => rest.first() == Some(number),
            NavigationItem::Note(id) => self.garden.note(*id).url() == own,
        };
        let at = branch.items.iter().position(is_step).unwrap_or(0);
        let last = branch.items.len().saturating_sub(MAX_BESIDE);
        let first = at.saturating_sub(MAX_BESIDE / 2).min(last);
        let shown = &branch.items[first..(first + MAX_BESIDE).min(branch.items.len())];
        let items = shown.iter().map(|item| {
            let view = self.item(item, own);
            // A folder's own page lists what is in it.
            let inner = if is_step(item) && !view.is_current { self.step(rest, own) } else { None };
            ItemView { inner, ..view }
        });
        Some(LevelView {
            items: items.collect(),
            n_more: branch.items.len() - shown.len(),
            more: if here == 0 { self.view.links.pages.clone() } else { self.addresses.href(&branch.url) },
        })
    }

    /// Makes a page of the whole tree, from 1 on; `None` if there are not so many.
    pub fn pages_page(&self, number: usize) -> Option<Page> {
        let root = self.navigation.root();
        let part = Part::of(root.items.len(), PART, number)?;
        let items = &root.items[part.range()];
        let opened = self.opened(items);
        let items = items.iter().map(|item| self.open_item(item, &opened));
        let href = |number: usize| match number {
            1 => self.view.links.pages.clone(),
            _ => format!("{}/{number}", self.view.links.pages),
        };
        let mut head = self.head("pages", "Pages", Some(&href(number)));
        // The tree leads to every page; its further leaves are no place to begin.
        head.is_hidden |= number > 1;
        Some(fill(
            "layouts/pages.html",
            PagesView {
                site: &self.view,
                head,
                count: self.garden.listed().count(),
                level: LevelView { items: items.collect(), ..LevelView::default() },
                neighbours: part.neighbours(href),
            },
        ))
    }

    /// Chooses which folders are open and how much of each is shown: the outer ones first.
    fn opened(&self, items: &[NavigationItem]) -> HashMap<usize, usize> {
        let mut opened = HashMap::new();
        let mut n_left = MAX_LINES.saturating_sub(items.len());
        let mut waiting: VecDeque<(usize, usize)> = folders_of(items).map(|number| (number, 1)).collect();
        while let Some((number, depth)) = waiting.pop_front() {
            let inside = &self.navigation.branch(number).items;
            let n_shown = inside.len().min(MAX_INSIDE);
            if n_shown == 0 || n_shown > n_left {
                continue;
            }
            n_left -= n_shown;
            opened.insert(number, n_shown);
            if depth < MAX_DEPTH {
                waiting.extend(folders_of(&inside[..n_shown]).map(|number| (number, depth + 1)));
            }
        }
        opened
    }

    fn open_item(&self, item: &NavigationItem, opened: &HashMap<usize, usize>) -> ItemView {
        let view = self.item(item, &PageUrl::from_slug("-/pages"));
        let NavigationItem::Folder(number) = item else { return view };
        let inner = opened.get(number).map(|&n_shown| {
            let inside = &self.navigation.branch(*number).items;
            LevelView {
                items: inside[..n_shown].iter().map(|item| self.open_item(item, opened)).collect(),
                n_more: inside.len() - n_shown,
                more: view.href.clone(),
            }
        });
        ItemView { inner, ..view }
    }

    fn item(&self, item: &NavigationItem, own: &PageUrl) -> ItemView {
        let (name, url, is_folder) = match item {
            NavigationItem::Folder(number) => {
                let branch = self.navigation.branch(*number);
                (branch.name.as_str(), &branch.url, true)
            }
            NavigationItem::Note(id) => {
                let note = self.garden.note(*id);
                (note.title(), note.url(), false)
            }
        };
        ItemView {
            name: name.to_owned(),
            href: self.addresses.href(url),
            is_folder,
            is_current: url == own,
            inner: None,
        }
    }
}

fn folders_of(items: &[NavigationItem]) -> impl Iterator<Item = usize> {
    items.iter().filter_map(|item| match item {
        NavigationItem::Folder(number) => Some(*number),
        NavigationItem::Note(_) => None,
    })
}
