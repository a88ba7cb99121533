// The screen's sound: a chime of two notes and the browser's own voice, one
// announcement after the other, never two at once. It says what it can do:
// "on", "no_voice", "locked" (the browser waits for a touch) or "off".

import {bell, voiceOf} from "../display/bell.js";

const OLDEST = 30_000; // ms after a call in which it may be spoken
const PER_SIGN = 420;  // ms that a sign takes at most, for voices that never end
const RATE = 0.85;

export class Sound {
  /** wanted: this page may make sound; changed is told when the state is another. */
  constructor({wanted, lang, now, changed}) {
    this.wanted = wanted;
    this.lang = lang;
    this.now = now;
    this.changed = changed;
    this.speaks = false; // the server has given us the word
    this.queue = [];
    this.busy = null;
    this.said = "";
    if (!wanted) return;
    this.audio = new AudioContext();
    this.audio.onstatechange = () => this.report();
    for (const e of ["pointerdown", "keydown"]) addEventListener(e, () => this.audio.resume(), {passive: true});
    speechSynthesis?.addEventListener?.("voiceschanged", () => this.report());
    this.audio.resume().catch(() => {});
    setTimeout(() => this.report(), 1500); // voices are listed late
  }

  get state() {
    if (!this.wanted) return "off";
    if (this.audio.state !== "running") return "locked";
    return voiceOf(this.lang) ? "on" : "no_voice";
  }

  report() {
    if (this.state === this.said) return;
    this.said = this.state;
    this.changed(this.said);
  }

  /** announce puts a call in line; done is told when it has ended or is dropped. */
  announce(call, done) {
    if (!this.wanted || !this.speaks || this.state === "locked") return done();
    this.queue.push({call, done});
    if (!this.busy) this.next();
  }

  /** forget drops a call that no longer holds. */
  forget(number) {
    const out = this.queue.filter((j) => j.call.number === number);
    this.queue = this.queue.filter((j) => j.call.number !== number);
    for (const j of out) j.done();
  }

  async next() {
    for (let job; (job = this.queue.shift());) {
      this.busy = job;
      if (this.now() - Date.parse(job.call.at) < OLDEST) await this.say(job.call);
      job.done();
    }
    this.busy = null;
  }

  async say(call) {
    await this.chime();
    const lines = [...(call.say ?? [])];
    // Twice, unless others wait for the word.
    if (this.queue.length > 1 && lines.length > 1 && lines[0].text === lines[1].text) lines.shift();
    for (const line of lines) await this.line(line);
  }

  line({lang, text}) {
    const voice = voiceOf(lang);
    if (!voice) return Promise.resolve();
    return new Promise((done) => {
      const u = new SpeechSynthesisUtterance(text);
      u.voice = voice;
      u.lang = lang;
      u.rate = RATE;
      const end = () => { clearTimeout(limit); setTimeout(done, 300); };
      const limit = setTimeout(() => { speechSynthesis.cancel(); end(); }, 3000 + text.length * PER_SIGN);
      u.onend = end;
      u.onerror = end;
      speechSynthesis.speak(u);
    });
  }

  /** chime strikes two bells, a third apart: 叮咚. */
  chime() {
    const at = this.audio.currentTime + 0.03;
    bell(this.audio, 659.26, at);
    bell(this.audio, 523.25, at + 0.55);
    return new Promise((done) => setTimeout(done, 1500));
  }
}
