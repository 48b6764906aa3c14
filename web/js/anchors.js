// A click on a heading's anchor also copies its address, and says so (rule W-23).
const SHOWN = 1600;
const started = new WeakSet();

export function startAnchors() {
  for (const anchor of document.querySelectorAll(".heading-anchor")) {
    if (started.has(anchor)) continue;
    started.add(anchor);
    const name = anchor.getAttribute("aria-label");
    anchor.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(anchor.href);
      } catch {
        // Where nothing may be copied the address stands in the browser's own field.
        return;
      }
      anchor.classList.add("is-copied");
      anchor.setAttribute("aria-label", "Link copied");
      setTimeout(() => {
        anchor.classList.remove("is-copied");
        anchor.setAttribute("aria-label", name);
      }, SHOWN);
    });
  }
}
