// Runs before the page is drawn, so that a chosen theme does not flash. The rest of the switch is in switch.js.
(() => {
  const root = document.documentElement;
  root.classList.add("has-scripts");
  try {
    const chosen = localStorage.getItem("theme");
    if (chosen === "light" || chosen === "dark") root.dataset.theme = chosen;
  } catch {
    // Storage may be forbidden; the system's theme then holds.
  }
})();
