// A call-number screen. It draws what the server says and decides one thing of
// its own: how long a call stays large.

import {$, copy, text} from "../display/dom.js";
import {lang, t} from "../display/text.js";
import {hm, tick} from "../display/clock.js";
import {live} from "../display/live.js";
import {Sound} from "./sound.js";

const LARGE = 12_000;  // ms a call stays large at least
const BLINK = 3500;    // ms that a new call draws attention to itself
const PLACES = 4;      // fresh calls side by side
const ROW = 92;        // least height of a row, in parts of 1,080
const WAIT = 50;       // and of a row of who waits
const LEAST = 0.6;     // of a label's size, before it takes two lines
const FEW = 9;         // services that stand in a column without crowding

const board = $("#board"), nowBox = $("#now"), pastBox = $("#past"), waitBox = $("#waiting");
const zone = document.documentElement.dataset.zone;

let calls = [];   // newest first: {…message, shown: when it came here, open: announcement not ended}
let waiting = [];
let missed = [];  // numbers, the latest first
let seq = 0;      // of the last call heard
let wake = 0;

const line = live(board.dataset.socket, {message: hear, state: said});
const sound = new Sound({
  wanted: board.dataset.voice === "true",
  lang: document.documentElement.lang === "en" ? "en-GB" : "zh-CN",
  changed: showSound,
});

function hear(m) {
  switch (m.type) {
    case "snapshot": return takeSnapshot(m);
    case "call": take(m, true); break;
    case "settled": for (const c of calls) if (c.number === m.number) c.state = "settled"; break;
    case "gone": calls = calls.filter((c) => c.number !== m.number); break;
    case "missed": return drawMissed(m.missed);
    case "waiting": waiting = m.waiting; draw(); return drawWaiting();
    case "announce": saying(m.call, m.length_ms); sound.say(m); break;
    case "hush": saying(m.call, 0); sound.hush(m.call); break;
    case "voice": return sound.word(m);
    default: return; // for later versions
  }
  draw();
}

// takeSnapshot starts over. Calls that were missed while the line was gone are
// announced as if they came now, if they are still fresh.
function takeSnapshot(m) {
  const before = new Map(calls.map((c) => [c.seq, c]));
  const first = seq === 0;
  calls = [];
  for (const c of [...m.calls].reverse()) {
    const old = before.get(c.seq);
    if (old) calls.unshift(Object.assign(old, {state: c.state}));
    else take(c, !first && c.seq > seq && c.state === "called");
  }
  seq = m.seq; // after a restore it may be a smaller one
  if (m.saying) saying(m.saying.call, Date.parse(m.saying.until) - line.now());
  waiting = m.waiting;
  drawMissed(m.missed ?? []);
  draw();
  drawWaiting();
  alive();
}

function take(c, announce) {
  calls = calls.filter((o) => o.number !== c.number);
  const age = Math.max(0, line.now() - Date.parse(c.at));
  const call = {...c, shown: performance.now() - age, open: false, fresh: announce};
  calls.unshift(call);
  calls.length = Math.min(calls.length, 40);
  seq = Math.max(seq, c.seq);
  if (!announce) return;
  call.shown = performance.now();
}

// saying keeps a call large while it is being said, for so many ms from now.
function saying(seq, ms) {
  const call = calls.find((c) => c.seq === seq);
  if (!call) return;
  clearTimeout(call.over);
  call.open = ms > 0;
  if (call.open) call.over = setTimeout(() => { call.open = false; draw(); }, ms);
}

const isFresh = (c) => c.open || performance.now() - c.shown < LARGE;

function draw() {
  const fresh = calls.filter(isFresh);
  // When nothing else is large, the newest that still holds stays so, in yellow. A
  // hall sends nobody to a window where the visit has begun or ended; the screen of
  // one window says who is there.
  const first = [...fresh].sort((a, b) => (a.state === "settled") - (b.state === "settled"));
  const large = fresh.length ? fresh.filter((c) => first.indexOf(c) < PLACES) : calls.filter((c) => c.state === "called" || board.dataset.shape === "one").slice(0, 1);
  const rows = calls.filter((c) => !large.includes(c));
  drawNow(large);
  drawPast(rows, fresh);
  clearTimeout(wake);
  const ends = fresh.filter((c) => !c.open).map((c) => LARGE - (performance.now() - c.shown));
  if (ends.length) wake = setTimeout(draw, Math.min(...ends) + 20);
}

