// The theme switch: system, light, dark.
const ORDER = ["system", "light", "dark"];
const root = document.documentElement;

function current() {
  return root.dataset.theme ?? "system";
}

function choose(theme) {
  if (theme === "system") delete root.dataset.theme;
  else root.dataset.theme = theme;
  try {
    if (theme === "system") localStorage.removeItem("theme");
    else localStorage.setItem("theme", theme);
  } catch {
    // The choice then holds for this page only.
  }
  root.dispatchEvent(new CustomEvent("themechange"));
}

export function startSwitch() {
  const button = document.querySelector("[data-theme-switch]");
  if (!button) return;
  const name = () => button.setAttribute("aria-label", `Theme: ${current()}`);
  name();
  button.addEventListener("click", () => {
    choose(ORDER[(ORDER.indexOf(current()) + 1) % ORDER.length]);
    name();
  });
}
