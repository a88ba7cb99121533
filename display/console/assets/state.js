// What the server said last, for every part of the console's page.

import {$} from "../display/dom.js";

export const frame = $("#frame");
export const id = frame.dataset.window;
export const {zone, lang} = document.documentElement.dataset;

/** shown holds the snapshot, null before the first, and the server's clock. */
export const shown = {state: null, now: Date.now};

const SETTLE = 600; // ms

/**
 * settle begins the moment after one ticket in hand became another, at a window that calls on or by a colleague: what
 * is pressed then is meant for the one before, and ends nobody.
 */
export function settle() {
  frame.toggleAttribute("data-settling", true);
  clearTimeout(settle.timer);
  settle.timer = setTimeout(() => frame.toggleAttribute("data-settling", false), SETTLE);
}

const REFLEX = 700; // ms

/**
 * reflex begins the moment after a visit was ended or a sheet left by Enter: another Enter then is of the hand and not
 * of the head, and calls nobody.
 */
export function reflex() {
  frame.toggleAttribute("data-reflex", true);
  clearTimeout(reflex.timer);
  reflex.timer = setTimeout(() => frame.toggleAttribute("data-reflex", false), REFLEX);
}

/** view names what the console is about just now. */
export function view() {
  const {state} = shown;
  if (!state) return frame.dataset.view;
  if (state.ticket) return state.ticket.state;
  if (state.window.state !== "open") return state.window.state;
  return state.count ? "next" : "nobody";
}

/** calls says whether the window may call somebody now. */
export const calls = () => Boolean(shown.state) && !shown.state.ticket && shown.state.window.state === "open";

/** number is of the ticket in hand, undefined with empty hands. */
export const number = () => shown.state?.ticket?.number;

/** minutes gives whole minutes since a time. */
export const minutes = (from) => Math.max(0, Math.floor((shown.now() - Date.parse(from)) / 60_000));
