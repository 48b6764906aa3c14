// The table of contents marks the heading that is being read.
let observer = null;

export function startContents() {
  observer?.disconnect();
  const contents = document.querySelector("[data-toc]");
  if (!contents) return;
  const links = new Map();
  for (const link of contents.querySelectorAll("a")) {
    const heading = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (heading) links.set(heading, link);
  }
  const seen = new Set();
  observer = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      if (entry.isIntersecting) seen.add(entry.target);
      else seen.delete(entry.target);
    }
    const first = [...links.keys()].find((heading) => seen.has(heading));
    if (!first) return;
    for (const [heading, link] of links) {
      if (heading === first) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  }, { rootMargin: "-64px 0px -60% 0px" });
  for (const heading of links.keys()) observer.observe(heading);
}
