// Enhances a page; everything works without it.
import { startSwitch } from "./switch.js";
import { startAsides } from "./asides.js";
import { startContents } from "./contents.js";
import { startAnchors } from "./anchors.js";
import { startPalette } from "./palette.js";
import { startScrollers } from "./scrollers.js";

startSwitch();
startAsides();
startContents();
startAnchors();
startPalette();
startScrollers();
