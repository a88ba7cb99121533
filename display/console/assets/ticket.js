// The ticket in hand: who it is, what the visit is about, what the next window said of it.

import {$$, text, el} from "../display/dom.js";
import {t} from "../display/text.js";
import {show, slot} from "./slots.js";

/** drawTicket shows the ticket in hand, and why it was called. */
export function drawTicket(k, reason) {
  // Who is being served is here: there is nobody to call again or to miss.
  for (const b of $$('[data-act="recall"], [data-act="no-show"]')) b.disabled = k.state !== "called" || (b.dataset.act === "no-show" && Boolean(k.fetching_since));
  for (const b of $$("[data-reprint]")) b.disabled = !k.print_at;
  text(slot("number"), k.number);
  text(slot("ticket-service"), k.service_name);
  text(slot("ticket-facts"), k.facts.join(" · "));
  drawNeeds(slot("ticket-needs"), k.need_words);
  text(slot("class-words"), t(k.class === "priority" ? "console.class_back" : "console.class"));
  show(slot("by"), k.by);
  text(slot("by-words"), k.by ? t("console.by", {name: k.by}) : "");
  show(slot("fetching"), k.fetching_since);
  text(slot("why"), reason ? t("console.why") + reason : "");
  show(slot("why"), reason);
  drawAbout(k);
  show(slot("brief"), k.brief.length);
  slot("brief-list").replaceChildren(...k.brief.map((b) => el("li", {}, el("span", {class: "muted"}, b.asked), ` ${b.said}`)));
  show(slot("notes"), k.note_texts.length);
  slot("note-list").replaceChildren(...k.note_texts.map((n) => el("li", {}, n)));
  show(slot("sides"), k.sides);
  slot("sides").replaceChildren(...(k.sides || []).map((s) => el("li", {},
    s.number && el("b", {class: "number"}, s.number), s.number && " ", el("span", {}, s.role), s.how && " ", s.how && el("span", {class: "muted"}, s.how))));
  slot("stops").replaceChildren(...k.stops.map((s) =>
    el("li", {class: `stop${s.now ? " now" : ""}${s.coming ? " coming" : ""}`}, s.window ? `${s.service} · ${s.window}` : s.service)));
}

// drawAbout says what the visit is about; of what an old ticket proposes, nothing is told
// before somebody confirms it.
function drawAbout({about, offered}) {
  text(slot("about-words"), about ? about.words : t("console.matter_none"));
  slot("about").toggleAttribute("data-proposed", Boolean(about?.proposed));
  show(slot("about-confirm"), about?.proposed);
  show(slot("about-drop"), about);
  show(slot("about-find"), !about);
  show(slot("about-history"), about?.matter);
  if (about?.matter) slot("about-history").href = `/matters/${about.matter}?lang=${document.documentElement.dataset.lang}`;
  for (const b of $$("[data-outcome]")) show(b, offered.includes(b.dataset.outcome));
  for (const o of $$('#transfer [name="outcome"] option')) o.hidden = o.disabled = o.value !== "" && !offered.includes(o.value);
}

/** drawNeeds says what a visitor needs, a word each. */
export function drawNeeds(e, words) {
  e.replaceChildren(...words.map((w) => el("span", {class: "care"}, w)));
}
