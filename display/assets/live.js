// A live page's line to the server: it connects, says within five seconds when
// the line is gone, comes back by itself, and knows the server's clock.
//
//   const line = live("/ws/screen/hall", {
//     message(m) {…},             // every message but beats; a snapshot comes first
//     state(s, since) {…},        // "live", "stale" (no word for 4.5 s), "offline"
//   });
//   line.send({…}); line.now(); line.close();
//
// The server beats every two seconds, since scripts see no pings.

const SILENCE = 4500;      // ms without a word until the page says it is stale
const RETRY_MIN = 250;     // ms before the first try again
const RETRY_MAX = 5000;    // and before any later one
const HIDDEN = 60_000;     // ms a phone's page is kept connected while nobody looks

export function live(path, {message, state = () => {}, rest = false}) {
  const url = new URL(path, location.href);
  url.protocol = location.protocol === "https:" ? "wss:" : "ws:";

  let socket = null, tries = 0, said = "", heard = 0, lastNews = null;
  let retry = 0, silence = 0, hidden = 0, ended = false;
  let offset = 0, bestTrip = Infinity;

  const say = (s) => {
    if (s === said) return;
    said = s;
    state(s, lastNews);
  };

  function connect() {
    clearTimeout(retry);
    if (ended || (rest && document.hidden && hidden === -1)) return;
    if (socket && socket.readyState <= WebSocket.OPEN) return;
    const s = socket = new WebSocket(url);
    s.onmessage = (e) => { if (s === socket) hear(JSON.parse(e.data)); };
    s.onclose = () => { if (s === socket) lost(); };
    s.onopen = () => { if (s === socket) listen(); };
    // A handshake that hangs is a lost line, too.
    silence = setTimeout(() => { if (s === socket && s.readyState === WebSocket.CONNECTING) drop(); }, SILENCE);
  }

  function hear(m) {
    tries = 0;
    heard = performance.now();
    lastNews = new Date(now());
    if (m.type === "beat" || m.type === "snapshot") learnClock(Date.parse(m.at)); // others tell of their event's time
    listen();
    if (m.type === "beat") {
      newBuild(m.build);
      say("live");
      return;
    }
    message(m);
    say("live");
  }

  function listen() {
    clearTimeout(silence);
    silence = setTimeout(() => { say(navigator.onLine ? "stale" : "offline"); drop(); }, SILENCE);
  }

  // drop gives a silent line up; waiting for its close could take minutes.
  function drop() {
    const s = socket;
    socket = null;
    if (s) { s.onclose = null; s.close(); }
    lost();
  }

  function lost() {
    clearTimeout(silence);
    clearTimeout(retry);
    if (ended) return;
    const wait = Math.min(RETRY_MAX, RETRY_MIN * 2 ** tries++);
    retry = setTimeout(connect, wait * (0.5 + Math.random() / 2));
    // A restart takes less than a second: what was heard just now still holds.
    const left = SILENCE - (performance.now() - heard);
    if (left <= 0) say(navigator.onLine ? "stale" : "offline");
    else silence = setTimeout(() => say(navigator.onLine ? "stale" : "offline"), left);
  }

  // learnClock keeps the smallest difference seen: the message that travelled
  // the least tells the time best. It is let go slowly, for clocks drift.
  function learnClock(at) {
    if (Number.isNaN(at)) return;
    const trip = Date.now() - at;
    bestTrip += 0.05;
    if (trip < bestTrip || Math.abs(trip - bestTrip) > 60_000) bestTrip = trip;
    offset = -bestTrip;
  }
  const now = () => Date.now() + offset;

  // A page of another build reloads itself when it may: data-busy on <html>
  // says that somebody is in the middle of something.
  function newBuild(build) {
    const root = document.documentElement;
    if (build && root.dataset.build && build !== root.dataset.build && !root.hasAttribute("data-busy")) location.reload();
  }

  // After sleep the old socket may look open and be dead: ask for a new one.
  function wake() {
    if (ended) return;
    clearTimeout(hidden);
    hidden = 0;
    if (socket && performance.now() - heard < SILENCE && socket.readyState === WebSocket.OPEN) return;
    tries = 0;
    const s = socket;
    socket = null;
    if (s) { s.onclose = null; s.close(); }
    connect();
  }
  function look() {
    if (!document.hidden) return wake();
    if (rest) hidden = setTimeout(() => { hidden = -1; const s = socket; socket = null; clearTimeout(silence); if (s) { s.onclose = null; s.close(); } }, HIDDEN);
  }

  document.addEventListener("visibilitychange", look);
  window.addEventListener("pageshow", (e) => { if (e.persisted) wake(); });
  window.addEventListener("online", wake);
  window.addEventListener("offline", () => say("offline"));
  document.addEventListener("resume", wake);
  heard = performance.now();
  connect();

  return {
    send(m) { if (socket && socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(m)); },
    now,
    close() { ended = true; clearTimeout(retry); clearTimeout(silence); socket?.close(1000); },
  };
}
