// A part of a page takes over what the server has drawn anew, and nothing else: what is the same stays the
// same element, so that focus, scroll, open details and typed text survive.

/** morph makes an element's children those of an HTML text. */
export function morph(into, html) {
  const fresh = document.createElement("template");
  fresh.innerHTML = html;
  children(into, fresh.content);
}

const keyOf = (n) => n.nodeType === Node.ELEMENT_NODE ? n.dataset.keyOf || n.id : "";

function children(old, fresh) {
  const known = new Map([...old.children].filter(keyOf).map((e) => [keyOf(e), e]));
  let at = old.firstChild;
  for (const want of [...fresh.childNodes]) {
    const key = keyOf(want);
    let have = key ? known.get(key) : at;
    if (key && have && have !== at) old.insertBefore(have, at); // it has another place now
    if (!key && have && keyOf(have)) have = null;               // that one belongs to a key
    if (have && like(have, want)) {
      same(have, want);
      at = have.nextSibling;
      continue;
    }
    old.insertBefore(want, have ?? at);
    if (have) have.remove();
    at = want.nextSibling;
  }
  while (at) {
    const next = at.nextSibling;
    at.remove();
    at = next;
  }
}

const like = (a, b) => a.nodeType === b.nodeType && a.nodeName === b.nodeName && keyOf(a) === keyOf(b);

function same(have, want) {
  if (have.nodeType !== Node.ELEMENT_NODE) {
    if (have.nodeValue !== want.nodeValue) have.nodeValue = want.nodeValue;
    return;
  }
  if (have.dataset.slot || have.outerHTML === want.outerHTML) return; // a slot is the page's own to fill
  for (const a of [...have.attributes]) if (!want.hasAttribute(a.name) && !own(have, a.name)) have.removeAttribute(a.name);
  for (const a of want.attributes) if (have.getAttribute(a.name) !== a.value && !own(have, a.name)) have.setAttribute(a.name, a.value);
  children(have, want);
}

// own is what belongs to whoever looks, not to the server: whether a list is open, which field a choice shows, a
// button that waits for an answer.
const own = (e, name) => (name === "open" && e.nodeName === "DETAILS") || (name === "hidden" && "for" in e.dataset) || (name === "disabled" && "busy" in e.dataset) || name === "data-busy";
