// Enhances a page; everything works without it.
import { startSwitch } from "./switch.js";
import { startAsides } from "./asides.js";
import { startContents } from "./contents.js";
import { startAnchors } from "./anchors.js";
import { startPalette } from "./palette.js";
import { startScrollers } from "./scrollers.js";

function startContent() {
  startAsides();
  startContents();
  startAnchors();
  startScrollers();
}

startSwitch();
startPalette();
startContent();
// The page got other content in place (live.js).
document.documentElement.addEventListener("contentchange", startContent);
