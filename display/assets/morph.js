// A part of a page takes over what the server has drawn anew, and nothing else: what is the same stays the
// same element, so that focus, scroll, open details, typed text and the touch of a slow finger survive.

/** morph makes an element's children those of an HTML text. */
export function morph(into, html) {
  const fresh = document.createElement("template");
  fresh.innerHTML = html;
  takeOver(into, fresh.content.childNodes);
}

const keyOf = (n) => n.nodeType === Node.ELEMENT_NODE ? n.dataset.keyOf || n.id : "";

/** takeOver makes an element's children those given: what is like one of them stays and becomes it. */
export function takeOver(old, nodes) {
  const fresh = [...nodes], wanted = new Set(fresh.map(keyOf));
  for (const e of [...old.children]) if (keyOf(e) && !wanted.has(keyOf(e))) e.remove();
  const known = new Map([...old.children].filter(keyOf).map((e) => [keyOf(e), e]));
  let at = old.firstChild;
  for (const want of fresh) {
    const key = keyOf(want);
    let have = key ? known.get(key) : at;
    known.delete(key); // a second one of the same key is another element
    if (key && have) {
      while (at !== have && at.nodeType === Node.TEXT_NODE) at = without(at); // rather than move an element over a blank
      if (at !== have) old.insertBefore(have, at); // it has another place now
    }
    if (!key && have && keyOf(have)) have = null;  // that one belongs to a key
    if (have && like(have, want)) {
      same(have, want);
      at = have.nextSibling;
      continue;
    }
    const focused = have && have === document.activeElement;
    old.insertBefore(want, have ?? at);
    if (have) have.remove();
    if (focused) want.focus?.({preventScroll: true}); // words can't have it
    at = want.nextSibling;
  }
  while (at) at = without(at);
}

// without takes a node away and gives the one after it.
function without(node) {
  const next = node.nextSibling;
  node.remove();
  return next;
}

const like = (a, b) => a.nodeType === b.nodeType && a.nodeName === b.nodeName && keyOf(a) === keyOf(b) && act(a) === act(b);

// act is what a touch of a button or a link does. One that does something else is another one: a finger that came down
// on the one before does nothing when it goes up.
const act = (e) => (e.nodeName === "BUTTON" || e.nodeName === "A") && JSON.stringify([e.getAttribute("href"), e.name, e.value, Object.entries(e.dataset).filter(([k]) => k !== "busy").sort()]);

function same(have, want) {
  if (have.nodeType !== Node.ELEMENT_NODE) {
    if (have.nodeValue !== want.nodeValue) have.nodeValue = want.nodeValue;
    return;
  }
  if ("own" in have.dataset || have.outerHTML === want.outerHTML) return; // the page's own to fill
  for (const a of [...have.attributes]) if (!want.hasAttribute(a.name) && !own(have, a.name)) have.removeAttribute(a.name);
  for (const a of want.attributes) if (have.getAttribute(a.name) !== a.value && !own(have, a.name)) have.setAttribute(a.name, a.value);
  takeOver(have, want.childNodes);
}

// own is what belongs to whoever looks, not to the server: whether a list is open, which field a choice shows, a
// button that waits for an answer.
const own = (e, name) => (name === "open" && e.nodeName === "DETAILS") || (name === "hidden" && "for" in e.dataset) || (name === "disabled" && "busy" in e.dataset) || name === "data-busy";
