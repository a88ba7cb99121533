// What else the desk can do with a ticket: a sheet, whose second step asks what to or why.

import {$, $$, text} from "../display/dom.js";
import {t} from "../display/text.js";
import {slot} from "./slots.js";

const sheet = $("#ticket");

// pane shows one step of the sheet; "" is the first.
function pane(name) {
  for (const p of $$("[data-pane]", sheet)) p.hidden = p.dataset.pane !== name;
  sheet.dataset.at = name;
  if (name) $("#ticket-title").focus();
}

function open(key) {
  const d = key.dataset, may = d.may.split(" ");
  sheet.dataset.number = d.ticket;
  text(slot("sheet-number"), d.ticket);
  text(slot("sheet-service"), d.service);
  text(slot("sheet-code"), d.code);
  slot("sheet-priority").hidden = !("priority" in d);
  for (const x of $$("[data-do]", sheet)) x.hidden = !may.includes(x.dataset.do);
  pane("");
  sheet.showModal();
}

/** ticketSheet hears the rows and the sheet. act(what, body) asks for it and gives the answer, null for a refusal. */
export function ticketSheet({act, again, showLast, said}) {
  document.addEventListener("click", (e) => {
    const row = e.target.closest(".row"), b = e.target.closest("button");
    const key = b ? (b.matches("[data-ticket]") ? b : null) : row && $("[data-ticket]", row);
    if (key) open(key);
  });

  const shown = {return: "return", ordinary: "ordinary"};
  async function plain(number, what) {
    if (what === "again") return again(number);
    const done = what === "ordinary" ? await act("class", {number, class: "ordinary"}) : await act(what, {number});
    if (done && shown[what]) showLast(number, shown[what]);
  }

  sheet.addEventListener("click", async (e) => {
    const b = e.target.closest("button");
    if (!b || b.disabled) return;
    const {number} = sheet.dataset, d = b.dataset;
    if ("to" in d) return pane(d.to);
    if ("stepBack" in d && sheet.dataset.at) return pane("");
    sheet.close();
    if (d.do) await plain(number, d.do);
    else if (d.serviceTo) { if (await act("service", {number, service: d.serviceTo})) showLast(number, "moved"); }
    else if (d.classWhy) { if (await act("class", {number, class: "priority", reason: d.classWhy})) showLast(number, "priority"); }
    else if (d.cancelWhy && await act("cancel", {number, reason: d.cancelWhy})) {
      showLast(number, "ended");
      said(t("console.cancelled", {number}));
    }
  });
}
