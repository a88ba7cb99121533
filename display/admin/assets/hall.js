// The hall: drawn on the server, which sends each part anew when it tells something else.

import {$, $$, text} from "../display/dom.js";
import {t} from "../display/text.js";
import {hm} from "../display/clock.js";
import {live} from "../display/live.js";
import {ask, refusal} from "../console/acts.js";
import {duty} from "../console/duty.js";
import {keys} from "../console/keys.js";
import {morph} from "../display/morph.js";
import {notices} from "./post.js";
import {sheets} from "./hallsheet.js";

const root = document.documentElement;

const line = live(`/ws/hall?lang=${encodeURIComponent(root.dataset.lang)}`, {
  message(m) {
    if (m.type === "gone") return location.reload();
    for (const [name, html] of Object.entries(m.parts ?? {})) {
      const part = $(`[data-part="${name}"]`);
      if (part) morph(part, html);
    }
    minutes();
    if (m.parts?.floors || m.parts?.queues) fresh();
  },
  state(s, since) {
    const e = $('[data-slot="live"]');
    e.dataset.live = s;
    text($('[data-slot="live-words"]'), s === "live" ? e.dataset.words : since ? t("common.stale", {time: hm(since.getTime(), root.dataset.zone)}) : t("common.offline"));
  },
});

// Where there is no room for the plan the list is what one reads.
if (matchMedia("(max-width: 720px)").matches) for (const list of $$("details.list")) list.open = true;

// Minutes run on though nothing happens.
function minutes() {
  const now = line.now();
  for (const e of $$("[data-min]")) text(e, Math.max(0, Math.floor((now - Number(e.dataset.min)) / 60_000)));
}
setInterval(minutes, 5000);

const TOLD = 15_000; // ms that what was done is said; a refusal is twice as long
let telling = 0;

/** told says what an act came to: a refusal, or what was done; "" for nothing. It goes by itself. */
function told(no, yes = "") {
  clearTimeout(telling);
  if (no || yes) telling = setTimeout(() => told(""), no ? 2 * TOLD : TOLD);
  for (const [slot, words] of [["refusal", no], ["telling", no ? "" : yes]]) {
    text($(`[data-slot="${slot}-words"]`), words);
    $(`[data-slot="${slot}"]`).hidden = !words;
  }
}

const {open, fresh, yes} = sheets(told);
notices(told, yes);
duty(told);
keys();

document.addEventListener("click", async (e) => {
  const b = e.target.closest("button[data-post], button[data-again], button[data-reload], [data-sheet], [data-window], [data-open=keys]");
  if (!b || b.disabled) return;
  if (b.dataset.open) return $("#keys").showModal();
  if (b.dataset.sheet) return open(b.dataset.sheet);
  if (b.dataset.window) return open(`windows/${b.dataset.window}`);
  b.disabled = true;
  const {post, method, said, again: number, kiosk, reload, now} = b.dataset;
  const r = await (post ? all(post.split(" "), method)
    : reload ? ask(`/api/v1/kiosks/${reload}/reload`, {now: now !== undefined})
    : ask("/api/v1/desk/reprint", {number, kiosk}));
  b.disabled = false;
  told(r.status === 404 && post ? "" : refusal(r), said ?? ""); // what is over needs nobody
});

// all asks several in turn, and gives the first that was refused, or the last. What is over needs nobody.
async function all(paths, method = "POST") {
  let r;
  for (const path of paths) {
    r = await ask(path, undefined, {method});
    if (r.status !== 404 && (r.status === 0 || r.status >= 400)) break;
  }
  return r;
}

// A window on the plan is a button that no browser knows.
document.addEventListener("keydown", (e) => {
  const w = e.target.closest?.("[data-window][role=button]");
  if (!w || e.repeat || e.isComposing || (e.key !== "Enter" && e.key !== " ")) return;
  e.preventDefault();
  open(`windows/${w.dataset.window}`);
}, true);
