// The kiosk's voice. It is silent, except when somebody waits for paper that
// doesn't come: then two falling bells, and the sentence where the machine has a
// voice of its own.

import {bell, voiceOf} from "../display/bell.js";

let audio = null;

/** wake begins with the first touch: before it a browser lets nothing sound. */
export function wake() {
  audio ??= new AudioContext();
  if (audio.state !== "running") audio.resume().catch(() => {});
}

/** heard says what can be heard: "unknown" before the first touch, "locked" when the browser lets nothing sound. */
export function heard(lang) {
  if (!audio) return "unknown";
  if (audio.state !== "running") return "locked";
  return voiceOf(lang) ? "on" : "no_voice";
}

const rest = (ms) => new Promise((done) => setTimeout(done, ms));
let turn = 0; // only the latest sentence is said

/** alarm strikes 咚咚 and says the sentence. */
export async function alarm(words, lang) {
  const mine = ++turn;
  wake();
  await Promise.race([audio.resume(), rest(1000)]).catch(() => {});
  if (audio.state !== "running" || mine !== turn) return;
  const at = audio.currentTime + 0.03;
  bell(audio, 523.25, at);
  bell(audio, 392, at + 0.4);
  await rest(1200);
  const voice = voiceOf(lang);
  if (!voice || mine !== turn) return;
  speechSynthesis.speak(Object.assign(new SpeechSynthesisUtterance(words), {voice, lang, rate: 0.9}));
}

/** hush ends the sentence: its visitor has gone, or the paper came. */
export function hush() {
  turn++;
  globalThis.speechSynthesis?.cancel();
}
