// What stands beside the text where there is room is open there, and folded where there is none.
export function startAsides() {
  const wide = matchMedia("(min-width: 76rem)");
  const asides = document.querySelectorAll("[data-aside]");
  const fit = () => { for (const aside of asides) aside.open = wide.matches; };
  fit();
  wide.addEventListener("change", fit);
}
