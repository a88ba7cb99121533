// What supervisors tell: a note has a band of its own between calls and foot, one after the
// other; an emergency lies over everything. Both are said in every language of the house that they
// are written in, together where that can be read from afar, else by turns.

import {$, el} from "../display/dom.js";
import {flash} from "./flash.js";
import {split} from "../display/split.js";
import {fitBox, rem, spread} from "./words.js";

const TURN = 8000; // ms that one of several stands
const LEAST = 24;  // parts of 1,080: smaller words say nothing to anybody

const board = $("#board"), noteBox = $("#note"), alarmBox = $("#emergency");

let turning = 0, told = "";
let notices = [];

/** tell shows notices: emergencies first, the newest first, as the server gives them. It says whether the
    stage has another height from now on. */
export function tell(list, anew = false) {
  const key = JSON.stringify(list);
  if (key === told && !anew) return false;
  if (list.some((n) => n.kind === "emergency" && !notices.some((o) => o.id === n.id))) flash();
  told = key;
  notices = list;
  clearInterval(turning);
  const alarms = list.filter((n) => n.kind === "emergency"), notes = list.filter((n) => n.kind !== "emergency");
  const had = board.hasAttribute("data-note");
  alarmBox.hidden = !alarms.length;
  noteBox.hidden = !notes.length;
  board.toggleAttribute("data-note", notes.length > 0);
  const shows = [turns(alarmBox, alarms, 11), turns(noteBox, notes, 5)].filter(Boolean);
  for (const show of shows) show(0);
  if (shows.some((show) => show.many)) {
    let n = 0;
    turning = setInterval(() => { n++; for (const show of shows) if (show.many) show(n); }, TURN);
  }
  return had !== notes.length > 0;
}

// turns gives a function that shows the n-th of what a box has to say by turns; most is rem.
function turns(box, list, most) {
  if (!list.length) return null;
  const words = $(".words", box);
  const pages = list.flatMap(({text}) => paged(words, order(text), most * rem()));
  const show = (n) => {
    const page = pages[n % pages.length];
    put(words, page);
    fitBox(words, Math.max(most * rem(), goal(page)), LEAST * rem() / 16);
    if (box === noteBox) spread(words, goal(page));
  };
  show.many = pages.length > 1;
  return show;
}

// paged parts a notice so that each page is read from afar: all languages at once, else one
// at a time, else a part of a sentence at a time.
function paged(words, all, most) {
  if (fits(words, all, most)) return [all];
  return all.flatMap(([lang, text]) => {
    if (fits(words, [[lang, text]], most)) return [[[lang, text]]];
    const parts = [];
    for (const part of text.match(/[^，。；！？,.;!?]+[，。；！？,.;!?]*\s*/g) ?? [text]) {
      const longer = (parts.at(-1) ?? "") + part;
      if (parts.length && fits(words, [[lang, longer.trim()]], most)) parts[parts.length - 1] = longer;
      else parts.push(part);
    }
    return parts.map((part) => [[lang, part.trim()]]);
  });
}

function fits(words, lines, most) {
  put(words, lines);
  return fitBox(words, Math.max(most, goal(lines)), goal(lines));
}

function put(words, lines) {
  words.replaceChildren(...lines.map(([lang, text]) => {
    const p = el("p", {lang: lang === "zh" ? "zh-CN" : lang}, text);
    split(p, lang);
    return p;
  }));
}

// goal is the least size, in px, at which the furthest visitor reads these lines.
function goal(lines) {
  const style = getComputedStyle(document.documentElement);
  return Math.max(...lines.map(([lang]) => parseFloat(style.getPropertyValue(lang === "zh" ? "--goal-zh" : "--goal-latin")) || 0));
}

// order has the screen's own language first.
function order(text) {
  const own = document.documentElement.dataset.lang;
  return Object.entries(text).sort(([a], [b]) => (b === own) - (a === own));
}
