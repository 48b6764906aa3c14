// Asks three search libraries of JavaScript: `node ask.js ASKED.json ANSWERED.json`.
//
// ASKED holds `documents` with path, title, aliases, headings, tags and text, and `questions`. ANSWERED gets a list of libraries,
// each with `name` and `answers`: for every question the paths of the ten best documents, best first.

import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";

import { flexsearch } from "./flexsearch.js";
import { lunr } from "./lunr.js";
import { minisearch } from "./minisearch.js";

const [asked, answered] = process.argv.slice(2);
const { documents, questions } = JSON.parse(readFileSync(asked, "utf8"));
const texts = documents.map(document => ({
  ...document,
  aliases: document.aliases.join("\n"),
  headings: document.headings.join("\n"),
  tags: document.tags.join(" "),
}));

const version = library => createRequire(import.meta.url)(`./node_modules/${library}/package.json`).version;
const libraries = [
  ["MiniSearch", "minisearch", minisearch],
  ["lunr", "lunr", lunr],
  ["FlexSearch", "flexsearch", flexsearch],
];
const found = libraries.map(([name, library, index]) => {
  const ask = index(texts);
  return { name: `${name} ${version(library)}`, answers: questions.map(question => ask(question).slice(0, 10)) };
});
writeFileSync(answered, JSON.stringify(found));
