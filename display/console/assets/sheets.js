// The sheets of the console: what each asks for, and what its answer means.

import {$, $$, text, el} from "../display/dom.js";
import {t} from "../display/text.js";
import {ask, refusal} from "./acts.js";
import {act, atWindow, hush, isBusy, later, refuse, request} from "./doing.js";
import {invitation} from "./joint.js";
import {drawPlan} from "./plan.js";
import {sheet} from "./sheet.js";
import {show, slot} from "./slots.js";
import {calls, frame, minutes, number, shown} from "./state.js";

const note = (form) => form.elements.note.value.trim() || undefined;
const ticket = () => shown.state?.ticket;

// finish ends the leg with an outcome. One that asks for something, or is a formal act, asks
// once more.
let ending = null;
let starting = false; // service begins with the heads

/** finish does what an outcome's button means. */
export function finish(button) {
  const {outcome, field, confirm, needed, key} = button.dataset;
  // Before service has begun every outcome asks, whatever it is: a digit may have been meant for the visitor before.
  const early = !isBusy() && ticket()?.state === "called";
  if (field === undefined && confirm === undefined && !early) return act("finish", {outcome}, button.matches("button") ? button : undefined);
  if (isBusy()) return later(key);
  if (frame.hasAttribute("data-settling")) return;
  ending = button;
  const {finish: s} = sheets, name = $("span", button).textContent;
  for (const label of $$("label[data-field]", s.dialog)) {
    show(label, label.dataset.field === field);
    show($("[data-maybe]", label), needed === undefined);
  }
  const list = $(".options", s.dialog);
  const bodies = field === "referred_to" && list.children.length > 0;
  show(list, bodies);
  show(slot("finish-keys"), bodies);
  text(slot("finish-title"), name);
  text(slot("finish-confirm-words"), t("console.confirm_outcome", {outcome: name}));
  show(slot("finish-confirm"), confirm !== undefined);
  text(slot("finish-early-words"), early ? t("console.finish_early", {number: number(), outcome: name}) : "");
  show(slot("finish-early"), early);
  text(slot("finish-do"), confirm === undefined ? name : t("console.confirm_do"));
  s.open(key);
  s.select(null);
  (field ? s.form.elements[field] : $("h2", s.dialog)).focus();
}

// leave says that the person here is away.
async function leave(forS) {
  hush();
  const r = await ask(`/api/v1/staff/${encodeURIComponent(frame.dataset.staff)}/away`, {for_s: forS});
  refuse(refusal(r));
}

// issue gives somebody a number without serving them.
function issue(o, form) {
  const {party, priority, kiosk} = form.elements;
  return request("/api/v1/tickets", {
    service: o.dataset.id, party: Number(party.value) || 1, priority: priority.checked || undefined, kiosk: kiosk.value || undefined,
  }, (r) => t(kiosk.value ? "console.issued_paper" : "console.issued", {number: r.number, n: r.ahead}));
}

// Sheets about the ticket in hand end when it leaves the hand; what was typed is kept for its number.
const inHand = {required: true, subject: number};
const maybe = {required: false, subject: number};

