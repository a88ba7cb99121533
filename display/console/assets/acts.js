// What staff do goes to the house's API. A key pressed once acts once: it gets
// an Idempotency-Key that is kept until an answer came, so that asking again
// over a broken line never calls a second person.

import {freshKey} from "../display/dom.js";
import {t} from "../display/text.js";

const EACH = 4000;     // ms one try may take
export const WHOLE = 120_000; // ms until the press is given up: nobody may be called for a key of long ago
const REST = [250, 500, 1000, 2000]; // ms between tries

const resting = new Set();
const rest = (ms) => new Promise((done) => {
  const over = () => { clearTimeout(timer); resting.delete(over); done(); };
  const timer = setTimeout(over, ms);
  resting.add(over);
});

/** nudge ends the rest between two tries: the line is there again. */
export function nudge() { for (const over of resting) over(); }

/** ask posts, or what else the method says, until somebody answers: {status, body}; status 0 when nobody did. */
export async function ask(url, body, {again = () => {}, method = "POST", headers = {}, whole = WHOLE, key = freshKey()} = {}) {
  const end = performance.now() + whole;
  for (let i = 0; ; i++) {
    const r = await once(url, body, {...headers, "Idempotency-Key": key}, method);
    if (r.status !== 0 || performance.now() > end) return r;
    again();
    await rest(REST[Math.min(i, REST.length - 1)]);
  }
}

/** refusal says why an answer is none, "" where it is one; who isn't logged in any more gets to the log-in and back. */
export function refusal({status, body}) {
  if (status === 401) location.reload();
  if (status === 0) return t("common.no_answer");
  return status >= 400 ? body?.detail || t("error.internal") : "";
}

// spoken asks for the answer in the page's language: a cookie or the browser may know another.
const spoken = (url) => {
  const u = new URL(url, location.href);
  u.searchParams.set("lang", document.documentElement.dataset.lang);
  return u;
};

async function once(url, body, more, method) {
  const headers = {Accept: "application/json", ...more};
  if (body !== undefined) headers["Content-Type"] = "application/json";
  try {
    const r = await fetch(spoken(url), {
      method, headers, body: body === undefined ? undefined : JSON.stringify(body), signal: AbortSignal.timeout(EACH),
    });
    const kind = r.headers.get("Content-Type") || "";
    return {status: r.status, body: kind.includes("json") ? await r.json() : null};
  } catch {
    return {status: 0, body: null};
  }
}
