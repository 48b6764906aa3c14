// A click on a heading's anchor also copies its address (rule W-23).
export function startAnchors() {
  for (const anchor of document.querySelectorAll(".heading-anchor")) {
    anchor.addEventListener("click", () => {
      navigator.clipboard?.writeText(anchor.href).catch(() => {});
    });
  }
}
