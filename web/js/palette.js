// The search palette: answers while one types, usable by keyboard and screen reader.
//
// A dialog with a combobox and a listbox. The focus stays in the field; the chosen answer is named by
// aria-activedescendant. Without scripts the header has a plain form instead.

const LIMIT = 12;

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
  #dialog;
  #input;
  #list;
  #status;
  #hits = [];
  #chosen = -1;
  #request = null;
  #before = null;

  constructor(api, page) {
    this.#api = api;
    this.#page = page;
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
  }

  close() {
    this.#dialog.close();
  }

  #build() {
    this.#input = element("input", {
      type: "search", role: "combobox", "aria-expanded": "false", "aria-controls": "palette-hits",
      "aria-autocomplete": "list", "aria-label": "Search the notes", placeholder: "Search the notes",
      autocomplete: "off", autocapitalize: "off", spellcheck: "false", enterkeyhint: "go", dir: "auto",
    });
    this.#list = element("ul", { id: "palette-hits", class: "palette-hits", role: "listbox", "aria-label": "Answers" });
    this.#status = element("span", { role: "status", "aria-live": "polite", class: "palette-status" });
    const close = element("button", { type: "button", class: "palette-close", "aria-label": "Esc: close the search" }, element("kbd", {}, "Esc"));
    const keys = element("span", { class: "palette-keys", "aria-hidden": "true" },
      element("kbd", {}, "↑"), element("kbd", {}, "↓"), "choose ", element("kbd", {}, "↵"), "open");
    this.#dialog = element("dialog", { class: "palette", "aria-label": "Search" },
      element("div", { class: "palette-field" }, element("span", { class: "palette-mark" }), this.#input, close),
      this.#list,
      element("div", { class: "palette-foot" }, this.#status, keys));
    document.body.append(this.#dialog);
    this.#say("Type to search");

    close.addEventListener("click", () => this.close());
    this.#input.addEventListener("input", () => this.#ask());
    this.#input.addEventListener("keydown", (event) => this.#onKey(event));
    this.#dialog.addEventListener("click", (event) => { if (event.target === this.#dialog) this.close(); });
    this.#dialog.addEventListener("close", () => this.#onClose());
    this.#list.addEventListener("mousemove", (event) => {
      const hit = event.target.closest("[role=option]");
      if (hit) this.#choose(Number(hit.dataset.at), false);
    });
    this.#list.addEventListener("click", (event) => {
      const hit = event.target.closest("[role=option]");
      if (hit) this.#go(Number(hit.dataset.at), event.metaKey || event.ctrlKey);
    });
  }

  #onClose() {
    this.#request?.abort();
    if (this.#before instanceof HTMLElement) this.#before.focus({ preventScroll: true });
  }

  #onKey(event) {
    if (event.isComposing) return;
    const last = this.#hits.length - 1;
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
      if (this.#chosen >= 0) this.#go(this.#chosen, event.metaKey || event.ctrlKey);
      else if (this.#input.value.trim()) location.assign(`${this.#page}?q=${encodeURIComponent(this.#input.value.trim())}`);
    } else if (event.key === "Escape") {
      // A search field would first empty itself.
      event.preventDefault();
      this.close();
    } else if (Object.hasOwn(moves, event.key) && last >= 0 && !event.shiftKey) {
      event.preventDefault();
      this.#choose(moves[event.key](), true);
    }
  }

  async #ask() {
    this.#request?.abort();
    const query = this.#input.value.trim();
    if (!query) {
      this.#show([]);
      this.#say("Type to search");
      return;
    }
    const request = new AbortController();
    this.#request = request;
    try {
      const answer = await fetch(`${this.#api}?q=${encodeURIComponent(query)}&limit=${LIMIT}`, { signal: request.signal });
      if (!answer.ok) throw new Error(String(answer.status));
      const { total, hits } = await answer.json();
      if (request.signal.aborted) return;
      this.#show(hits);
      this.#say(total === 0 ? "Nothing found" : total === 1 ? "1 note" : `${total} notes`);
    } catch {
      if (request.signal.aborted) return;
      this.#show([]);
      this.#say("The search did not answer; try again");
    }
  }

  #show(hits) {
    this.#hits = hits;
    this.#list.replaceChildren(...hits.map((hit, at) => this.#option(hit, at)));
    this.#list.scrollTop = 0;
    this.#input.setAttribute("aria-expanded", String(hits.length > 0));
    this.#choose(hits.length > 0 ? 0 : -1, true);
  }

  #option(hit, at) {
    const option = element("li", { id: `palette-hit-${at}`, class: "palette-hit", role: "option", "aria-selected": "false", "data-at": at });
    const head = element("div");
    const folder = hit.path?.split("/").slice(0, -1).join(" / ");
    if (folder) head.append(element("span", { class: "palette-folder", dir: "auto" }, folder));
    head.append(element("span", { class: "palette-title", dir: "auto" }, hit.title));
    if (hit.section) head.append(element("span", { class: "palette-section", dir: "auto" }, hit.section));
    option.append(head);
    if (hit.snippet) {
      const snippet = element("div", { class: "palette-snippet", dir: "auto" });
      snippet.append(...marked(hit.snippet));
      option.append(snippet);
    }
    return option;
  }

  #choose(at, scroll) {
    this.#list.children[this.#chosen]?.setAttribute("aria-selected", "false");
    this.#chosen = at;
    const option = this.#list.children[at];
    if (option) {
      option.setAttribute("aria-selected", "true");
      this.#input.setAttribute("aria-activedescendant", option.id);
      if (scroll) option.scrollIntoView({ block: "nearest" });
    } else {
      this.#input.removeAttribute("aria-activedescendant");
    }
  }

  #go(at, inNewTab) {
    const hit = this.#hits[at];
    if (!hit) return;
    if (inNewTab) {
      window.open(hit.url, "_blank", "noopener");
      return;
    }
    this.#before = null;
    this.close();
    location.assign(hit.url);
  }

  #say(words) {
    this.#status.textContent = words;
  }
}

// Reads escaped HTML with <mark> into nodes, so that nothing else in it can become an element.
function marked(snippet) {
  const read = new DOMParser().parseFromString(snippet, "text/html");
  return [...read.body.childNodes].map((node) =>
    node.nodeName === "MARK" ? element("mark", {}, node.textContent) : document.createTextNode(node.textContent));
}
