// One's own page for a phone: each press is asked until somebody answers, once.

import {$, $$, text} from "../display/dom.js";
import {t} from "../display/text.js";
import {ask, refusal} from "./acts.js";
import {fetched} from "./fetched.js";
import {duty} from "./duty.js";

const root = $(".mine"), work = $(".work");
const hand = () => $(".hand .number")?.textContent || "";
// Sheets about the visitor in hand end when they leave the hand.
const page = fetched("/ws/mine", {url: () => location.href, took: () => { for (const d of $$("dialog[data-of][open]")) if (d.dataset.of !== hand()) d.close(); }});
$(".places [aria-current]")?.scrollIntoView({inline: "nearest", block: "nearest"});
const who = root.dataset.staff;
let busy = false;

function say(kind, words) {
  const line = $(`[data-${kind}]`);
  text($("span", line), words);
  line.hidden = !words;
  if (words) line.scrollIntoView({block: "nearest"});
}

/** once asks for one thing at a time; what came of it is on the page. */
async function once(url, body) {
  const r = await ask(url, body, {again: () => say("telling", t("console.asking_again"))});
  say("telling", "");
  const why = refusal(r);
  say("refusal", why);
  await page.refresh();
  return !why;
}

const at = (act) => `/api/v1/windows/${encodeURIComponent(work.dataset.at)}/${act}`;
const mine = (act) => `/api/v1/staff/${encodeURIComponent(who)}/${act}`;

const acts = {
  next: () => once(at("next")),
  start: () => once(at("start")),
  undo: () => once(at("undo")),
  recall: () => once(at("recall")),
  "no-show": () => once(at("no-show")),
  longer: () => once(at("longer"), {for_s: 20 * 60}),
  usual: () => once(at("longer"), {}),
  open: () => once(at("open")),
  here: async () => await once(mine("back")) && once(at("open")),
  // The windows close first: whoever only goes away for the day leaves them to be opened by others.
  leave: async () => {
    for (const w of $$(".places a:has(.here)")) await once(`/api/v1/windows/${new URL(w.href).searchParams.get("at")}/close`);
    if (!$$(".places a").length) await once(at("close"));
    return once(mine("away"), {for_s: Number($("[data-until]").dataset.until), reason: "no_more"});
  },
};

async function press(b, what) {
  if (busy) return;
  busy = true;
  b.setAttribute("aria-busy", "true");
  for (const d of $$("dialog[open]")) d.close();
  await what();
  b.removeAttribute("aria-busy");
  busy = false;
}

let chosen = null;
document.addEventListener("click", (e) => {
  const b = e.target.closest("button");
  if (!b || b.disabled) return;
  if (b.dataset.act) press(b, acts[b.dataset.act]);
  else if (b.dataset.sheet) {
    const sheet = document.getElementById(b.dataset.sheet);
    if ("of" in sheet.dataset) sheet.dataset.of = hand();
    sheet.showModal();
  }
  else if (b.matches("[data-cancel]")) b.closest("dialog").close();
  else if (b.dataset.outcome) {
    chosen = b.dataset.outcome;
    if (!b.matches("[data-confirm]")) return press(b, () => once(at("finish"), {outcome: chosen}));
    const sure = $("#sure-title");
    text(sure, sure.dataset.sure.replace("{outcome}", b.dataset.name));
    $("#finish").close();
    $("#sure").dataset.of = $("#finish").dataset.of;
    $("#sure").showModal();
  } else if (b.matches("[data-yes]")) press(b, () => once(at("finish"), {outcome: chosen, confirm: true}));
});
duty((words) => { say("refusal", words); page.refresh(); });
