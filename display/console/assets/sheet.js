// A sheet asks one thing: a list to choose from with the arrow keys, a field to
// type in, Enter to do it, Esc to go back.

import {$, $$} from "../display/dom.js";

/** sheet wires a dialog; chosen is called with its option and its form. */
export function sheet(id, chosen, {required = true} = {}) {
  const dialog = document.getElementById(id);
  const form = $("form", dialog), list = $(".options", dialog), find = $("[data-find][name]", dialog), none = $("[data-none]", dialog);
  const shown = () => (list ? $$("li:not([hidden])", list) : []);
  const option = () => shown().find((o) => o.getAttribute("aria-selected") === "true");

  function select(o) {
    for (const x of list ? $$("li", list) : []) x.setAttribute("aria-selected", String(x === o));
    o?.scrollIntoView({block: "nearest"});
  }

  function filter() {
    const words = find.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    for (const o of $$("li", list)) o.hidden = !words.every((w) => o.dataset.find.toLowerCase().includes(w));
    if (none) none.hidden = shown().length > 0;
    select(shown()[0]);
  }

  dialog.addEventListener("keydown", (e) => {
    if (e.isComposing || e.keyCode === 229) return;
    if (e.repeat && e.key === "Enter") { e.preventDefault(); return; }
    if (e.key === "ArrowDown" || e.key === "ArrowUp") {
      const all = shown();
      if (!all.length) return;
      const at = all.indexOf(option());
      select(all[(at + (e.key === "ArrowDown" ? 1 : at < 0 ? 0 : -1) + all.length) % all.length]);
      e.preventDefault();
      dialog.dispatchEvent(new CustomEvent("choose", {detail: option()}));
      return;
    }
    if (e.key !== "Enter" || e.target.closest("button")) return;
    e.preventDefault();
    // With a choice and a further field, Enter goes on to it first.
    const note = form.elements.note;
    if (e.target === find && note && option()) note.focus();
    else finish();
  });
  list?.addEventListener("click", (e) => {
    const o = e.target.closest("li");
    if (!o) return;
    select(o);
    dialog.dispatchEvent(new CustomEvent("choose", {detail: o}));
    if (!form.elements.note) finish();
    else form.elements.note.focus();
  });
  find?.addEventListener("input", filter);
  $("[data-cancel]", dialog)?.addEventListener("click", () => dialog.close());
  $("[data-do]", dialog).addEventListener("click", finish);
  form.addEventListener("submit", (e) => e.preventDefault()); // what the browser does by itself with Enter

  function finish() {
    const o = option();
    if (required && !o) return;
    dialog.close();
    chosen?.(o, form);
  }

  // Some input methods still bring the character of the key that opened the
  // sheet, though it was taken.
  let opened = 0, by = "";
  dialog.addEventListener("beforeinput", (e) => {
    if (e.data && e.data.toLowerCase() === by && performance.now() - opened < 200) e.preventDefault();
    by = "";
  });

  return {
    dialog, form, select,
    open(key = "") {
      if (dialog.open) return;
      opened = performance.now();
      by = key;
      form.reset();
      if (find) filter();
      else if (list) select(shown()[0]);
      dialog.showModal();
      ($("input", dialog) || list || dialog).focus();
      dialog.scrollTop = 0; // what has the focus may stand at its end
    },
  };
}
