// The console. Everything shown is what the server said last; a key only asks.

import {$, $$, copy, text, el} from "../display/dom.js";
import {t} from "../display/text.js";
import {live} from "../display/live.js";
import {hm} from "../display/clock.js";
import {ask, refusal} from "./acts.js";
import {keys, press, seen} from "./keys.js";
import {sheet} from "./sheet.js";
import {duty, lines} from "./duty.js";
import {drawJoint, invitation, onJoint} from "./joint.js";
import {drawPlan} from "./plan.js";
import {show, slot} from "./slots.js";
import {drawNeeds, drawTicket} from "./ticket.js";

const root = document.documentElement, frame = $("#frame");
const id = frame.dataset.window, zone = root.dataset.zone;

let state = null, busy = false;
let waiting = null; // does what was asked for while an answer was on its way

// The line.

const line = live(`/ws/console/${encodeURIComponent(id)}?lang=${root.dataset.lang}`, {
  message(m) {
    if (m.type === "gone") return location.reload();
    if (m.type === "snapshot") return take(m);
    if (state && ["window", "ticket", "waiting", "aside", "joint"].includes(m.type)) take({...state, ...m, type: "snapshot"});
  },
  state(s, since) {
    const e = slot("live");
    e.dataset.live = s;
    text(slot("live-words"), s === "live" ? t("console.live") : since ? t("console.stale", {time: hm(since.getTime(), zone)}) : t("common.offline"));
  },
});

function take(next) {
  if (state && next.seq < state.seq) return; // an older answer that came late
  const before = view();
  state = next;
  draw();
  if (view() !== before) hush();
}

// refetch is for answers that come while the line is down.
async function refetch() {
  try {
    const r = await fetch(`/window/${encodeURIComponent(id)}/state?lang=${root.dataset.lang}`, {headers: {Accept: "application/json"}});
    if (r.ok) take(await r.json());
  } catch { /* the line says that it is down */ }
}

// Drawing.

function view() {
  if (!state) return frame.dataset.view;
  if (state.ticket) return state.ticket.state;
  if (state.window.state !== "open") return state.window.state;
  return state.count ? "next" : "nobody";
}

function draw() {
  const {window: w, ticket: k} = state;
  frame.dataset.view = view();
  frame.toggleAttribute("data-pausing", Boolean(k) && w.state === "paused");
  text(slot("label"), w.label);
  text(slot("services"), w.service_names.join(t("common.and")));
  text(slot("other"), t("console.other", {name: w.other || ""}));
  show(slot("other"), w.other);
  slot("help").dataset.help = w.help || "";
  text(slot("help-words"), t(w.help ? `console.help_${w.help}` : "console.help"));
  text(slot("pause-why"), w.why || "");
  text(slot("pause-since"), w.changed_at ? t("console.paused_since", {time: hm(Date.parse(w.changed_at), zone)}) : "");
  slot("duty").replaceChildren(...lines(w.duty || []));
  drawUndo();
  if (k) drawTicket(k, state.reason);
  drawSession(w.session || "");
  drawWaiting();
  drawAside();
  drawJoint(state);
  tick();
}

// drawUndo offers to take the last act back, as long as the rules allow it.
function drawUndo() {
  const u = state.window.undo;
  text(slot("undo-words"), u ? u.words : "");
  show(slot("undo"), u && Date.parse(u.until) > line.now());
}

// drawSession says which session has somebody there: its sides stand in no line.
function drawSession(words) {
  show(slot("session"), words);
  text(slot("session-words"), words);
  text(slot("nobody-title"), words || t("console.nobody_title"));
  text(slot("nobody-text"), t(words ? "console.session_text" : "console.nobody_text"));
}

function drawWaiting() {
  const first = state.candidates[0];
  text(slot("count"), state.count ? t("console.waiting", {n: state.count, heads: state.heads}) : t(state.window.session ? "console.line_empty" : "console.waiting_nobody"));
  text(slot("next-title"), t("console.next_title", {n: state.count, heads: state.heads}));
  slot("waiting").replaceChildren(...state.candidates.map((c) => {
    const row = copy("#waitrow");
    text($(".number", row), c.number);
    text(slot("service", row), c.service_name);
    show(slot("priority", row), c.class === "priority");
    text(slot("facts", row), c.facts.join(" · "));
    drawNeeds(slot("needs", row), c.need_words);
    row.dataset.since = c.since;
    return row;
  }));
  frame.dataset.first = first ? first.number : "";
}

