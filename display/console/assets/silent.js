// Help in silence: 0 twice within a second, anywhere but in a field. Nothing on the page tells of it, then or
// later: no word, no focus, no bar. It is asked for until somebody answers.

import {ask} from "./acts.js";
import {keyOf, mine, typing} from "./keys.js";
import {id} from "./state.js";

const TWICE = 1000;      // ms between the two
const WHOLE = 1_800_000; // ms until nobody asks any more: half an hour

/** silent listens for the two keys. */
export function silent() {
  let last = -TWICE, asking = false;
  document.addEventListener("keydown", async (e) => {
    if (!mine(e) || typing(e) || keyOf(e) !== "0") return;
    const now = performance.now();
    if (asking || now - last > TWICE) {
      last = now;
      return;
    }
    asking = true;
    await ask(`/api/v1/windows/${encodeURIComponent(id)}/silent-help`, undefined, {whole: WHOLE});
    asking = false;
  });
}
