// The console. Everything shown is what the server said last; a key only asks.

import {text} from "../display/dom.js";
import {t} from "../display/text.js";
import {live} from "../display/live.js";
import {hm} from "../display/clock.js";
import {alerts, heard} from "./alert.js";
import {copying} from "./brief.js";
import {act, atWindow, back, fetches, hush, isBusy, refuse, request, resume, tell} from "./doing.js";
import {draw, tick} from "./draw.js";
import {duty} from "./duty.js";
import {onJoint} from "./joint.js";
import {keys, seen} from "./keys.js";
import {silent} from "./silent.js";
import {finish, openClosing, openHeads, openHelping, overtaken} from "./sheets.js";
import {slot} from "./slots.js";
import {drawSmall, small} from "./small.js";
import {calls, frame, id, lang, number, reflex, settle, shown, view, zone} from "./state.js";

// The line.

const line = live(`/ws/console/${encodeURIComponent(id)}?lang=${lang}`, {
  message(m) {
    if (m.type === "gone") return location.reload();
    if (m.type === "snapshot") return take(m);
    if (shown.state && ["window", "ticket", "waiting", "aside", "joint", "emergency"].includes(m.type)) take({...shown.state, ...m, type: "snapshot"});
  },
  state(s, since) {
    const e = slot("live");
    e.dataset.live = s;
    frame.toggleAttribute("data-stale", s !== "live");
    text(slot("live-words"), s === "live" ? t("console.live") : since ? t("console.stale", {time: hm(since.getTime(), zone)}) : t("common.offline"));
    if (s === "live") back();
    drawSmall();
  },
});
shown.now = line.now;

const READ = 8000; // ms that it is said whose sheet was closed, whatever comes next
let read = 0;

function take(next) {
  if (shown.state && next.seq < shown.state.seq) return; // an older answer that came late
  const before = view(), had = number();
  shown.state = next;
  if (had && number() && number() !== had) settle();
  if (had && !number()) reflex();
  draw();
  if (view() !== before && !isBusy() && performance.now() > read) hush();
  if (had && number() !== had && overtaken()) {
    tell(t("console.overtaken", {number: had}));
    read = performance.now() + READ;
  }
  heard();
  drawSmall();
}

// Answers that come while the line is down have the page fetch itself.
fetches(async () => {
  try {
    const r = await fetch(`/window/${encodeURIComponent(id)}/state?lang=${lang}`, {headers: {Accept: "application/json"}});
    if (r.ok) take(await r.json());
  } catch { /* the line says that it is down */ }
});

setInterval(() => { tick(); drawSmall(); }, 1000);

// What buttons do.

document.addEventListener("click", (e) => {
  const b = e.target.closest("button[data-act]");
  if (!b || !seen(b)) return;
  if (b.dataset.outcome) finish(b);
  else if (b.dataset.act === "start" && shown.state?.ticket?.party > 1) openHeads(b.dataset.key, true);
  else if (b.dataset.act === "close" && shown.state?.count) openClosing(b.dataset.key);
  else act(b.dataset.act, undefined, b);
});

onJoint((name, body, button) => act(name, body, button));

document.addEventListener("click", (e) => {
  const b = e.target.closest("button[data-aside]");
  if (b && calls()) act("call", {number: b.dataset.aside}, b);
});

// Somebody is asked for without a sound: whoever stands at the window needn't know.
document.addEventListener("click", (e) => {
  const b = e.target.closest('button[data-ask="help"]');
  if (!b || !seen(b)) return;
  if (shown.state?.window.help) openHelping(b.dataset.key);
  else atWindow("help", undefined, t("console.help_said"), b);
});

// The slip of the ticket in hand once more, marked: the number is the same, nothing else changes. A key that is pressed
// twice prints one.
const TWICE = 3000; // ms
let again = {number: "", at: 0};
document.addEventListener("click", (e) => {
  const b = e.target.closest("button[data-reprint]"), k = shown.state?.ticket;
  if (!b || !seen(b) || !k) return;
  const what = {number: k.number, printer: k.print_name};
  if (again.number === k.number && performance.now() - again.at < TWICE) return tell(t("console.reprinting", what));
  again = {number: k.number, at: performance.now()};
  request("/api/v1/desk/reprint", {number: k.number, kiosk: k.print_at}, t("console.reprinting", what), b);
});

duty(refuse);
alerts();
copying();
small();
silent();
keys();
resume();
document.documentElement.toggleAttribute("data-ready", true); // keys are heard from here on
