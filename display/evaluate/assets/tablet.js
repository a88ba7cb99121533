// The tablet at a window: it asks while a visit may be asked about, thanks, and is quiet again.

import {$, $$, text} from "../display/dom.js";
import {t} from "../display/text.js";
import {hm} from "../display/clock.js";
import {live} from "../display/live.js";

const THANKS = 4000;  // ms
const TYPING = 60_000; // ms without a touch, after which what was chosen is sent as it is
const EACH = 4000, REST = 1500, TRIES = 8;

const root = document.documentElement;
const path = location.pathname.replace(/\/$/, "");
let busy = false;    // somebody answers: the page stays as it is
let wanted = false, under = false;
let ends = 0, types = 0;

const line = live(`/ws${path}`, {
  message: () => refresh(),
  state: (s, since) => {
    const cut = $("[data-cut]");
    cut.hidden = s === "live" || s === "connecting";
    if (since) text($("span", cut), t("evaluate.cut_since", {time: hm(since.getTime(), root.dataset.zone)}));
  },
});

// refresh takes over the page as the server draws it now.
async function refresh() {
  wanted = true;
  if (under || busy) return;
  under = true;
  while (wanted && !busy) {
    wanted = false;
    try {
      const r = await fetch(path + (pageLang() ? `?lang=${pageLang()}` : ""), {headers: {Accept: "text/html"}, signal: AbortSignal.timeout(EACH)});
      if (r.status === 401) { location.reload(); return; }
      if (r.ok && !busy) take(new DOMParser().parseFromString(await r.text(), "text/html"));
    } catch { break; /* the line says that it is down, and rings when it is back */ }
  }
  under = false;
}

// The language that somebody chose holds for the visit that was shown.
const chosen = {visit: $("[data-page]").dataset.visit, lang: new URLSearchParams(location.search).get("lang")};
const pageLang = () => ($("[data-page]").dataset.visit === chosen.visit ? chosen.lang : "");

function take(fresh) {
  const old = $("[data-page]"), page = $("[data-page]", fresh);
  if (page.dataset.visit !== old.dataset.visit || page.dataset.kind !== old.dataset.kind) {
    old.replaceWith(document.adoptNode(page));
    $(".langs")?.remove();
    const langs = $(".langs", fresh);
    if (langs) document.body.append(document.adoptNode(langs));
    root.lang = fresh.documentElement.lang;
    if (location.search) history.replaceState(null, "", path);
  }
  watch();
}

// watch is quiet again when the visit is no longer asked about.
function watch() {
  clearTimeout(ends);
  const until = Number($("[data-page]").dataset.until);
  if (until) ends = setTimeout(() => refresh(), Math.max(500, until - line.now() + 200));
}

function step(name) {
  for (const s of $$("[data-step]")) s.hidden = s.dataset.step !== name;
  busy = name !== "level";
  root.toggleAttribute("data-busy", busy);
  clearTimeout(types);
  if (busy) {
    $(`[data-step="${name}"] .big`).focus();
    typing();
  } else refresh();
}
// Whoever walks away from the second question has answered the first.
function typing() {
  clearTimeout(types);
  types = setTimeout(() => { const s = $$("[data-step]").find((x) => !x.hidden); if (s && busy) send(s.dataset.step, s, true); }, TYPING);
}
for (const e of ["pointerdown", "input"]) document.addEventListener(e, () => { if (busy && types) typing(); });

document.addEventListener("click", (e) => {
  const b = e.target.closest("button");
  if (!b) return;
  e.preventDefault();
  if (b.matches("[data-back]")) step("level");
  else if (b.matches("[data-more]")) step(b.value);
  else if (b.name === "level") send(b.value, b.matches("[data-send]") ? b.closest("[data-step]") : null);
});
document.addEventListener("submit", (e) => e.preventDefault());

function show(what) {
  const page = $("[data-page]");
  for (const x of ["form", "thanks", "wait", "lost"]) { const p = $(`[data-${x}]`, page); if (p) p.hidden = x !== what; }
  $(".langs")?.remove();
}

// send says it until somebody has heard: a visit is evaluated once, however often it is said.
// A number that can't be one is asked for again, unless whoever typed it has left.
async function send(level, within, left) {
  clearTimeout(types);
  types = 0;
  const body = new URLSearchParams({visit: $("[data-page]").dataset.visit, level});
  if (left) body.append("left", "1");
  if (within) {
    for (const w of $$('[name="why"]:checked', within)) body.append("why", w.value);
    body.append("contact", $('[name="contact"]', within).value);
  }
  busy = true;
  show("wait");
  let done = false;
  for (let i = 0; i < TRIES && !done; i++) {
    if (i) await new Promise((r) => setTimeout(r, REST));
    try {
      const r = await fetch(path, {method: "POST", body, redirect: "manual", signal: AbortSignal.timeout(EACH)});
      if (r.type === "opaqueredirect" || r.ok) done = true;
      else if (r.status === 422 && within && !left) return again(within);
      else if (r.status < 500) break;
    } catch { /* again */ }
  }
  show(done ? "thanks" : "lost");
  $("[data-form]")?.remove(); // nothing of what was answered stays
  setTimeout(() => { busy = false; root.removeAttribute("data-busy"); refresh(); }, THANKS);
}

function again(within) {
  show("form");
  $("[data-wrong]", within).hidden = false;
  $('[name="contact"]', within).focus();
  typing();
}

watch();
if ($("[data-page]").dataset.kind === "thanks") setTimeout(() => location.replace(path), THANKS);
