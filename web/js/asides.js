// What stands beside the text where there is room is open there, and folded where there is none.
export function startAsides() {
  const wide = matchMedia("(min-width: 76rem)");
  const asides = document.querySelectorAll("[data-aside]");
  const fit = () => { for (const aside of asides) aside.open = wide.matches; };
  fit();
  // A long tree begins where the page stands in it.
  for (const aside of asides) {
    const current = aside.querySelector("[aria-current=page]");
    if (current && aside.scrollHeight > aside.clientHeight) {
      aside.scrollTop += current.getBoundingClientRect().top - aside.getBoundingClientRect().top - aside.clientHeight / 2;
    }
  }
  wide.addEventListener("change", fit);
}
