// A frame around the whole picture for whoever can't hear the chime. WCAG 2.3.1 allows three
// flashes a second and asks for less than a quarter of ten degrees of sight where there are
// more: this one comes once a second, three times, and is a sixteenth of the picture. A call that
// comes meanwhile begins nothing anew, so it never gets faster. With reduced motion the frame
// stands still for as long.

import {$} from "../display/dom.js";

const EACH = 1000, TIMES = 3;

let running = null;

export function flash() {
  if (running) return;
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const steps = still ? [{opacity: 1}, {opacity: 1}] : [{opacity: 0}, {opacity: 1, offset: 0.2}, {opacity: 1, offset: 0.5}, {opacity: 0}];
  running = $("#flash").animate(steps, still ? {duration: EACH * TIMES} : {duration: EACH, iterations: TIMES, easing: "ease-in-out"});
  running.onfinish = running.oncancel = () => { running = null; };
}
