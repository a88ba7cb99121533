// Visitors to be called back: what was tried, whose it is, what it came to.

import {$, $$, text} from "../display/dom.js";
import {t} from "../display/text.js";
import {ask, refusal} from "./acts.js";
import {fetched} from "./fetched.js";

const page = fetched("/ws/follow-ups", {url: () => location.href});
let visit = "", busy = false;

function say(kind, words) {
  const line = $(`[data-${kind}]`);
  text($("span", line), words);
  line.hidden = !words;
}

// kept is what was typed, by sheet and visit, until something came of it: a line that is cut costs nobody their words.
const kept = new Map();
const about = (dialog) => `${dialog.id} ${visit}`;
const fields = (dialog) => $$("textarea, input:not([type=radio])", dialog);
const keep = (dialog) => kept.set(about(dialog), fields(dialog).map((f) => f.value));

async function post(act, body, dialog) {
  if (busy) return;
  busy = true;
  const mine = about(dialog);
  keep(dialog);
  const r = await ask(`/api/v1/follow-ups/${visit}/${act}`, body, {again: () => say("telling", t("console.asking_again"))});
  busy = false;
  const why = refusal(r);
  if (!why) kept.delete(mine);
  say("telling", "");
  say("refusal", why);
  page.refresh();
}

function open(b) {
  const row = b.closest("[data-visit]"), dialog = document.getElementById(b.dataset.open);
  visit = row.dataset.visit;
  $("form", dialog).reset();
  const words = kept.get(about(dialog)) || [];
  fields(dialog).forEach((f, i) => { f.value = words[i] ?? f.value; });
  const may = row.dataset.results.split(" ").filter(Boolean);
  // Whoever served the visitor isn't among those it can be given to.
  if (b.dataset.open === "give") for (const o of $$("[data-owner]", dialog)) o.hidden = o.dataset.owner === row.dataset.served;
  if (b.dataset.open === "close") {
    for (const l of $$("[data-result]", dialog)) l.hidden = !may.includes(l.dataset.result);
    if (may.length === 1) $(`[value="${may[0]}"]`, dialog).checked = true;
  }
  dialog.showModal();
}

const does = {
  missed: (f, d) => post("calls", {reached: false, note: f.elements.note.value}, d),
  reached: (f, d) => post("calls", {reached: true, note: f.elements.note.value}, d),
  close: (f, d) => post("close", {result: f.elements.result.value, note: f.elements.note.value}, d),
  again: (f, d) => post("reopen", {reason: f.elements.reason.value, note: f.elements.note.value, contact: f.elements.contact.value}, d),
  give: (f, d, b) => post("owner", {owner: b.dataset.owner}, d),
};
const needs = {close: "result", again: "reason"}; // what is chosen first

document.addEventListener("click", (e) => {
  const b = e.target.closest("button");
  if (!b || b.disabled) return;
  if (b.dataset.open) open(b);
  else if (b.matches("[data-cancel]")) { keep(b.closest("dialog")); b.closest("dialog").close(); }
  else if (b.dataset.do) {
    const form = b.closest("form");
    // What is needed is asked for where it is missing.
    const first = needs[b.dataset.do];
    if (first && !form.elements[first].value) { $("label:not([hidden]) input", form).focus(); return; }
    if (first && !form.reportValidity()) return;
    if (busy) return;
    form.closest("dialog").close();
    does[b.dataset.do](form, form.closest("dialog"), b);
  }
});
for (const d of $$("dialog")) d.addEventListener("cancel", () => keep(d)); // by Esc
