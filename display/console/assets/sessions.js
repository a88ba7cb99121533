// The readiness board of sessions: who is here, who is missing; one key calls all.

import {$, $$, el, text, freshKey} from "../display/dom.js";
import {t} from "../display/text.js";
import {ask, refusal} from "./acts.js";
import {fetched} from "./fetched.js";

const side = $(".side");
const page = fetched("/ws/sessions");
const lang = document.documentElement.dataset.lang;
let busy = false;

const READ = 8000; // ms that words stay
let fades = 0;

// say puts words above the board; kind is refusal or telling, no words take both away.
function say(kind, words) {
  clearTimeout(fades);
  for (const k of ["refusal", "telling"]) {
    const line = $(`[data-slot="${k}"]`);
    line.hidden = k !== kind || !words;
    if (k === kind) text($("span", line), words || "");
  }
  if (words) fades = setTimeout(() => say("", ""), READ);
}

async function act(url, body) {
  if (busy) return null;
  busy = true;
  say("", "");
  const r = await ask(url, body, {again: () => say("telling", t("console.asking_again"))});
  busy = false;
  say("", "");
  const why = refusal(r);
  if (why) { say("refusal", why); return null; }
  page.refresh();
  return r.body || {};
}

// Keys of a session.

$(".board").addEventListener("click", async (e) => {
  const key = e.target.closest("[data-do]");
  if (!key) return;
  const session = Number(key.closest("[data-session]").dataset.session);
  const party = Number(key.closest("[data-party]")?.dataset.party || 0);
  switch (key.dataset.do) {
    case "call":
      return act(`/api/v1/windows/${encodeURIComponent(key.dataset.room)}/call-session`, {session});
    case "cancel":
      return confirm(t("console.session_cancel_sure")) && act(`/api/v1/sessions/${session}/cancel`);
    case "check-in": {
      const given = await act("/api/v1/sessions/check-in", {session, party, kiosk: side.dataset.kiosk || undefined});
      if (given) say("telling", t("console.session_checked_in", {number: given.number}));
      return;
    }
    default:
      return act(`/api/v1/sessions/${session}/parties/${party}`, {state: key.dataset.do});
  }
});

// The day's list.

const list = $("#import");
list?.addEventListener("submit", async (e) => {
  e.preventDefault();
  if (busy) return;
  busy = true;
  say("", "");
  const problems = $('[data-slot="problems"]', list);
  problems.hidden = true;
  let status = 0, body = null;
  try {
    const r = await fetch(`/api/v1/sessions/import?lang=${lang}`, {
      method: "POST", headers: {Accept: "application/json", "Content-Type": "text/csv", "Idempotency-Key": freshKey()}, body: list.elements.list.files[0],
    });
    body = await r.json();
    ({status} = r);
  } catch { /* said below */ }
  busy = false;
  const why = refusal({status, body});
  if (!why) {
    list.reset();
    page.refresh();
    return say("telling", t("console.session_imported", {n: body.listed, changed: body.changed}));
  }
  say("refusal", why);
  problems.replaceChildren(...(body?.problems || []).map((p) => el("li", {}, p.detail)));
  problems.hidden = !body?.problems?.length;
});

// By hand.

const plan = $("#plan");
function chosen() {
  for (const f of $$("fieldset", plan)) f.hidden = f.disabled = f.dataset.service !== plan.elements.service.value;
  return $("fieldset:not([hidden])", plan);
}
if (plan) {
  chosen();
  plan.elements.service.addEventListener("change", chosen);
  plan.addEventListener("submit", async (e) => {
    e.preventDefault();
    const of = chosen(), f = plan.elements;
    const parties = $$("li", of).filter((li) => $('[name="on"]', li).checked).map((li) => ({
      role: li.dataset.role, remote: $('[name="remote"]', li).checked, name: $('[name="name"]', li).value, heads: Number($('[name="heads"]', li).value),
    }));
    const done = await act("/api/v1/sessions", {
      service: f.service.value, room: $('[name="room"]', of).value, at: `${f.day.value}T${f.time.value}:00${side.dataset.zone}`, case: f.case.value, parties,
    });
    if (!done) return;
    const [service] = f.service.selectedOptions;
    say("telling", t("console.session_planned", {service: service.text, day: f.day.value, time: f.time.value}));
    plan.reset();
    chosen();
  });
}

// On the spot.

const gather = $("#gather");
gather?.addEventListener("submit", async (e) => {
  e.preventDefault();
  const f = gather.elements;
  const numbers = f.numbers.value.toUpperCase().split(/[\s,，、]+/).filter(Boolean);
  const done = await act(`/api/v1/windows/${encodeURIComponent(f.room.value)}/make-session`, {numbers});
  if (done) f.numbers.value = "";
});
