// Enhances a page; everything works without it.
import { startSwitch } from "./switch.js";
import { startContents } from "./contents.js";
import { startAnchors } from "./anchors.js";
import { startPalette } from "./palette.js";
import { startScrollers } from "./scrollers.js";

startSwitch();
startContents();
startAnchors();
startPalette();
startScrollers();
