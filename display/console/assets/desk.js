// The reception desk: type what it is about, Enter gives the number.

import {$, $$, el, text} from "../display/dom.js";
import {t} from "../display/text.js";
import {ask, refusal} from "./acts.js";
import {slot} from "./slots.js";
import {fetched} from "./fetched.js";
import {duty} from "./duty.js";
import {ticketSheet} from "./deskticket.js";

const form = $("#issue"), again = $("#again");
let last = new URLSearchParams(location.search).get("last") || "";
let done = new URLSearchParams(location.search).get("how") || ""; // with it
let chosen = "", busy = false;
const asked = {brief: [], service: ""}; // what the visitor answered, and where it led
let placed = false; // where to print was chosen by hand, for this visitor
let tab = $("#tab-paper").matches(".alarm") ? "paper" : "waiting"; // who came away without paper comes first

const lastly = () => `last=${encodeURIComponent(last)}&how=${encodeURIComponent(done)}`;
const page = fetched("/ws/desk", {
  url: () => `/desk?lang=${document.documentElement.dataset.lang}&${lastly()}`,
  took: () => { filter(); showTab(); place(); },
});

// Choosing a service.

const tiles = () => $$(".tile", form).filter((e) => !e.hidden && e.getAttribute("aria-disabled") !== "true");

// beyond says why one more number would be knowingly beyond what is given out: by the rules, or in an emergency.
const beyond = (e) => $$('[data-part="emergency"] p > span').map((x) => x.textContent).join(" ") || e?.dataset.over || "";

const tileOf = (id) => $$(".tile", form).find((e) => e.dataset.id === id);

function choose(id) {
  chosen = id;
  for (const e of $$(".tile", form)) e.setAttribute("aria-selected", String(e.dataset.id === id));
  const e = tiles().find((x) => x.dataset.id === id);
  e?.scrollIntoView({block: "nearest"});
  text(slot("chosen"), e ? e.dataset.name : "");
  const said = slot("issue").dataset;
  const over = Boolean(e && beyond(e));
  text(slot("issue"), over ? said.over : said.usual);
  $(".give", form).classList.toggle("over", over);
  persons(id);
  if (!e || asked.service !== id) forget();
  $(".give", form).disabled = !e;
}

function filter() {
  const words = form.elements.find.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
  for (const e of $$(".tile", form)) e.hidden = !words.every((w) => e.dataset.find.toLowerCase().includes(w));
  const all = tiles();
  $("[data-none]", form).hidden = $$(".tile", form).some((e) => !e.hidden);
  choose(all.some((e) => e.dataset.id === chosen) ? chosen : words.length && all[0] ? all[0].dataset.id : "");
}

// persons offers those whom the visitors of a service may ask for.
function persons(id) {
  const box = $("[data-persons]", form);
  if (!box) return;
  let some = false;
  for (const l of $$("[data-serves]", box)) {
    l.hidden = !id || !l.dataset.serves.split(" ").includes(id);
    some ||= !l.hidden;
    if (l.hidden && $("input", l).checked) $('[value=""]', box).checked = true;
  }
  box.hidden = !some;
}

// across moves among the tiles by their places on the page.
function across(key) {
  const all = tiles();
  const at = all.findIndex((e) => e.dataset.id === chosen);
  if (at < 0) return all[0] && choose(all[0].dataset.id);
  if (key === "ArrowRight") return choose(all[Math.min(at + 1, all.length - 1)].dataset.id);
  if (key === "ArrowLeft") return choose(all[Math.max(at - 1, 0)].dataset.id);
  const box = all[at].getBoundingClientRect();
  const same = all.filter((e) => Math.abs(e.getBoundingClientRect().left - box.left) < 4);
  const row = same.indexOf(all[at]) + (key === "ArrowDown" ? 1 : -1);
  if (same[row]) choose(same[row].dataset.id);
}

form.elements.find.addEventListener("input", filter);
form.elements.find.addEventListener("keydown", (e) => {
  if (e.isComposing || e.keyCode === 229) return;
  const field = e.target.value;
  if (["ArrowDown", "ArrowUp"].includes(e.key) || (!field && ["ArrowLeft", "ArrowRight"].includes(e.key))) {
    e.preventDefault();
    across(e.key);
  }
});
$(".services", form).addEventListener("keydown", (e) => {
  if (!e.key.startsWith("Arrow")) return;
  e.preventDefault();
  across(e.key);
});
form.addEventListener("click", (e) => {
  const tile = e.target.closest(".tile");
  if (tile && tile.getAttribute("aria-disabled") !== "true") {
    choose(tile.dataset.id);
    $(".give", form).focus(); // which says Enter
  }
  const step = e.target.closest("[data-step]");
  if (step) {
    const f = form.elements.party;
    f.value = Math.max(1, Math.min(Number(f.max), Number(f.value || 1) + Number(step.dataset.step)));
  }
});

// Acting.

