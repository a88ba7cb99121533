// What the kiosk says aloud to who asked for it: a whole sentence of the house's voice, else the
// machine's own voice; and where there is neither, the page says so.

import {voiceOf} from "../display/bell.js";

const SLOW = 4000;    // ms until a sound has to have begun
const LONG = 20_000; // ms that one sentence lasts at most

const absent = new Set(); // sentences that the house's voice doesn't have
const kept = new Map();   // sounds that have to be there when the server isn't, by address
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

const promptURL = (id, lang) => `/voice/prompt/${lang.split("-")[0]}/${id}`;

/** keep fetches a sentence now, for when the server is lost. */
export function keep(id, lang) {
  const url = promptURL(id, lang);
  if (!kept.has(url)) kept.set(url, Object.assign(new Audio(url), {preload: "auto"}));
}

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
  const url = p.prompt ? promptURL(p.prompt, lang) : p.number ? `/voice/number/${lang.split("-")[0]}/${p.number}` : "";
  if (url && !absent.has(url)) {
    if (await play(url)) return true;
    if (p.prompt) absent.add(url);
  }
  return speak(p.words ?? p.number?.split("").join(" ") ?? "", lang);
}

// play gives true when a sound was played, or stopped by quiet; false also when it doesn't begin
// or doesn't end in time.
function play(url) {
  const sound = playing = kept.get(url) ?? new Audio(url);
  sound.currentTime = 0;
  const mine = turn;
  return new Promise((done) => {
    const end = (heard) => {
      clearTimeout(late);
      if (playing === sound) playing = null;
      done(heard);
    };
    const stopped = () => { end(false); sound.pause(); };
    let late = setTimeout(stopped, SLOW);
    sound.addEventListener("playing", () => { clearTimeout(late); late = setTimeout(stopped, LONG); }, {once: true});
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
