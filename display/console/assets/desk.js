// The reception desk: type what it is about, Enter gives the number.

import {$, $$, text} from "../display/dom.js";
import {t} from "../display/text.js";
import {ask} from "./acts.js";
import {fetched} from "./fetched.js";

const form = $("#issue"), again = $("#again");
const slot = (name) => $(`[data-slot="${name}"]`);
let last = new URLSearchParams(location.search).get("last") || "";
let chosen = "", busy = false;
let tab = $("#tab-paper").matches(".alarm") ? "paper" : "waiting"; // who came away without paper comes first

const page = fetched("/ws/desk", {
  url: () => `/desk?lang=${document.documentElement.dataset.lang}&last=${encodeURIComponent(last)}`,
  took: () => { filter(); showTab(); },
});

// Choosing a service.

const tiles = () => $$(".tile", form).filter((e) => !e.hidden && e.getAttribute("aria-disabled") !== "true");

function choose(id) {
  chosen = id;
  for (const e of $$(".tile", form)) e.setAttribute("aria-selected", String(e.dataset.id === id));
  const e = tiles().find((x) => x.dataset.id === id);
  e?.scrollIntoView({block: "nearest"});
  text(slot("chosen"), e ? e.dataset.name : "");
  $(".give", form).disabled = !e;
}

function filter() {
  const words = form.elements.find.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
  for (const e of $$(".tile", form)) e.hidden = !words.every((w) => e.dataset.find.toLowerCase().includes(w));
  const all = tiles();
  $("[data-none]", form).hidden = $$(".tile", form).some((e) => !e.hidden);
  choose(all.some((e) => e.dataset.id === chosen) ? chosen : words.length && all[0] ? all[0].dataset.id : "");
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
form.addEventListener("click", (e) => {
  const tile = e.target.closest(".tile");
  if (tile && tile.getAttribute("aria-disabled") !== "true") choose(tile.dataset.id);
  const step = e.target.closest("[data-step]");
  if (step) {
    const f = form.elements.party;
    f.value = Math.max(1, Math.min(Number(f.max), Number(f.value || 1) + Number(step.dataset.step)));
  }
});

// Acting.

function refuse(words) { text(slot("refusal-words"), words); slot("refusal").hidden = !words; }
function tell(words) { text(slot("telling-words"), words); slot("telling").hidden = !words; }

async function act(url, body) {
  if (busy) return null;
  busy = true;
  refuse(""); tell("");
  const r = await ask(url, body, {again: () => tell(t("console.asking_again"))});
  busy = false;
  tell("");
  if (r.status === 401) { location.reload(); return null; }
  if (r.status === 0) { refuse(t("console.no_answer")); return null; }
  if (r.status >= 400) { refuse(r.body?.detail || t("error.internal")); return null; }
  page.refresh();
  return r.body;
}

function showLast(number) {
  last = number;
  history.replaceState(null, "", `/desk?last=${encodeURIComponent(number)}`);
  page.refresh();
}

form.addEventListener("submit", async (e) => {
  e.preventDefault();
  if (!chosen) return;
  const f = form.elements;
  const done = await act("/api/v1/tickets", {
    service: chosen, priority: f.priority.value === "1", party: Number(f.party.value), lang: f.lang.value, kiosk: f.kiosk.value || undefined,
  });
  if (!done) return;
  // The next visitor is somebody else: only where to print stays.
  f.find.value = "";
  f.priority.value = "";
  f.party.value = 1;
  f.lang.value = f.lang[0]?.defaultChecked === undefined ? f.lang.value : [...f.lang].find((x) => x.defaultChecked).value;
  chosen = "";
  filter();
  f.find.focus();
  showLast(done.number);
});
// Enter in any field of the form gives the number; one held down gives one.
form.addEventListener("keydown", (e) => { if (e.key === "Enter" && (e.repeat || e.isComposing || e.keyCode === 229)) e.preventDefault(); });

const byCode = (what) => (/^\d{4}-?\d{3}$/.test(what) ? {code: what.replace("-", "")} : {number: what.toUpperCase()});

async function printAgain(what) {
  const kiosk = form.elements.kiosk.value || undefined;
  const done = await act("/api/v1/desk/reprint", {...byCode(what), kiosk});
  if (done) showLast(done.ticket.number);
  return done;
}

again.addEventListener("submit", async (e) => {
  e.preventDefault();
  const what = again.elements.what.value.trim();
  if (what && await printAgain(what)) again.reset();
});
document.addEventListener("click", async (e) => {
  const b = e.target.closest("button[data-again], button[data-hand], button[data-return]");
  if (!b) return;
  if (b.dataset.again) await printAgain(b.dataset.again);
  else if (b.dataset.hand) await act("/api/v1/desk/hand-written", {number: b.dataset.hand});
  else if (await act("/api/v1/desk/return", {number: b.dataset.return})) showLast(b.dataset.return);
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
