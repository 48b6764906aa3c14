// lunr with its stemmer, and words that begin so or are one letter off for less.

import build from "lunr";

/** Indexes documents and returns a function from a question to paths, best first. */
export function lunr(documents) {
  const index = build(function () {
    this.ref("path");
    this.field("title", { boost: 3 });
    this.field("aliases", { boost: 2 });
    this.field("headings", { boost: 1.5 });
    this.field("tags");
    this.field("text");
    documents.forEach(document => this.add(document));
  });
  const ask = question => query => {
    build.tokenizer(question).forEach((token, at, tokens) => {
      const word = token.toString();
      query.term(word, { boost: 10 });
      if (at === tokens.length - 1) {
        query.term(word, { wildcard: build.Query.wildcard.TRAILING, usePipeline: false, boost: 3 });
      }
      if (word.length > 3) {
        query.term(word, { editDistance: 1, usePipeline: false });
      }
    });
  };
  return question => index.query(ask(question)).map(hit => hit.ref);
}
