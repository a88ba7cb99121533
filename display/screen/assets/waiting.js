// Who waits for what, which windows pause, whose call was missed.

import {$, copy, text} from "../display/dom.js";
import {lang, t} from "../display/text.js";
import {fitName, rem} from "./words.js";

const WAIT = lang === "zh" ? 50 : 64; // least height of a line, in parts of 1,080: English names take two lines
const CALM = 76; // and of one that isn't crowded
const FEW = 9;   // services that stand in a column without crowding

const waitBox = $("#waiting"), pauseBox = $("#pauses");

let drawn = "";

/** drawWaiting lists every service while they are few; where they are many, those with somebody
    waiting or a window open, and says how many more there are. */
export function drawWaiting(waiting, paused = [], anew = false) {
  drawPauses(paused);
  $("#board").toggleAttribute("data-quiet", !paused.length && waiting.every((r) => !r.open && !r.waiting));
  const columns = getComputedStyle(waitBox).gridTemplateColumns.split(" ").length;
  const most = Math.max(2, Math.floor(waitBox.clientHeight / (rem() / 16) / WAIT)) * columns;
  let list = waiting;
  if (list.length > FEW * columns) list = list.filter((r) => r.waiting || r.open);
  if (list.length >= most) list = list.filter((r) => r.waiting);
  list = list.slice(0, most - 1);
  const rest = waiting.filter((r) => !list.includes(r));
  const sentences = [...closing(waiting), ...(rest.length ? [restSentence(list, rest)] : [])];
  const key = `${list.map((r) => r.service).join()}|${sentences.join("|")}`;
  if (anew || key !== drawn) {
    drawn = key;
    const tops = sentences.slice(0, sentences.length - (rest.length ? 1 : 0)).map(sentence);
    waitBox.replaceChildren(...tops, ...list.map((r) => {
      const e = copy("#wait");
      e.dataset.service = r.service;
      text($(".name", e), r.name);
      return e;
    }), ...(rest.length ? [sentence(sentences.at(-1))] : []));
    const lines = Math.ceil(waitBox.children.length / columns);
    $("#side").toggleAttribute("data-dense", lines * CALM > waitBox.clientHeight / (rem() / 16));
  }
  for (const r of list) count(waitBox.querySelector(`[data-service="${CSS.escape(r.service)}"]`), r);
  for (const e of waitBox.children) fitName(e);
}

function count(e, r) {
  const closed = !r.open && !r.waiting;
  text($("b", e), closed || (r.shut && !r.waiting) ? "" : r.waiting);
  const unit = closed ? t("screen.no_window") : t("screen.unit");
  text($("i", e), r.shut && !r.waiting ? t("screen.shut") : unit);
  text($(".shut", e), r.shut && r.waiting ? t("screen.shut") : ""); // below the number: beside it, it would take the name's room
  e.toggleAttribute("data-none", !r.waiting);
}

function sentence(words) {
  const e = copy("#wait");
  e.toggleAttribute("data-rest", true);
  text($(".name", e), words);
  $(".count", e).remove();
  return e;
}

// closing says what becomes of who still waits past the hours.
function closing(waiting) {
  return ["serve", "carry", "tell"].flatMap((rule) => {
    const n = waiting.reduce((sum, r) => sum + (r[rule] || 0), 0);
    return n ? [t(`screen.closing_${rule}`, {n})] : [];
  });
}

// restSentence tells of the services that have no line of their own.
function restSentence(list, rest) {
  const numbers = rest.reduce((sum, r) => sum + r.waiting, 0);
  let key = list.length ? "screen.rest_closed" : "screen.all_closed";
  if (list.some((r) => !r.open)) key = "screen.rest"; // or the lines above were taken for open ones
  if (rest.some((r) => r.waiting)) key = "screen.rest_waiting";
  else if (rest.some((r) => r.open)) key = "screen.rest";
  return t(key, {n: rest.length, numbers});
}

let pausesDrawn = "";
function drawPauses(paused) {
  const key = JSON.stringify(paused);
  if (key === pausesDrawn) return;
  pausesDrawn = key;
  pauseBox.replaceChildren(...paused.map((p) => {
    const e = copy("#pausing-row");
    text($(".name", e), p.label);
    text($(".why", e), p.words);
    return e;
  }));
}

/** drawMissed names whose call was missed, beside how it is put right; those that don't fit
    any more have been there longest. */
export function drawMissed(numbers) {
  const box = $("#missed"), list = $("b", box);
  box.hidden = !numbers.length;
  for (let n = numbers.length; n; n--) {
    text(list, numbers.slice(0, n).join("  "));
    if (box.scrollWidth <= box.clientWidth + 1) return;
  }
}
