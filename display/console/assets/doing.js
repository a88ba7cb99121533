// Asking the server for what a key means. At once it is shown as under way, never as done: what is done comes
// from the server alone, and a refusal is a sentence.

import {freshKey, text} from "../display/dom.js";
import {t} from "../display/text.js";
import {hm} from "../display/clock.js";
import {WHOLE, ask, nudge, refusal} from "./acts.js";
import {press} from "./keys.js";
import {left, pending, settled} from "./pending.js";
import {show, slot} from "./slots.js";
import {frame, id, number, shown, zone} from "./state.js";

const root = document.documentElement;
const TOLD = 30_000; // ms that a sentence stands: after that it may not be so any more
const SLOW = 400; // ms until a sentence says that it takes a while; a bar moves at once

let busy = false;
let waiting = null; // does what was asked for while an answer was on its way
let refetch = async () => {};

/** fetches names what gets the page up to date when the line is down. */
export function fetches(f) { refetch = f; }

export function refuse(words) {
  text(slot("refusal-words"), words);
  show(slot("refusal"), words);
}
export function tell(words) {
  text(slot("telling-words"), words);
  show(slot("telling"), words);
  clearTimeout(tell.timer);
  if (words) tell.timer = setTimeout(() => { if (!busy) tell(""); }, TOLD);
}
export function hush() { refuse(""); tell(""); }

/** back says that the line is there again: whatever has no answer yet is asked for again at once. */
export function back() { nudge(); }

const path = (name) => `/api/v1/windows/${encodeURIComponent(id)}/${name}`;

// words say what is on its way.
const words = (name) => t(["next", "open", "start", "finish"].includes(name) ? `console.way_${name}` : "console.way");

// underWay shows it at once: a bar over the card, and what was pressed in its own words. It gives what ends it.
function underWay(name, button) {
  const label = button?.matches(".giant, .first") ? button.querySelector("span") : null;
  const said = label?.textContent;
  busy = true;
  root.toggleAttribute("data-busy", true);
  button?.setAttribute("aria-busy", "true");
  if (label) text(label, words(name));
  hush();
  const slow = setTimeout(() => tell(words(name)), SLOW);
  return () => {
    clearTimeout(slow);
    busy = false;
    root.toggleAttribute("data-busy", false);
    button?.removeAttribute("aria-busy");
    if (label) text(label, said);
    tell("");
  };
}

// wait remembers the last thing asked for meanwhile; it comes to nothing when another takes its place or the one
// before is refused.
const wait = (todo) => new Promise((done) => {
  waiting?.(false);
  waiting = (go) => (go ? todo().then(done) : done(false));
});

// sure asks until somebody answers, and goes on asking after a reload of the page.
async function sure(url, body, headers = {}, method = "POST") {
  const request = {url, body, headers, method, key: freshKey(), at: Date.now()};
  pending(request);
  const r = await ask(url, body, {again: () => tell(t("console.asking_again")), headers, key: request.key, method});
  settled();
  return r;
}

/** resume ends what a page before this one had asked for: its key is asked again, which does it once or not at all. */
export async function resume() {
  const request = left();
  if (!request) return;
  const rest = request.at + WHOLE - Date.now();
  if (rest < 0) {
    settled();
    return refuse(t("console.unanswered", {time: hm(request.at, zone)}));
  }
  const done = underWay("");
  const r = await ask(request.url, request.body, {
    again: () => tell(t("console.asking_again")), headers: request.headers, key: request.key, method: request.method, whole: rest,
  });
  settled();
  await refetch();
  done();
  const why = r.status === 0 ? t("console.unanswered", {time: hm(request.at, zone)}) : refusal(r);
  if (why) refuse(t("console.resumed_not", {why}));
  else tell(t(r.status === 204 ? "console.nobody_now" : "console.resumed", {time: hm(request.at, zone)}));
  next(!why);
}

/**
 * act does an act at the window and gives whether it was done. What concerns the ticket in hand is for the
 * one that was seen: at a window of two people the other may have finished it in this moment.
 */
export async function act(name, body, button) {
  const seen = number();
  if (["finish", "no-show"].includes(name) && frame.hasAttribute("data-settling")) return false; // a key that bounced
  // A key waits for the page as it will be; what a sheet was filled in for stays what it was.
  if (busy) return wait(button ? async () => press(button.dataset.key) : () => act(name, body));
  const done = underWay(name, button);
  const pressed = shown.now();
  const r = await sure(path(name), body, seen && !["undo", "open", "pause"].includes(name) ? {"If-Ticket": seen} : {});
  // The socket tells what came of it, mostly before the answer does. Until the
  // page shows it, no further key may act on what was.
  if (r.status === 200 && !shows(r.body)) await refetch();
  done();
  if (r.status === 204) tell(t(shown.state?.window.session ? "console.line_empty" : "console.nobody_now"));
  const why = r.status === 0 ? t("console.unanswered", {time: hm(pressed, zone)}) : refusal(r);
  if (why) refuse(why);
  else if (body?.outcome === "another_day") tell(t("console.another_day"));
  next(r.status === 200); // what waited was meant for what didn't come
  return !why;
}

// shows says whether the page is as far as an answer.
function shows({window: w, ticket: k}) {
  const hand = shown.state?.ticket;
  return shown.state?.window.state === w.state && (hand?.number ?? null) === w.ticket && (!hand || hand.seq >= k.seq);
}

// next does what had to wait; a key, if its button is still there.
function next(go) {
  const todo = waiting;
  waiting = null;
  todo?.(go);
}

/** request asks for something that leaves the window as it is; said makes the sentence of its answer. */
export async function request(url, body, said, button, method = "POST") {
  if (busy) return wait(() => request(url, body, said, button, method));
  const done = underWay("", button);
  const r = await sure(url, body, {}, method);
  done();
  const why = refusal(r);
  if (why) refuse(why);
  else tell(typeof said === "function" ? said(r.body) : said);
  next(!why);
  return !why;
}

/** atWindow is request at this window. */
export const atWindow = (name, body, said, button, method) => request(path(name), body, said, button, method);

/** isBusy says whether an answer is on its way. */
export const isBusy = () => busy;

/** later has a key pressed once the answer has come. */
export const later = (key) => wait(async () => press(key));
