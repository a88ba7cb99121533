// What a scanner types: faster than any finger, with Enter at its end.

const GAP = 100;  // ms between two keys of a scanner at most
const MOST = 300; // characters
const LEAST = 7;  // of what only a scanner types that fast: a ticket's code

let text = "";
let at = 0;
let ended = false; // by an Enter: what comes next begins anew

document.addEventListener("keydown", (e) => {
  if (e.ctrlKey || e.altKey || e.metaKey) return;
  const now = performance.now();
  if (ended || now - at > GAP) text = "";
  at = now;
  ended = e.key === "Enter";
  if (e.key.length === 1) text = (text + e.key).slice(-MOST);
}, {capture: true});

/** scanned gives, at an Enter, what was typed that fast before it; shorter than a code is "". */
export const scanned = () => (text.length < LEAST ? "" : text);
