// What stands beside the text where there is room is open there, and folded where there is none.
const wide = matchMedia("(min-width: 76rem)");
const started = new WeakSet();

export function startAsides() {
  for (const aside of document.querySelectorAll("[data-aside]")) {
    if (started.has(aside)) continue;
    started.add(aside);
    aside.open = wide.matches;
    // A long tree begins where the page stands in it.
    const current = aside.querySelector("[aria-current=page]");
    if (current && aside.scrollHeight > aside.clientHeight) {
      aside.scrollTop += current.getBoundingClientRect().top - aside.getBoundingClientRect().top - aside.clientHeight / 2;
    }
  }
}

wide.addEventListener("change", () => {
  for (const aside of document.querySelectorAll("[data-aside]")) aside.open = wide.matches;
});
