// The phone's page, live. The server draws every state; this script writes the
// place in the queue where it stands and, when the ticket itself has changed,
// fetches the page and puts its middle in place.

import {$, text} from "../display/dom.js";
import {live} from "../display/live.js";
import {hm} from "../display/clock.js";
import {t} from "../display/text.js";

const AGAIN = 1000;   // ms until a page that didn't come is asked for again
const TOO_LONG = 5000;

const root = document.documentElement;
const zone = root.dataset.zone;
const main = () => $("[data-ticket]");
let stale = false;    // the page shows less than the last message said
let fetching = false;

async function page(options) {
  const r = await fetch(location.href, {...options, cache: "no-store", signal: AbortSignal.timeout?.(TOO_LONG)});
  const doc = new DOMParser().parseFromString(await r.text(), "text/html");
  const fresh = $("[data-ticket]", doc);
  if (!fresh) throw new Error(`page: ${r.status}`);
  document.title = doc.title;
  main().replaceWith(document.adoptNode(fresh));
  begin();
}

// update fetches the page, again and again until it came.
async function update() {
  stale = true;
  if (fetching) return;
  fetching = true;
  while (stale) {
    stale = false;
    try {
      await page();
    } catch {
      stale = true;
      await new Promise((done) => setTimeout(done, AGAIN));
    }
  }
  fetching = false;
}

// place writes how many are ahead; while nobody is behind, the page is asked whether that is
// still so, for then more is offered.
function place(n) {
  const e = $("[data-ahead]");
  if (!e) return;
  if (ahead !== n && ahead !== null && "alone" in main().dataset) update();
  ahead = n;
  text(e, n === 0 ? e.dataset.none : t("phone.ahead", {n}));
  $("[data-ahead-word]").hidden = n === 0;
}

// A message with the legs is the whole ticket: it has changed. One without
// tells of the place in the queue.
let ahead = null; // the last place
let first = true; // the page was drawn a moment ago
function message(m) {
  if (m.type !== "snapshot" && m.type !== "ticket") return;
  place(m.ahead);
  const drawn = main().dataset;
  const same = first && drawn.stateNow === m.state && drawn.print === m.print?.state + (m.print?.why || "") + (m.print?.doubt ? "?" : "");
  first = false;
  if (m.legs && !same) update();
}

// begin gives the middle's buttons their scripts.
function begin() {
  for (const form of document.forms) {
    form.addEventListener("submit", (e) => {
      e.preventDefault();
      e.submitter.disabled = true;
      const said = new URLSearchParams(new FormData(form));
      if (e.submitter.name) said.append(e.submitter.name, e.submitter.value);
      page({method: "POST", body: said}).catch(() => { e.submitter.disabled = false; });
    });
  }
  const stay = $("[data-stay]");
  if (stay) {
    stay.hidden = false;
    stay.addEventListener("click", () => { $("details.leave").open = false; });
  }
  $("details.leave")?.addEventListener("toggle", (e) => e.target.scrollIntoView({block: "end", behavior: "smooth"}));
  clearTimeout(undo);
  const until = Number(main().dataset.undo);
  if (until) undo = setTimeout(() => page().catch(() => {}), Math.max(0, until - line.now()) + 500);
}
let undo = 0;

const state = $("[data-state]");
let now = "live";
function said(s, since) {
  now = s;
  state.dataset.live = s;
  const at = hm(since ? since.getTime() : Date.now(), zone);
  text(state, s === "live" ? t("common.live", {time: at}) : s === "stale" || since ? t("common.stale", {time: at}) : t("common.offline"));
}

const ref = location.pathname.split("/").pop();
const line = live(`/ws/ticket/${ref}?lang=${root.dataset.lang}`, {message, state: said, rest: true});
begin();
setInterval(() => { if (now === "live") text(state, t("common.live", {time: hm(line.now(), zone)})); }, 10_000);
