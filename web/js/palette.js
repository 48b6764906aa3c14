// The search palette: answers while one types, usable by keyboard and screen reader.
//
// A dialog with a combobox and a listbox. The focus stays in the field; the chosen row is named by aria-activedescendant.
// Without scripts the header has a plain form instead.
import { recentSearches } from "./searches.js";

// As many notes as are seen at once, and no word about how all are spread: the answer to a keystroke stays small.
const LIMIT = 8;
// Keys that repeat do not ask each time.
const PAUSE = 60;
// Before asking again where too many were waiting, and before a count is read out: who types on is not interrupted.
const REST = 1_000;
const QUIET = 500;

export function startPalette() {
  const opener = document.querySelector("[data-search-open]");
  if (!opener) return;
  let palette = null;
  const open = () => {
    palette ??= new Palette(opener.dataset.searchApi, opener.getAttribute("href"));
    palette.open();
  };
  opener.addEventListener("click", (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    open();
  });
  document.addEventListener("keydown", (event) => {
    const isShortcut = (event.metaKey || event.ctrlKey) && !event.altKey && event.key.toLowerCase() === "k";
    const isSlash = event.key === "/" && !event.metaKey && !event.ctrlKey && !event.altKey && !isTyping(event.target);
    if (!isShortcut && !isSlash) return;
    event.preventDefault();
    if (palette?.isOpen && isShortcut) palette.close();
    else open();
  });
}

function isTyping(target) {
  return target instanceof Element && target.closest("input, textarea, select, [contenteditable]") !== null;
}

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

class Palette {
  #api;
  #page;
  #recent;
  #dialog;
  #input;
  #list;
  #notices;
  #status;
  #voice;
  // What each row does; its place is its number.
  #rows = [];
  #chosen = -1;
  #request = null;
  #asked = -Infinity;
  #timer = 0;
  #voiceTimer = 0;
  #before = null;

  constructor(api, page) {
    this.#api = api;
    this.#page = page;
    this.#recent = recentSearches(page);
    this.#build();
  }

  get isOpen() {
    return this.#dialog.open;
  }

  open() {
    if (this.isOpen) return;
    this.#before = document.activeElement;
    this.#dialog.showModal();
    this.#input.select();
    this.#input.focus();
    if (!this.#query) this.#showRecent();
  }

  close() {
    this.#dialog.close();
  }

  get #query() {
    return this.#input.value.trim();
  }