function drawNow(large) {
  nowBox.dataset.calls = large.length || !calls.length ? large.length : "past";
  const pause = waiting[0]?.pause;
  if (pause && !large.some((c) => isFresh(c) || c.state === "called")) { // who is being served knows it
    const e = $(".nobody.pausing", nowBox) ?? copy("#pausing");
    text($(".say-big", e), pause);
    if (!e.isConnected) nowBox.replaceChildren(e);
    return;
  }
  $(".pausing", nowBox)?.remove();
  if (!large.length) {
    if (!seq) return; // nothing heard yet
    const word = calls.length ? "earlier" : "nobody";
    if (!$(`.${word}`, nowBox)) nowBox.replaceChildren(copy(`#${word}`));
    return;
  }
  const had = new Map([...nowBox.querySelectorAll(".call")].map((e) => [Number(e.dataset.seq), e]));
  const cards = large.map((c) => {
    const e = had.get(c.seq) ?? card(c);
    e.toggleAttribute("data-now", isFresh(c) || c.state === "called");
    return e;
  });
  // A card that is put in again would arrive again.
  for (const e of [...nowBox.children]) if (!cards.includes(e)) e.remove();
  cards.forEach((e, i) => { if (nowBox.children[i] !== e) nowBox.insertBefore(e, nowBox.children[i] ?? null); });
  for (const e of cards) fit(e);
}

function card(c) {
  const e = copy("#card");
  e.dataset.seq = c.seq;
  e.dataset.number = c.number;
  fill(e, c);
  if (c.fresh && isFresh(c)) {
    c.fresh = false;
    e.dataset.new = "";
    setTimeout(() => delete e.dataset.new, BLINK);
  }
  return e;
}

function fill(e, c) {
  text($(".number", e), c.number);
  text($(".label", e), c.window.label);
  text($(".floor", e), c.window.floor);
  text($(".way", e), c.window.way ?? "");
  $(".place", e).classList.toggle("up", Boolean(c.window.up));
  const send = $(".send", e);
  if (send && c.send) {
    send.hidden = false;
    text(send, t("screen.send", {n: c.send}));
  }
}

function drawPast(rows, fresh) {
  const parts = pastBox.clientHeight / (rem() / 16);
  const n = Math.max(1, Math.floor((parts + 16) / (ROW + 16)));
  pastBox.style.setProperty("--rows", n);
  pastBox.replaceChildren(...rows.slice(0, board.dataset.shape === "one" ? 4 : n).map((c) => {
    const e = copy("#row");
    e.dataset.number = c.number;
    fill(e, c);
    e.toggleAttribute("data-settled", c.state === "settled");
    e.toggleAttribute("data-now", c.state === "called" && fresh.includes(c));
    return e;
  }));
  for (const e of pastBox.children) {
    const label = $(".label", e);
    if (label.scrollWidth > label.clientWidth) $(".way", e).remove();
    const part = label.clientWidth / label.scrollWidth;
    if (part < 1) label.style.fontSize = `${Math.floor(parseFloat(getComputedStyle(label).fontSize) * part)}px`;
  }
}

const rem = () => parseFloat(getComputedStyle(document.documentElement).fontSize);

// split lets a label break between words only: 法律援助｜窗口, not 法律援｜助窗口.
const segmenter = new Intl.Segmenter(lang, {granularity: "word"});
function split(label) {
  const parts = [...segmenter.segment(label.textContent)].map((s) => s.segment);
  label.replaceChildren(...parts.flatMap((p, i) => (i ? [document.createElement("wbr"), p] : [p])));
}

// fit makes a label smaller until it stands in its place: on one line as long as
// that leaves it most of its size, else on two. The way gives room before it.
function fit(e) {
  const label = $(".label", e), way = $(".way", e);
  way.hidden = false;
  if (shrink(e, label) < LEAST) {
    way.hidden = true;
    shrink(e, label);
  }
}

