// The search answers each key: what was typed goes to the server and what it brings up comes
// back, the newest answer alone. How a search ended is counted, once, and with what was typed only
// where that brought up nothing.

const WAIT = 40; // ms after a key; a finger that goes on typing isn't answered in between

const root = () => document.querySelector("[data-search]");
let due = 0;
let asked = 0;   // counts the questions, so that a late answer to an old one is dropped
let last = null; // what the search that is open came to

document.addEventListener("click", (e) => {
  const key = e.target.closest("[data-type]")?.dataset.type;
  if (!key || !root()) return;
  const field = root().querySelector("[name=q]");
  switch (key) {
    case "clear": field.value = ""; break;
    case "back": field.value = field.value.slice(0, -1); break;
    default: if (field.value.length < field.maxLength) field.value += key;
  }
  ask();
});
document.addEventListener("input", (e) => { if (root()?.contains(e.target)) ask(); });
document.addEventListener("submit", (e) => {
  if (!root()?.contains(e.target) || e.target.method !== "get") return;
  e.preventDefault();
  e.stopImmediatePropagation();
  ask();
}, {capture: true});

function ask() {
  clearTimeout(due);
  due = setTimeout(answer, WAIT);
}

async function answer() {
  const page = root();
  if (!page) return;
  const form = page.querySelector("form"), n = ++asked;
  const url = `${form.getAttribute("action")}?${new URLSearchParams(new FormData(form))}`;
  try {
    const r = await fetch(url, {cache: "no-store", signal: AbortSignal.timeout(4000)});
    const doc = new DOMParser().parseFromString(await r.text(), "text/html");
    if (n !== asked || root() !== page || !doc.querySelector("[data-search]")) return;
    for (const part of ["[data-results]", "[data-langs]"]) {
      document.querySelector(part).replaceWith(document.adoptNode(doc.querySelector(part)));
    }
    document.querySelector("[data-kiosk]").dataset.here = url; // what refreshes the page asks for this one
    page.querySelector("[data-type=clear]").hidden = form.elements.q.value === "";
    note();
  } catch { /* the beat says when the server is lost */ }
}

// note keeps what the open search has come to.
function note() {
  const page = root(), found = page?.querySelector("[data-results]");
  if (!found?.dataset.typed) return;
  last = {key: page.dataset.key, to: page.dataset.count, hits: found.dataset.hits, typed: found.dataset.typed, form: page.querySelector("form")};
}

// count tells the server how a search ended: with something that was taken, or with nothing.
function count(taken = {}) {
  if (!last) return;
  const body = new URLSearchParams(new FormData(last.form));
  body.delete("q");
  body.set("key", last.key);
  body.set("hits", last.hits);
  if (last.hits === "0") body.set("typed", last.typed);
  for (const name of ["service", "question"]) if (taken[name]) body.set(name, taken[name]);
  fetch(last.to, {method: "POST", body, keepalive: true}).catch(() => {});
  last = null;
}

document.addEventListener("click", (e) => {
  const find = e.target.closest(".find, .chip");
  if (find && root()) count(find.dataset);
}, {capture: true});
// Whatever takes the page away ends the search that was on it.
new MutationObserver(() => {
  if (last && !document.contains(last.form)) count();
}).observe(document.documentElement, {childList: true});
