// Canvases: larger, smaller, all of it, and moved by hand. Without this they scroll.
const STEPS = [0.1, 0.15, 0.2, 0.25, 0.33, 0.42, 0.5, 0.6, 0.72, 0.85, 1, 1.25, 1.5, 2, 3];
const READABLE = 0.55;
const started = new WeakSet();

function start(figure) {
  if (started.has(figure)) return;
  started.add(figure);
  const view = figure.querySelector(".canvas-view");
  const drawing = view?.querySelector(":scope > .canvas-drawing");
  // A canvas in a card of another one moves with it.
  if (!drawing || figure.parentElement.closest(".canvas")) return;
  const width = drawing.viewBox.baseVal.width;
  const height = drawing.viewBox.baseVal.height;
  const zoom = () => drawing.getBoundingClientRect().width / width;

  // Sets the scale and keeps the point under (x, y) of the view where it is.
  const scale = (next, x = view.clientWidth / 2, y = view.clientHeight / 2) => {
    const factor = next / zoom();
    const [left, top] = [(view.scrollLeft + x) * factor - x, (view.scrollTop + y) * factor - y];
    figure.classList.add("is-moved");
    figure.style.setProperty("--canvas-zoom", next.toFixed(4));
    view.scrollTo({ left, top, behavior: "instant" });
  };
  const room = () => {
    const tallest = parseFloat(getComputedStyle(view).maxHeight) || innerHeight * 0.85;
    return Math.min(view.clientWidth / width, tallest / height, 1);
  };
  const nearest = (way) => {
    const now = zoom();
    const steps = way > 0 ? STEPS : [...STEPS].reverse();
    return steps.find((step) => (way > 0 ? step > now * 1.02 : step < now / 1.02)) ?? now;
  };
  const acts = {
    smaller: ["Zoom out", "\u2212", () => scale(nearest(-1))],
    larger: ["Zoom in", "+", () => scale(nearest(1))],
    whole: ["Show all", "All", () => scale(room())],
    life: ["Full size", "1:1", () => scale(1)],
  };

  const tools = document.createElement("div");
  tools.className = "canvas-tools";
  for (const [name, sign, act] of Object.values(acts)) {
    const button = document.createElement("button");
    button.type = "button";
    button.setAttribute("aria-label", name);
    button.title = name;
    button.textContent = sign;
    button.addEventListener("click", act);
    tools.append(button);
  }
  const caption = figure.querySelector(":scope > figcaption");
  if (caption) caption.append(tools);
  else {
    const bar = document.createElement("div");
    bar.className = "canvas-bar";
    bar.append(tools);
    figure.prepend(bar);
  }

  view.addEventListener("keydown", (event) => {
    if (event.target !== view || event.ctrlKey || event.metaKey || event.altKey) return;
    const act = { "-": acts.smaller, "+": acts.larger, "=": acts.larger, 0: acts.whole, 1: acts.life }[event.key];
    if (!act) return;
    event.preventDefault();
    act[2]();
  });
  view.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    const box = view.getBoundingClientRect();
    const next = Math.min(3, Math.max(0.1, zoom() * Math.exp(-event.deltaY * 0.0022)));
    scale(next, event.clientX - box.left, event.clientY - box.top);
  }, { passive: false });

  // A finger scrolls by itself; a mouse takes hold of the plane between the cards.
  view.addEventListener("pointerdown", (event) => {
    if (event.pointerType === "touch" || event.button !== 0) return;
    if (event.target.closest(".canvas-card, .canvas-edge-label span, a, button")) return;
    const from = { x: event.clientX, y: event.clientY, left: view.scrollLeft, top: view.scrollTop };
    const move = ({ clientX, clientY }) => {
      view.scrollTo({ left: from.left + from.x - clientX, top: from.top + from.y - clientY, behavior: "instant" });
    };
    const stop = () => {
      figure.classList.remove("is-grabbed");
      view.removeEventListener("pointermove", move);
    };
    figure.classList.add("is-grabbed");
    view.setPointerCapture(event.pointerId);
    view.addEventListener("pointermove", move);
    for (const end of ["pointerup", "pointercancel", "lostpointercapture"]) view.addEventListener(end, stop, { once: true });
  });

  // All of it at first, where it can still be read.
  if (room() >= READABLE) scale(room());
}

function startAll() {
  for (const figure of document.querySelectorAll(".canvas")) start(figure);
}

startAll();
document.documentElement.addEventListener("contentchange", startAll);