function shrink(e, label) {
  const box = $(".where", e);
  label.textContent = label.textContent; // without its breaks
  label.style.fontSize = "";
  label.style.whiteSpace = "nowrap";
  const full = parseFloat(getComputedStyle(label).fontSize);
  let size = Math.min(1, box.clientWidth / label.scrollWidth);
  if (size < LEAST) {
    label.style.whiteSpace = "";
    split(label);
    size = 1;
  }
  const high = e.clientHeight - rem() * 2;
  for (; size > 0.35; size *= 0.95) {
    label.style.fontSize = `${Math.floor(full * size)}px`;
    if (label.scrollWidth <= box.clientWidth + 1 && e.scrollHeight <= e.clientHeight && box.offsetHeight <= high) break;
  }
  return size;
}

// drawWaiting lists every service while they are few; where they are many, those
// with somebody waiting or a window open, and says how many more there are.
function drawWaiting() {
  const columns = getComputedStyle(waitBox).gridTemplateColumns.split(" ").length;
  const most = Math.max(3, Math.floor(waitBox.clientHeight / (rem() / 16) / WAIT)) * columns;
  let list = waiting;
  if (list.length > FEW * columns) list = list.filter((r) => r.waiting || r.open);
  if (list.length >= most) list = list.filter((r) => r.waiting);
  list = list.slice(0, most - 1);
  const rest = waiting.filter((r) => !list.includes(r));
  const items = list.map((r) => {
    const e = copy("#wait");
    const closed = !r.open && !r.waiting;
    text($(".name", e), r.name);
    text($("b", e), closed ? "" : r.waiting);
    text($("i", e), closed ? t("screen.no_window") : t("screen.unit"));
    e.toggleAttribute("data-none", !r.waiting);
    e.dataset.service = r.service;
    return e;
  });
  for (const rule of ["serve", "carry", "tell"]) {
    const n = waiting.reduce((sum, r) => sum + (r[rule] || 0), 0);
    if (!n) continue;
    const e = copy("#wait");
    e.toggleAttribute("data-rest", true);
    text($(".name", e), t(`screen.closing_${rule}`, {n}));
    items.unshift(e);
  }
  if (rest.length) {
    const e = copy("#wait");
    e.toggleAttribute("data-rest", true);
    const people = rest.reduce((sum, r) => sum + r.waiting, 0);
    text($(".name", e), t(restKey(list, rest), {n: rest.length, people}));
    items.push(e);
  }
  waitBox.parentElement.toggleAttribute("data-dense", items.length / columns > FEW);
  waitBox.replaceChildren(...items);
}

// drawMissed names whose call was missed, beside how it is put right; those that don't fit
// any more have been there longest.
function drawMissed(numbers) {
  missed = numbers;
  const box = $("#missed"), list = $("b", box);
  box.hidden = !numbers.length;
  for (let n = numbers.length; n; n--) {
    text(list, numbers.slice(0, n).join("  "));
    if (box.scrollWidth <= box.clientWidth + 1) return;
  }
}

// restKey chooses the sentence about the services that have no line of their own.
function restKey(list, rest) {
  if (rest.some((r) => r.waiting)) return "screen.rest_waiting";
  if (!rest.every((r) => !r.open && !r.waiting)) return "screen.rest";
  return list.length ? "screen.rest_closed" : "screen.all_closed";
}

function said(state, since) {
  const stale = state !== "live";
  board.toggleAttribute("data-stale", stale);
  $("#stale").hidden = !stale;
  if (stale) text($("#stale span"), t("screen.stale", {time: hm(since ?? Date.now(), zone)}));
  redraw();
}

function showSound(state) {
  const word = {locked: "screen.sound_locked", no_voice: "screen.sound_no_voice"}[state];
  $("#sound").hidden = !word;
  if (word) text($("#sound span"), t(word));
  drawMissed(missed);
  alive();
}

function alive() {
  line.send({type: "alive", seq, sound: sound.state});
}

function redraw() {
  draw();
  drawMissed(missed);
  drawWaiting();
}

setInterval(alive, 10_000);
tick(line.now, zone);
draw();
addEventListener("resize", redraw);
document.fonts?.ready.then(redraw);
document.documentElement.dataset.ready = lang;
