//! A note's tree between its parsing and its rendering: packed into one stretch of bytes.
//!
//! Most of a tree are the words of the text, which the note has anyhow. So the bytes are compressed (LZ4) with the text as
//! their dictionary, to an eighth or less of what they would take. To open them costs a tenth of what reading the Markdown
//! again would; to keep the trees themselves would cost many times the memory.

use lz4_flex::block::{compress_prepend_size_with_dict, decompress_size_prepended_with_dict};

use crate::tree::Tree;

/// A tree that is put away.
#[derive(Default)]
pub(crate) struct Packed(Box<[u8]>);

impl Packed {
    /// Puts away the tree that was made of a text.
    pub(crate) fn of(tree: &Tree, text: &str) -> Self {
        let bytes = postcard::to_allocvec(tree).expect("a tree holds only what can be written");
        Self(compress_prepend_size_with_dict(&bytes, text.as_bytes()).into())
    }

    /// Puts a tree away that was put away in another run: what [`Packed::bytes`] gave, and nothing else.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Self {
        Self(bytes.into())
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// Takes the tree out again, with the text that it was made of.
    pub(crate) fn open(&self, text: &str) -> Tree {
        if self.0.is_empty() {
            return Tree::default();
        }
        let bytes = decompress_size_prepended_with_dict(&self.0, text.as_bytes());
        let tree = bytes.ok().and_then(|bytes| postcard::from_bytes(&bytes).ok());
        tree.expect("it was written by the function above")
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
        assert_eq!(format!("{:?}", Packed::of(&tree, text).open(text)), format!("{tree:?}"));
        assert_eq!(format!("{:?}", Packed::default().open("")), "Tree { blocks: [], footnotes: [], has_html: false }");
    }

    #[test]
    fn a_tree_takes_little_beside_its_text() {
        let words: String = (0..4000_u32).map(|n| format!("word{} ", n.wrapping_mul(2_654_435_761))).collect();
        for text in ["", "a", "abc", "words that stand in it\n", &words, &words.repeat(20)] {
            let tree = lower(text, 0, &LineIndex::new(text)).tree;
            let packed = Packed::of(&tree, text);
            assert!(packed.bytes().len() < 40 + text.len() / 8, "{} of {}", packed.bytes().len(), text.len());
            assert_eq!(format!("{:?}", packed.open(text)), format!("{tree:?}"));
        }
    }
}
