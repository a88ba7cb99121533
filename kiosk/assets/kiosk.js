// The kiosk's pages work as plain pages. This script makes them a kiosk: pages
// come by fetch, so that a lost server never leaves the visitor before the
// browser's own error, the history stays one entry long, a finger that touches
// twice sends once, and the page returns to the start by itself.

import "./guard.js";
import {dark, rest, wake as wakeUp} from "./idle.js";
import {scanned} from "./scan.js";
import {alarm, heard, hush, wake} from "./sound.js";
import {also, keep, quiet, say, talks} from "./speak.js";
import {begun, stop as stopWalk, walking} from "./walk.js";
import {split} from "../display/split.js";

const SOON = 500;       // between looks at a ticket's paper
const SURE = 700;       // bad news is said aloud after; another printer may take over at once
const PATIENCE = 6000;  // a page that takes longer is a lost server
const KEEP_WISH = 20_000; // what met a lost server is asked again within this
const LED = 60;         // s that somebody who is led may take on a page that else never ends

const html = document.documentElement;
const opened = performance.now();
let touched = null;     // performance.now() of the last touch
let painted = performance.now(); // when the browser last drew
let pressed = false;    // a finger is down
let busy = false;       // a page is on its way
let lost = false;
let wish = null;        // where somebody wanted to go when the server was lost
let said = "";          // number of the ticket whose bad news was said aloud
let timers = [];

const root = () => document.querySelector("[data-kiosk]");
const BEAT = Number(root().dataset.beat); // ms between words to the server, and looks at how many wait and whether paper comes out
const home = () => root().dataset.home;
const every = (ms, f) => timers.push(setInterval(f, ms));
const seconds = (from) => (performance.now() - from) / 1000;

async function get(url, options = {}) {
  const r = await fetch(url, {...options, cache: "no-store", signal: AbortSignal.timeout(PATIENCE)});
  const doc = phrased(new DOMParser().parseFromString(await r.text(), "text/html"));
  if (!doc.querySelector("[data-kiosk]")) throw new Error("not a page of the kiosk");
  return {doc, url: r.url};
}

// phrased lets an emergency's words break between words only.
function phrased(doc) {
  const page = doc.documentElement.lang;
  for (const e of doc.querySelectorAll(".alarm :is(h1, .lead, strong, .alarm-also, span[lang])")) split(e, e.lang || page);
  return doc;
}

// show puts a fetched page in the place of this one. Its address, which may be
// a visitor's key, never gets into the history.
function show({doc, url}) {
  if (doc.documentElement.dataset.build !== html.dataset.build) {
    location.replace(doc.querySelector("[data-ticket]") ? url : home());
    return;
  }
  html.lang = doc.documentElement.lang;
  html.dir = doc.documentElement.dir;
  html.dataset.lang = doc.documentElement.dataset.lang;
  document.title = doc.title;
  document.body.replaceWith(document.adoptNode(doc.body));
  history.replaceState(null, "", home());
  begin();
}

async function go(url, options) {
  if (busy) return;
  busy = true;
  try {
    show(await get(url, options));
  } catch {
    lose({url, options, at: performance.now(), leaves: new URL(url, location.href).pathname === home()});
  } finally {
    busy = false;
  }
}

// The touch that wakes a dark screen does nothing else.
let woken = false;
document.addEventListener("pointerdown", () => { woken = wakeUp(); }, {capture: true});
document.addEventListener("keydown", () => wakeUp(), {capture: true});
document.addEventListener("click", (e) => {
  if (!woken) return;
  woken = false;
  e.preventDefault();
  e.stopImmediatePropagation();
}, {capture: true});

document.addEventListener("click", (e) => {
  const a = e.target.closest("a[href]");
  if (!a || a.origin !== location.origin) return;
  e.preventDefault();
  go(a.href);
});

