// FlexSearch with prefixes of every word, and suggestions where not all words are found.

import FlexSearch from "flexsearch";

/** Indexes documents and returns a function from a question to paths, best first. */
export function flexsearch(documents) {
  const index = new FlexSearch.Document({
    tokenize: "forward",
    document: { id: "path", index: ["title", "aliases", "headings", "tags", "text"] },
  });
  documents.forEach(document => index.add(document));
  return question => index.search(question, { limit: 10, suggest: true, merge: true }).map(hit => hit.id);
}
