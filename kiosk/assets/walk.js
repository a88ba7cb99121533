// The spoken walk-through, for who can't see the screen: each thing that can be chosen is said, one
// by one. A touch anywhere is the next one, two touches choose it; keys that can be felt do the same.
// It begins with the key for it, or when a corner is pressed for two seconds, and ends the same way.

import {scanned} from "./scan.js";
import {ownVoice, quiet, say} from "./speak.js";

const HOLD = 2000;   // ms on a corner
const CORNER = 0.14; // of the shorter side
const TWICE = 420;   // ms between the touches of a pair

let on = false;
let items = [];
let at = -1;
let tapped = 0; // timer of a first touch

const html = document.documentElement;
const root = () => document.querySelector("[data-kiosk]");
const veil = () => document.querySelector("[data-walk]");

/** walking says whether somebody is led. */
export const walking = () => on;

/** begun goes on at a page that has come: its first sentence, then what can be chosen. */
export function begun() {
  if (!on) return;
  const ticket = document.querySelector("[data-ticket]") !== null;
  if (gave && !ticket) return leave();
  gave = ticket;
  list();
  at = -1;
  cover();
  tell([...page(), ...lead()]);
}
let gave = false; // the page before was a number's

function enter() {
  on = true;
  gave = document.querySelector("[data-ticket]") !== null;
  list();
  at = -1;
  cover();
  document.dispatchEvent(new Event("kiosk-walk"));
  tell([{prompt: "walk_on", words: veil().dataset.on}, {prompt: "walk_how", words: veil().dataset.how}, ...page(), ...lead()]);
}

function leave() {
  stop();
  say([{prompt: "walk_off", words: veil()?.dataset.off}], html.lang);
}

/** stop ends it without a word: the next visitor has come. */
export function stop() {
  on = gave = false;
  document.body.classList.remove("walking");
  if (veil()) veil().hidden = true;
}

// page is what a page is about: of a ticket what there is to know.
function page() {
  const ticket = document.querySelector("[data-ticket]");
  if (!ticket) {
    const h1 = document.querySelector("h1");
    return [{prompt: h1.dataset.prompt, words: words(h1)}]; // of a page that has a sentence of the house's voice
  }
  const fate = document.querySelector('[data-part="fate"]');
  const paper = fate.classList.contains("ready") ? {prompt: "ticket"} : fate.dataset.trouble === "true" ? {prompt: "no_paper"} : {prompt: "printing"};
  return [
    {prompt: "number"}, {number: document.querySelector(".stub .number").textContent},
    {...paper, words: words(fate)}, {words: words(document.querySelector(".stub-where"))}, {words: words(document.querySelector(".ahead"))},
  ];
}

const lead = () => items.length ? [{words: veil().dataset.count.replace("{n}", items.length)}] : [];

// list finds what can be chosen, in the order of the page. Where no voice can say it, there is one
// thing that the house's own can: to ask for a person.
function list() {
  const within = [...document.querySelectorAll("main a[href], main button, main label:has(input[type=radio], input[type=checkbox]), .foot a[href], .foot button")];
  items = within.filter((e) => e.checkVisibility() && !e.closest("[aria-hidden=true], [data-walk], [data-say], .reach")).map((e) => ({does: e, words: name(e)})).filter((i) => i.words);
  if (ownVoice(html.lang) || document.querySelector("[data-ticket]")) return;
  const help = document.querySelector("form.help button");
  items = help ? [{does: help, prompt: "help", words: name(help)}] : [];
}

function name(e) {
  if (e.matches("label") && e.querySelector("input").checked) return `${words(e)}，${veil().dataset.chosen}`;
  return e.getAttribute("aria-label") ?? words(e);
}

function words(e) {
  if (!e) return "";
  const parts = [...e.querySelectorAll("span, strong, small, p")].filter((x) => !x.querySelector("span, strong, small, p") && x.textContent.trim());
  return (parts.length ? parts : [e]).map((x) => x.textContent.trim()).join("，");
}

function cover() {
  document.body.classList.add("walking");
  veil().hidden = false;
  draw();
}

function draw() {
  const i = items[at];
  veil().querySelector("[data-walk-words]").textContent = i ? i.words : words(document.querySelector("h1"));
  veil().querySelector("[data-walk-at]").textContent = items.length ? `${at + 1} / ${items.length}` : "";
}

async function tell(parts) {
  const heard = await say(parts.filter((p) => p.prompt || p.number || p.words), html.lang);
  const mute = document.querySelector("[data-mute]");
  if (mute && heard !== null) mute.hidden = heard;
  document.dispatchEvent(new Event("kiosk-said"));
}

function next(step = 1) {
  if (!items.length) list();
  if (!items.length) return tell(page());
  at = (at + step + items.length) % items.length;
  draw();
  tell([items[at]]);
}

async function choose() {
  const i = items[at];
  if (!i) return next();
  if (!i.does.isConnected) { // a part of the page has been drawn anew
    const {length} = items;
    list();
    if (items.length !== length) at = -1;
    return at < 0 ? next() : choose();
  }
  quiet();
  if (i.does.matches("label")) {
    i.does.click();
    list();
    draw();
    return tell([{prompt: "chosen", words: veil().dataset.chosen}, {words: i.words}]);
  }
  i.does.click();
}

// Keys that can be felt.
document.addEventListener("keydown", (e) => {
  const pad = JSON.parse(root()?.dataset.pad ?? "{}");
  if (e.key === pad.listen) {
    e.preventDefault();
    return on ? leave() : enter();
  }
  if (!on || e.ctrlKey || e.altKey || e.metaKey || e.key === "Enter" && scanned()) return;
  const does = {[pad.next]: () => next(), [pad.back]: () => next(-1), [pad.choose]: choose}[e.key];
  if (!does) return;
  e.preventDefault();
  e.stopImmediatePropagation();
  does();
}, {capture: true});

// A corner, pressed for two seconds.
let held = 0;
const inCorner = (e) => {
  const c = CORNER * Math.min(innerWidth, innerHeight);
  return (e.clientX < c || e.clientX > innerWidth - c) && (e.clientY < c || e.clientY > innerHeight - c);
};
document.addEventListener("pointerdown", (e) => {
  clearTimeout(held);
  if (!inCorner(e)) return;
  held = setTimeout(() => { held = -1; on ? leave() : enter(); }, HOLD);
}, {capture: true});
for (const type of ["pointerup", "pointercancel"]) document.addEventListener(type, () => { if (held > 0) { clearTimeout(held); held = 0; } }, {capture: true});

// Touches: one is the next, two choose. What lies below the veil hears none of them.
document.addEventListener("click", (e) => {
  if (!on || !e.isTrusted && !e.target.closest?.("[data-walk]")) return;
  e.preventDefault();
  e.stopImmediatePropagation();
  if (held === -1) { held = 0; return; } // the finger that held the corner
  if (tapped) {
    clearTimeout(tapped);
    tapped = 0;
    return choose();
  }
  tapped = setTimeout(() => { tapped = 0; next(); }, TWICE);
}, {capture: true});
