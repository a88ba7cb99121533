// /paper, live: a slip comes out of the mouth, the one before moves to the row.

import {$, el, text} from "../display/dom.js";
import {live} from "../display/live.js";
import {hm} from "../display/clock.js";
import {t} from "../display/text.js";

const SHOWN = 13;
const mouth = $("[data-mouth]"), row = $("[data-row]"), counter = $(".counter"), state = $("[data-state]");
const zone = document.documentElement.dataset.zone || undefined;

function draw(s) {
  return el("figure", {class: "slip", "data-slip": `${s.printer}/${s.seq}`},
    el("a", {href: s.url, target: "_blank", rel: "noopener"}, el("img", {src: s.url, width: s.width, height: s.height, alt: s.text})),
    el("figcaption", {}, el("span", {}, hm(Date.parse(s.at), zone)), " ", s.wire && el("span", {class: "took"}, t("kiosk.slip_took", {wire: s.wire, paper: s.feed})), " ", el("span", {}, t("kiosk.slip_bytes", {n: s.bytes}))));
}

async function add(s, fresh) {
  if ($(`[data-slip="${CSS.escape(`${s.printer}/${s.seq}`)}"]`)) return;
  const figure = draw(s);
  await $("img", figure).decode().catch(() => {}); // paper comes out printed
  if (fresh) figure.classList.add("fresh");
  const last = mouth.firstElementChild;
  if (last) {
    last.classList.remove("fresh");
    row.prepend(last);
  }
  mouth.append(figure);
  counter.dataset.empty = "no";
  while (row.children.length >= SHOWN) row.lastElementChild.remove();
}

// printers takes over how the printers are, in words, as the server says them.
let asked = 0;
async function printers() {
  const mine = ++asked;
  try {
    const r = await fetch(location.href, {headers: {Accept: "text/html"}});
    const page = r.ok && new DOMParser().parseFromString(await r.text(), "text/html");
    if (!page || mine !== asked) return;
    for (const part of ["[data-printers]", "[data-trouble]"]) $(part)?.replaceChildren(...$(part, page)?.childNodes ?? []);
  } catch { /* the line says that it is down */ }
}

let turn = Promise.resolve();
const later = (f) => { turn = turn.then(f, f); };

// A restarted printer counts from one again: what is shown is then another's.
function snapshot(m) {
  const known = new Map(m.slips.map((s) => [`${s.printer}/${s.seq}`, s]));
  for (const f of document.querySelectorAll("[data-slip]")) {
    const s = known.get(f.dataset.slip);
    if (!s || $("img", f).alt !== s.text) f.remove();
  }
  if (!mouth.firstElementChild && row.firstElementChild) mouth.append(row.firstElementChild);
  for (const s of [...m.slips].reverse()) later(() => add(s, false));
  printers();
}

const line = live("/ws/paper", {
  message(m) {
    if (m.type === "gone") return location.reload(); // logged out
    if (m.type === "snapshot") snapshot(m);
    if (m.type === "slip") later(() => add(m, true));
    if (m.type === "printer") printers();
    stamp();
  },
  state(s, since) {
    state.dataset.live = s;
    if (s === "live") stamp();
    else text(state, since ? t("common.stale", {time: hm(since.getTime(), zone)}) : t("common.offline"));
  },
});

// stamp says as of when the page is right: now, while the line is live.
function stamp() {
  if (state.dataset.live === "live") text(state, t("common.live", {time: hm(line.now(), zone)}));
}
setInterval(stamp, 10_000);