// calls says whether the window may call somebody now.
const calls = () => !state.ticket && state.window.state === "open";

function drawAside() {
  slot("aside").replaceChildren(...state.aside.map((a) => {
    const row = copy("#asiderow");
    text($(".number", row), a.number);
    text(slot("service", row), a.service);
    const until = t(`console.until_${a.state}`, {time: hm(Date.parse(a.until), zone)});
    text(slot("facts", row), [t(a.state === "held" ? "console.held" : "console.passed"), until, ...a.facts].join(" · "));
    const button = $("button", row);
    button.dataset.aside = a.number;
    button.disabled = !calls();
    return row;
  }));
}

const minutes = (from) => Math.max(0, Math.floor((line.now() - Date.parse(from)) / 60_000));

const stopwatch = (from) => clock(line.now() - Date.parse(from));

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

// tick is what only runs on.
function tick() {
  if (!state) return;
  const k = state.ticket;
  drawUndo();
  if (k) {
    text(slot("timer"), stopwatch(k.changed_at));
    const waited = Math.floor(k.waited_s / 60);
    text(slot("timer-words"), t(word(k), {n: k.calls, minutes: waited, left: k.passes_at ? clock(Date.parse(k.passes_at) - line.now()) : ""}));
  }
  for (const row of $$("[data-since]")) text(slot("time", row), t("console.min", {n: minutes(row.dataset.since)}));
  text(slot("longest"), state.count ? t("console.longest", {n: minutes(state.oldest)}) : "");
  const first = state.candidates[0];
  text(slot("next-text"), first ? t("console.next_text", {number: first.number, service: first.service_name, minutes: minutes(first.since)}) : "");
}
setInterval(tick, 1000);

// Acting.

function refuse(words) {
  text(slot("refusal-words"), words);
  show(slot("refusal"), words);
}
function tell(words) {
  text(slot("telling-words"), words);
  show(slot("telling"), words);
}
function hush() { refuse(""); tell(""); }

async function act(name, body, button) {
  if (busy) {
    // A key waits for the page as it will be; what a sheet was filled in for stays what it was.
    waiting = button ? () => press(button.dataset.key) : () => act(name, body);
    return;
  }
  busy = true;
  root.toggleAttribute("data-busy", true);
  button?.setAttribute("aria-busy", "true");
  hush();
  const r = await ask(`/api/v1/windows/${encodeURIComponent(id)}/${name}`, body, {again: () => tell(t("console.asking_again"))});
  // The socket tells what came of it, mostly before the answer does. Until the
  // page shows it, no further key may act on what was.
  if (r.status === 200 && !shows(r.body)) await refetch();
  busy = false;
  root.toggleAttribute("data-busy", false);
  button?.removeAttribute("aria-busy");
  tell("");
  if (r.status !== 200) waiting = null; // it was meant for what didn't come
  if (r.status === 204) return tell(t(state?.window.session ? "console.line_empty" : "console.nobody_now"));
  const why = refusal(r);
  if (why) return refuse(why);
  next();
}

// shows says whether the page is as far as an answer.
function shows({window: w, ticket: k}) {
  const hand = state?.ticket;
  return state?.window.state === w.state && (hand?.number ?? null) === w.ticket && (!hand || hand.seq >= k.seq);
}

// next does what had to wait; a key, if its button is still there.
function next() {
  const todo = waiting;
  waiting = null;
  todo?.();
}

document.addEventListener("click", (e) => {
  const b = e.target.closest("button[data-act]");
  if (!b || !seen(b)) return;
  if (b.dataset.outcome) finish(b);
  else if (b.dataset.act === "start" && state?.ticket?.party > 1) openHeads(b.dataset.key);
  else act(b.dataset.act, undefined, b);
});

onJoint((name, body, button) => act(name, body, button));

document.addEventListener("click", (e) => {
  const b = e.target.closest("button[data-aside]");
  if (b && state && calls()) act("call", {number: b.dataset.aside}, b);
});

