// When nobody stands before the kiosk: it invites in each language, step by step, and
// outside the hours it is dark, with a few words that wander. A touch is enough for both.

const INVITE = 40_000; // ms without a touch
const DARK = 120_000;
const STEP = 2000;
const STEPS = 6; // a tile each

let since = performance.now();
let invite = null; // the words, while they are shown
let timer = null;
let steps = null; // timer of the invitation

const night = () => document.querySelector("[data-night]");
const nightWords = () => night()?.textContent.trim() ?? ""; // "" while there are numbers

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
  if (dark() && !nightWords()) night().hidden = true; // it has become day
  if (nightWords() && quiet > DARK) {
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
  let at = 0;
  const step = () => { document.body.dataset.step = at++ % STEPS; };
  step();
  steps = setInterval(step, STEP);
}

function stopInviting() {
  clearInterval(steps);
  invite?.remove();
  invite = null;
  document.body.classList.remove("inviting");
}
