//! The list of tags and the page of one tag (rule W-22).

use hedgerow_model::{Key, PageUrl, Tag};

use crate::order::NaturalKey;
use crate::tag_index::TagEntry;
use crate::templates::fill;
use crate::view::{Crumb, TagNode, TagView, TagsView};
use crate::{Page, Site};

impl Site {
    /// Makes the list of all tags with their counts.
    pub fn tags_page(&self) -> Page {
        let href = &self.view.links.tags;
        let roots = self.tags.entries().filter(|entry| !entry.tag.text().contains('/'));
        fill(
            "layouts/tags.html",
            TagsView {
                site: &self.view,
                head: self.head("tags", "Tags", Some(href)),
                count: self.tags.len(),
                tags: self.sorted(roots.map(|entry| self.tag_node(entry))),
            },
        )
    }

    /// Makes the page of one tag: its notes and those of the tags nested in it (rule I-14). Letter case does not
    /// matter; the canonical link names the tag as it is shown. `None` if no public note has it (rule W-10).
    pub fn tag_page(&self, tag: &Tag) -> Option<Page> {
        self.tag_part(tag, 1)
    }

    pub(super) fn tag_part(&self, tag: &Tag, part: usize) -> Option<Page> {
        let entry = self.tags.get(tag.key())?;
        let tag = &entry.tag;
        let own = PageUrl::from_slug(&format!("-/tags/{}", tag.text()));
        let listing = self.listing(&self.by_title(entry.notes.iter().copied()), &own, part)?;
        let mut head = self.head("tag", &format!("#{}", tag.text()), Some(&self.part_href(&own, part)));
        head.is_hidden |= part > 1;
        let mut crumbs = vec![Crumb { name: "Tags".to_owned(), href: self.view.links.tags.clone() }];
        let ancestors: Vec<Tag> = tag.lineage().collect();
        crumbs.extend(
            ancestors[..ancestors.len() - 1]
                .iter()
                .map(|ancestor| Crumb { name: last_part(ancestor).to_owned(), href: self.addresses.tag(ancestor) }),
        );
        Some(fill(
            "layouts/tag.html",
            TagView {
                site: &self.view,
                head,
                crumbs,
                text: tag.text(),
                count: entry.notes.len(),
                children: self.children(entry),
                listing,
            },
        ))
    }

    /// Returns every tag with the notes it is listed for, as `(tag, count)` in the order of keys.
    pub fn tag_counts(&self) -> impl Iterator<Item = (&Tag, usize)> {
        self.tags.entries().map(|entry| (&entry.tag, entry.notes.len()))
    }

    fn children(&self, entry: &TagEntry<hedgerow_publish::NoteId>) -> Vec<TagNode> {
        let child = |key: &Key| self.tags.get(key).map(|child| self.tag_node(child));
        self.sorted(entry.children.iter().filter_map(child))
    }

    fn tag_node(&self, entry: &TagEntry<hedgerow_publish::NoteId>) -> TagNode {
        TagNode {
            name: last_part(&entry.tag).to_owned(),
            href: self.addresses.tag(&entry.tag),
            count: entry.notes.len(),
            children: self.children(entry),
        }
    }

    fn sorted(&self, nodes: impl Iterator<Item = TagNode>) -> Vec<TagNode> {
        let mut nodes: Vec<TagNode> = nodes.collect();
        nodes.sort_by_cached_key(|node| NaturalKey::of(&node.name));
        nodes
    }
}

fn last_part(tag: &Tag) -> &str {
    tag.text().rsplit('/').next().unwrap_or(tag.text())
}
