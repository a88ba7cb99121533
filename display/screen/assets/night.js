// A picture that stands for years burns in. By day everything moves by a few pixels each
// minute; while the house is closed and nobody is called there is black with a dim clock, which changes
// its place each minute.

import {$, text} from "../display/dom.js";
import {t} from "../display/text.js";

const STEPS = [[0, 0], [1, 0], [1, 1], [0, 1], [-1, 1], [-1, 0], [-1, -1], [0, -1], [1, -1]];

const board = $("#board"), night = $("#night");

/** sleep shows the night, or the day; when says in words when the house opens. */
export function sleep(yes, when, lost) {
  night.hidden = !yes;
  document.documentElement.toggleAttribute("data-night", yes);
  if (!yes) return;
  text($(".when", night), when || t("screen.closed"));
  $(".lost", night).hidden = !lost;
  if (lost) text($(".lost span", night), lost);
}

/** drift moves the picture; ms is the time, as the server has it. */
export function drift(ms) {
  const minute = Math.floor(ms / 60_000);
  const [x, y] = STEPS[minute % STEPS.length];
  board.style.transform = x || y ? `translate(${x * 0.125}rem, ${y * 0.125}rem)` : "";
  const far = [(minute * 7) % 11, (minute * 5) % 13]; // comes by every place of 143 in turn
  $(".drift", night).style.transform = `translate(${(far[0] - 5) * 4}vw, ${(far[1] - 6) * 4}vh)`;
}
