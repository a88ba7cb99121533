// The small page for whoever works in another program: always on top where the browser has that, a window of its
// own else. It shows what the large page shows and presses its buttons; it knows nothing by itself.

import {$, $$, el, text} from "../display/dom.js";
import {t} from "../display/text.js";
import {keyOf, mine, press, seen} from "./keys.js";
import {id, lang, shown, view} from "./state.js";
import {show, slot} from "./slots.js";

const SIZE = {width: 400, height: 320};
const KEYS = new Set(["Enter", "s", "r", "n", "u", "1", "2", "3", "4", "5", "6", "7", "8", "9"]); // no sheet opens by these, but an outcome's
let pip = null, parts = null;

async function open() {
  if (!globalThis.documentPictureInPicture) {
    window.open(`/window/${encodeURIComponent(id)}?small=1&lang=${lang}`, `small-${id}`, `popup,width=${SIZE.width},height=640`);
    return;
  }
  if (pip) return pip.focus();
  pip = await documentPictureInPicture.requestWindow(SIZE);
  const root = pip.document.documentElement;
  for (const [k, v] of Object.entries(document.documentElement.dataset)) if (k !== "busy" && k !== "ready") root.dataset[k] = v;
  root.lang = document.documentElement.lang;
  pip.document.title = document.title;
  pip.document.head.append(...$$('link[rel="stylesheet"]').map((l) => l.cloneNode()));
  pip.document.body.className = `${document.body.className} pip`;
  parts = {
    label: el("p", {class: "muted"}), number: el("p", {class: "number big"}), words: el("p", {class: "muted"}),
    main: el("button", {class: "button main giant", onclick: () => mainButton()?.click()}),
    recall: el("button", {class: "button", onclick: () => press("r")}, t("console.recall"), " ", el("kbd", {class: "key"}, "R")),
    line: el("p", {class: "muted"}), said: el("p", {class: "refusal", role: "alert"}),
  };
  pip.document.body.replaceChildren(...Object.values(parts));
  pip.document.addEventListener("keydown", (e) => {
    if (mine(e) && KEYS.has(keyOf(e)) && press(keyOf(e))) {
      e.preventDefault();
      if (document.querySelector("dialog[open]")) window.focus(); // it asks for more than fits here
    }
  });
  pip.addEventListener("pagehide", () => { pip = parts = null; });
  drawSmall();
}

// mainButton is the largest thing of the large page.
const mainButton = () => $$(".giant, .acts .first").find(seen);

/** drawSmall follows the large page. */
export function drawSmall() {
  if (!parts || !shown.state) return;
  const {window: w, ticket: k, count, heads} = shown.state, b = mainButton(), stale = slot("live").dataset.live !== "live";
  text(parts.label, `${w.label} · ${stale ? $('[data-slot="live-words"]').textContent : t(`console.state_${w.state}`)}`);
  text(parts.number, k?.number ?? "–");
  text(parts.words, k ? `${k.service_name} · ${slot("timer").textContent}` : $(`[data-for="${view()}"] h2`)?.textContent ?? "");
  text(parts.main, b ? `${b.querySelector("span").textContent}  ${b.dataset.key}` : "");
  show(parts.main, b);
  show(parts.recall, k?.state === "called");
  text(parts.line, count ? t("console.waiting", {n: count, heads}) : t("console.waiting_nobody"));
  text(parts.said, slot("refusal-words").textContent);
  show(parts.said, parts.said.textContent);
}

/** small wires the button. */
export function small() {
  document.addEventListener("click", (e) => {
    const b = e.target.closest("[data-small-page]");
    if (b && seen(b)) open();
  });
}
