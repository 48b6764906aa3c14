// Draws the diagrams of a page; loaded only where there are some. Without it they are shown as code.
const LIBRARY = new URL("../vendor/mermaid/mermaid.min.js", import.meta.url).href;
const root = document.documentElement;
const dark = matchMedia("(prefers-color-scheme: dark)");
const blocks = [...document.querySelectorAll("pre.mermaid")].map((block) => ({ block, source: block.textContent }));
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

async function draw(mermaid) {
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
  for (const [at, { block, source }] of blocks.entries()) {
    try {
      const { svg } = await mermaid.render(`diagram-${round}-${at}`, source);
      block.innerHTML = svg;
      block.classList.add("is-drawn");
    } catch {
      // What cannot be drawn stays code.
      block.textContent = source;
      block.classList.remove("is-drawn");
    }
  }
}

if (blocks.length > 0) {
  const start = async () => {
    const mermaid = await load();
    await draw(mermaid);
    const again = () => draw(mermaid);
    root.addEventListener("themechange", again);
    dark.addEventListener("change", again);
  };
  const observer = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    observer.disconnect();
    start();
  }, { rootMargin: "400px" });
  for (const { block } of blocks) observer.observe(block);
}
