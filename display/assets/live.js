// A live page's line to the server: it connects, says within five seconds when
// the line is gone, comes back by itself, and knows the server's clock.
//
//   const line = live("/ws/screen/hall", {
//     message(m) {…},             // every message but beats; a snapshot comes first
//     state(s, since) {…},        // "live", "stale" (no word for 4.5 s), "offline"
//   });
//   line.send({…}); line.now(); line.close();
//
// With rest (true, or a function that says so when the page is hidden) a page that
// nobody looks at for a minute lets its line go.
//
// The server beats every two seconds, since scripts see no pings. Whose right to the page is gone,
// a member of staff's or a device's, has the page ask for itself anew: it says why.

const SILENCE = 4500;      // ms without a word until the page says it is stale
const RETRY_MIN = 250;     // ms before the first try again
const RETRY_MAX = 5000;    // and before any later one
const FORBIDDEN = 1008;    // what a socket is closed with when the right to it is gone
const REFUSED = 4;         // tries in vain until the page asks whether it may be here at all
const HIDDEN = 60_000;     // ms a phone's page is kept connected while nobody looks

export function live(path, {message, state = () => {}, rest = false}) {
  const url = new URL(path, location.href);
  url.protocol = location.protocol === "https:" ? "wss:" : "ws:";

  let socket = null, tries = 0, said = "", lastNews = null, resting = false, ended = false;
  let retry = 0;   // next try to connect
  let hang = 0;    // gives this socket up when it is silent
  let stale = 0;   // says that nothing was heard at all
  let rested = 0;  // lets a page go that nobody looks at
  let offset = 0, bestTrip = Infinity;

  const say = (s) => {
    if (s === said) return;
    said = s;
    state(s, lastNews);
  };
  const sayStale = () => say(navigator.onLine ? "stale" : "offline");

  function connect() {
    clearTimeout(retry);
    if (ended || resting || (socket && socket.readyState <= WebSocket.OPEN)) return;
    const s = socket = new WebSocket(url);
    s.onmessage = (e) => { if (s === socket) hear(JSON.parse(e.data)); };
    s.onclose = (e) => { if (s === socket) e.code === FORBIDDEN ? location.reload() : lost(); };
    wait();
  }

  // wait gives a socket up that says nothing: its own close may take minutes.
  function wait() {
    clearTimeout(hang);
    hang = setTimeout(() => { leave(); lost(); }, SILENCE);
  }

  function expect() {
    clearTimeout(stale);
    stale = setTimeout(sayStale, SILENCE);
  }

  function hear(m) {
    tries = 0;
    lastNews = new Date(now());
    wait();
    expect();
    if (m.type === "beat" || m.type === "snapshot") learnClock(Date.parse(m.at)); // others tell of their event's time
    if (m.type === "beat") newBuild(m.build);
    else message(m);
    say("live");
  }

  function leave() {
    clearTimeout(hang);
    const s = socket;
    socket = null;
    if (s) { s.onclose = null; s.close(); }
  }

  // lost tries again. A restart takes less than a second, so nothing is said
  // until the silence has lasted.
  function lost() {
    clearTimeout(hang);
    clearTimeout(retry);
    if (ended || resting) return;
    const pause = Math.min(RETRY_MAX, RETRY_MIN * 2 ** tries++);
    retry = setTimeout(connect, pause * (0.5 + Math.random() / 2));
    if (tries % REFUSED === 0) ask();
  }

  // ask finds out whether the right to the page went while the line was down: a socket that is
  // refused doesn't say why. A page that leads elsewhere leads to the log-in.
  async function ask() {
    try {
      const r = await fetch(location.href, {redirect: "manual", cache: "no-store", signal: AbortSignal.timeout(SILENCE)});
      if ((r.status === 401 || r.status === 403 || r.type === "opaqueredirect") && !ended) location.reload();
    } catch { /* the line is down */ }
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
    clearTimeout(rested);
    resting = false;
    tries = 0;
    if (socket && socket.readyState === WebSocket.OPEN && lastNews && now() - lastNews < SILENCE) return;
    leave();
    connect();
  }

  function look() {
    if (!document.hidden) return wake();
    if (typeof rest === "function" ? rest() : rest) rested = setTimeout(() => { resting = true; clearTimeout(stale); leave(); sayStale(); }, HIDDEN);
  }

  document.addEventListener("visibilitychange", look);
  document.addEventListener("resume", wake);
  window.addEventListener("pageshow", (e) => { if (e.persisted) wake(); });
  window.addEventListener("online", wake);
  window.addEventListener("offline", () => say("offline"));
  expect();
  connect();

  return {
    send(m) { if (socket && socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(m)); },
    now,
    close() { ended = true; for (const timer of [retry, hang, stale, rested]) clearTimeout(timer); leave(); },
  };
}
