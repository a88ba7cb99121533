// When nobody stands before the kiosk: it invites in each language, in steps of CSS alone, and
// outside the hours it is dark, with a few words that wander. A touch is enough for both.

const INVITE = 40_000; // ms without a touch
const DARK = 120_000;

let since = performance.now();
let invite = null; // the words, while they are shown
let timer = null;

const night = () => document.querySelector("[data-night]");

/** dark says whether the screen is dark: a touch wakes it and does nothing else. */
export const dark = () => night()?.hidden === false;

/** wake is a touch. It says whether that was all there is to it. */
export function wake() {
  since = performance.now();
  const was = dark();
  if (was) night().hidden = true;
  stopInviting();
  return was;
}

/** rest begins on each page: only the first one invites. */
export function rest(page) {
  stopInviting();
  clearInterval(timer);
  if (page !== "start") return;
  timer = setInterval(look, 2000);
}

/** restAt is rest as if the last touch were so many ms ago, for those who look at it. */
export function restAt(ms) {
  since = performance.now() - ms;
  look();
}

function look() {
  const quiet = performance.now() - since;
  if (night() && quiet > DARK) {
    stopInviting();
    night().hidden = false;
  } else if (quiet > INVITE && !dark()) startInviting();
}

function startInviting() {
  const words = document.querySelector("[data-invite]"), place = document.querySelector("main .ask");
  if (invite || !words || !place) return;
  invite = words.cloneNode(true);
  invite.hidden = false;
  invite.ariaHidden = "true"; // it says what the page says
  place.append(invite);
  document.body.classList.add("inviting");
}

function stopInviting() {
  invite?.remove();
  invite = null;
  document.body.classList.remove("inviting");
}
