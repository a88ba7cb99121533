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

async function post(act, body) {
  if (busy) return;
  busy = true;
  const r = await ask(`/api/v1/follow-ups/${visit}/${act}`, body, {again: () => say("telling", t("console.asking_again"))});
  busy = false;
  say("telling", "");
  say("refusal", refusal(r));
  page.refresh();
}

function open(b) {
  const row = b.closest("[data-visit]"), dialog = document.getElementById(b.dataset.open);
  visit = row.dataset.visit;
  $("form", dialog).reset();
  const may = row.dataset.results.split(" ").filter(Boolean);
  if (b.dataset.open === "close") {
    for (const l of $$("[data-result]", dialog)) l.hidden = !may.includes(l.dataset.result);
    if (may.length === 1) $(`[value="${may[0]}"]`, dialog).checked = true;
  }
  dialog.showModal();
}

const does = {
  missed: (f) => post("calls", {reached: false, note: f.elements.note.value}),
  reached: (f) => post("calls", {reached: true, note: f.elements.note.value}),
  close: (f) => post("close", {result: f.elements.result.value, note: f.elements.note.value}),
  give: (f, b) => post("owner", {owner: b.dataset.owner}),
};

document.addEventListener("click", (e) => {
  const b = e.target.closest("button");
  if (!b || b.disabled) return;
  if (b.dataset.open) open(b);
  else if (b.matches("[data-cancel]")) b.closest("dialog").close();
  else if (b.dataset.do) {
    const form = b.closest("form");
    // What is needed is asked for where it is missing.
    if (b.dataset.do === "close" && !form.elements.result.value) { $("label:not([hidden]) input", form).focus(); return; }
    if (b.dataset.do === "close" && !form.reportValidity()) return;
    form.closest("dialog").close();
    does[b.dataset.do](form, b);
  }
});
