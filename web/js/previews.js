// The start of the page that a link leads to, or the linked section or block, shown beside the link (rule W-16).
//
// What is shown is taken from the page itself, which is then at hand if the reader goes there. It opens for a mouse that
// rests on a link and for a link that the keyboard reaches, moves nothing, and closes with Escape.

const LINKS = "main :is(.note-body a.internal-link, .embed-source, .backlink, .outgoing-link, .note-link)";
const DELAY = 300;
const GRACE = 180;
const MAX_BYTES = 1 << 20;
const MAX_KEPT = 40;
const MAX_BLOCKS = 12;
const MAX_LETTERS = 1000;
const HEADING = /^H[1-6]$/;

// Ours has a colon in its id: no heading of a note can take it.
const box = document.createElement("div");
box.id = "preview:box";
box.className = "preview";
box.setAttribute("role", "tooltip");
box.hidden = true;

const kept = new Map();
let shown = null;
let wanted = null;
let timer = 0;

// Reads a page once; what cannot be read has no preview.
function read(address) {
  if (!kept.has(address)) {
    if (kept.size >= MAX_KEPT) kept.delete(kept.keys().next().value);
    kept.set(address, load(address).catch(() => null));
  }
  return kept.get(address);
}

async function load(address) {
  const stop = new AbortController();
  const answer = await fetch(address, { signal: stop.signal, headers: { accept: "text/html" } });
  const isPage = answer.ok && answer.headers.get("content-type")?.startsWith("text/html");
  if (!isPage || Number(answer.headers.get("content-length")) > MAX_BYTES) {
    stop.abort();
    return null;
  }
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

// Chooses what a link means on its page: the start, or the section or block that its fragment names.
function choose(page, fragment) {
  const body = page.querySelector("article.note .note-body");
  if (!body) return [];
  const named = fragment ? page.getElementById(fragment) : null;
  if (!named || !body.contains(named)) return [...body.children];
  const heading = named.closest("h1, h2, h3, h4, h5, h6");
  if (!heading) return [named];
  const nodes = [heading];
  for (let next = heading.nextElementSibling; next; next = next.nextElementSibling) {
    if (HEADING.test(next.tagName) && next.tagName <= heading.tagName) break;
    nodes.push(next);
  }
  return nodes;
}

// Copies blocks until there is enough to read.
function copy(nodes) {
  const content = document.createElement("div");
  content.className = "note-body";
  let letters = 0;
  for (const node of nodes.slice(0, MAX_BLOCKS)) {
    let made = document.importNode(node, true);
    if (node.tagName === "LI") {
      const list = document.createElement(node.parentElement.tagName);
      list.append(made);
      made = list;
    }
    content.append(made);
    letters += node.textContent.length;
    if (letters > MAX_LETTERS) break;
  }
  return content;
}

// Takes off all that acts: a preview is read, and its link is where to go.
function quiet(content) {
  for (const gone of content.querySelectorAll("script, style, iframe, object, embed, audio, video, form, .heading-anchor")) gone.remove();
  const replace = (old, name) => {
    const made = document.createElement(name);
    for (const { name: key, value } of old.attributes) {
      if (["class", "dir", "lang", "data-callout"].includes(key)) made.setAttribute(key, value);
    }
    made.append(...old.childNodes);
    old.replaceWith(made);
  };
  for (const link of content.querySelectorAll("a")) replace(link, "span");
  for (const part of content.querySelectorAll("details, summary")) replace(part, "div");
  for (const part of content.querySelectorAll("[id], [tabindex], [name]")) {
    for (const key of ["id", "tabindex", "name"]) part.removeAttribute(key);
  }
}

// Formulas need their style sheet, which only pages with formulas have.
function dress(page, content) {
  const sheet = content.querySelector(".katex") && page.querySelector("link[rel=stylesheet][href*=katex]");
  if (!sheet || document.querySelector("link[rel=stylesheet][href*=katex]")) return;
  document.head.append(document.importNode(sheet));
}

async function open(link, at) {
  const { origin, pathname, search, hash } = new URL(link.href);
  const isHere = pathname === location.pathname && search === location.search;
  if (origin !== location.origin || (isHere && !hash)) return;
  wanted = link;
  const page = isHere ? document : await read(pathname + search);
  if (wanted !== link || !page) return;
  let fragment = hash.slice(1);
  try { fragment = decodeURIComponent(fragment); } catch { /* then as it is written */ }
  const content = copy(choose(page, fragment));
  quiet(content);
  if (!content.textContent.trim() && !content.querySelector("img, svg")) return;
  dress(page, content);
  const title = document.createElement("p");
  title.className = "preview-title";
  title.dir = "auto";
  title.textContent = page.querySelector("article.note h1")?.textContent ?? "";
  box.replaceChildren(title, content);
  place(link, at);
  shown = link;
  link.setAttribute("aria-describedby", box.id);
}

// Below the line of the link that is pointed at, or above it where there is more room.
function place(link, at) {
  box.hidden = false;
  box.classList.remove("is-cut");
  const lines = [...link.getClientRects()];
  const line = lines.find((rect) => at && at.clientY >= rect.top - 2 && at.clientY <= rect.bottom + 2) ?? lines[0];
  if (!line) return;
  const gap = 8;
  const below = innerHeight - line.bottom - 2 * gap;
  const above = line.top - 2 * gap;
  box.style.maxHeight = "";
  const isBelow = box.offsetHeight <= below || below >= above;
  box.style.maxHeight = `${Math.min(box.offsetHeight, isBelow ? below : above)}px`;
  const left = Math.min(at ? at.clientX - 40 : line.left, document.documentElement.clientWidth - box.offsetWidth - gap);
  box.style.left = `${Math.max(gap, left)}px`;
  box.style.top = `${isBelow ? line.bottom + gap : line.top - gap - box.offsetHeight}px`;
  box.classList.toggle("is-cut", box.scrollHeight > box.clientHeight + 1);
}

function close() {
  clearTimeout(timer);
  wanted = null;
  if (!shown) return;
  shown.removeAttribute("aria-describedby");
  shown = null;
  box.hidden = true;
  box.replaceChildren();
}

function soon(act, delay) {
  clearTimeout(timer);
  timer = setTimeout(act, delay);
}

const linkOf = (event) => (event.target instanceof Element ? event.target.closest(LINKS) : null);

document.querySelector("main").append(box);
// What was read before may be older than the page now is (live.js).
document.documentElement.addEventListener("contentchange", () => {
  kept.clear();
  close();
});
document.addEventListener("pointerover", (event) => {
  if (event.pointerType === "touch") return;
  if (box.contains(event.target)) { clearTimeout(timer); return; }
  const link = linkOf(event);
  if (link && link !== shown) soon(() => { close(); open(link, event); }, DELAY);
  else if (link) clearTimeout(timer);
  else if (shown || wanted) soon(close, GRACE);
  else clearTimeout(timer);
});
document.addEventListener("focusin", (event) => {
  const link = linkOf(event);
  if (link?.matches(":focus-visible")) soon(() => { close(); open(link, null); }, DELAY);
  else close();
});
document.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });
document.addEventListener("pointerdown", close);
document.addEventListener("scroll", (event) => { if (event.target !== box) close(); }, { passive: true, capture: true });
