// A few words for the document; no framework.

/** $ finds one element, $$ all. */
export const $ = (selector, within = document) => within.querySelector(selector);
export const $$ = (selector, within = document) => [...within.querySelectorAll(selector)];

/** el makes an element: el("p", {class: "small", "data-id": 3}, "text", child). */
export function el(tag, attrs = {}, ...children) {
  const e = document.createElement(tag);
  for (const [k, v] of Object.entries(attrs)) {
    if (v === null || v === undefined || v === false) continue;
    if (k.startsWith("on")) e.addEventListener(k.slice(2), v);
    else e.setAttribute(k, v === true ? "" : v);
  }
  e.append(...children.filter((c) => c !== null && c !== undefined && c !== false));
  return e;
}

/** text writes only what has changed, so that nothing is laid out for nothing. */
export function text(e, s) {
  s = String(s);
  if (e && e.textContent !== s) e.textContent = s;
}

/** copy clones the first element of a <template>. */
export const copy = (selector) => $(selector).content.firstElementChild.cloneNode(true);

/** freshKey is an Idempotency-Key; it works without a secure page, too. */
export function freshKey() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, "0")).join("");
}
