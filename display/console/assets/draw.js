// Drawing: everything shown is what the server said last.

import {$, $$, copy, text, el} from "../display/dom.js";
import {t} from "../display/text.js";
import {hm} from "../display/clock.js";
import {takeOver} from "../display/morph.js";
import {lines} from "./duty.js";
import {drawJoint} from "./joint.js";
import {show, slot} from "./slots.js";
import {calls, frame, lang, minutes, shown, view, zone} from "./state.js";
import {drawNeeds, drawTicket} from "./ticket.js";

const FRESH = 10_000; // ms that taking back is offered where one looks

/** draw draws the whole page. */
export function draw() {
  const {window: w, ticket: k, reason} = shown.state;
  frame.dataset.view = view();
  frame.toggleAttribute("data-pausing", Boolean(k) && w.state === "paused");
  text(slot("label"), w.label);
  text(slot("services"), w.service_names.join(t("common.and")));
  text(slot("other"), t("console.other", {name: w.other || ""}));
  show(slot("other"), w.other);
  text(slot("goes-words"), w.goes || "");
  show(slot("goes"), w.goes);
  text(slot("told-words"), w.told || "");
  show(slot("told"), w.told);
  slot("help").dataset.help = w.help || "";
  text(slot("help-words"), t(w.help ? `console.help_${w.help}` : "console.help"));
  text(slot("pause-why"), w.why || "");
  text(slot("pause-since"), w.changed_at ? t("console.paused_since", {time: hm(Date.parse(w.changed_at), zone)}) : "");
  takeOver(slot("duty"), lines(w.duty || []));
  if (k) drawTicket(k, reason);
  drawMine(w.mine || []);
  drawSession(w.session || "");
  drawWaiting();
  drawAside();
  drawJoint(shown.state);
  drawEmergencies(shown.state.emergencies);
  tick();
}

// drawEmergencies writes the bar over all; keys go on working.
function drawEmergencies(list) {
  const bar = $('[data-part="emergency"]'), was = [...bar.children].map((e) => e.lastElementChild.textContent);
  if (was.join("\n") === list.join("\n")) return; // it is read out when it changes
  bar.replaceChildren(...list.map((words) => el("p", {}, el("strong", {}, t("common.emergency")), " ", el("span", {}, words))));
}

// drawMine lists the other windows of the same person.
function drawMine(list) {
  show(slot("mine"), list.length);
  takeOver(slot("mine"), list.map((m, i) => el("li", {"data-key-of": m.id},
    el("a", {href: `/window/${encodeURIComponent(m.id)}?lang=${lang}`, "data-key": i ? undefined : "]"}, m.label, !i && " ", !i && el("kbd", {class: "key letter sign"}, "]")),
    el("span", {class: "muted"}, m.number ? el("b", {class: "number"}, m.number)
      : m.state === "paused" ? t("console.state_paused") : m.waiting ? t("console.pick_waiting", {n: m.waiting}) : ""))));
}

// drawUndo offers to take the last act back as long as the rules allow it: for ten seconds where one looks, then
// quietly. The time is what is really left, all along.
function drawUndo() {
  const u = shown.state.window.undo, left = u ? Date.parse(u.until) - shown.now() : 0, fresh = u ? FRESH - (shown.now() - Date.parse(u.since)) : 0;
  text(slot("undo-words"), u ? u.words : "");
  text(slot("undo-left"), t("console.undo_left", {time: clock(left)}));
  slot("undo").toggleAttribute("data-fresh", fresh > 0);
  show(slot("undo"), u && left > 0);
}

// drawSession says which session has somebody there: its sides stand in no line.
function drawSession(words) {
  show(slot("session"), words);
  text(slot("session-words"), words);
  text(slot("nobody-title"), words || t("console.nobody_title"));
  text(slot("nobody-text"), t(words ? "console.session_text" : "console.nobody_text"));
}

function drawWaiting() {
  const {state} = shown, first = state.candidates[0];
  text(slot("count"), state.count ? t("console.waiting", {n: state.count, heads: state.heads}) : t(state.window.session ? "console.line_empty" : "console.waiting_nobody"));
  text(slot("next-title"), t("console.next_title", {n: state.count, heads: state.heads}));
  takeOver(slot("waiting"), state.candidates.map((c) => {
    const row = copy("#waitrow");
    text($(".number", row), c.number);
    text(slot("service", row), c.service_name);
    show(slot("priority", row), c.class === "priority");
    text(slot("facts", row), [c.why, ...c.facts].filter(Boolean).join(" · "));
    drawNeeds(slot("needs", row), c.need_words);
    row.dataset.since = c.since;
    text(slot("time", row), t("console.min", {n: minutes(c.since)}));
    row.dataset.keyOf = c.number;
    return row;
  }));
  frame.dataset.first = first ? first.number : "";
}

function drawAside() {
  takeOver(slot("aside"), shown.state.aside.map((a) => {
    const row = copy("#asiderow");
    text($(".number", row), a.number);
    text(slot("service", row), a.service);
    text(slot("facts", row), [t(a.state === "held" ? "console.held" : "console.passed"), a.then, ...a.facts].join(" · "));
    const button = $("button", row);
    button.dataset.aside = a.number;
    button.disabled = !calls();
    row.dataset.keyOf = a.number;
    return row;
  }));
}

function clock(ms) {
  const s = Math.max(0, Math.floor(ms / 1000));
  const two = (n) => String(n).padStart(2, "0");
  const h = Math.floor(s / 3600);
  return h ? `${h}:${two(Math.floor(s / 60) % 60)}:${two(s % 60)}` : `${Math.floor(s / 60)}:${two(s % 60)}`;
}

// word is how things stand with the ticket in hand.
function word(k) {
  if (k.state !== "called") return "console.serving";
  return k.passes_at ? "console.called_passes" : "console.called";
}

// drawUsual holds the time that runs against what such a visit takes; nothing from too few.
function drawUsual(k, took) {
  const known = k.state === "serving" && k.usual_s;
  show(slot("usual"), known);
  if (!known) return;
  slot("usual-meter").value = Math.min(1, took / (1000 * k.usual_s));
  slot("usual").toggleAttribute("data-over", took > 1000 * k.usual_s);
  text(slot("usual-words"), t("console.usual", {n: Math.max(1, Math.round(k.usual_s / 60))}));
}

/** tick is what only runs on. */
export function tick() {
  const {state} = shown;
  if (!state) return;
  const k = state.ticket;
  drawUndo();
  if (k) {
    const took = shown.now() - Date.parse(k.changed_at);
    text(slot("timer"), clock(took));
    drawUsual(k, took);
    const waited = Math.floor(k.waited_s / 60);
    text(slot("timer-words"), t(word(k), {n: k.calls, minutes: waited, left: k.passes_at ? clock(Date.parse(k.passes_at) - shown.now()) : ""}));
  }
  for (const row of $$("[data-since]")) text(slot("time", row), t("console.min", {n: minutes(row.dataset.since)}));
  text(slot("longest"), state.count ? t("console.longest", {n: minutes(state.oldest)}) : "");
  const first = state.candidates[0];
  text(slot("next-text"), first ? t("console.next_text", {number: first.number, service: first.service_name, minutes: minutes(first.since)}) : "");
}
