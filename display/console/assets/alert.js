// Somebody waits and the window is idle: a bell, and a notification of the machine where the page may. Both are
// asked for by a button; nothing rings before.

import {$$} from "../display/dom.js";
import {t} from "../display/text.js";
import {bell} from "../display/bell.js";
import {refuse, tell} from "./doing.js";
import {seen} from "./keys.js";
import {id, shown, view} from "./state.js";

const KEPT = `onedoor-bell-${id}`;
const AGAIN = 60_000; // ms until it rings once more

let note = null; // the notification that stands
let on = localStorage.getItem(KEPT) === "on", audio = null, idle = false, again = 0;

function draw() {
  for (const b of $$("[data-bell]")) b.setAttribute("aria-pressed", String(on));
}

// wake has the machine's sound ready: browsers allow it with a key or a touch only.
function wake() {
  audio ??= new AudioContext();
  if (audio.state === "suspended") audio.resume();
}

function ring() {
  if (audio?.state === "running") {
    bell(audio, 784, audio.currentTime);
    bell(audio, 988, audio.currentTime + 0.28);
  }
  if (!document.hidden && document.hasFocus()) return; // it is seen
  if (globalThis.Notification?.permission !== "granted") return;
  note?.close();
  const n = note = new Notification(t("console.bell_title", {window: shown.state.window.label}), {body: t("console.bell_text", {n: shown.state.count}), tag: KEPT});
  n.onclick = () => { window.focus(); n.close(); };
}

async function turn() {
  on = !on;
  localStorage.setItem(KEPT, on ? "on" : "off");
  draw();
  if (!on) return tell(t("console.bell_off"));
  wake();
  if (!isSecureContext || !globalThis.Notification) return tell(t("console.bell_no_page"));
  const may = await Notification.requestPermission();
  tell(t(may === "granted" ? "console.bell_on" : "console.bell_sound"));
}

/** heard is told of each change: it rings when the window has become idle with somebody waiting, and again. */
export function heard() {
  const now = view() === "next";
  if (on && now && (!idle || performance.now() > again)) {
    again = performance.now() + AGAIN;
    ring();
  }
  if (!now && note) { // somebody has seen to it
    note.close();
    note = null;
  }
  idle = now;
}

/** alerts wires the button. */
export function alerts() {
  draw();
  document.addEventListener("click", (e) => {
    const b = e.target.closest("[data-bell]");
    if (b && seen(b)) turn().catch(() => refuse(t("console.bell_sound")));
  });
  document.addEventListener("keydown", () => { if (on) wake(); });
}
