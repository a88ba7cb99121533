// The editor: line numbers beside a plain textarea, and what the check says
// while one types. Without this the text is checked when it is sent.

import {$, $$, el, text} from "../display/dom.js";
import {t} from "../display/text.js";

const form = $("[data-editor]");
const area = $("textarea", form);
const lines = $(".lines", form);
const found = $(".problems", form);
const wait = 500; // milliseconds after the last key

let timer = 0;
let asked = 0;

/** number writes as many line numbers as there are lines. */
function number() {
  const n = area.value.split("\n").length;
  while (lines.childElementCount < n) lines.append(el("span", {id: `L${lines.childElementCount + 1}`}, String(lines.childElementCount + 1)));
  while (lines.childElementCount > n) lines.lastElementChild.remove();
  lines.scrollTop = area.scrollTop;
}

/** jump puts the cursor at a line and column, both from 1. */
function jump(line, column) {
  const all = area.value.split("\n");
  let at = all.slice(0, line - 1).reduce((sum, l) => sum + l.length + 1, 0);
  at += [...(all[line - 1] ?? "")].slice(0, column - 1).join("").length;
  area.focus();
  area.setSelectionRange(at, at);
  area.scrollTop = Math.max(0, (line - 1) * 20 - area.clientHeight / 3);
  lines.scrollTop = area.scrollTop;
}

/** count says how many errors there are, and how much else. */
function count(problems) {
  const errors = problems.filter((p) => p.severity === "error").length;
  const rest = problems.length - errors;
  if (!errors) return rest ? t("settings.draft_says", {n: rest}) : t("settings.fine");
  return t("settings.draft_errors", {n: errors}) + (rest ? t("settings.draft_also", {n: rest}) : "");
}

/** show lists problems and marks their lines. */
function show(problems) {
  text($("[data-count]", form), count(problems));
  found.replaceChildren(...problems.map((p) => el("li", {class: p.severity},
    el("a", {href: `#L${p.line}`, "data-line": p.line, "data-column": p.column}, t("settings.at", {line: p.line, column: p.column})),
    el("span", {}, el("strong", {}, t(p.severity === "error" ? "settings.error" : "settings.warning")), " ",
      el("span", p.lang ? {lang: p.lang} : {}, p.said)))));
  mark();
}

function mark() {
  for (const span of lines.children) span.className = "";
  for (const li of [...$$("li", found)].reverse()) {
    const span = lines.children[Number($("a", li).dataset.line) - 1];
    if (span && span.className !== "error") span.className = li.className;
  }
}

async function check() {
  const turn = ++asked;
  try {
    const r = await fetch("/admin/check", {method: "POST", body: new URLSearchParams({text: area.value})});
    if (turn !== asked || !r.ok) return;
    show((await r.json()).problems);
  } catch {
    // The line is gone: the check comes with the sending.
  }
}

area.addEventListener("input", () => {
  number();
  clearTimeout(timer);
  timer = setTimeout(check, wait);
});
area.addEventListener("scroll", () => { lines.scrollTop = area.scrollTop; });
found.addEventListener("click", (e) => {
  const a = e.target.closest("a[data-line]");
  if (!a) return;
  e.preventDefault();
  jump(Number(a.dataset.line), Number(a.dataset.column));
});

number();
mark();
if (area.value !== area.defaultValue) check(); // somebody was faster than this script
const wanted = /^#L(\d+)$/.exec(location.hash);
if (wanted) jump(Number(wanted[1]), 1);
