// Puts the content of a newer page in place of the older one. What is the same in both is not touched, so that it stays as
// its reader left it: where it is on the screen, folded or open, drawn, chosen, played.

// Parts that hold parts; everything else is replaced whole.
const HOLDERS = ["MAIN", "ARTICLE", "DIV", "SECTION", "HEADER", "FOOTER", "UL", "OL"];
const DEPTH = 2;
const FRAME = [".site-header", ".site-footer"];
// What stands beside the text, and changes with other pages.
const BESIDE = ".note-asides, .note-links";
const FOCUSABLE = "a[href], button, summary, input, textarea, select, [tabindex]";
// Below the site's header.
const TOP = 64;
const root = document.documentElement;

// What the server sent for each part, before scripts changed it.
const sent = new WeakMap();
// The text of the page, and the versions of the files in it when they were loaded.
let text = "";
let loaded = new Map();

const isHolder = (part, depth) =>
  depth <= DEPTH && HOLDERS.includes(part.tagName) &&
  ![...part.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());

// Notes what the page holds, as long as no script has changed it.
export function remember() {
  for (const selector of FRAME) note(document.querySelector(selector), DEPTH + 1);
  for (const part of document.head.children) note(part, DEPTH + 1);
  note(document.querySelector("main"), 0);
  text = textOf(document);
  loaded = versionsOf(document);
}

function textOf(page) {
  const copy = page.querySelector("main").cloneNode(true);
  for (const part of copy.querySelectorAll(BESIDE)) part.remove();
  // Where nothing stands beside the text the template leaves other blanks.
  return copy.innerHTML.replace(/>\s+</g, "><");
}

function versionsOf(page) {
  const words = page.querySelector("meta[name=hedgerow-tag]").dataset.files?.split(" ") ?? [];
  return new Map(words.flatMap((word, at) => (at % 2 ? [] : [[word, words[at + 1]]])));
}

