// Notes when something has been painted, by the clock of the machine. Before it stands
// const look = (document) => [keys of what can be seen now].
(() => {
  const noted = window.noted = {}, turns = window.turns = [];
  const clock = (at) => performance.timeOrigin + at;
  const painted = (then) => requestAnimationFrame(() => { // before the frame is drawn; the message comes after it
    const c = new MessageChannel();
    c.port1.onmessage = () => then(clock(performance.now()));
    c.port2.postMessage(0);
  });
  let touched = 0, body = null;
  addEventListener("pointerdown", (e) => { touched = clock(e.timeStamp); }, {capture: true, passive: true});
  new MutationObserver(() => {
    for (const key of look()) {
      if (key in noted) continue;
      noted[key] = 0;
      painted((at) => { noted[key] = at; });
    }
    if (!document.body || body === document.body) return;
    const from = touched;
    body = document.body;
    touched = 0;
    if (from) painted((at) => turns.push(at - from));
  }).observe(document, {childList: true, subtree: true, characterData: true, attributes: true});
})();
