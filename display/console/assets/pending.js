// What was asked for and has no answer yet, kept over a reload of the page: its key is asked again, so that it is done
// once or not at all, and the page says which. It is this tab's and this person's alone, and gone with its answer.

import {frame, id} from "./state.js";

const KEPT = `onedoor-asked-${id}`;

/** pending keeps a request before it is sent: {url, body, headers, key, at}. */
export function pending(request) {
  try {
    sessionStorage.setItem(KEPT, JSON.stringify({...request, staff: frame.dataset.staff}));
  } catch { /* without it a reload forgets, and the key isn't asked again */ }
}

/** settled forgets it: an answer came, or nobody asks any more. */
export function settled() {
  try { sessionStorage.removeItem(KEPT); } catch { /* nothing was kept */ }
}

/** left gives what a page before this one had asked for, or null. */
export function left() {
  try {
    const r = JSON.parse(sessionStorage.getItem(KEPT));
    if (r?.staff === frame.dataset.staff) return r;
  } catch { /* nothing is kept */ }
  settled();
  return null;
}
