// Clips are heard where they are listed, one at a time. Without this a link
// opens the recording by itself.

import {$, $$} from "../display/dom.js";

const player = new Audio();
let playing = null;

function stop() {
  playing?.removeAttribute("data-playing");
  playing = null;
  player.pause();
}

player.addEventListener("ended", stop);
player.addEventListener("error", stop);

for (const link of $$("[data-listen]")) {
  link.setAttribute("role", "button");
  link.addEventListener("keydown", (e) => {
    if (e.key !== " ") return;
    e.preventDefault();
    link.click();
  });
  link.addEventListener("click", async (e) => {
    e.preventDefault();
    const again = playing === link;
    stop();
    if (again) return;
    playing = link;
    link.setAttribute("data-playing", "");
    player.src = link.href;
    try {
      await player.play();
    } catch {
      if (playing === link) stop(); // another one was asked for, or the browser may not
    }
  });
}

// What was asked for is heard when the page comes back, where the browser lets it.
$("audio[data-play]")?.play().catch(() => {});

const side = $(".side"), here = $("[aria-current]", side);
if (here) side.scrollTop = here.offsetTop - side.clientHeight / 2; // the list is longer than most windows
