//! Some of the notes, indexed together: the part of an index that is made, kept and replaced as one.

use std::path::Path;
use std::sync::{Arc, LazyLock, OnceLock};

use bytes::Bytes;
use tantivy::directory::{Directory, OwnedBytes, RamDirectory};
use tantivy::fieldnorm::FieldNormReader;
use tantivy::index::{InvertedIndexReader, SegmentId};
use tantivy::indexer::SingleSegmentIndexWriter;
use tantivy::postings::TermInfo;
use tantivy::schema::Field;
use tantivy::store::Compressor;
use tantivy::tokenizer::TokenizerManager;
use tantivy::{Index, IndexSettings, SegmentReader, TantivyError};

use crate::fields::{Entry, FIELDS, N_FIELDS};
use crate::kept::{self, FILES, OWNERS};
use crate::owners::{self, Owner};
use crate::shown::Shown;
use crate::tokenizer::{self, WordTokenizer};
use crate::vocabulary::Vocabulary;

/// To be raised whenever the same note gets other bytes in an index: by other plain text, words, fields or files. A test
/// knows the bytes of an example.
pub(crate) const FORMAT: u32 = 4;

/// Where the writer's memory starts; it grows as the bucket needs. This is room for 16,000 words.
const WRITER_BYTES: usize = 1_000_000;

/// A segment of Tantivy's in memory, and the key that tells what is in it. Nothing in it is of a note that it does not own.
pub(crate) struct Bucket {
    pub(crate) key: [u8; 32],
    bytes: OwnedBytes,
    /// The notes, by their places in the segment.
    pub(crate) owners: Vec<Owner>,
    pub(crate) parts: [Part; N_FIELDS],
    vocabulary: OnceLock<Vocabulary>,
}

/// What a bucket knows about one field.
pub(crate) struct Part {
    /// The words, where they stand, and how many there are in all.
    pub(crate) words: Arc<InvertedIndexReader>,
    /// How long each note is; `None` where no note has the field.
    pub(crate) lengths: Option<FieldNormReader>,
}

impl Bucket {
    /// Returns the key of a bucket that holds these notes in this order. The owners' fingerprints stand for all that is indexed of
    /// them; the rest of the key stands for how it is indexed.
    fn key(owners: &[u8]) -> [u8; 32] {
        static BASE: LazyLock<blake3::Hasher> = LazyLock::new(|| {
            let mut hasher = blake3::Hasher::new_derive_key("hedgerow search bucket");
            hasher.update(&FORMAT.to_le_bytes());
            hasher.update(env!("CARGO_PKG_VERSION").as_bytes());
            hasher.update(tantivy::version_string().as_bytes());
            hasher
        });
        *BASE.clone().update(owners).finalize().as_bytes()
    }

