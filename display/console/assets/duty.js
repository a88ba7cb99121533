// Who is called in, away or missed: the buttons of the lines that templates/duty.part.html draws.

import {el} from "../display/dom.js";
import {ask, refusal} from "./acts.js";

const path = (b, rest) => `/api/v1/staff/${encodeURIComponent(b.dataset.staff)}/${rest}`;
const acts = {
  answer: (b) => ask(path(b, "page/acknowledge"), {minutes: Number(b.dataset.minutes)}),
  back: (b) => ask(path(b, "back")),
  page: (b) => ask(path(b, "page")),
  anyone: (b) => ask("/api/v1/desk/anyone", {number: b.dataset.number}),
};

/** duty hears the buttons; said is told the sentence of a refusal, or "" when it was done. */
export function duty(said) {
  document.addEventListener("click", async (e) => {
    const b = e.target.closest("button[data-duty]");
    if (!b || b.disabled) return;
    b.disabled = true;
    const r = await acts[b.dataset.duty](b);
    b.disabled = false;
    said(refusal(r));
  });
}

/** lines draws what the server told of it. */
export function lines(list) {
  return list.map((d) => el("p", {"data-key-of": `${d.kind}-${d.staff || ""}-${d.number || ""}`, class: `duty ${d.kind}${d.urgent ? " urgent" : ""}`}, el("span", {}, d.text),
    ...(d.acts || []).map((a) => el("button", {
      class: "button small", "data-duty": a.act, "data-staff": d.staff, "data-number": d.number, "data-minutes": a.minutes,
    }, a.label))));
}