  #build() {
    this.#input = element("input", {
      type: "search", role: "combobox", "aria-expanded": "false", "aria-controls": "palette-hits", "aria-haspopup": "listbox",
      "aria-autocomplete": "list", "aria-label": "Search the notes", placeholder: "Search the notes",
      autocomplete: "off", autocapitalize: "off", spellcheck: "false", enterkeyhint: "go", dir: "auto",
    });
    this.#list = element("div", { id: "palette-hits", class: "palette-hits", role: "listbox", "aria-label": "Answers" });
    this.#notices = element("p", { class: "palette-notices", dir: "auto", hidden: "" });
    this.#status = element("span", { class: "palette-status", "aria-hidden": "true" });
    this.#voice = element("span", { role: "status", "aria-live": "polite", class: "visually-hidden" });
    const close = element("button", { type: "button", class: "palette-close", "aria-label": "Esc: close the search" }, element("kbd", {}, "Esc"));
    const keys = element("span", { class: "palette-keys", "aria-hidden": "true" },
      element("kbd", {}, "↑"), element("kbd", {}, "↓"), "choose ", element("kbd", {}, "↵"), "open");
    this.#dialog = element("dialog", { class: "palette", "aria-label": "Search" },
      element("div", { class: "palette-field" }, element("span", { class: "palette-mark" }), this.#input, close),
      this.#notices, this.#list,
      element("div", { class: "palette-foot" }, this.#status, this.#voice, keys));
    document.body.append(this.#dialog);

    close.addEventListener("click", () => this.close());
    this.#input.addEventListener("input", () => this.#soon());
    this.#input.addEventListener("keydown", (event) => this.#onKey(event));
    this.#dialog.addEventListener("click", (event) => { if (event.target === this.#dialog) this.close(); });
    this.#dialog.addEventListener("close", () => this.#onClose());
    const rowAt = (event) => event.target.closest("[role=option]");
    this.#list.addEventListener("mousemove", (event) => {
      const row = rowAt(event);
      if (row && row.getAttribute("aria-selected") !== "true") this.#choose(Number(row.dataset.at), false);
    });
    // The focus stays in the field.
    this.#list.addEventListener("mousedown", (event) => event.preventDefault());
    this.#list.addEventListener("click", (event) => {
      const row = rowAt(event);
      if (row) this.#act(Number(row.dataset.at), event.metaKey || event.ctrlKey);
    });
  }

  #onClose() {
    this.#stop();
    if (this.#before instanceof HTMLElement) this.#before.focus({ preventScroll: true });
  }

  #onKey(event) {
    if (event.isComposing) return;
    const last = this.#rows.length - 1;
    const moves = {
      ArrowDown: () => (this.#chosen < last ? this.#chosen + 1 : 0),
      ArrowUp: () => (this.#chosen > 0 ? this.#chosen - 1 : last),
      PageDown: () => Math.min(this.#chosen + 5, last),
      PageUp: () => Math.max(this.#chosen - 5, 0),
      Home: () => 0,
      End: () => last,
    };
    if (event.key === "Enter") {
      event.preventDefault();
      const inNewTab = event.metaKey || event.ctrlKey;
      if (this.#chosen >= 0) this.#act(this.#chosen, inNewTab);
      else if (this.#query) this.#leave(this.#pageOf(this.#query), inNewTab);
    } else if (event.key === "Escape") {
      // A search field would first empty itself.
      event.preventDefault();
      this.close();
    } else if (Object.hasOwn(moves, event.key) && last >= 0 && !event.shiftKey) {
      event.preventDefault();
      this.#choose(moves[event.key](), true);
    }
  }

  // Asks at once, or as soon as the last question is a little past.
  #soon() {
    this.#stop();
    if (!this.#query) {
      this.#showRecent();
      return;
    }
    this.#list.setAttribute("aria-busy", "true");
    this.#timer = setTimeout(() => this.#ask(), Math.max(0, this.#asked + PAUSE - performance.now()));
  }

  #stop() {
    clearTimeout(this.#timer);
    this.#request?.abort();
    this.#request = null;
  }

  async #ask() {
    this.#stop();
    this.#asked = performance.now();
    const [query, request] = [this.#query, new AbortController()];
    this.#request = request;
    // Whatever comes back of an older question is not looked at.
    const isOld = () => this.#request !== request;
    try {
      const reply = await fetch(`${this.#api}?q=${encodeURIComponent(query)}&limit=${LIMIT}&facets=0`, { signal: request.signal });
      if (isOld()) return;
      if (reply.status === 503) {
        this.#say("The search is busy; asking again");
        this.#timer = setTimeout(() => this.#ask(), REST);
        return;
      }
      if (!reply.ok) throw new Error(String(reply.status));
      const answer = await reply.json();
      if (!isOld()) this.#showAnswer(query, answer);
    } catch {
      if (isOld()) return;
      this.#show([]);
      this.#say("The search did not answer; try again");
    }
  }

  #showAnswer(query, { total, n_partial: nPartial, hits, notices, suggestion, completions }) {
    const nFull = total - nPartial;
    const isPartial = (hit) => hit.missing.length > 0;
    const first = hits.findIndex(isPartial);
    const firstPartial = hits.slice(first).every(isPartial) ? first : -1;
    const groups = hits.map((hit, at) => {
      const rows = rowsOf(hit, (href, inNewTab) => this.#leave(href, inNewTab));
      return at === firstPartial ? [apart("These hold some of the words"), ...rows] : rows;
    });
    if (suggestion) groups.unshift([this.#suggested(suggestion)]);
    if (completions.length > 0) groups.unshift([apart("Go on with"), ...completions.map((way) => this.#completed(way))]);
    if (total > 0) {
      const words = element("span", {}, total === 1 ? "The search page" : `All ${total} results`);
      groups.push([row("palette-more", [words], (inNewTab) => this.#leave(this.#pageOf(query), inNewTab))]);
    }
    // What is found comes first, whatever else is offered above it.
    this.#show(groups, hits.length > 0 ? completions.length + (suggestion ? 1 : 0) : 0);
    // Of a value that is not finished it is no news that it was not understood.
    if (completions.length > 0) notices = [];
    this.#notices.textContent = notices.join(" · ");
    this.#notices.hidden = notices.length === 0;
    const count = nFull === 0 && total > 0 ? `No note has all of it, ${total} ${total === 1 ? "has" : "have"} some` :
      nFull === 0 && completions.length > 0 ? "Not finished yet" : nFull === 0 ? "Nothing found" : nFull === 1 ? "1 note" : `${nFull} notes`;
    const ways = completions.length > 0 && `${completions.length} ${completions.length === 1 ? "way" : "ways"} to go on`;
    this.#say(count, [ways, suggestion && `Did you mean ${suggestion.query}?`, ...notices]);
  }

  #suggested(suggestion) {
    const words = element("span", { class: "palette-suggested", dir: "auto" }, ...marked(suggestion.html));
    return row("palette-suggestion", ["Did you mean ", words, "?"], () => this.#type(suggestion.query));
  }

  #completed({ query, text, count }) {
    const children = [element("span", { class: "palette-completed" }, element("bdi", {}, text))];
    if (count !== null) children.push(" ", element("span", { class: "palette-folder" }, count === 1 ? "1 note" : `${count} notes`));
    // With a space behind it, for the next word.
    return row("palette-completion", [element("div", { class: "palette-head" }, ...children)], () => this.#type(`${query} `));
  }

  #showRecent() {
    this.#stop();
    const searches = this.#recent.all();
    const rows = searches.map((query) => row("palette-recent", [element("span", { dir: "auto" }, query)], () => this.#type(query)));
    if (searches.length > 0) {
      rows.unshift(apart("Recent searches"));
      rows.push(row("palette-clear", ["Forget these searches"], () => {
        this.#recent.clear();
        this.#showRecent();
      }));
    }
    this.#show([rows], -1);
    this.#say("Type to search");
  }

  #type(query) {
    this.#input.value = query;
    this.#soon();
  }

  #pageOf(query) {
    return `${this.#page}?q=${encodeURIComponent(query)}`;
  }

  // Shows groups of rows; what is no row stands between them.
  #show(groups, chosen = 0) {
    this.#rows = [];
    this.#notices.hidden = true;
    let nParted = 0;
    this.#list.replaceChildren(...groups.filter((group) => group.length > 0).map((group) => {
      const box = element("div", { class: "palette-group", role: "group" });
      for (const { part, act } of group) {
        if (act) {
          part.id = `palette-hit-${this.#rows.length}`;
          part.dataset.at = this.#rows.length;
          this.#rows.push({ part, act });
        } else {
          part.id = `palette-apart-${nParted++}`;
          box.setAttribute("aria-labelledby", part.id);
        }
        box.append(part);
      }
      if (!box.hasAttribute("aria-labelledby")) box.setAttribute("role", "presentation");
      return box;
    }));
    this.#list.scrollTop = 0;
    this.#list.setAttribute("aria-busy", "false");
    this.#input.setAttribute("aria-expanded", String(this.#rows.length > 0));
    this.#choose(Math.min(chosen, this.#rows.length - 1), true);
  }

  #choose(at, scroll) {
    for (const { part } of this.#rows) part.setAttribute("aria-selected", "false");
    this.#chosen = at;
    const part = this.#rows[at]?.part;
    if (part) {
      part.setAttribute("aria-selected", "true");
      this.#input.setAttribute("aria-activedescendant", part.id);
      if (scroll) part.scrollIntoView({ block: "nearest" });
    } else {
      this.#input.removeAttribute("aria-activedescendant");
    }
  }

  #act(at, inNewTab) {
    this.#rows[at]?.act(inNewTab);
  }

  #leave(href, inNewTab) {
    this.#recent.add(this.#query);
    if (inNewTab) {
      window.open(href, "_blank", "noopener");
      return;
    }
    this.#before = null;
    this.close();
    location.assign(href);
  }

  #say(words, more = []) {
    this.#status.textContent = words;
    clearTimeout(this.#voiceTimer);
    this.#voiceTimer = setTimeout(() => { this.#voice.textContent = [words, ...more].filter(Boolean).join(". "); }, QUIET);
  }
}

function row(kind, children, act) {
  return { part: element("div", { class: `palette-hit ${kind}`, role: "option", "aria-selected": "false" }, ...children), act };
}

function apart(words) {
  return { part: element("div", { class: "palette-apart", role: "presentation" }, words) };
}

// A note, and its section where the words stand in one.
function rowsOf(hit, leave) {
  const [page] = hit.url.split("#");
  const head = [element("span", { class: "palette-title", dir: "auto" }, ...marked(hit.title_html))];
  const folder = hit.path?.split("/").slice(0, -1).join(" / ");
  if (folder) head.push(element("span", { class: "palette-folder", dir: "auto" }, folder));
  const passage = [];
  if (hit.snippet) passage.push(element("div", { class: "palette-snippet", dir: "auto" }, ...marked(hit.snippet)));
  if (hit.missing.length > 0) {
    const words = hit.missing.flatMap((word, at) => (at > 0 ? [", ", element("s", {}, word)] : [element("s", {}, word)]));
    passage.push(element("div", { class: "palette-missing", dir: "auto" }, "without: ", ...words));
  }
  const note = (...rest) => row("palette-note", [element("div", { class: "palette-head" }, ...head), ...rest], (inNewTab) => leave(page, inNewTab));
  // A heading that repeats the title says nothing.
  if (!hit.section || hit.section === hit.title) return [note(...passage)];
  const heading = element("div", { class: "palette-section", dir: "auto" }, hit.section);
  return [note(), row("palette-passage", [heading, ...passage], (inNewTab) => leave(hit.url, inNewTab))];
}

// Reads escaped HTML with <mark> or <em> into nodes, so that nothing else in it can become an element.
function marked(html) {
  const read = new DOMParser().parseFromString(html, "text/html");
  return [...read.body.childNodes].map((node) =>
    ["MARK", "EM"].includes(node.nodeName) ? element(node.nodeName, {}, node.textContent) : document.createTextNode(node.textContent));
}
