// Fitting words into their places.

import {$} from "../display/dom.js";
import {split} from "../display/split.js";

const LEAST = 0.74; // of a label's size, before it takes two lines

export const rem = () => parseFloat(getComputedStyle(document.documentElement).fontSize);

/** spread sets words that take several lines on one each, where that costs them less than a third of their size and they
    stay px large: the width is there. */
export function spread(words, least) {
  const size = parseFloat(words.style.fontSize), lines = [...words.children];
  words.style.whiteSpace = "nowrap";
  const part = Math.min(1, ...lines.map((e) => e.clientWidth / e.scrollWidth));
  if (size * part >= Math.max(least, size * 0.67)) words.style.fontSize = `${Math.floor(size * part)}px`;
  else words.style.whiteSpace = "";
}

/** fitCard makes a card's label smaller until all stands in its place: on one line as long as that
    leaves it most of its size, else on two. "Please go to" gives room first, then the way. */
export function fitCard(e) {
  if ($(".other-go", e).textContent) fitGo($(".go", e));
  fitOther($(".other", e));
  const label = $(".label", e), go = $(".go", e), way = $(".way", e);
  const goal = parseFloat(getComputedStyle(document.documentElement).getPropertyValue("--goal")) || 0;
  const ways = [[], [go], [go, way]];
  if (!$(".other", e).hidden) ways.push([go, way, "flat"]); // label and floor side by side
  for (const off of ways) {
    e.toggleAttribute("data-flat", off.includes("flat"));
    go.hidden = off.includes(go) && !go.dataset.kept;
    way.hidden = off.includes(way);
    if (shrink(e, label, goal)) return;
  }
}

// fitGo sets "please go to" of two languages on one line, as far as that can be read.
function fitGo(go) {
  go.style.whiteSpace = "nowrap";
  go.style.fontSize = "";
  const full = parseFloat(getComputedStyle(go).fontSize), part = go.clientWidth / go.scrollWidth;
  if (part < LEAST) go.style.whiteSpace = "";
  else if (part < 1) go.style.fontSize = `${Math.floor(full * part)}px`;
}

// fitOther sets the line of another language as large as it must be and fits: the way gives room first,
// and then it gets smaller.
function fitOther(e) {
  if (e.hidden) return;
  const way = $(".other-way", e);
  e.style.fontSize = "";
  const full = parseFloat(getComputedStyle(e).fontSize);
  for (const off of [false, true]) {
    way.hidden = off;
    if (e.scrollWidth <= e.clientWidth + 1) return;
  }
  e.style.fontSize = `${Math.floor(full * e.clientWidth / e.scrollWidth)}px`;
}

// shrink gives whether the label is as large as it must be, or as it can be.
function shrink(e, label, goal) {
  const box = $(".where", e);
  label.textContent = label.textContent; // without its breaks
  label.style.fontSize = "";
  label.style.whiteSpace = "nowrap";
  const full = parseFloat(getComputedStyle(label).fontSize);
  let size = Math.min(1, box.clientWidth / label.scrollWidth);
  if (size < LEAST || size * full < Math.min(goal, full)) {
    label.style.whiteSpace = "";
    split(label);
    size = 1;
  }
  const number = $(".number", e), over = number.offsetTop + number.offsetHeight <= box.offsetTop ? number.offsetHeight + parseFloat(getComputedStyle(e).rowGap) : 0;
  const high = e.clientHeight - rem() * 2.5 - over;
  for (; size > 0.3; size *= 0.96) {
    label.style.fontSize = `${Math.floor(full * size)}px`;
    if (label.scrollWidth <= box.clientWidth + 1 && e.scrollHeight <= e.clientHeight && box.offsetHeight <= high) break;
  }
  return Math.floor(full * size) >= Math.floor(Math.min(goal, full));
}

/** fitLine makes a text smaller until it stands on its line; the way gives room before it. */
export function fitLine(e) {
  const label = $(".label", e);
  label.style.fontSize = "";
  if (label.scrollWidth > label.clientWidth + 1) $(".way", e)?.remove();
  const part = label.clientWidth / label.scrollWidth;
  if (part < 1) label.style.fontSize = `${Math.floor(parseFloat(getComputedStyle(label).fontSize) * part)}px`;
}

/** fitName sets the name in a line of the list on one line where that costs it little, else on two, and makes it smaller
    until it stands in its line, which what stands beside it gives room first: no line prints over its neighbours. */
export function fitName(line) {
  const name = $(".name", line);
  line.toggleAttribute("data-narrow", false);
  name.textContent = name.textContent; // without its breaks
  name.style.fontSize = "";
  name.style.whiteSpace = "nowrap";
  const full = parseFloat(getComputedStyle(name).fontSize), part = name.clientWidth / name.scrollWidth;
  if (part >= 0.85) {
    if (part < 1) name.style.fontSize = `${Math.floor(full * part)}px`;
    return;
  }
  name.style.whiteSpace = "";
  split(name);
  for (const least of [0.9, 0.5]) {
    for (let size = full; size >= full * least; size *= 0.95) {
      name.style.fontSize = `${Math.floor(size)}px`;
      if (name.offsetHeight <= line.clientHeight && name.scrollWidth <= name.clientWidth + 1) return;
    }
    line.toggleAttribute("data-narrow", true);
  }
}

/** fitBox sets words at most px large, and smaller until they stand in their space; whether they do at least px. */
export function fitBox(words, most, least) {
  const space = words.parentElement;
  words.style.whiteSpace = "";
  const stands = () => words.offsetHeight <= space.clientHeight && words.scrollWidth <= space.clientWidth + 1;
  for (let size = Math.max(most, least); size >= least; size *= 0.95) {
    words.style.fontSize = `${Math.floor(size)}px`;
    if (stands()) return true;
  }
  words.style.fontSize = `${Math.ceil(least)}px`;
  return stands();
}
