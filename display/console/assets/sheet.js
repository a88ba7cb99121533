// A sheet asks one thing: a list to choose from with the arrow keys, a field to
// type in, Enter to do it, Esc to go back.

import {$, $$, el, text} from "../display/dom.js";
import {t} from "../display/text.js";
import {reflex} from "./state.js";

const TYPED = "input:not([type=checkbox]):not([type=radio]):not([data-find])";

/**
 * sheet wires a dialog; chosen is called with its option and its form and says false, or promises it, when
 * nothing came of it. missing says in words what still has to be said, "" when nothing has: the sheet stays open
 * with them. With preselect false nothing is chosen before somebody chooses. With a subject, a function that names what the sheet is about, what was typed is kept for it
 * until something came of it, however the sheet was left.
 */
export function sheet(id, chosen, {required = true, subject = null, preselect = true, missing = () => ""} = {}) {
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
    for (const o of $$("li", list)) o.hidden = "off" in o.dataset || !words.every((w) => o.dataset.find.toLowerCase().includes(w));
    if (none) none.hidden = shown().length > 0;
    select(preselect || words.length ? shown()[0] : null);
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
    const nth = /^(?:Numpad|Digit)([1-9])$/.exec(e.code ?? "");
    if (nth && list?.matches("[data-digits]") && shown()[nth[1] - 1]) {
      e.preventDefault();
      select(shown()[nth[1] - 1]);
      reflex();
      finish();
      return;
    }
    if (e.key !== "Enter" || e.target.closest("button")) return;
    e.preventDefault();
    // With a choice and a further field, Enter goes on to it first.
    const note = form.elements.note;
    if (e.target === find && note && option()) note.focus();
    else {
      reflex();
      finish();
    }
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
  $("[data-cancel]", dialog)?.addEventListener("click", () => { keep(); dialog.close(); });
  $("[data-do]", dialog).addEventListener("click", finish);
  form.addEventListener("submit", (e) => e.preventDefault()); // what the browser does by itself with Enter

  // says tells inside the sheet what still has to be said.
  const line = el("p", {class: "sheet-says", role: "alert", hidden: true});
  $(".foot", dialog).before(line);
  function says(words) {
    text(line, words);
    line.hidden = !words;
  }

  let about, kept = null; // what the open sheet is about; what was typed for whom
  const typed = () => Object.fromEntries($$(TYPED, form).map((i) => [i.name, i.value]));

  async function finish() {
    const o = option();
    const lacks = required && !o ? t("console.choose_first") : missing(o, form);
    says(lacks);
    if (lacks) return;
    const mine = {about, values: typed()};
    dialog.close();
    kept = null;
    if (await chosen?.(o, form) === false && subject) kept = mine;
  }
  dialog.addEventListener("cancel", () => keep());
  function keep() { kept = subject ? {about, values: typed()} : null; }

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
      says("");
      about = subject?.();
      if (kept && kept.about === about) for (const i of $$(TYPED, form)) i.value = kept.values[i.name] ?? i.value;
      if (find) filter();
      else if (list) select(preselect ? shown()[0] : null);
      dialog.showModal();
      ($("input", dialog) || list || dialog).focus();
      dialog.scrollTop = 0; // what has the focus may stand at its end
    },
    /** overtaken closes the sheet when what it is about is no longer so; what was typed is kept. */
    overtaken() {
      if (!dialog.open || !subject || subject() === about) return false;
      keep();
      dialog.close();
      return true;
    },
  };
}