// reprint prints the slip of the ticket in hand once more, marked: the number is
// the same, nothing else changes.
async function reprint(button) {
  if (busy || !state?.ticket) return;
  const {number, print_at: kiosk} = state.ticket;
  await request("/api/v1/desk/reprint", {number, kiosk}, t("console.reprinting", {number}), button);
}

// request asks for something that leaves the window as it is, and says done.
async function request(url, body, done, button) {
  if (busy) {
    waiting = () => request(url, body, done, button);
    return;
  }
  busy = true;
  button?.setAttribute("aria-busy", "true");
  hush();
  const r = await ask(url, body, {again: () => tell(t("console.asking_again"))});
  busy = false;
  button?.removeAttribute("aria-busy");
  tell("");
  const why = refusal(r);
  if (why) refuse(why);
  else tell(done);
  next();
}

// Somebody is asked for without a sound: whoever stands at the window needn't know.
document.addEventListener("click", (e) => {
  const b = e.target.closest('button[data-ask="help"]');
  if (b && seen(b)) request(`/api/v1/windows/${encodeURIComponent(id)}/help`, undefined, t("console.help_said"), b);
});
document.addEventListener("click", (e) => {
  const b = e.target.closest("button[data-reprint]");
  if (b && seen(b)) reprint(b);
});

// finish ends the leg with an outcome. One that asks for something, or is a formal act, asks
// once more.
let ending = null;
function finish(button) {
  const {outcome, field, confirm, needed, key} = button.dataset;
  if (field === undefined && confirm === undefined) return act("finish", {outcome}, button);
  if (busy) { waiting = () => press(key); return; }
  ending = button;
  const {finish: s} = sheets, name = $("span", button).textContent;
  for (const label of $$("label[data-field]", s.dialog)) {
    show(label, label.dataset.field === field);
    show($("[data-maybe]", label), needed === undefined);
  }
  const list = $(".options", s.dialog);
  show(list, field === "referred_to" && list.children.length);
  text(slot("finish-title"), name);
  text(slot("finish-confirm-words"), t("console.confirm_outcome", {outcome: name}));
  show(slot("finish-confirm"), confirm !== undefined);
  text(slot("finish-do"), confirm === undefined ? name : t("console.confirm_do"));
  s.open(key);
  s.select(null);
  (field ? s.form.elements[field] : s.dialog).focus();
}

// leave says that the person here is away.
async function leave(forS) {
  hush();
  const r = await ask(`/api/v1/staff/${encodeURIComponent(frame.dataset.staff)}/away`, {for_s: forS});
  refuse(refusal(r));
}
duty(refuse);

