// A page that lives in a time of its own: window.live(days, callEvery) has so many days of it go by,
// with every tick of its clocks and every beat of its line. Before it stands const words, what a server says:
// {snapshot, call, announce, settled, waiting, beat}, as text.
(() => {
  const begun = Date.parse(JSON.parse(words.snapshot).at), real = {set: setTimeout.bind(window), date: Date};
  let now = 0, ids = 1e6, timers = new Map(); // ms since it was opened
  const wall = () => begun + now;
  performance.now = () => now;
  window.Date = class extends real.date {
    constructor(...a) { if (a.length) super(...a); else super(wall()); }
    static now() { return wall(); }
  };
  const add = (f, ms, every, a) => {
    timers.set(++ids, {f: () => f(...a), at: now + Math.max(1, ms || 0), every: every && Math.max(1, ms || 0)});
    return ids;
  };
  window.setTimeout = (f, ms, ...a) => add(f, ms, 0, a);
  window.setInterval = (f, ms, ...a) => add(f, ms, 1, a);
  window.clearTimeout = window.clearInterval = (id) => { timers.delete(id); };
  let socket = null;
  window.WebSocket = class {
    static CONNECTING = 0; static OPEN = 1; static CLOSING = 2; static CLOSED = 3;
    constructor() { socket = this; this.readyState = 1; }
    addEventListener(type, f) { this["on" + type] = f; }
    send() {}
    close() { this.readyState = 3; }
  };

  const due = () => {
    let first = null, key = 0;
    for (const [id, t] of timers) if (!first || t.at < first.at) [first, key] = [t, id];
    return [first, key];
  };
  const until = (at) => {
    for (let [t, id] = due(); t && t.at <= at; [t, id] = due()) {
      now = t.at;
      if (t.every) t.at += t.every; else timers.delete(id);
      t.f();
    }
    now = at;
  };
  const say = (text, change) => {
    const m = Object.assign(JSON.parse(text), change);
    if (m.n !== undefined) m.n = m.type === "snapshot" ? count = 1 : ++count;
    socket.onmessage({data: JSON.stringify(m)});
  };
  const frame = () => new Promise((ok) => requestAnimationFrame(() => real.set(ok, 0)));

  let seq = 10, count = 0, call = 0, beat = 0, number = 0, opened = false;
  const iso = () => new real.date(wall()).toISOString();
  window.numbers = () => ({last: "A" + String((number + 899) % 900 + 1).padStart(3, "0"), called: number});
  window.live = async (hours, callEvery) => {
    while (!socket) { until(now + 100); await frame(); } // its words are on their way
    if (!opened) {
      say(words.snapshot, {at: iso(), seq});
      call = beat = now;
    }
    opened = true;
    const end = now + hours * 3600_000;
    for (;;) {
      until(Math.min(call, beat, end));
      if (now >= end) return;
      if (now >= beat) { say(words.beat, {at: iso()}); beat += 2000; }
      if (now < call) continue;
      const name = "A" + String(number++ % 900 + 1).padStart(3, "0");
      say(words.waiting, {seq: ++seq});
      const called = ++seq;
      say(words.call, {seq: called, at: iso(), number: name});
      say(words.announce, {seq: called, call: called, number: name, audio: null});
      setTimeout(() => say(words.settled, {seq: ++seq, number: name}), 40_000);
      call += callEvery;
      await frame(); // what was drawn is laid out and painted
    }
  };
})();
