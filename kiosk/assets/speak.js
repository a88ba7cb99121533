// What the kiosk says aloud to who asked for it: a whole sentence of the house's voice, else the
// machine's own voice; and where there is neither, the page says so.

import {voiceOf} from "../display/bell.js";

const absent = new Set(); // sentences that the house's voice doesn't have
let turn = 0;
let playing = null;
let current = Promise.resolve(true);

/** quiet ends what is being said. */
export function quiet() {
  turn++;
  playing?.pause();
  playing = null;
  globalThis.speechSynthesis?.cancel();
}

/** talks says whether something is being said. */
export const talks = () => playing !== null || Boolean(globalThis.speechSynthesis?.speaking);

/** ownVoice says whether any words can be said in a language. */
export const ownVoice = (lang) => Boolean(voiceOf(lang));

/**
 * say says parts one after the other: {prompt, words}, {number} or {words}. It gives true when all
 * could be heard, false when some couldn't, null when somebody else began to speak.
 */
export function say(parts, lang) {
  quiet();
  current = run(parts, lang);
  return current;
}

/** also says parts after what is being said, unless something else is begun meanwhile. */
export async function also(parts, lang) {
  const mine = turn;
  await current;
  if (mine === turn) current = run(parts, lang);
}

async function run(parts, lang) {
  const mine = turn;
  let all = true;
  for (const p of parts) {
    const heard = await one(p, lang);
    if (mine !== turn) return null;
    all &&= heard;
  }
  return all;
}

async function one(p, lang) {
  const base = lang.split("-")[0];
  const url = p.prompt ? `/voice/prompt/${base}/${p.prompt}` : p.number ? `/voice/number/${base}/${p.number}` : "";
  if (url && !absent.has(url)) {
    if (await play(url)) return true;
    if (p.prompt) absent.add(url);
  }
  return speak(p.words ?? p.number?.split("").join(" ") ?? "", lang);
}

// play gives true when a sound was played, or stopped by quiet.
function play(url) {
  const sound = playing = new Audio(url);
  const mine = turn;
  return new Promise((done) => {
    const end = (heard) => { if (playing === sound) playing = null; done(heard); };
    sound.addEventListener("ended", () => end(true));
    sound.addEventListener("error", () => end(false));
    sound.addEventListener("pause", () => { if (mine !== turn) end(true); });
    sound.play().catch(() => end(mine !== turn));
  });
}

function speak(words, lang) {
  const voice = voiceOf(lang);
  if (!voice || !words) return Promise.resolve(!words);
  return new Promise((done) => {
    const u = Object.assign(new SpeechSynthesisUtterance(words), {voice, lang, rate: 0.85});
    u.onend = () => done(true);
    u.onerror = (e) => done(e.error === "canceled" || e.error === "interrupted");
    setTimeout(() => done(true), 3000 + words.length * 500); // some voices never say that they ended
    speechSynthesis.speak(u);
  });
}