// Loads the files that are others now under the same name: a browser keeps what it has of an address as long as the page is open.
function reload(main, versions) {
  let isOther = false;
  for (const part of main.querySelectorAll("[src]")) {
    const old = part.getAttribute("src");
    const [, at, query, end] = /^([^?#]*)([^#]*)(.*)$/s.exec(old);
    const version = versions.get(at);
    if (!version) continue;
    if (!loaded.has(at)) loaded.set(at, version);
    const wanted = loaded.get(at) === version ? "" : `?v=${version}`;
    if (query === wanted || (!wanted && !query.startsWith("?v="))) continue;
    part.setAttribute("src", at + wanted + end);
    if (part.localName === "source") part.parentElement.load?.();
    isOther = true;
  }
  return isOther;
}

function note(part, depth) {
  if (!part) return;
  sent.set(part, part.outerHTML);
  if (isHolder(part, depth)) for (const child of part.children) note(child, depth + 1);
}

// Shows another form of the page. Returns whether the text or a file in it is another one, and not only what stands beside it; null if
// the page has another frame or needs another program.
export async function renew(page) {
  const [main, next] = [document.querySelector("main"), page.querySelector("main")];
  if (!next || !page.querySelector("meta[name=hedgerow-tag]")) return null;
  if (FRAME.some((selector) => sent.get(document.querySelector(selector)) !== page.querySelector(selector)?.outerHTML)) return null;
  const ours = new Set([...document.scripts].map((script) => script.src));
  if ([...page.querySelectorAll("script[src]:not([data-part])")].some((script) => !ours.has(new URL(script.getAttribute("src"), location.href).href))) return null;

  const gone = await renewHead(page.head);
  const [focused, newText, versions] = [document.activeElement, textOf(page), versionsOf(page)];
  let isOther = newText !== text;
  text = newText;
  const folds = [];
  keepPlace(main, () => {
    for (const part of gone) part.remove();
    document.title = page.title;
    root.lang = page.documentElement.lang;
    document.body.className = page.body.className;
    merge(main, next, 0, folds);
    isOther = reload(main, versions) || isOther;
    root.dispatchEvent(new CustomEvent("contentchange"));
    for (const { part, isOpen, top } of folds) {
      part.open = isOpen;
      part.scrollTop = top;
    }
  });
  if (!focused.isConnected) refocus(main, focused);
  return isOther;
}

// Adds what is new in the head, waits for style sheets, and returns what is to go.
async function renewHead(head) {
  const kept = new Set();
  const loading = [];
  let last = document.querySelector("meta[charset]");
  for (const part of head.children) {
    const same = [...document.head.children].find((own) => !kept.has(own) && sent.get(own) === part.outerHTML);
    if (same) {
      kept.add(same);
      last = same;
      continue;
    }
    if (part.tagName === "TITLE") continue;
    const made = document.createElement(part.tagName);
    for (const { name, value } of part.attributes) made.setAttribute(name, value);
    if (part.tagName === "LINK" && part.rel === "stylesheet") {
      loading.push(new Promise((done) => ["load", "error"].forEach((name) => made.addEventListener(name, done))));
    }
    sent.set(made, part.outerHTML);
    kept.add(made);
    last.after(made);
    last = made;
  }
  await Promise.all(loading);
  // A script that ran stays.
  return [...document.head.children].filter((own) => sent.has(own) && !kept.has(own) && !["SCRIPT", "TITLE"].includes(own.tagName));
}

// Makes the children of a part those of the next form of it.
function merge(part, next, depth, folds) {
  for (const { name } of [...part.attributes]) if (!next.hasAttribute(name)) part.removeAttribute(name);
  for (const { name, value } of next.attributes) if (part.getAttribute(name) !== value) part.setAttribute(name, value);
  sent.set(part, next.outerHTML);
  const old = [...part.children].filter((child) => sent.has(child));
  const wanted = [...next.children].map((child) => ({ child, html: child.outerHTML }));
  const pairs = match(old.map((child) => sent.get(child)), wanted.map(({ html }) => html));
  const taken = new Set(pairs.values());
  let at = 0;
  let last = null;
  for (const [index, { child }] of wanted.entries()) {
    const same = pairs.get(index);
    if (same !== undefined) {
      while (at < same) old[at++].remove();
      last = old[at++];
      continue;
    }
    const other = at < old.length && !taken.has(at) ? old[at++] : null;
    if (other?.tagName === child.tagName && isHolder(other, depth + 1) && isHolder(child, depth + 1)) {
      merge(other, child, depth + 1, folds);
      last = other;
      continue;
    }
    const made = document.importNode(child, true);
    note(made, depth + 1);
    if (other) inherit(other, made, folds);
    if (other) other.replaceWith(made);
    else if (last) last.after(made);
    else part.prepend(made);
    last = made;
  }
  while (at < old.length) old[at++].remove();
}

// Finds for each new part the old one that is the same: from both ends, and then in order.
function match(old, next) {
  const pairs = new Map();
  let start = 0;
  while (start < Math.min(old.length, next.length) && old[start] === next[start]) pairs.set(start, start++);
  let end = 0;
  while (end < Math.min(old.length, next.length) - start && old[old.length - 1 - end] === next[next.length - 1 - end]) {
    pairs.set(next.length - 1 - end, old.length - 1 - end);
    end += 1;
  }
  let from = start;
  for (let at = start; at < next.length - end; at += 1) {
    const found = old.indexOf(next[at], from);
    if (found < 0 || found >= old.length - end) continue;
    pairs.set(at, found);
    from = found + 1;
  }
  return pairs;
}

// What replaces a part is folded as it was, by the words that fold it.
function inherit(old, made, folds) {
  const all = (part) => (part.tagName === "DETAILS" ? [part] : []).concat([...part.querySelectorAll("details")]);
  const words = (part) => part.querySelector(":scope > summary")?.textContent.trim();
  const before = all(old);
  for (const part of all(made)) {
    const at = before.findIndex((other) => words(other) === words(part));
    if (at < 0) continue;
    const [other] = before.splice(at, 1);
    folds.push({ part, isOpen: other.open, top: other.scrollTop });
  }
}

// Keeps what is at the top of the window there, or what stands before it where that is gone.
function keepPlace(main, change) {
  if (scrollY === 0) return change();
  const places = parts(main, 0).map((part) => ({ part, rect: part.getBoundingClientRect() }));
  const first = places.findIndex(({ rect }) => rect.bottom > TOP);
  root.style.overflowAnchor = "none";
  change();
  const isThere = ({ part }) => part.isConnected;
  const below = first < 0 ? undefined : places.slice(first).find(isThere);
  const above = places.slice(0, first < 0 ? undefined : first).findLast(isThere);
  const isBelow = below && below.rect.top < innerHeight;
  const kept = isBelow ? below : above ?? below;
  if (kept) {
    const rect = kept.part.getBoundingClientRect();
    const moved = isBelow ? rect.top - kept.rect.top : rect.bottom - kept.rect.bottom;
    scrollBy({ top: moved, behavior: "instant" });
  }
  requestAnimationFrame(() => root.style.removeProperty("overflow-anchor"));
}

// The parts that are kept or replaced whole, in reading order. What stands beside the text is no place in it.
function parts(part, depth) {
  if (!isHolder(part, depth)) return [part];
  return [...part.children].filter((child) => sent.has(child) && !child.matches(".note-asides")).flatMap((child) => parts(child, depth + 1));
}

// Gives the focus to what took the place of what had it.
function refocus(main, lost) {
  const name = (part) => [part.tagName, part.id, part.getAttribute("href"), part.textContent.trim()].join("\n");
  [...main.querySelectorAll(FOCUSABLE)].find((part) => name(part) === name(lost))?.focus({ preventScroll: true });
}