const note = (form) => form.elements.note.value.trim() || undefined;
const sheets = {
  transfer: sheet("transfer", (o, form) => {
    const {back, front, outcome} = form.elements, [chosen] = outcome.selectedOptions;
    const formal = chosen.dataset.confirm !== undefined;
    if (formal && !confirm(t("console.confirm_outcome", {outcome: chosen.textContent}))) return;
    act("transfer", {
      [o.dataset.kind]: o.dataset.id, note: note(form), outcome: outcome.value || undefined, confirm: formal || undefined,
      back: back.checked || undefined, front: front.value ? true : undefined, reason: front.value || undefined,
    });
  }),
  plan: sheet("plan", (o) => act("plan", o.dataset.bundle ? {bundle: o.dataset.bundle} : {steps: JSON.parse(o.dataset.steps), any_order: false})),
  hold: sheet("hold", (o, form) => act("hold", {reason: o.dataset.id, for_s: 60 * Number(form.elements.minutes.value), note: note(form)})),
  needs: sheet("needs", (_, form) => request(`/api/v1/windows/${encodeURIComponent(id)}/needs`,
    {needs: $$("[name=need]:checked", form).map((x) => x.value)}, t("console.needs_noted")), {required: false}),
  pause: sheet("pause", (o, form) => {
    const forS = Number(form.elements.minutes.value) * 60 || undefined;
    if (o.dataset.id === "away") leave(forS);
    else act("pause", {reason: o.dataset.id, for_s: forS});
  }),
  finish: sheet("finish", (o, form) => {
    const {outcome, field, confirm} = ending.dataset;
    const said = field === undefined ? "" : form.elements[field].value.trim() || (field === "referred_to" && o?.dataset.id) || "";
    act("finish", {outcome, ...(said ? {[field]: said} : {}), ...(confirm === undefined ? {} : {confirm: true})}, ending);
  }, {required: false}),
  matter: sheet("matter", (o, form) => {
    const clue = form.elements.clue.value.trim(), how = o?.dataset.how ?? "earlier";
    if (!how) act("matter", {});
    else if (clue) act("matter", {[how]: clue});
  }),
  mark: sheet("mark", (o, form) => {
    const chosen = new FormData(form);
    if (chosen.get("category")) act("mark", {category: chosen.get("category"), tags: chosen.getAll("tags")});
  }, {required: false}),
  joint: sheet("joint", (o, form) => {
    const who = invitation(form);
    if (who) act("consultation", who);
  }, {required: false}),
  walkin: sheet("walkin", (o) => act("walk-in", {service: o.dataset.id})),
  heads: sheet("heads", (o, form) => {
    const party = Number(form.elements.party.value);
    act("start", party > 0 ? {party} : undefined);
  }, {required: false}),
  keys: sheet("keys", null, {required: false}),
  call: sheet("call", (o, form) => {
    const number = form.elements.number.value.trim().toUpperCase();
    if (number) act("call", {number});
  }, {required: false}),
};
const openers = {call: openCall, plan: openPlan, mark: openMark, needs: openNeeds, heads: openHeads, walkin: openWalkIn};
for (const [name, s] of Object.entries(sheets)) {
  for (const b of $$(`[data-open="${name}"]`)) b.addEventListener("click", () => (openers[name] ? openers[name](b.dataset.key) : s.open(b.dataset.key)));
}

// openMark shows what was said of the matter before.
function openMark(key) {
  const {mark} = sheets, m = state?.ticket?.matter;
  mark.open(key);
  for (const i of $$("input", mark.form)) i.checked = i.name === "category" ? i.value === m?.category : Boolean(m?.tags?.includes(i.value));
}

// openHeads asks how many have come; a group is asked for with every start.
function openHeads(key) {
  if (state?.ticket?.state !== "called") return;
  sheets.heads.open(key);
  sheets.heads.form.elements.party.value = state.ticket.party;
  sheets.heads.form.elements.party.select();
}

// openWalkIn asks which service it is for, where there is a choice.
function openWalkIn(key) {
  if (!state || !calls()) return;
  const {services: ids, service_names: names} = state.window;
  if (ids.length < 2) return act("walk-in");
  $(".options", sheets.walkin.dialog).replaceChildren(...ids.map((s, i) => el("li", {role: "option", "data-id": s}, el("span", {}, names[i]))));
  sheets.walkin.open(key);
}

// openPlan offers what may come after this leg.
function openPlan(key) {
  const coming = state?.ticket?.stops.filter((s) => s.coming);
  if (!coming) return;
  drawPlan(sheets.plan.dialog, coming);
  sheets.plan.open(key);
}

// openNeeds ticks what is known of the visitor in hand.
function openNeeds(key) {
  const known = state?.ticket?.needs || [];
  sheets.needs.open(key);
  for (const x of $$("[name=need]", sheets.needs.form)) x.checked = known.includes(x.value);
}

// openCall offers the numbers this window may call: put aside and passed ones
// first, then those who wait.
function openCall(key) {
  if (!state || !calls()) return;
  const {call} = sheets;
  const rows = [
    ...state.aside.map((a) => [a.number, a.service, t(a.state === "held" ? "console.held" : "console.passed")]),
    ...state.candidates.map((c) => [c.number, c.service_name, t("console.min", {n: minutes(c.since)})]),
  ];
  $(".options", call.dialog).replaceChildren(...rows.map(([n, s, w]) =>
    el("li", {role: "option", "data-id": n}, el("strong", {class: "number"}, n), el("span", {}, s), el("span", {class: "muted small"}, w))));
  call.open(key);
  call.select(null);
}
sheets.call.dialog.addEventListener("choose", (e) => { sheets.call.form.elements.number.value = e.detail.dataset.id; });

keys();
root.toggleAttribute("data-ready", true); // keys are heard from here on
