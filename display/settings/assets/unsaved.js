// What somebody typed isn't lost: whoever leaves a form that isn't saved is asked by the browser, and "see the
// difference" above it saves first. Without this script the form's own button does.

import {$, $$} from "../display/dom.js";

const form = $("form[data-unsaved]");
let leaving = false;

const filled = () => JSON.stringify([...new FormData(form)].map(([k, v]) => [k, String(v)]));
const drawn = form ? filled() : "";
const changed = () => form.hasAttribute("data-refused") || filled() !== drawn;

if (form) {
  form.addEventListener("submit", () => { leaving = true; });
  // Whoever throws the draft away has said yes to that already.
  for (const f of $$("form[data-sure]")) f.addEventListener("submit", () => { leaving = true; });
  addEventListener("beforeunload", (e) => { if (!leaving && changed()) e.preventDefault(); });
  addEventListener("pageshow", () => { leaving = false; });
  $("a[data-review]")?.addEventListener("click", (e) => {
    if (!changed()) return;
    e.preventDefault();
    const button = $("button[data-review-too]", form);
    form.requestSubmit(button);
  });
}

const side = $(".side"), here = $(".side [aria-current]");
if (here) side.scrollTop = here.offsetTop - side.clientHeight / 2; // the list is longer than most windows
