//! A note's tree between its parsing and its rendering: packed into one stretch of bytes, about as long as the text.
//!
//! To open it costs a tenth of what reading the Markdown again would; to keep the trees themselves would cost many times
//! the memory.

use crate::tree::Tree;

/// A tree that is put away.
#[derive(Default)]
pub(crate) struct Packed(Box<[u8]>);

impl Packed {
    pub(crate) fn of(tree: &Tree) -> Self {
        Self(postcard::to_allocvec(tree).expect("a tree holds only what can be written").into())
    }

    /// Puts a tree away that was put away in another run: what [`Packed::bytes`] gave, and nothing else.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Self {
        Self(bytes.into())
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &self.0
    }

    pub(crate) fn open(&self) -> Tree {
        if self.0.is_empty() {
            return Tree::default();
        }
        postcard::from_bytes(&self.0).expect("it was written by the function above")
    }
}

/// A tag goes by its text.
pub(crate) mod tag {
    use hedgerow_model::Tag;
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serializer};

    pub(crate) fn serialize<S: Serializer>(tag: &Tag, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(tag.text())
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Tag, D::Error> {
        Tag::new(<&str>::deserialize(deserializer)?).ok_or_else(|| D::Error::custom("it is no tag"))
    }
}

#[cfg(test)]
mod tests {
    use hedgerow_model::LineIndex;

    use super::Packed;
    use crate::lower::lower;

    #[test]
    fn a_tree_comes_out_as_it_went_in() {
        let text = "# A\n> [!note]- T\n> b ^id\n\n1. [x] c **d** #e/f [[G|h]] ![[i.png|3]] $j$ <b>k</b> <i>l[^1]\n\n\
                    | m | n |\n|:-:|---|\n| o | ~~p~~ |\n\n```q\nr\n```\n---\n<p>s\n\n[^1]: t ==u== `v`  \nw";
        let tree = lower(text, 0, &LineIndex::new(text)).tree;
        assert!(tree.has_html && tree.footnotes.len() == 1 && tree.blocks.len() == 7, "{tree:?}");
        assert_eq!(format!("{:?}", Packed::of(&tree).open()), format!("{tree:?}"));
        assert_eq!(format!("{:?}", Packed::default().open()), "Tree { blocks: [], footnotes: [], has_html: false }");
    }
}
