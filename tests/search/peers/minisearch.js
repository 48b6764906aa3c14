// MiniSearch as its documentation recommends for a search while typing: prefixes, slips, the title before the rest.

import MiniSearch from "minisearch";

/** Indexes documents and returns a function from a question to paths, best first. */
export function minisearch(documents) {
  const index = new MiniSearch({
    idField: "path",
    fields: ["title", "aliases", "headings", "tags", "text"],
    searchOptions: {
      boost: { title: 3, aliases: 2, headings: 1.5 },
      prefix: (_, at, words) => at === words.length - 1,
      fuzzy: word => (word.length > 3 ? 0.2 : false),
    },
  });
  index.addAll(documents);
  return question => index.search(question).map(hit => hit.id);
}
