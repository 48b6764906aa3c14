//! Plain BM25: what Tantivy finds when nothing is made of it.

use hedgerow_model::NotePath;
use hedgerow_publish::PublicNote;
use tantivy::collector::TopDocs;
use tantivy::query::QueryParser;
use tantivy::schema::{Field, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions, Value};
use tantivy::{Index, Searcher, TantivyDocument};

use crate::Failed;
use crate::document::Document;

const MEMORY: usize = 100_000_000;

/// Title, aliases, headings, tags and text in fields of their own, with English stems.
pub(crate) struct Bm25 {
    searcher: Searcher,
    parser: QueryParser,
    path: Field,
}

impl Bm25 {
    pub(crate) fn of<'n>(notes: impl Iterator<Item = &'n PublicNote>) -> Result<Self, Failed> {
        let mut schema = Schema::builder();
        let stemmed = TextOptions::default().set_indexing_options(
            TextFieldIndexing::default()
                .set_tokenizer("en_stem")
                .set_index_option(IndexRecordOption::WithFreqsAndPositions),
        );
        let path = schema.add_text_field("path", STRING | STORED);
        let fields =
            ["title", "aliases", "headings", "tags", "text"].map(|name| schema.add_text_field(name, stemmed.clone()));
        let index = Index::create_in_ram(schema.build());
        let mut writer = index.writer_with_num_threads(1, MEMORY)?;
        for note in notes {
            let document = Document::of(note);
            let mut entry = TantivyDocument::new();
            entry.add_text(path, &document.path);
            let [title, aliases, headings, tags, text] = fields;
            entry.add_text(title, &document.title);
            entry.add_text(text, &document.text);
            for (field, values) in
                [(aliases, &document.aliases), (headings, &document.headings), (tags, &document.tags)]
            {
                values.iter().for_each(|value| entry.add_text(field, value));
            }
            writer.add_document(entry)?;
        }
        writer.commit()?;
        let parser = QueryParser::for_index(&index, fields.to_vec());
        Ok(Self { searcher: index.reader()?.searcher(), parser, path })
    }

    pub(crate) fn ask(&self, question: &str) -> Vec<NotePath> {
        let (query, _) = self.parser.parse_query_lenient(question);
        let found = self.searcher.search(&query, &TopDocs::with_limit(10).order_by_score()).unwrap_or_default();
        let path = |address| {
            let entry: TantivyDocument = self.searcher.doc(address).ok()?;
            NotePath::new(entry.get_first(self.path)?.as_str()?).ok()
        };
        found.into_iter().filter_map(|(_, address)| path(address)).collect()
    }
}
