// Joint consultations: what the server says of them, as cards with their keys, and the sheet
// by which a lead invites.

import {$, $$, el} from "../display/dom.js";
import {takeOver} from "../display/morph.js";

const box = $('[data-slot="joint"]'), frame = $("#frame");

/** drawJoint shows the consultations of this window. */
export function drawJoint({joint = [], joint_in: inside, joint_lead: leads, joint_closed: closed = []}) {
  frame.toggleAttribute("data-in-joint", Boolean(inside));
  for (const b of $$('[data-open="joint"]')) b.disabled = Boolean(leads);
  for (const e of $$("[data-closed]")) e.hidden = !closed.includes(e.dataset.closed);
  takeOver(box, joint.map((c) => el("article", {"data-key-of": c.id, class: `joint-card ${c.role}`, "data-role": c.role, "data-joint": c.id},
    el("h3", {}, el("span", {class: "number"}, c.number), ` ${c.service}`),
    el("p", {class: "muted small"}, c.text),
    el("ul", {}, ...c.posts.map((p) => el("li", {"data-answer": p.kind}, el("span", {}, p.label), el("b", {}, p.answer)))),
    el("p", {class: "joint-keys"}, ...c.keys.map((k) => {
      const b = el("button", {class: `button small${k.main ? " main" : " outline"}`, type: "button", "data-joint-act": k.act, "data-body": k.body ?? "", "data-key": k.key}, k.words,
        k.key && " ", k.key && el("kbd", {class: "key"}, k.key));
      b.disabled = Boolean(k.off);
      return b;
    })))));
}

/** onJoint has a card's key do its act. */
export function onJoint(act) {
  document.addEventListener("click", (e) => {
    const b = e.target.closest("[data-joint-act]");
    if (b && !b.disabled) act(b.dataset.jointAct, b.dataset.body ? JSON.parse(b.dataset.body) : undefined, b);
  });
}

/** invitation reads the sheet: the windows ticked, and the room; undefined when nobody is invited. */
export function invitation(form) {
  const chosen = new FormData(form);
  const windows = chosen.getAll("windows");
  return windows.length ? {windows, room: chosen.get("room") || undefined} : undefined;
}
