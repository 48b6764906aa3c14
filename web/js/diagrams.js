// Draws the diagrams of a page; loaded only where there are some. Without it they are shown as code.
const LIBRARY = new URL("../vendor/mermaid/mermaid.min.js", import.meta.url).href;
const root = document.documentElement;
const dark = matchMedia("(prefers-color-scheme: dark)");
// Each block with its source, as long as it is on the page.
const sources = new Map();
let library = null;
let round = 0;

function load() {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = LIBRARY;
    script.addEventListener("load", () => resolve(globalThis.mermaid));
    script.addEventListener("error", reject);
    document.head.append(script);
  });
}

function isDark() {
  return root.dataset.theme ? root.dataset.theme === "dark" : dark.matches;
}

async function draw(blocks) {
  library ??= load();
  const mermaid = await library;
  round += 1;
  mermaid.initialize({
    startOnLoad: false,
    securityLevel: "strict",
    // What the source of a diagram may not set: style sheets could load something.
    secure: ["secure", "securityLevel", "startOnLoad", "maxTextSize", "maxEdges", "suppressErrorRendering", "themeCSS", "fontFamily", "altFontFamily", "themeVariables"],
    theme: isDark() ? "dark" : "neutral",
    fontFamily: getComputedStyle(root).getPropertyValue("--sans"),
    suppressErrorRendering: true,
  });
  const name = `diagram-${round}`;
  for (const [at, block] of blocks.entries()) {
    const source = sources.get(block);
    if (source === undefined) continue;
    try {
      const { svg } = await mermaid.render(`${name}-${at}`, source);
      block.innerHTML = svg;
      block.classList.add("is-drawn");
    } catch {
      // What cannot be drawn stays code.
      block.textContent = source;
      block.classList.remove("is-drawn");
    }
  }
}

// Diagrams are drawn when the first of them comes near.
const observer = new IntersectionObserver((entries) => {
  if (!entries.some((entry) => entry.isIntersecting)) return;
  observer.disconnect();
  draw([...sources.keys()].filter((block) => !block.classList.contains("is-drawn")));
}, { rootMargin: "400px" });

function start() {
  for (const block of sources.keys()) if (!block.isConnected) sources.delete(block);
  for (const block of document.querySelectorAll("pre.mermaid")) {
    if (sources.has(block)) continue;
    sources.set(block, block.textContent);
    observer.observe(block);
  }
}

function again() {
  if (library) draw([...sources.keys()]);
}

start();
root.addEventListener("contentchange", start);
root.addEventListener("themechange", again);
dark.addEventListener("change", again);
