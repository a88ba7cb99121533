// A call-number screen. It draws what the server says and decides one thing of
// its own: how long a call stays large (calls.js).

import {$, text} from "../display/dom.js";
import {lang, t} from "../display/text.js";
import {hm, tick} from "../display/clock.js";
import {live} from "../display/live.js";
import {Calls} from "./calls.js";
import {drift, sleep} from "./night.js";
import {tell} from "./notices.js";
import {measure} from "./sight.js";
import {Sound} from "./sound.js";
import {draw as drawCalls, redraw as forgetCalls} from "./stage.js";
import {drawMissed, drawWaiting} from "./waiting.js";

const ASK = 5000; // ms between two questions for a snapshot

const board = $("#board");
const zone = document.documentElement.dataset.zone;

/** time is the page's own clock, in ms; a test may put its own there and have a week pass. */
export const time = {now: () => performance.now()};

const calls = new Calls(() => time.now());
let waiting = [], paused = [], house = {state: "open"}, notices = [];
let missed = [];  // numbers, the latest first
let seq = 0;      // of the last event heard of
let count = null; // of the last message, in the server's counting of this screen's
let asked = 0;    // when a snapshot was asked for, because a message is missing
let state = "live", since = null, heard = false;
let wake = 0;

const line = live(board.dataset.socket, {message: hear, state: said});
const sound = new Sound({
  wanted: board.dataset.voice === "true",
  lang: document.documentElement.lang === "en" ? "en-GB" : "zh-CN",
  changed: showSound,
});

/** hear takes a message of the server. */
export function hear(m) {
  if (m.type !== "snapshot" && gap(m)) return;
  switch (m.type) {
    case "snapshot": return takeSnapshot(m);
    case "call": take(m, true); break;
    case "settled": calls.settle(m.number); break;
    case "gone": calls.drop(m.number); break;
    case "missed": missed = m.missed; return drawMissed(missed);
    case "waiting": stand(m); break;
    case "notices": return inform(m.notices);
    case "announce": calls.says(m.call, m.length_ms); sound.say(m); break;
    case "hush": calls.says(m.call, 0); sound.hush(m.call); break;
    case "voice": return sound.word(m);
    case "reload": return location.reload();
    default: return; // for later versions
  }
  if (m.seq) seq = Math.max(seq, m.seq);
  draw();
}

// gap says whether a message is missing before this one. Then nothing here can be believed:
// all is asked for anew, and what comes meanwhile is in it.
function gap(m) {
  if (m.n === undefined || count === null) return false;
  if (m.n === count + 1) {
    count = m.n;
    return false;
  }
  if (asked && time.now() - asked < ASK) return true;
  asked = time.now();
  line.send({type: "again"});
  showStale();
  return true;
}

// takeSnapshot starts over. Calls that were missed while the line was gone are
// announced as if they came now, if they are still fresh.
function takeSnapshot(m) {
  if (m.rules && m.rules !== board.dataset.rules && sessionStorage.rules !== m.rules) {
    sessionStorage.rules = m.rules; // once: a page that comes from elsewhere than its socket would go round
    return location.reload();
  }
  const before = calls.clear();
  for (const c of [...m.calls].reverse()) {
    const old = before.get(c.seq);
    if (old) calls.keep(old, c.state);
    else take(c, heard && c.seq > seq && c.state === "called");
  }
  seq = m.seq; // after a restore it may be a smaller one
  count = m.n ?? null;
  asked = 0;
  heard = true;
  if (m.saying) calls.says(m.saying.call, Date.parse(m.saying.until) - line.now());
  missed = m.missed ?? [];
  stand(m);
  inform(m.notices ?? []);
  drawMissed(missed);
  showStale();
  sound.packed(m.pack);
  draw();
  alive();
}

function inform(list) {
  notices = list;
  if (!tell(notices)) return;
  forgetCalls(); // the stage has another height
  draw();
  drawWaiting(waiting, paused, true);
}

function stand(m) {
  waiting = m.waiting;
  paused = m.paused ?? [];
  house = m.house ?? {state: "open"};
  drawWaiting(waiting, paused);
}

function take(c, fresh) {
  calls.add(c, {fresh, age: Math.max(0, line.now() - Date.parse(c.at))});
  seq = Math.max(seq, c.seq);
}

/** draw shows what is called now. */
export function draw() {
  const a = calls.arrange();
  drawCalls(a, {heard, pause: waiting[0]?.pause, house: house.state === "open" ? "" : house.words, shut: waiting.every((r) => !r.open)});
  const awake = house.state !== "closed" || calls.list.some((c) => c.wants || c.state === "called");
  sleep(heard && !awake, house.words, state === "live" ? "" : lost());
  clearTimeout(wake);
  if (a.next) wake = setTimeout(draw, a.next);
}

const lost = () => t("screen.stale_since", {time: hm(since ?? Date.now(), zone)});

function said(now, news) {
  state = now;
  since = news;
  if (state !== "live") calls.silent();
  board.toggleAttribute("data-stale", state !== "live");
  showStale();
  draw();
}

// showStale says what can't be believed of what stands here.
function showStale() {
  const stale = state !== "live";
  $("#stale").hidden = !stale && !asked;
  if (stale) text($("#stale span"), t("screen.stale", {time: hm(since ?? Date.now(), zone)}));
  else if (asked) text($("#stale span"), t("screen.gap"));
}

function showSound(now) {
  const word = {locked: "screen.sound_locked", no_voice: "screen.sound_no_voice"}[now];
  $("#sound").hidden = !word;
  if (word) text($("#sound span"), t(word));
  drawMissed(missed);
  alive();
}

function alive() {
  line.send({type: "alive", seq, sound: sound.state});
}

function redraw() {
  measure(board);
  forgetCalls();
  tell(notices, true);
  draw();
  drawMissed(missed);
  drawWaiting(waiting, paused, true);
}

function moveOn() {
  drift(line.now());
  setTimeout(moveOn, 60_000 - (line.now() % 60_000) + 50);
}

setInterval(alive, 10_000);
tick(line.now, zone);
redraw();
moveOn();
addEventListener("resize", redraw);
document.fonts?.ready.then(redraw);
document.documentElement.dataset.ready = lang;
