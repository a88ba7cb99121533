// Fields of words are as high as what is in them, those that were changed are
// marked, and nobody leaves the page with words that aren't saved unasked.

import {$, $$} from "../display/dom.js";

const form = $("[data-words]");
let sending = false;
const unsaved = () => form.hasAttribute("data-refused") || $("[data-changed]", form) !== null;

function fit(area) {
  area.style.height = "auto";
  area.style.height = `${area.scrollHeight + 3}px`;
}

function mark(area) {
  area.toggleAttribute("data-changed", area.value !== area.defaultValue);
  document.documentElement.toggleAttribute("data-busy", unsaved());
}

if (form) {
  for (const area of $$("textarea", form)) {
    fit(area);
    area.addEventListener("input", () => { fit(area); mark(area); });
  }
  form.addEventListener("submit", () => { sending = true; });
  addEventListener("beforeunload", (e) => {
    if (!sending && unsaved()) e.preventDefault();
  });
}
