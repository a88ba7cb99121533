// The hall: drawn on the server, fetched anew when the bell rings.

import {$, text} from "../display/dom.js";
import {ask, refusal} from "../console/acts.js";
import {fetched} from "../console/fetched.js";
import {duty} from "../console/duty.js";
import {notices} from "./post.js";

const page = fetched("/ws/hall");
notices((words) => { refuse(words); page.refresh(); });
duty((words) => { refuse(words); page.refresh(); });

document.addEventListener("click", async (e) => {
  const b = e.target.closest('button[data-act="trust"], button[data-again], button[data-surge], button[data-take], button[data-reload]');
  if (!b || b.disabled) return;
  b.disabled = true;
  const {again: number, kiosk, surge, take, reload, now} = b.dataset;
  const r = await (take ? ask(`/api/v1/desk/help/${take}/take`)
    : reload ? ask(`/api/v1/kiosks/${reload}/reload`, {now: now !== undefined})
    : surge ? ask(`/api/v1/surges/${surge}/seen`)
    : number ? ask("/api/v1/desk/reprint", {number, kiosk})
    : ask("/api/v1/clock/trust"));
  b.disabled = false;
  refuse(refusal(r));
  page.refresh();
});

function refuse(words) {
  text($('[data-slot="refusal-words"]'), words);
  $('[data-slot="refusal"]').hidden = !words;
}