const READ = 8000; // ms a refusal stays
let fades = 0;

// say puts words beside what was pressed: nothing moves under the hand. kind is
// refusal or telling; no words take it away. The field for a reprint keeps a line
// for its words: above it are the keys of the last number, below it the tabs.
function say(kind, words, at = form) {
  const box = $(`[data-say="${form.contains(at) ? "issue" : at === again ? "again" : "side"}"]`);
  const line = $(`.${kind}`, box);
  text($("span", line), words);
  line.hidden = !words;
  if (words && kind === "refusal") {
    clearTimeout(fades);
    fades = setTimeout(hush, READ);
  }
  if (!words || form.contains(at) || at === again) return;
  const side = box.parentElement.getBoundingClientRect(), from = at.getBoundingClientRect();
  const below = from.bottom - side.top + 4;
  box.style.top = `${below + box.offsetHeight < side.height ? below : from.top - side.top - 4 - box.offsetHeight}px`;
}
function hush() {
  clearTimeout(fades);
  for (const line of $$("[data-say] > p")) line.hidden = true;
}

async function act(url, body, at) {
  if (busy) {
    say("telling", t("console.one_at_a_time"), at);
    return null;
  }
  busy = true;
  hush();
  const r = await ask(url, body, {again: () => say("telling", t("console.asking_again"), at)});
  busy = false;
  for (const line of $$("[data-say] > .telling")) line.hidden = true; // beside whatever else was pressed, too
  // What visitors are told of a closed service sends them to the desk, which is here.
  const why = r.body?.code === "service_closed" ? t("console.just_closed") : refusal(r);
  if (why) {
    say("refusal", why, at);
    if (r.status === 409) page.refresh();
    return null;
  }
  page.refresh();
  return r.body;
}
for (const e of [form, again]) e.addEventListener("input", hush);

// showLast shows a ticket large; how says what was done with it: "", again, return.
function showLast(number, how) {
  last = number;
  done = how;
  history.replaceState(null, "", `/desk?${lastly()}`);
  page.refresh();
}

form.addEventListener("submit", (e) => {
  e.preventDefault();
  if (!chosen) return;
  const tile = tileOf(chosen);
  if (!beyond(tile)) { give(); return; }
  text($("#over-title"), tile.dataset.name);
  text(slot("over-why"), beyond(tile));
  over.showModal();
  $("#over-title").focus(); // Enter pressed once more chooses no reason
});

// A number where none are given out: whoever gives it says why.
const over = $("#over");
over.addEventListener("click", (e) => {
  const why = e.target.closest("[data-over-why]");
  if (!why) return;
  over.close();
  give(why.dataset.overWhy);
});

async function give(reason) {
  const f = form.elements;
  const {bundle} = tileOf(chosen).dataset;
  const given = await act("/api/v1/tickets", {
    service: bundle ? undefined : chosen, bundle, over: Boolean(reason) || undefined, reason, priority: f.priority.value === "1", party: Number(f.party.value), lang: f.lang.value, kiosk: f.kiosk.value || undefined,
    needs: $$('[name="need"]:checked', form).map((x) => x.value),
    staff: f.staff?.value || undefined, brief: asked.brief.length ? asked.brief : undefined,
    at: f.due.value ? `${f.due.dataset.day}T${f.due.value}:00${f.due.dataset.zone}` : undefined,
  }, form);
  if (!given) return;
  afresh();
  showLast(given.number, "");
}
duty((words) => { say("refusal", words, again); page.refresh(); });

// afresh makes the form ready for the next visitor, who is somebody else. Each
// choice is set by its own button: a list of them takes no empty value.
function afresh() {
  form.elements.find.value = "";
  form.elements.party.value = 1;
  form.elements.due.value = "";
  forget();
  for (const x of $$('[name="priority"], [name="lang"], [name="need"], [name="staff"]', form)) x.checked = x.defaultChecked;
  placed = false;
  place();
  chosen = "";
  filter();
  form.elements.find.focus();
}
// place chooses where to print, as the house says now, until somebody has chosen.
function place() {
  const first = $('[name="kiosk"]:has(~ span [data-kind="first"])', form);
  if (first && !placed) first.checked = true;
}
form.addEventListener("change", (e) => { if (e.target.name === "kiosk") placed = true; });
// Enter in any field of the form gives the number; one held down gives one.
form.addEventListener("keydown", (e) => { if (e.key === "Enter" && (e.repeat || e.isComposing || e.keyCode === 229)) e.preventDefault(); });

const byCode = (what) => (/^\d{4}-?\d{3}$/.test(what) ? {code: what.replace("-", "")} : {number: what.toUpperCase()});

// printAgain prints where new slips come out, too; where they needn't, the house chooses.
async function printAgain(what, at) {
  const kiosk = form.elements.kiosk.value || undefined;
  const asked = await act("/api/v1/desk/reprint", {...byCode(what), kiosk}, at);
  if (asked) showLast(asked.ticket.number, "again");
  return asked;
}

