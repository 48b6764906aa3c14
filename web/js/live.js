// Keeps an open page as it is on the server: tells of a change are listened to while the page is seen, and the new content is
// put in place of the old. Without this a page stays as it was opened.
import { renew, remember } from "./renew.js";

// How long to wait before asking again where the server refused, at first and at most.
const PAUSE = 5_000;
const LONGEST = 300_000;

const room = document.querySelector("meta[name=hedgerow-tag]");
const address = room?.dataset.events;
const status = document.createElement("div");
let tag = room?.content;
let source = null;
let timer = 0;
let pause = PAUSE;
let isRenewing = false;
let isBehind = false;

function listen() {
  clearTimeout(timer);
  if (source || document.visibilityState !== "visible") return;
  // With the tag of what is shown nothing is missed: who is behind is told at once.
  source = new EventSource(`${address}?page=${encodeURIComponent(location.pathname)}&tag=${encodeURIComponent(tag)}`);
  source.addEventListener("open", () => { pause = PAUSE; });
  source.addEventListener("changed", ({ data }) => { if (data !== tag) follow(); });
  source.addEventListener("error", () => {
    // A browser comes back by itself when a connection ends, but not where it was refused.
    if (source?.readyState === EventSource.CLOSED) later();
  });
}

function stop() {
  clearTimeout(timer);
  source?.close();
  source = null;
}

function later() {
  stop();
  timer = setTimeout(listen, pause);
  pause = Math.min(pause * 2, LONGEST);
}

// Asks for the page and shows it; whatever is odd about it is left to the browser.
async function follow() {
  isBehind = true;
  if (isRenewing) return;
  isRenewing = true;
  let isOther = false;
  try {
    while (isBehind) {
      isBehind = false;
      const page = await ask();
      if (page === null) {
        later();
        continue;
      }
      const renewed = await renew(page);
      if (renewed === null) {
        location.reload();
        continue;
      }
      isOther ||= renewed;
      tag = page.querySelector("meta[name=hedgerow-tag]").content;
    }
    // What changed beside the text, as the tree of pages, is no news to who reads.
    if (isOther) status.textContent = "Page updated";
  } catch {
    location.reload();
  } finally {
    isRenewing = false;
  }
}

// Returns the page as it is now; null if the server is away or not ready. What was withdrawn is answered with a page too.
async function ask() {
  let answer;
  try {
    answer = await fetch(location.pathname + location.search, { cache: "no-cache", headers: { accept: "text/html" } });
  } catch {
    return null;
  }
  if (answer.status >= 500) return null;
  const isPage = answer.ok || answer.status === 404;
  if (!isPage || answer.redirected || !answer.headers.get("content-type")?.startsWith("text/html")) throw answer.status;
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

function heed() {
  if (document.visibilityState === "visible") listen();
  else stop();
}

if (tag && address && "EventSource" in window) {
  status.className = "visually-hidden";
  status.setAttribute("role", "status");
  document.body.append(status);
  remember();
  document.addEventListener("visibilitychange", heed);
  addEventListener("pagehide", stop);
  addEventListener("pageshow", heed);
  heed();
}
