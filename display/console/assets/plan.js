// The sheet by which staff lay out what comes after the leg in hand.

import {$, $$, text, el} from "../display/dom.js";
import {t} from "../display/text.js";
import {slot} from "./slots.js";

const row = (kind, name, steps) => el("li", {role: "option", "data-steps": JSON.stringify(steps), "data-find": name},
  el("span", {class: "kind"}, t(`console.plan_${kind}`)), el("span", {}, name));

/** drawPlan offers leaving out a step that is coming, one more service, a bundle, or nothing. */
export function drawPlan(dialog, coming) {
  const ids = coming.map((s) => s.id);
  const services = $$('#transfer li[data-kind="service"]').map((o) => {
    const add = row("add", o.children[1].textContent, [...ids, o.dataset.id]);
    add.dataset.find = o.dataset.find;
    return add;
  });
  text(slot("plan-now"), coming.length ? t("console.plan_now", {steps: coming.map((s) => s.service).join(" → ")}) : t("console.plan_none"));
  $(".options", dialog).replaceChildren(
    ...coming.map((s, i) => row("skip", s.service, ids.filter((_, n) => n !== i))),
    ...(coming.length ? [row("end", t("console.plan_nothing"), [])] : []),
    ...$("template", dialog).content.cloneNode(true).children, ...services);
}