again.addEventListener("submit", async (e) => {
  e.preventDefault();
  const what = again.elements.what.value.trim();
  if (what && await printAgain(what, again)) again.reset();
});

// Late-comers join the group whose number or code is in the field.
again.querySelector("[data-join]").addEventListener("click", async () => {
  const what = again.elements.what.value.trim(), heads = Number(again.elements.heads.value);
  if (!what || !(heads > 0)) return;
  const group = await act("/api/v1/groups/join", {...byCode(what), heads}, again);
  if (!group) return;
  again.reset();
  showLast(group.number, "join");
});
document.addEventListener("click", async (e) => {
  const b = e.target.closest("button[data-again], button[data-hand], button[data-return], button[data-undo], button[data-outside], button[data-back], button[data-fetched], button[data-unfound], button[data-help]");
  if (!b) return;
  const row = b.closest(".row, .task"), d = b.dataset;
  if (b.dataset.again) await printAgain(b.dataset.again, row);
  else if (d.outside) await act("/api/v1/desk/outside", {number: d.outside}, row);
  else if (d.back) await act("/api/v1/desk/back", {number: d.back}, row);
  else if (d.fetched) await act("/api/v1/desk/fetched", {number: d.fetched}, row);
  else if (d.unfound) await act("/api/v1/desk/fetched", {number: d.unfound, found: false}, row);
  else if (d.undo) { if (await act("/api/v1/desk/undo", {number: d.undo}, again)) showLast(d.undo, "undone"); }
  else if (d.help) await act(`/api/v1/desk/help/${d.help}/${d.do}`, undefined, row);
  else if (b.dataset.hand) await act("/api/v1/desk/hand-written", {number: b.dataset.hand}, row);
  else if (await act("/api/v1/desk/return", {number: b.dataset.return}, row)) showLast(b.dataset.return, "return");
});

ticketSheet({
  act: (what, body) => act(`/api/v1/desk/${what}`, body, again),
  again: (number) => printAgain(number, again),
  showLast,
  said(words) { text(slot("said"), words); }, // what ended stands large; this is for those who don't see it
});

// A colleague who is away, said by the desk.
document.addEventListener("click", async (e) => {
  const crew = $("#crew");
  if (e.target.closest("[data-crew]")) crew.showModal();
  const b = e.target.closest("[data-away]");
  if (!b) return;
  crew.close();
  await act(`/api/v1/staff/${encodeURIComponent(b.dataset.away)}/away`, {for_s: Number($('[name="away"]:checked', crew).value)}, again);
});

// The questions that find what it is about: the answers go along with the number.

const asks = $("#ask");
let tree = null, way = [];

function forget() {
  asked.brief = [];
  asked.service = "";
  $("[data-brief-said]", form).hidden = true;
}
$("[data-forget]", form).addEventListener("click", forget);

async function question(id) {
  if (!tree) {
    const r = await fetch(`/api/v1/triage?lang=${document.documentElement.dataset.lang}`).then((x) => (x.ok ? x.json() : null), () => null);
    if (!r) { say("refusal", t("common.no_answer"), form); return; }
    tree = r.questions;
  }
  const q = id ? tree.find((x) => x.id === id) : tree[0];
  text($("#ask-title"), q.text);
  text(slot("ask-lead"), q.lead || "");
  slot("ask-answers").replaceChildren(...q.answers.map((a) => el("button", {class: "button", type: "button", onclick: () => answered(q, a)}, a.text)));
  if (!asks.open) asks.showModal();
  $("#ask-title").focus();
}

function answered(q, a) {
  way.push({question: q.id, answer: a.id, words: a.text});
  if (a.question) return question(a.question);
  asks.close();
  if (!a.service) { say("telling", asks.dataset.desk, form); return; }
  form.elements.find.value = "";
  filter();
  choose(a.service);
  asked.brief = way.map(({question: q, answer}) => ({question: q, answer}));
  asked.service = a.service;
  text($("[data-brief-words]", form), way.map((w) => w.words).join(" · "));
  $("[data-brief-said]", form).hidden = false;
}

document.addEventListener("click", (e) => {
  if (e.target.closest("[data-ask]")) { way = []; question(""); }
  else if (e.target.closest("[data-close]")) e.target.closest("dialog").close();
  else if (e.target.closest("[data-ask-back]")) {
    const last = way.pop();
    if (last) question(last.question);
    else asks.close();
  }
});

// The lists.

function showTab() {
  for (const b of $$("[role=tab]")) b.setAttribute("aria-selected", String(b.id === `tab-${tab}`));
  for (const l of $$("[role=tabpanel]")) l.hidden = l.id !== `list-${tab}`;
}
document.addEventListener("click", (e) => {
  const b = e.target.closest("[role=tab]");
  if (b) { tab = b.id.replace("tab-", ""); showTab(); }
});

filter();
showTab();
