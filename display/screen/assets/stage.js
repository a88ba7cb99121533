// Drawing of the calls. The stage is a grid of equal units: a large call takes some of them, an
// earlier one takes one. What moves to another place is drawn anew there, so nothing slides
// about while somebody reads it, and what stays is left alone.

import {$, copy, text} from "../display/dom.js";
import {t} from "../display/text.js";
import {flash} from "./flash.js";
import {fitCard, fitLine} from "./words.js";

const BLINK = 3500; // ms that a new call draws attention to itself
const NARROW = 4;   // earlier calls of one window

const board = $("#board"), callsBox = $("#calls"), nowBox = $("#now"), pastBox = $("#past"), alsoBox = $("#also");
const one = board.dataset.shape === "one";
const {bids} = board.dataset; // go there, come in, come here

let drawn = "";   // what the stage shows, so that the same isn't drawn twice
let rowsDrawn = "", alsoDrawn = "";

/** redraw has everything drawn anew: the window has another size. */
export function redraw() {
  drawn = rowsDrawn = alsoDrawn = "";
  nowBox.replaceChildren();
}

const style = (name) => Number(getComputedStyle(callsBox).getPropertyValue(name));
const units = () => style("--units") || 7;
const room = (large) => (one ? NARROW : Math.max(0, units() - style("--big") * large));

const current = (c) => c.wants || c.state === "called";

/** draw shows calls as Calls.arrange gives them; house says whether anybody is called today. */
export function draw({large, queue, rest}, {heard, pause, house, shut}) {
  // When nothing else is large, the newest that still holds stays so, in yellow. A
  // hall sends nobody to a window where the visit has begun or ended; the screen of
  // one window says who is there.
  if (!large.length) large = rest.filter((c) => c.state === "called" || one).slice(0, 1);
  const rows = rest.filter((c) => !large.includes(c));
  if (pause && !large.some(current)) return still("pausing", pause, rows); // who is being served knows it
  if (large.length) {
    nowBox.dataset.calls = large.length;
    nowBox.toggleAttribute("data-alone", !rows.length && !queue.length);
    drawLarge(large);
    return drawRows(rows, queue, room(large.length));
  }
  if (!heard) return still("loading", "", []);
  if (rows.length) return still("earlier", "", rows);
  return still("nobody", house || (one && shut ? t("screen.no_window_now") : ""), []);
}

// still shows that nobody is called, and why or what then.
function still(what, words, rows) {
  nowBox.dataset.calls = what === "earlier" ? "past" : "0";
  if (drawn !== what) {
    drawn = what;
    nowBox.replaceChildren(copy(`#${what}`));
    const big = $(".say-big", nowBox);
    if (big) big.dataset.usual = big.textContent;
  }
  const big = $(".say-big", nowBox);
  if (big) text(big, words || big.dataset.usual);
  drawRows(rows, [], what === "earlier" ? units() - 1 : 0);
}

function drawLarge(large) {
  const had = new Map([...nowBox.querySelectorAll(".call")].map((e) => [e.dataset.key, e]));
  const cards = large.map((c, i) => {
    const served = one && c.state === "settled" && !c.wants;
    const key = `${served ? "served/" : ""}${c.seq}/${i}/${large.length}${one && nowBox.hasAttribute("data-alone") ? "!" : ""}`;
    const e = had.get(key) ?? card(c, key, served);
    e.toggleAttribute("data-now", current(c));
    return e;
  });
  const key = cards.map((e) => e.dataset.key).join();
  if (drawn === key) return;
  drawn = key;
  nowBox.toggleAttribute("data-wide", large.some((c) => c.number.length > 4));
  nowBox.replaceChildren(...cards);
  nowBox.removeAttribute("data-tight");
  if (cards.some(tight)) nowBox.dataset.tight = "";
  for (const e of cards) fitCard(e);
}

// tight says whether a label needs the arrow's room: then it goes from all cards, so that they stand alike.
function tight(e) {
  const label = $(".label", e), box = $(".where", e);
  label.style.whiteSpace = "nowrap";
  return label.scrollWidth > box.clientWidth * 1.1;
}

function card(c, key, served) {
  const e = copy("#card");
  e.dataset.key = key;
  e.dataset.seq = c.seq;
  e.dataset.number = c.number;
  fill(e, c);
  // Who stands before the screen of one window is there: it needs no name and no way.
  text($(one ? ".label" : ".go > span", e), served ? t("screen.being_served") : sentence(c));
  const kept = c.kind || c.again;
  if (kept) $(".go", e).dataset.kept = "";
  const send = $(".send", e);
  send.hidden = !c.party && !c.send;
  text(send, group(c));
  if (c.other && !served) otherwise(e, c.other);
  if (c.wants && !c.shown) {
    c.shown = true;
    e.dataset.new = "";
    setTimeout(() => delete e.dataset.new, BLINK);
    flash();
  }
  return e;
}

// otherwise says where to go in the language of the ticket.
function otherwise(card, {lang, go, label, floor, way}) {
  const e = $(".other", card);
  e.hidden = false;
  e.lang = lang;
  text($("b", e), one ? go : label);
  if (one) return;
  $(".other-go", card).lang = lang;
  text($(".other-go", card), ` · ${go}`);
  if (board.dataset.shape === "hall" && floor) text($(".other-floor", e), ` · ${floor}`);
  if (way) text($(".other-way", e), ` · ${way}`);
}

function sentence(c) {
  if (c.kind) return t(`screen.${bids}_${c.kind}`);
  return t(c.again ? `screen.${bids}_again` : `screen.${bids}`);
}

// group says how many of those who came together shall come.
function group({party, send}) {
  if (party && send && send < party) return t("screen.group", {n: party, m: send});
  if (send) return t("screen.send", {n: send});
  return party ? t("screen.group_all", {n: party}) : "";
}

function fill(e, c) {
  text($(".number", e), c.number);
  text($(".label", e), c.window.label);
  text($(".floor", e), c.window.floor);
  text($(".way", e), c.window.way ?? "");
  $(".place", e).classList.toggle("up", Boolean(c.window.up));
  $(".place", e).hidden = board.dataset.shape !== "hall" && !c.window.way;
}

function drawRows(rows, queue, room) {
  // Who waits for a large place is never hidden: what has no row here has one beside.
  const here = [...queue, ...rows].slice(0, room), beside = queue.slice(room);
  rowsDrawn = put(pastBox, here, rowsDrawn);
  alsoBox.hidden = !beside.length;
  $("#side").hidden = beside.length > 0;
  alsoBox.toggleAttribute("data-dense", beside.length > units());
  alsoBox.style.setProperty("--rows", Math.max(7, beside.length));
  alsoBox.style.setProperty("--half", Math.max(4, Math.ceil(beside.length / 2)));
  alsoDrawn = put($("ol", alsoBox), beside, alsoDrawn);
}

// put draws rows into a list, unless it shows them already.
function put(box, calls, before) {
  const key = `${innerWidth}×${innerHeight} ${nowBox.dataset.calls} ${calls.map((c) => `${c.seq}${c.state}${c.wants}`).join()}`;
  if (key === before) return key;
  box.replaceChildren(...calls.map(row));
  for (const e of box.children) fitLine(e);
  return key;
}

function row(c) {
  const e = copy("#row");
  e.dataset.number = c.number;
  fill(e, c);
  const settled = c.state === "settled";
  e.toggleAttribute("data-settled", settled);
  e.toggleAttribute("data-now", c.wants && !settled);
  $(".state", e).append(document.importNode($(settled ? "#come" : "#go").content, true), t(settled ? "screen.come" : "screen.expected"));
  return e;
}
