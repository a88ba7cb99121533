// The slip beside the form of its template: the server draws it while one types.
// What is in the form stays as it is; what is wrong with it is said above the
// picture, which shows the last slip that could be drawn.

import {$, $$, el, text} from "../display/dom.js";
import {t} from "../display/text.js";

const form = $("form[data-form]");
const slip = $("[data-slip]");
const frame = $("[data-picture]", slip);
const size = $("[data-size]", slip);
const found = $(".problems", slip);
const wait = 300; // milliseconds after the last change

let timer = 0;
let asked = null;
let lang = slip.dataset.slip;

/** draw has the form's slip drawn, unless another change comes first. */
async function draw() {
  asked?.abort();
  const mine = asked = new AbortController();
  const body = new URLSearchParams(new FormData(form));
  body.set("slip", lang);
  slip.setAttribute("aria-busy", "true");
  try {
    const r = await fetch("/admin/slip/preview", {method: "POST", body, signal: mine.signal});
    if (!r.ok) return;
    show(await r.json());
  } catch {
    // Another change came, or the line is gone: the picture stays.
  } finally {
    if (mine === asked) slip.removeAttribute("aria-busy");
  }
}

function show(made) {
  if (made.picture) {
    if (!frame.firstChild) frame.append(el("img", {alt: frame.dataset.picture}));
    frame.firstChild.src = made.picture;
    text(size, made.size);
  }
  slip.classList.toggle("old", !made.picture);
  found.replaceChildren(...made.problems.map((p) => el("li", {class: p.severity},
    el("strong", {}, t("settings.error")), " ", el("span", p.lang ? {lang: p.lang} : {}, p.said))),
  ...(made.warnings ?? []).map((w) => el("li", {class: "warning"}, el("span", {lang: "en"}, w))));
}

function soon() {
  clearTimeout(timer);
  timer = setTimeout(draw, wait);
}

form.addEventListener("input", soon);
form.addEventListener("change", soon);
form.addEventListener("rows", soon); // one was taken out
for (const button of $$("[data-lang]", slip)) {
  button.addEventListener("click", () => {
    lang = button.dataset.lang;
    for (const b of $$("[data-lang]", slip)) b.setAttribute("aria-pressed", String(b === button));
    draw();
  });
}
slip.hidden = false;
draw();
