// No gesture and no key leads a visitor out of the page: no menu, no selection, no dragging, no
// pinching, no zoom, no going back, no shortcut. What the browser or the system hears before any
// page does is for their settings: see the README.

const stop = (e) => e.preventDefault();
const typed = (e) => e.target instanceof Element && e.target.closest("input:not([type=radio]), textarea");

for (const type of ["contextmenu", "dragstart", "gesturestart", "gesturechange", "auxclick", "dblclick"]) document.addEventListener(type, stop);
document.addEventListener("selectstart", (e) => { if (!typed(e)) stop(e); });
document.addEventListener("wheel", (e) => { if (e.ctrlKey) stop(e); }, {passive: false});
document.addEventListener("touchstart", (e) => { if (e.touches.length > 1) stop(e); }, {passive: false});
document.addEventListener("touchmove", (e) => { if (e.touches.length > 1) stop(e); }, {passive: false});

// A swipe from the edge is the browser's way back: nothing begins there. The pages have their keys
// further in.
const EDGE = 12; // px
document.addEventListener("touchstart", (e) => {
  const x = e.touches[0].clientX;
  if (e.cancelable && (x < EDGE || x > innerWidth - EDGE)) stop(e);
}, {passive: false});

// Shortcuts: what a scanner, a keypad and a field need gets through.
document.addEventListener("keydown", (e) => {
  const field = typed(e), copies = field && ["a", "c", "v", "x", "z"].includes(e.key.toLowerCase());
  if ((e.ctrlKey || e.metaKey) && !copies) stop(e);
  else if (e.altKey || /^F\d+$/.test(e.key) || ["ContextMenu", "BrowserBack", "BrowserForward", "BrowserHome", "BrowserRefresh", "BrowserSearch"].includes(e.key)) stop(e);
  else if (e.key === "Backspace" && !field) stop(e);
}, {capture: true});

history.scrollRestoration = "manual";
