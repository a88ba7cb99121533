// Making oneself heard: vibration where the browser can, a chime once somebody has
// asked for it by a tap (nothing may sound before one), and the screen kept on
// where the page is secure. None of it is promised: a phone may stay silent, and
// the page says so.

const NEAR = [[0, 784]];                           // [seconds, Hz]
const CALL = [[0, 659], [0.22, 784], [0.44, 988]]; // three rising notes
const SHAKE = {near: [200], call: [400, 150, 400, 150, 700]};

let audio = null;   // since the tap
let wanted = false; // somebody wants to hear
let lock = null;    // of the screen
let awake = false;  // somebody wants the screen on

const running = () => audio !== null && audio.state === "running";

// note plays one bell-like tone.
function note(at, hz) {
  for (const [times, loud] of [[1, 0.5], [2, 0.16], [3, 0.06]]) {
    const tone = audio.createOscillator();
    const gain = audio.createGain();
    tone.frequency.value = hz * times;
    gain.gain.setValueAtTime(0.0001, at);
    gain.gain.exponentialRampToValueAtTime(loud, at + 0.01);
    gain.gain.exponentialRampToValueAtTime(0.0001, at + 0.9);
    tone.connect(gain);
    gain.connect(audio.destination);
    tone.start(at);
    tone.stop(at + 1);
  }
}

function play(notes, from = 0) {
  for (const [at, hz] of notes) note(audio.currentTime + 0.05 + from + at, hz);
}

// unlock makes the browser let us sound; it must run inside the tap.
async function unlock() {
  const Context = window.AudioContext || window.webkitAudioContext;
  if (!Context) return;
  audio = audio || new Context();
  await audio.resume();
}

async function keepAwake() {
  if (!awake || lock || document.hidden || !navigator.wakeLock) return;
  try {
    lock = await navigator.wakeLock.request("screen");
    lock.addEventListener("release", () => { lock = null; show(); });
  } catch { // a low battery, or the browser doesn't want to
    lock = null;
  }
  show();
}

// Some browsers let nothing vibrate before a tap, either.
let tapped = false;
document.addEventListener("click", () => {
  tapped = true;
  const tip = buttons.querySelector("[data-tap]");
  if (tip) tip.hidden = true;
}, {capture: true});

let buttons = document; // or the middle that they stand in
function show() {
  say("[data-sound]", running());
  say("[data-awake]", lock !== null);
}

// say has a button say what is: pressing it again takes it back.
function say(selector, on) {
  const b = buttons.querySelector(selector);
  if (!b) return;
  b.classList.toggle("on", on);
  b.lastElementChild.textContent = on ? b.dataset.on : b.dataset.off;
}

async function sound() {
  wanted = !running();
  if (!wanted) {
    await audio.suspend();
  } else {
    await unlock();
    if (running()) play(NEAR); // so that one hears how loud the phone is
  }
  show();
}

async function screen() {
  awake = !lock;
  if (lock) await lock.release();
  else await keepAwake();
  show();
}

export const alarm = {
  /** on says whether somebody wants to hear something while not looking. */
  on: () => wanted && running(),

  /** ring is for "near" or "call". */
  ring(what) {
    if (navigator.vibrate) navigator.vibrate(SHAKE[what]);
    if (!running()) return;
    play(what === "near" ? NEAR : CALL);
    if (what === "call") play(CALL, 1.6);
  },

  /** wake takes up again what a phone lets go of when it sleeps. */
  wake() {
    keepAwake();
    if (wanted && !running()) audio.resume().then(show, show);
    show();
  },

  /** begin gives a new middle's buttons their scripts and shows what is on. */
  begin(middle) {
    buttons = middle;
    const part = middle.querySelector("[data-alarm]");
    if (!part) return;
    const can = {
      "[data-sound]": Boolean(window.AudioContext || window.webkitAudioContext),
      "[data-awake]": window.isSecureContext && "wakeLock" in navigator,
      "[data-awake-not]": !window.isSecureContext,
      "[data-tap]": Boolean(navigator.vibrate) && !tapped,
    };
    for (const selector of Object.keys(can)) {
      const e = part.querySelector(selector); // who doesn't hear has no key for sound
      if (e) e.hidden = !can[selector];
    }
    const key = part.querySelector("[data-sound]");
    if (key) key.addEventListener("click", () => { sound().catch(show); });
    part.querySelector("[data-awake]").addEventListener("click", () => { screen().catch(show); });
    part.hidden = false;
    show();
  },
};
