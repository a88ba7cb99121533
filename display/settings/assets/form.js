// Lists within a form get another row, or lose one. Without this a blank row
// stands at the end of each, and a row that is emptied is left out.

import {$, $$} from "../display/dom.js";

/** add puts a blank row at the end of a list. */
function add(list) {
  const count = $('input[type="hidden"][name$=".n"]', list);
  const n = Number(count.value);
  const row = $("template", list).content.firstElementChild.cloneNode(true);
  for (const e of [row, ...$$("[name], [data-row]", row)]) {
    for (const attribute of ["name", "data-row"]) {
      const value = e.getAttribute(attribute);
      if (value) e.setAttribute(attribute, value.replace("{i}", n));
    }
  }
  count.value = n + 1;
  $(".list", list).append(row);
  arm(row);
  $("input, select, textarea", row)?.focus();
}

/** arm brings a row's button to life. */
function arm(row) {
  const drop = $("[data-drop]", row);
  if (!drop) return;
  drop.hidden = false;
  drop.addEventListener("click", () => {
    const next = row.nextElementSibling ?? row.previousElementSibling;
    const form = row.closest("form");
    row.remove();
    form.dispatchEvent(new Event("rows"));
    (next ? $("input, select, textarea", next) : null)?.focus();
  });
}

for (const list of $$(".rows")) {
  const button = $("[data-add]", list);
  button.hidden = false;
  button.addEventListener("click", () => add(list));
}
$$(".rows .row").forEach(arm);
