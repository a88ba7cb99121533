// The phone's page, live. The server draws every state; this script writes the
// place in the queue where it stands and, when anything else has changed, asks
// for the page and puts its middle in place. Without a socket it asks every few
// seconds, with the page's tag, so that "nothing new" is one line.
//
// Runs in browsers from 2020 on: Safari 13.1, Chrome 80 and what WeChat is made
// of. No top-level await, no submitter without asking.

import {live} from "../display/live.js";

const POLL = 5000;     // ms between two looks without a socket
const AGAIN = 500;     // ms until a page that didn't come is asked for again, then twice that
const AGAIN_MAX = 5000;
const TOO_LONG = 4000; // ms for an answer
const SOON = 300;      // ms that an answer may take before the page says it is cut off
const LOST = 8000;     // ms that a form which may not have arrived is spoken of
const GAP = 3000;      // ms that a second may last before we have been asleep
const TAP = 350;       // ms from a finger's leaving until its click has come
const PRESS = 5000;    // ms that a finger which stays down holds the page still
const CALM = matchMedia("(prefers-reduced-motion: reduce)");

const $ = (selector, within = document) => within.querySelector(selector);
const root = document.documentElement;
const main = () => $("[data-ticket]");
const state = $("[data-state]");
const cut = $("[data-cut]");

// What makes itself heard comes once the page stands; until then nothing does.
let alarm = {on: () => false, ring() {}, wake() {}, begin() {}};

function text(e, s) {
  if (e && e.textContent !== s) e.textContent = s;
}

const hour = new Intl.DateTimeFormat("en-GB", {timeZone: root.dataset.zone, hourCycle: "h23", hour: "numeric", minute: "2-digit"});
const clock = (ms) => hour.format(ms).replace(/^0/, "");

// ── the page and its middle ──────────────────────────────────────────────────

async function page(options = {}) {
  const asked = new AbortController();
  const timer = setTimeout(() => asked.abort(), TOO_LONG);
  try {
    const headers = options.method ? {} : {"If-None-Match": main().dataset.tag};
    const r = await fetch(location.href, {headers, ...options, cache: "no-store", signal: asked.signal});
    if (r.status === 304) return;
    const doc = new DOMParser().parseFromString(await r.text(), "text/html");
    if (!$("[data-ticket]", doc)) throw new Error(`page: ${r.status}`);
    if (!options.method) {
      news(main(), $("[data-ticket]", doc)); // a finger doesn't keep a call from being heard
      if (!await still()) return;
    }
    draw(doc, !options.method);
  } finally {
    clearTimeout(timer);
  }
}

// still waits until no finger is on the page, which would touch nothing if its button went: a new middle is all new. It is
// false, and what was fetched too old to be drawn, when the touch brought another.
let touch = -Infinity; // ms, when the finger that came last goes or will be taken to have gone
addEventListener("pointerdown", () => { touch = performance.now() + PRESS; });
for (const up of ["pointerup", "pointercancel"]) addEventListener(up, () => { touch = performance.now(); });
async function still() {
  const was = main();
  while (performance.now() < touch + TAP) await new Promise((done) => { setTimeout(done, 50); });
  stale ||= main() !== was;
  return main() === was;
}

function draw(doc, byItself) {
  const old = main();
  const fresh = $("[data-ticket]", doc);
  if (byItself) keep(old, fresh);
  const focus = place(document.activeElement);
  old.replaceWith(document.adoptNode(fresh));
  if (focus) $(focus)?.focus({preventScroll: true});
  document.title = doc.title;
  colour(doc);
  begin();
  news(old, fresh);
}

// keep carries what somebody has opened or begun to write over to the new middle.
function keep(old, fresh) {
  for (const open of old.querySelectorAll("details[open][data-key]")) {
    const same = $(`details[data-key="${open.dataset.key}"]`, fresh);
    if (same) same.open = true;
  }
  for (const field of old.querySelectorAll("textarea, input:not([type=hidden])")) {
    const value = /^(radio|checkbox)$/.test(field.type) ? `[value="${CSS.escape(field.value)}"]` : "";
    const same = $(`[name="${field.name}"]${value}`, fresh);
    if (!same) continue;
    if (value) same.checked = field.checked;
    else same.value = field.value;
  }
}

// place names what has the focus by what it will be called in the new middle.
function place(e) {
  if (!e || !main().contains(e)) return "";
  if (e.tagName === "SUMMARY") return `details[data-key="${e.parentElement.dataset.key}"] > summary`;
  return e.name ? `[name="${e.name}"]${e.value ? `[value="${CSS.escape(e.value)}"]` : ""}` : "";
}

// colour gives the browser's bar and tab the page's.
function colour(doc) {
  for (const e of document.querySelectorAll('meta[name="theme-color"]')) e.remove();
  for (const e of doc.querySelectorAll('meta[name="theme-color"]')) document.head.append(document.adoptNode(e));
  const icon = $('link[rel="icon"]');
  if (icon.getAttribute("href") !== main().dataset.icon) icon.href = main().dataset.icon;
}

// news makes itself heard, once for each thing there is to hear, and says it to a
// screen reader.
function news(old, fresh) {
  const alert = fresh.dataset.alert;
  if (alert && alert !== old.dataset.alert) alarm.ring(alert === "near" ? "near" : "call");
  if (fresh.dataset.says !== old.dataset.says) text($("[data-say]"), fresh.dataset.says);
  old.dataset.alert = alert || "";
  old.dataset.says = fresh.dataset.says || "";
}