const sheets = {
  transfer: sheet("transfer", (o, form) => {
    const {back, front, outcome} = form.elements, [chosen] = outcome.selectedOptions;
    const formal = chosen.dataset.confirm !== undefined;
    if (formal && !confirm(t("console.confirm_outcome", {outcome: chosen.textContent}))) return false;
    return act("transfer", {
      [o.dataset.kind]: o.dataset.id, note: note(form), outcome: outcome.value || undefined, confirm: formal || undefined,
      back: back.checked || undefined, front: front.value ? true : undefined, reason: front.value || undefined,
    });
  }, inHand),
  plan: sheet("plan", (o) => act("plan", o.dataset.bundle ? {bundle: o.dataset.bundle} : {steps: JSON.parse(o.dataset.steps), any_order: false}),
    {...inHand, preselect: false}),
  hold: sheet("hold", (o, form) => act("hold", {reason: o.dataset.id, for_s: 60 * Number(form.elements.minutes.value), note: note(form)}), inHand),
  handover: sheet("handover", (o) => act("hand-over", o.dataset.id ? {window: o.dataset.id} : {}), inHand),
  note: sheet("note", (_, form) => act("note", {note: form.elements.text.value.trim()}),
    {...maybe, missing: (_, form) => (form.elements.text.value.trim() ? "" : t("console.write_first"))}),
  needs: sheet("needs", (_, form) => atWindow("needs",
    {needs: $$("[name=need]:checked", form).map((x) => x.value)}, t("console.needs_noted")), maybe),
  class: sheet("class", (o, form) => {
    const whom = form.elements.number.value || undefined;
    const said = o.dataset.id ? {class: "priority", reason: o.dataset.id} : {class: "ordinary"};
    return act("class", {...said, number: whom});
  }),
  pause: sheet("pause", (o, form) => {
    const forS = Number(form.elements.minutes.value) * 60 || undefined;
    if (o.dataset.id === "away") return leave(forS);
    return act("pause", {reason: o.dataset.id, for_s: forS});
  }),
  finish: sheet("finish", (o, form) => {
    const {outcome, field, confirm} = ending.dataset;
    const said = field === undefined ? "" : form.elements[field].value.trim() || (field === "referred_to" && o?.dataset.id) || "";
    return act("finish", {outcome, ...(said ? {[field]: said} : {}), ...(confirm === undefined ? {} : {confirm: true})}, isBusy() || !ending.matches("button") ? undefined : ending);
  }, maybe),
  matter: sheet("matter", (o, form) => {
    const how = o.dataset.how;
    return act("matter", how ? {[how]: form.elements.clue.value.trim()} : {});
  }, {...inHand, missing: (o, form) => (o.dataset.how && !form.elements.clue.value.trim() ? t("console.clue_first") : "")}),
  mark: sheet("mark", (o, form) => {
    const chosen = new FormData(form);
    return act("mark", {category: chosen.get("category"), tags: chosen.getAll("tags")});
  }, {...maybe, missing: (o, form) => (new FormData(form).get("category") ? "" : t("console.choose_first"))}),
  joint: sheet("joint", (o, form) => act("consultation", invitation(form)),
    {...maybe, missing: (o, form) => (invitation(form) ? "" : t("console.joint_first"))}),
  walkin: sheet("walkin", (o) => act("walk-in", {service: o.dataset.id}), {preselect: false}),
  issue: sheet("issue", issue),
  heads: sheet("heads", (o, form) => {
    const party = Number(form.elements.party.value);
    if (starting) return act("start", party > 0 ? {party} : undefined);
    return party > 0 && party !== ticket()?.party ? act("heads", {party}) : true;
  }, maybe),
  helping: sheet("helping", () => atWindow("help", undefined, t("console.help_taken_back"), undefined, "DELETE"), {required: false}),
  closing: sheet("closing", () => act("close"), {required: false}),
  keys: sheet("keys", null, {required: false}),
  call: sheet("call", (o, form) => act("call", {number: form.elements.number.value.trim().toUpperCase()}),
    {required: false, missing: (o, form) => (form.elements.number.value.trim() ? "" : t("console.number_first"))}),
};
if ($("#outcomes")) sheets.outcomes = sheet("outcomes", (o) => (isBusy() ? false : finish(o)), inHand);

const openers = {transfer: openTransfer, call: openCall, plan: openPlan, mark: openMark, needs: openNeeds, heads: openHeads, walkin: openWalkIn, class: openClass, handover: openHandOver};
for (const [name, s] of Object.entries(sheets)) {
  for (const b of $$(`[data-open="${name}"]`)) b.addEventListener("click", () => (openers[name] ? openers[name](b.dataset.key) : s.open(b.dataset.key)));
}

/** overtaken ends a sheet whose ticket has left the hand meanwhile, and says whether there was one. */
export const overtaken = () => Object.values(sheets).filter((s) => s.overtaken()).length > 0;

// openMark shows what was said of the matter before.
function openMark(key) {
  const {mark} = sheets, m = ticket()?.matter;
  mark.open(key);
  for (const i of $$("input", mark.form)) i.checked = i.name === "category" ? i.value === m?.category : Boolean(m?.tags?.includes(i.value));
}

/** openHeads asks how many have come; start begins service with it, as with every group. */
export function openHeads(key, start = false) {
  if (!ticket()) return;
  starting = start;
  text(slot("heads-do"), t(start ? "console.start" : "console.heads_do"));
  sheets.heads.open(key);
  sheets.heads.form.elements.party.value = ticket().party;
  sheets.heads.form.elements.party.select();
}

