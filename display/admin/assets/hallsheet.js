// The sheet of a window or a service: what can be done about it, fetched when it is opened and, while it is open,
// whenever the hall has changed. What somebody has chosen in it stays chosen. What hurts is asked for a second time,
// in the server's words.

import {$, $$, text} from "../display/dom.js";
import {t} from "../display/text.js";
import {ask, refusal} from "../console/acts.js";
import {morph} from "../display/morph.js";

/** sheets wires the forms; told hears what was done. It gives what opens a sheet, windows/w1 or services/labour, and
 *  what brings an open one up to date, and what asks whether something is meant. */
export function sheets(told) {
  const dialog = $("#sheet"), sure = $("#sure"), slot = $('[data-slot="sheet"]', dialog);

  let shown = "", asking = false;
  const drawn = (what) => fetch(`/hall/${what}?lang=${encodeURIComponent(document.documentElement.dataset.lang)}`, {headers: {Accept: "application/json"}}).catch(() => null);

  async function fresh() {
    if (!dialog.open || asking) return;
    asking = true;
    const what = shown, r = await drawn(what);
    const html = r?.ok ? (await r.json().catch(() => ({}))).html : ""; // an answer cut off is asked for at the next change
    asking = false;
    if (html && dialog.open && what === shown) morph(slot, html);
  }

  async function open(what) {
    const r = await drawn(what);
    if (r?.status === 401) return location.reload();
    if (!r?.ok) return told(r ? t("error.internal") : t("common.no_answer"));
    slot.innerHTML = (await r.json()).html; // drawn by the house itself
    shown = what;
    if (!dialog.open) dialog.showModal();
    dialog.scrollTop = 0;
  }

  // yes asks a plain question and waits for the answer. No is what Enter and Escape say.
  // The event that a dialog has closed comes later, and would answer a question that was asked meanwhile.
  const yes = (words) => new Promise((done) => {
    const form = $("form", sure);
    text($('[data-slot="sure"]', sure), words);
    form.onsubmit = (e) => end(e.submitter?.value === "yes");
    sure.oncancel = () => end(false);
    sure.showModal();
    function end(answer) {
      form.onsubmit = sure.oncancel = null;
      done(answer);
    }
  });

  function refuse(words) {
    const e = $('[data-slot="sheet-refusal"]', dialog);
    text($("span:last-child", e), words);
    e.hidden = !words;
    if (words) e.scrollIntoView({block: "nearest"});
  }

  dialog.addEventListener("click", (e) => {
    if (e.target.closest("[data-close]") || e.target === dialog && !changed()) dialog.close();
  });
  // changed says whether something was ticked that isn't saved: a click beside the sheet doesn't throw that away.
  const changed = () => $$("[type=checkbox]", dialog).some((f) => f.checked !== f.defaultChecked);

  dialog.addEventListener("change", (e) => {
    const form = e.target.closest("form");
    for (const f of form ? $$("[data-for]", form) : []) f.hidden = form.elements.then.value !== f.dataset.for;
  });

  dialog.addEventListener("submit", async (e) => {
    e.preventDefault();
    const form = e.target, button = e.submitter;
    const body = written(form, button);
    const lacks = body ? unsaid(form) : form.dataset.none;
    if (lacks) return refuse(lacks);
    button.disabled = true;
    button.dataset.busy = "";
    let r = await ask(form.dataset.post, body);
    if (r.status === 409 && r.body?.code === "confirm_needed" && await yes(r.body.detail)) r = await ask(form.dataset.post, {...body, sure: true});
    button.disabled = false;
    delete button.dataset.busy;
    if (r.status === 409 && r.body?.code === "confirm_needed") return; // no
    const words = refusal(r);
    refuse(words);
    if (words) return;
    dialog.close();
    told("", (form.dataset.said || "").replaceAll("{n}", r.body?.tickets ?? ""));
  });

  return {open, fresh, yes};
}

// unsaid says what still has to be chosen: where somebody goes is chosen by nobody else.
const unsaid = (form) => $$("select[data-none]", form).find((f) => !f.value && !f.closest("[hidden]"))?.dataset.none || "";

// written gives what a form says, by the names of its fields; null when it says nothing.
function written(form, button) {
  if (button.dataset.body) return JSON.parse(button.dataset.body);
  const body = {}, all = $$("[name]:not(button)", form);
  const boxes = all.filter((f) => f.type === "checkbox");
  if (boxes.length) body[boxes[0].name] = boxes.filter((f) => f.checked).map((f) => f.value);
  for (const f of all) {
    if (f.type === "checkbox" || (f.type === "radio" && !f.checked) || f.closest("[hidden]")) continue;
    if (f.name === "target") {
      const [kind, id] = f.value.split(":");
      body[kind] = id;
    } else if (f.value !== "") body[f.name] = f.value;
  }
  if (button.value === "all") delete body.numbers;
  return button.value === "some" && !body.numbers?.length ? null : body;
}
