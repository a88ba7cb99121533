// The keyboard: every button that is seen says its key in data-key. A key held
// down acts once; one that belongs to an input method that is composing, to a
// field, to a sheet or to the browser is left alone.

import {$$} from "../display/dom.js";

/** seen says whether somebody can see and press a button. */
export const seen = (e) => e.getClientRects().length > 0 && !e.disabled;

/** mine says whether a key event is a plain key meant for the page. */
export function mine(e) {
  return !(e.defaultPrevented || e.repeat || e.isComposing || e.keyCode === 229 || e.ctrlKey || e.altKey || e.metaKey);
}

/** typing says whether a key goes into a field. */
export const typing = (e) => e.target.closest?.("input, textarea, select, [contenteditable]");

// ALSO are keys as an input method's full-width signs have them, and the one beside them that needs no Shift.
const ALSO = {"=": "+", "＋": "+", "＝": "+", "－": "-", "；": ";", "【": "[", "［": "[", "「": "[", "】": "]", "］": "]", "」": "]", "，": ",", "。": ".", "？": "?"};

/**
 * keyOf names the key of an event: letters small; digits by where they are, so that the keypad's are digits with
 * NumLock off, too, and the row's with any layout of the keyboard.
 */
export function keyOf(e) {
  const digit = /^(?:Numpad|Digit)([0-9])$/.exec(e.code ?? "");
  if (digit && !e.shiftKey) return digit[1];
  return ALSO[e.key] ?? (e.key.length === 1 ? e.key.toLowerCase() : e.key);
}

/** press clicks the button of a key, if there is one to be seen; Enter of a mere reflex is taken and does nothing. */
export function press(key) {
  if (key === "Enter" && document.querySelector("[data-reflex]")) return true;
  const button = $$("[data-key]").find((b) => b.dataset.key === key && seen(b));
  button?.click();
  return Boolean(button);
}

/** keys presses the button of each key. */
export function keys() {
  document.addEventListener("keydown", (e) => {
    if (!mine(e)) {
      if (e.repeat && e.key === "Enter" && !typing(e)) e.preventDefault(); // a button in focus would be pressed again
      return;
    }
    if (document.querySelector("dialog[open]") || typing(e)) return;
    if (e.key === "Enter" && e.target.matches?.("button:focus-visible, a:focus-visible, summary")) return;
    if (press(keyOf(e))) e.preventDefault();
  });
  // After the mouse, Enter shall be the page's again and not the button's.
  document.addEventListener("click", (e) => { if (e.detail > 0) e.target.closest("button")?.blur(); });
}
