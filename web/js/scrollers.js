// What is wider than the column scrolls in itself: by the keyboard too, where the browser does not see to that.
const observer = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    if (target.scrollWidth > target.clientWidth + 1) target.tabIndex = 0;
    else target.removeAttribute("tabindex");
  }
});

export function startScrollers() {
  const boxes = document.querySelectorAll(".note-body :is(pre, .table-wrap, .math-display), .garden-graph");
  for (const box of boxes) observer.observe(box);
}