// The keys of a page that asks for a code, which has as many digits as its field says.
document.addEventListener("click", (e) => {
  const key = e.target.closest("[data-digit]")?.dataset.digit;
  const code = document.querySelector("[data-code]");
  if (!key || !code) return;
  let digits = code.value.replace(/\D/g, "");
  const most = Number(code.dataset.code);
  digits = key === "back" ? digits.slice(0, -1) : (digits + key).slice(0, most);
  code.value = most === 7 && digits.length > Number(code.dataset.short ?? 4) ? `${digits.slice(0, 4)}-${digits.slice(4)}` : digits;
});

// What doesn't fit says that there is more below, and how to get there.
function cue() {
  const list = document.querySelector("[data-scrolls]");
  if (!list) return;
  const more = list.scrollHeight - list.scrollTop - list.clientHeight > 8;
  list.classList.toggle("goes-on", more);
  document.querySelector("[data-below]").hidden = !more;
}
document.addEventListener("scroll", cue, {capture: true, passive: true});
window.addEventListener("resize", cue);
document.addEventListener("click", (e) => {
  if (!e.target.closest("[data-below]")) return;
  const list = document.querySelector("[data-scrolls]");
  list.scrollBy({top: list.clientHeight * 0.7, behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth"});
});

document.addEventListener("submit", (e) => {
  e.preventDefault();
  if (busy) return;
  e.submitter?.setAttribute("aria-busy", "true");
  go(e.target.action, {method: "POST", body: new URLSearchParams(new FormData(e.target, e.submitter))});
});

// The address on a ticket's paper, whatever page is shown, asks how that ticket stands: a missed
// call is put right, and of a visit that is over it means the same matter again. So does whatever
// else is scanned, unless it goes into a field.
document.addEventListener("keydown", (e) => {
  if (e.key !== "Enter" || e.ctrlKey || e.altKey || e.metaKey) return;
  const text = scanned(), ticket = /\/t\/[A-Za-z0-9_-]{16}([?#].*)?$/.test(text);
  if (e.target.closest("input") && (!ticket || root().dataset.page === "back")) return; // its form takes it
  if (!ticket && (!text || e.target.closest("button, a") || document.querySelector("[data-ticket]"))) return;
  e.preventDefault();
  const body = new URLSearchParams(new URL(root().dataset.here, location.href).search);
  body.set(ticket ? "code" : "clue", text);
  go(`${home()}/${ticket ? "missed" : "back"}`, {method: "POST", body});
});

for (const type of ["pointerdown", "keydown"]) {
  document.addEventListener(type, () => { touched = performance.now(); pressed = type === "pointerdown"; wake(); });
}
for (const type of ["pointerup", "pointercancel"]) document.addEventListener(type, () => { pressed = false; });
window.addEventListener("pageshow", (e) => { if (e.persisted) location.replace(home()); });

// refresh takes over what has changed of this page, and nothing else.
async function refresh(url) {
  if (busy || lost || document.hidden) return;
  let page;
  try {
    page = await get(url);
  } catch {
    return; // the beat says when the server is lost
  }
  if (busy || pressed || lost) return;
  const now = page.doc.querySelector("[data-kiosk]");
  if (now.dataset.page !== root().dataset.page) return show(page);
  for (const part of document.querySelectorAll("[data-part]")) {
    const fresh = page.doc.querySelector(`[data-part="${part.dataset.part}"]`);
    if (fresh && fresh.outerHTML !== part.outerHTML) part.replaceWith(document.adoptNode(fresh));
  }
  return true;
}

// begin starts what a page does by itself.
function begin() {
  timers.forEach(clearInterval);
  timers = [];
  leads = false;
  hush();
  quiet();
  if (walking()) begun();
  else if (document.querySelector(".page.large") && touched !== null) tell();
  const page = root().dataset;
  document.querySelector("[data-code]")?.focus(); // a scanner types into it
  cue();
  document.fonts.ready.then(cue);
  const ticket = document.querySelector("[data-ticket]");
  if (ticket) return watch(ticket);
  rest(page.page);
  let turn = 0; // a dark screen is looked after once a minute
  // What a form was answered can't be fetched again: at its address stands another page.
  if (!("answer" in page)) every(BEAT, () => { if (!dark() || turn++ % 12 === 0) refresh(page.here); });
  if (page.idle !== "0") leaveAfter(Number(page.idle));
  else if (walking()) led();
}

// led has a page that else stays for good come to an end for who is led: the guide
// covers it, and the next visitor has to find it as it was.
let leads = false;
function led() {
  if (!leads) leaveAfter(LED, walking);
  leads = true;
}
document.addEventListener("kiosk-walk", () => {
  keep("lost", html.lang);
  if (root().dataset.idle === "0" && !document.querySelector("[data-ticket]")) led();
});

// What 大字版 says of each page. A page of the house's voice has a sentence; the heading stands in.
const SAYS = {start: "start", more: "choose", about: "confirm", ask: "question", options: "needs", desk: "desk"};

function told() {
  const ticket = document.querySelector("[data-ticket]");
  if (!ticket) {
    const h1 = document.querySelector("h1");
    const closed = root().dataset.page === "about" && !document.querySelector("button.take");
    return [{prompt: closed ? "closed" : h1.dataset.prompt ?? SAYS[root().dataset.page], words: h1.textContent}];
  }
  const fate = document.querySelector('[data-part="fate"]');
  return [
    {prompt: "number", words: document.querySelector(".stub-word").textContent}, {number: document.querySelector(".stub .number").textContent},
    ...fate.classList.contains("ready") ? [{prompt: "ticket", words: fate.querySelector(".fate-title").textContent}] : [], {prompt: "wait", words: document.querySelector(".stub-where").textContent},
  ];
}

async function tell() {
  const heard = await say(told(), html.lang);
  const mute = document.querySelector("[data-mute]");
  if (mute && heard !== null) mute.hidden = heard;
}

document.addEventListener("click", (e) => {
  if (!e.target.closest("[data-say]")) return;
  if (talks()) quiet();
  else tell();
});
document.addEventListener("kiosk-said", () => { touched = performance.now(); }); // who listens is there

// leaveAfter goes back to the start when nobody touches any more, and says so
// in the last ten seconds; only while counts holds.
function leaveAfter(idle, counts = () => true) {
  const since = performance.now();
  const word = document.querySelector("[data-leaving]");
  let warned = false;
  every(500, () => {
    if (!counts()) {
      word.hidden = true;
      return;
    }
    const left = Math.ceil(idle - (performance.now() - Math.max(since, touched ?? 0)) / 1000);
    word.hidden = left > 10;
    word.textContent = word.dataset.words.replace("{n}", Math.max(left, 0));
    if (left === 10 && !warned && (walking() || document.querySelector(".page.large"))) {
      warned = true;
      also([{prompt: "leaving", words: word.textContent}], html.lang);
    }
    if (left <= 0) end();
  });
}

// end is the end of a visit: whatever led the visitor isn't the next one's.
function end() {
  const sends = document.querySelector("[data-leaving-sends]"); // what was chosen counts, though somebody walked away
  if (sends) {
    sends.elements.left.value = "1";
    return sends.requestSubmit();
  }
  stopWalk();
  go(home());
}

// watch keeps a ticket's page true and counts down once the paper's fate is known
// or there is trouble with it, or in any case after a while. A slip that comes out
// of the trouble at last leaves time to be taken.
function watch(ticket) {
  const shown = performance.now();
  const more = Number(ticket.dataset.more);
  const box = document.querySelector("[data-countdown]"), bar = box.querySelector("[data-bar]"), words = box.querySelector("[data-left]");
  const key = document.querySelector("[data-more-time]");
  const number = document.querySelector(".stub .number").textContent;
  let ends = 0, length = 0, bad = 0, troubled = false;
  const ready = () => document.querySelector(".fate.ready .fate-title");
  let taken = ready() !== null; // whether it has been said that the paper is there
  const count = (s) => { length = s; ends = performance.now() + s * 1000; };
  every(SOON, () => refresh(ticket.dataset.again));
  const tick = () => {
    const fate = document.querySelector('[data-part="fate"]').dataset;
    const say = fate.alarm ?? "";
    bad = say ? bad || performance.now() : 0;
    if (say && said !== number && performance.now() - bad > SURE) {
      said = number; // once a ticket: further bad news is on the page
      alarm(say, html.lang);
    }
    if (!say && said) {
      hush();
      said = "";
    }
    const trouble = fate.trouble === "true";
    if (!ends && (fate.known === "true" || trouble && performance.now() - bad > SURE)) { count(Number(fate.back)); troubled = trouble; }
    if (ready() && !taken) {
      taken = true;
      if (walking() || document.querySelector(".page.large")) also([{prompt: "ticket", words: ready().textContent}], html.lang);
    }
    if (ends && walking() && talks()) count(Math.max(length, Math.ceil((ends - performance.now()) / 1000))); // who listens isn't done
    if (troubled && !trouble && fate.known === "true") {
      troubled = false;
      if (ends - performance.now() < fate.back * 1000) count(Number(fate.back));
    }
    if (!ends && seconds(shown) > Number(ticket.dataset.last)) count(Number(fate.back));
    box.hidden = key.hidden = !ends;
    if (!ends) return;
    const left = Math.max(0, Math.ceil((ends - performance.now()) / 1000));
    words.textContent = words.dataset.words.replace("{n}", left);
    bar.style.transform = `scaleX(${Math.max(0, left - 1) / length})`;
    if (left <= 0) end();
  };
  tick(); // at once: no key moves from under a finger
  every(250, tick);
  key.addEventListener("click", () => count(Math.max(more, Math.ceil((ends - performance.now()) / 1000) + more)));
}

// lose shows where people are until the server is back, and then goes on where
// somebody wanted to go: who was leaving leaves. A form that was on its way is sent
// again with its key, so it gives one ticket at most.
async function lose(where) {
  wish = where ?? wish;
  const number = document.querySelector("[data-cut-off]"); // stays to be remembered, until its visitor leaves
  const stays = number && !wish?.leaves;
  if (number) number.hidden = !stays;
  document.querySelector("[data-lost]").hidden = Boolean(stays);
  if (lost) return;
  lost = true;
  if (walking()) say([{prompt: "lost", words: document.querySelector("[data-lost]").textContent}], html.lang);
  for (;;) {
    await new Promise((done) => setTimeout(done, 1000));
    try {
      const r = await fetch("/healthz", {cache: "no-store", signal: AbortSignal.timeout(3000)});
      if (!r.ok) continue;
      const ticket = document.querySelector("[data-ticket]");
      const here = ticket && !wish?.leaves ? ticket.dataset.again : home();
      const asks = wish && performance.now() - wish.at < KEEP_WISH;
      const page = await (asks ? get(wish.url, wish.options) : get(here));
      lost = false;
      wish = null;
      return show(page);
    } catch { /* not yet */ }
  }
}

async function beat() {
  if (lost) return;
  const page = root().dataset.page, drawn = seconds(painted);
  requestAnimationFrame(() => { painted = performance.now(); }); // a page that hangs or is covered doesn't get there
  try {
    const r = await fetch(`${home()}/beat`, {
      method: "POST", cache: "no-store", signal: AbortSignal.timeout(4000), headers: {"Content-Type": "application/json"},
      body: JSON.stringify({face: page, loaded_s: seconds(opened), touched_s: touched === null ? null : seconds(touched), painted_s: drawn, sound: heard(html.lang)}),
    });
    if (r.status === 401 && page !== "ticket" && !pressed && !busy) return location.replace(home()); // it is shut out, and says so
    const {build, reload, emergency} = r.ok ? await r.json() : {};
    const free = root().dataset.page === "start" && !pressed && !busy;
    const anew = build && build !== html.dataset.build || reload === "idle";
    if (emergency && dark()) { wakeUp(); refresh(root().dataset.here); }
    if (reload === "now" || free && anew) location.replace(home());
  } catch {
    lose(null);
  }
}

history.replaceState(null, "", home());
phrased(document);
begin();
beat();
setInterval(beat, BEAT);