    /// Indexes notes. One writer makes one segment, in which the notes have the order that is given.
    pub(crate) fn build<'n>(notes: impl Iterator<Item = (Owner, Entry<'n>)>) -> tantivy::Result<Self> {
        let directory = RamDirectory::create();
        let builder = Index::builder().schema(FIELDS.schema.clone()).settings(settings()).tokenizers(tokenizers());
        let mut writer: SingleSegmentIndexWriter =
            builder.single_segment_index_writer(directory.clone(), WRITER_BYTES)?;
        let mut owners = Vec::new();
        for (owner, note) in notes {
            writer.add_document(FIELDS.document(&note))?;
            owners.push(owner);
        }
        let segments = writer.finalize()?.searchable_segment_ids()?;
        let name = segments.first().map(SegmentId::uuid_string).unwrap_or_default();
        let n_notes = owners.len();
        let owners = owners::write(&owners);
        let key = Self::key(&owners);
        let mut files: [OwnedBytes; FILES.len()] = std::array::from_fn(|_| OwnedBytes::empty());
        for (file, extension) in files.iter_mut().zip(FILES) {
            *file = match extension {
                OWNERS => OwnedBytes::new(owners.clone()),
                _ => directory.open_read(Path::new(&format!("{name}.{extension}")))?.read_bytes()?,
            };
        }
        Self::open(key, kept::seal(&key, n_notes, &files))
    }

    /// Opens bytes that were kept under the key; refuses whatever was not sealed for it.
    pub(crate) fn open(key: [u8; 32], sealed: Vec<u8>) -> tantivy::Result<Self> {
        let refused = || TantivyError::InvalidArgument("these bytes are not of this bucket".to_owned());
        let (n_notes, ranges) = kept::unseal(&key, &sealed).ok_or_else(refused)?;
        let bytes = OwnedBytes::new(sealed);
        let files = ranges.map(|range| bytes.slice(range));
        let owners = files.last().filter(|owners| Self::key(owners) == key);
        let owners = owners.and_then(|owners| owners::read(owners, n_notes)).ok_or_else(refused)?;
        let index = Index::create(Shown(Arc::new(files)), FIELDS.schema.clone(), settings())?;
        // Any name will do: the files are known by their extensions.
        let name = SegmentId::from_uuid_string(&"0".repeat(32))
            .map_err(|error| TantivyError::InvalidArgument(error.to_string()))?;
        let n_docs = u32::try_from(n_notes).map_err(|error| TantivyError::InvalidArgument(error.to_string()))?;
        let reader = SegmentReader::open(&index.segment(index.new_segment_meta(name, n_docs)))?;
        let part = |field: u32| {
            let field = Field::from_field_id(field);
            let words = reader.inverted_index(field)?;
            tantivy::Result::Ok(Part { words, lengths: reader.fieldnorms_readers().get_field(field)? })
        };
        let parts = [part(0)?, part(1)?, part(2)?, part(3)?, part(4)?];
        Ok(Self { key, bytes, owners, parts, vocabulary: OnceLock::new() })
    }

    /// Returns the bytes by which [`Bucket::open`] makes the bucket again; they are not copied.
    pub(crate) fn bytes(&self) -> Bytes {
        Bytes::from_owner(self.bytes.clone())
    }

    /// Returns how many notes it holds; their places are below this.
    pub(crate) fn n_notes(&self) -> usize {
        self.owners.len()
    }

    pub(crate) fn part(&self, field: Field) -> &Part {
        &self.parts[field.field_id() as usize]
    }

    /// Returns its words as one text; made when first asked for.
    pub(crate) fn vocabulary(&self) -> tantivy::Result<&Vocabulary> {
        match self.vocabulary.get() {
            Some(vocabulary) => Ok(vocabulary),
            None => {
                let vocabulary = Vocabulary::of(self)?;
                Ok(self.vocabulary.get_or_init(|| vocabulary))
            }
        }
    }

    /// Finds a word.
    pub(crate) fn find(&self, field: Field, word: &str) -> tantivy::Result<Option<TermInfo>> {
        Ok(self.part(field).words.terms().get(word)?)
    }
}

impl Part {
    /// Calls for each of the words that start so, in the order of the alphabet.
    pub(crate) fn each_starting(
        &self,
        start: &str,
        mut word: impl FnMut(&TermInfo) -> tantivy::Result<()>,
    ) -> tantivy::Result<()> {
        let range = self.words.terms().range().ge(start).without_keys();
        // No text holds the greatest byte, so that one comes behind the last.
        let mut behind = start.as_bytes().to_vec();
        let range = match behind.last_mut() {
            Some(last) => {
                *last += 1;
                range.lt(behind)
            }
            None => range,
        };
        let mut stream = range.into_stream()?;
        while stream.advance() {
            word(stream.value())?;
        }
        Ok(())
    }
}

fn settings() -> IndexSettings {
    IndexSettings {
        docstore_compression: Compressor::None,
        docstore_compress_dedicated_thread: false,
        ..IndexSettings::default()
    }
}

fn tokenizers() -> TokenizerManager {
    static TOKENIZERS: LazyLock<TokenizerManager> = LazyLock::new(|| {
        let tokenizers = TokenizerManager::default();
        tokenizers.register(tokenizer::NAME, WordTokenizer::default());
        tokenizers
    });
    TOKENIZERS.clone()
}