// ── keeping it true ──────────────────────────────────────────────────────────

let stale = false;    // the page may show less than there is
let fetching = false;
let hurry = () => {}; // ends a pause between two tries
let known = Number(state.dataset.at); // ms, when the page was last known to be true
let reached = true;   // the last question was answered
let lost = 0;         // ms, until when it is said that a form may not have arrived
let socket = "";      // live, stale or offline; "": not yet known

const unseen = () => document.hidden && !alarm.on();

// update asks for the page until it came. What nobody looks at is asked for when
// somebody does.
async function update() {
  stale = true;
  hurry();
  if (fetching) return;
  fetching = true;
  for (let pause = AGAIN; stale && !unseen(); pause = Math.min(AGAIN_MAX, 2 * pause)) {
    stale = false;
    try {
      await page();
      reached = true;
      known = now();
    } catch {
      stale = true;
      reached = false;
    }
    said();
    if (stale) await new Promise((done) => { hurry = done; setTimeout(done, pause); });
  }
  fetching = false;
}

// A message with the legs is the whole ticket: it has changed. One without tells
// of the place in the queue.
let first = true; // the page was drawn a moment ago
let drawn = null; // ahead, as written last
function message(m) {
  if (m.type !== "snapshot" && m.type !== "ticket") return;
  const {stateNow, print} = main().dataset;
  const same = first && stateNow === m.state && print === m.print?.state + (m.print?.why || "") + (m.print?.doubt ? "?" : "") &&
    Number(main().dataset.aheadDrawn) === m.ahead && Number(main().dataset.emergency) === (m.emergencies || 0);
  first = false;
  if (m.words) ahead(m);
  const alone = drawn !== null && drawn !== m.ahead && "alone" in main().dataset;
  drawn = m.ahead;
  if (m.draw || alone || m.legs && !same) update();
}

function ahead(m) {
  const e = $("[data-ahead]");
  text(e, m.words.ahead);
  if (e) e.classList.toggle("none", m.ahead === 0);
  const word = $("[data-ahead-word]");
  if (word) word.hidden = m.ahead === 0;
  text($("[data-range]"), m.words.range || "");
  text($("[data-range-clock]"), m.words.clock || "");
  const worse = $("[data-worse]");
  if (!worse) return;
  worse.hidden = !m.worse;
  text(worse, m.worse ? worse.dataset.worse : "");
}

// said writes whether the page is live, and else of when it is.
function said() {
  const fresh = socket === "live" || socket !== "" && reached && !stale;
  state.dataset.live = socket === "" ? "page" : fresh ? "live" : navigator.onLine ? "stale" : "offline";
  if (socket === "live") known = now();
  const time = clock(known);
  text(state, (fresh ? state.dataset.fresh : state.dataset.asOf).replace("{time}", time));
  const gone = socket !== "" && !fresh;
  const words = lost > Date.now() ? cut.dataset.lost : gone ? cut.dataset.words.replace("{time}", time) : "";
  cut.hidden = words === "";
  text(cut.lastElementChild, words);
}

let asking = 0; // the next look without a socket
function heard(s, since) {
  socket = s;
  if (since) known = Math.max(known, since.getTime());
  clearInterval(asking);
  if (s === "live") {
    said();
    return;
  }
  reached = false; // until an answer says otherwise, which it may at once
  setTimeout(said, SOON);
  update();
  asking = setInterval(() => { if (!unseen()) update(); }, POLL);
}

const line = live(`/ws/ticket/${location.pathname.split("/").pop()}?lang=${root.dataset.lang}`, {message, state: heard, rest: unseen});
const now = () => line.now();

function seen() {
  if (document.hidden) return;
  alarm.wake();
  update();
}
document.addEventListener("visibilitychange", seen);
window.addEventListener("pageshow", (e) => { if (e.persisted) seen(); });
window.addEventListener("online", seen);

let last = Date.now();
setInterval(() => {
  const gap = Date.now() - last;
  last = Date.now();
  if (gap > GAP) seen(); // a second has lasted longer: the phone slept, and may not say so
  if (socket === "live") said();
}, 1000);

// ── buttons ──────────────────────────────────────────────────────────────────

// begin gives the middle's buttons their scripts.
function begin() {
  for (const form of main().querySelectorAll("form")) form.addEventListener("submit", send);
  const stay = $("[data-stay]");
  if (stay) {
    stay.hidden = false;
    stay.addEventListener("click", () => { stay.closest("details").open = false; });
  }
  for (const d of main().querySelectorAll("details")) {
    d.addEventListener("toggle", () => { if (d.open) d.scrollIntoView({block: "nearest", behavior: CALM.matches ? "auto" : "smooth"}); });
  }
  alarm.begin(main());
  clearTimeout(undo);
  const until = Number(main().dataset.undo);
  if (until) undo = setTimeout(update, Math.max(0, until - now()) + 500);
}
let undo = 0;

// send posts a form and draws what comes of it. An old browser doesn't say which
// button it was, and posts the form itself.
function send(e) {
  const button = e.submitter;
  if (!button) return;
  e.preventDefault();
  const form = e.currentTarget;
  const fields = new URLSearchParams(new FormData(form));
  if (button.name) fields.append(button.name, button.value);
  button.disabled = true;
  page({method: "POST", body: fields}).catch(() => {
    button.disabled = false;
    lost = Date.now() + LOST;
    said();
    update();
  });
}

begin();
import("./alarm.js").then((m) => {
  ({alarm} = m);
  alarm.begin(main());
}, () => {}); // a line that broke just then: the page is whole without it
