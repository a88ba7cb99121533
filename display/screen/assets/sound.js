// The screen's sound. The server says what is said and when; this plays it, one announcement
// after the other, never two at once: the server's audio, or a chime and the browser's own
// voice where the server has none. It says what it can do: "on", "no_voice" (chime only),
// "locked" (the browser waits for a touch) or "off".

import {bell, voiceOf} from "../display/bell.js";

const FETCH = 4000;    // ms that audio may take to come: then the browser's own voice says it
const LATE = 10_000;   // ms after its time an announcement is dropped: its call is old
const PER_SIGN = 420;  // ms that a sign takes at most, for voices that never end
const RATE = 0.85;

export class Sound {
  /** wanted: this page may make sound; changed is told when the state is another. */
  constructor({wanted, lang, changed}) {
    this.wanted = wanted;
    this.lang = lang;
    this.changed = changed;
    this.speaks = false; // the server has given us the word
    this.pack = false;   // the server has audio for what is said here
    this.queue = [];
    this.now = null;     // {call, stop} of what is being said
    this.said = "";
    if (!wanted) return;
    this.audio = new AudioContext();
    this.audio.onstatechange = () => this.report();
    for (const e of ["pointerdown", "keydown"]) addEventListener(e, () => this.audio.resume(), {passive: true});
    globalThis.speechSynthesis?.addEventListener?.("voiceschanged", () => this.report());
    this.audio.resume().catch(() => {});
    setTimeout(() => this.report(), 1500); // voices are listed late
  }

  get state() {
    if (!this.wanted) return "off";
    if (this.audio.state !== "running") return "locked";
    return this.pack || voiceOf(this.lang) ? "on" : "no_voice";
  }

  report() {
    if (this.state === this.said) return;
    this.said = this.state;
    this.changed(this.said);
  }

  /** word takes the server's message "voice": whether this browser speaks. */
  word({speak}) {
    this.speaks = speak;
    if (!speak) this.stop();
  }

  /** packed notes whether the server has audio for all that is said here. */
  packed(yes) {
    this.pack = Boolean(yes);
    this.report();
  }

  /** say takes the server's message "announce". */
  say(m) {
    if (!this.wanted || !this.speaks || this.state === "locked") return;
    if (m.cut) this.stop();
    this.queue.push({...m, due: performance.now(), loaded: m.audio && this.load(m.audio)});
    if (!this.now) this.next();
  }

  /** hush ends or forgets the announcement of a call. */
  hush(call) {
    this.queue = this.queue.filter((m) => m.call !== call);
    if (this.now?.call === call) this.now.stop();
  }

  stop() {
    this.queue = [];
    this.now?.stop();
  }

  async next() {
    for (let m; (m = this.queue.shift());) {
      if (performance.now() - m.due > LATE) continue;
      let over = false;
      const stopped = new Promise((done) => {
        this.now = {call: m.call, stop: () => { over = true; this.silence(); done(); }};
      });
      await Promise.race([this.speak(m, () => over), stopped]);
    }
    this.now = null;
  }

  async speak(m, over) {
    const sound = await m.loaded;
    if (over()) return;
    if (m.behind_ms) await new Promise((done) => setTimeout(done, m.due + m.behind_ms - performance.now())); // a loudspeaker plays
    else if (sound) await this.play(sound);
    else await this.chime();
    for (const line of m.lines ?? []) {
      if (over()) return;
      if (!sound && !m.behind_ms || line.local) await this.line(line);
    }
  }

  /** load gives the decoded audio of an address; null when it can't be had. */
  async load(address) {
    try {
      const answer = await fetch(address, {signal: AbortSignal.timeout(FETCH)});
      return answer.ok ? await this.audio.decodeAudioData(await answer.arrayBuffer()) : null;
    } catch {
      return null;
    }
  }

  play(sound) {
    return new Promise((done) => {
      this.source = this.audio.createBufferSource();
      this.source.buffer = sound;
      this.source.connect(this.audio.destination);
      this.source.onended = done;
      this.source.start();
      setTimeout(done, sound.duration * 1000 + 1000); // a context that was suspended never ends it
    });
  }

  silence() {
    try { this.source?.stop(); } catch { /* it hadn't begun */ }
    globalThis.speechSynthesis?.cancel();
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