/** openHelping says since when somebody is asked for, and takes it back. */
export function openHelping(key) {
  const {help, help_at: time} = shown.state.window;
  text(slot("helping-title"), t("console.help_since", {time, how: t(`console.help_${help}`)}));
  sheets.helping.open(key);
  $("h2", sheets.helping.dialog).focus();
}

/** openClosing says how many wait before the window is closed. */
export function openClosing(key) {
  text(slot("closing-title"), t("console.closing_title", {n: shown.state.count, heads: shown.state.heads}));
  sheets.closing.open(key);
  $("h2", sheets.closing.dialog).focus();
}

// openWalkIn asks which service it is for, also where there is no choice: a number is given out for it, and that can't
// be taken back.
function openWalkIn(key) {
  if (!calls()) return;
  const {services: ids, service_names: names} = shown.state.window;
  $(".options", sheets.walkin.dialog).replaceChildren(...ids.map((s, i) => el("li", {role: "option", "data-id": s}, el("span", {}, names[i]))));
  sheets.walkin.open(key);
}

// openTransfer offers every service but the one that the ticket is for.
function openTransfer(key) {
  for (const o of $$('[data-kind="service"]', sheets.transfer.dialog)) o.toggleAttribute("data-off", o.dataset.id === ticket()?.service);
  sheets.transfer.open(key);
}

// openPlan offers what may come after this leg.
function openPlan(key) {
  const coming = ticket()?.stops.filter((s) => s.coming);
  if (!coming) return;
  drawPlan(sheets.plan.dialog, coming);
  sheets.plan.open(key);
}

// openNeeds ticks what is known of the visitor in hand.
function openNeeds(key) {
  const known = ticket()?.needs || [];
  sheets.needs.open(key);
  for (const x of $$("[name=need]", sheets.needs.form)) x.checked = known.includes(x.value);
}

// openClass asks whom it is about: who is in hand, else who waits.
function openClass(key) {
  if (!shown.state) return;
  const k = ticket(), {class: s} = sheets;
  const rows = [...(k ? [["", k]] : []), ...shown.state.candidates.map((c) => [c.number, c])];
  if (!rows.length) return;
  s.open(key);
  const whom = s.form.elements.number;
  whom.replaceChildren(...rows.map(([value, x]) =>
    el("option", {value, "data-class": x.class}, [x.number, x.service_name, x.class === "priority" && t("console.class_priority")].filter(Boolean).join(" "))));
  offerClass();
  (k ? $(".options", s.dialog) : s.form.elements.number).focus();
}

// offerClass offers the reasons, or, of who has priority already, to take it back.
function offerClass() {
  const {class: s} = sheets, has = s.form.elements.number.selectedOptions[0]?.dataset.class === "priority";
  for (const o of $$(".options li", s.dialog)) o.hidden = (o.dataset.id === "") !== has;
  s.select($(".options li:not([hidden])", s.dialog));
  text(slot("class-title"), t(has ? "console.class_back_title" : "console.class_title"));
  text(slot("class-text"), t(has ? "console.class_back_text" : "console.class_text"));
}
sheets.class.form.elements.number.addEventListener("change", offerClass);

// openHandOver offers who could go on with the ticket in hand: oneself, where another has it, or a colleague with
// empty hands.
function openHandOver(key) {
  const k = ticket();
  if (!k) return;
  const rows = k.state === "serving" ? k.takers.map((w) => [w.id, w.label, w.who ?? ""]) : [];
  if (k.by) rows.unshift(["", t("console.take_over"), t("console.by", {name: k.by})]);
  show(slot("handover-none"), !rows.length);
  show($("[data-do]", sheets.handover.dialog), rows.length);
  text(slot("handover-none"), t(k.state === "serving" ? "console.hand_over_none" : "console.hand_over_later"));
  $(".options", sheets.handover.dialog).replaceChildren(...rows.map(([value, words, who]) =>
    el("li", {role: "option", "data-id": value}, el("span", {}, words), el("span", {class: "muted small"}, who))));
  sheets.handover.open(key);
}

// openCall offers the numbers this window may call: put aside and passed ones
// first, then those who wait.
function openCall(key) {
  if (!calls()) return;
  const {call} = sheets, {state} = shown;
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
