// Notices: what the screens tell besides the calls is written, posted and taken back here.

import {$, $$, text} from "../display/dom.js";
import {ask, refusal} from "../console/acts.js";

/** notices makes the form and the buttons work; told gets the refusal of taking one back, "" when there is none, and
 *  what was done; yes asks whether that is meant. */
export function notices(told, yes) {
  const dialog = $("#post"), form = $("form", dialog);

  document.addEventListener("click", async (e) => {
    const b = e.target.closest("[data-open=post], [data-notice]");
    if (!b || b.disabled) return;
    if (b.dataset.open) {
      form.reset();
      shape();
      refuse("");
      dialog.showModal();
      return $("[name=code]:checked", form).focus();
    }
    b.disabled = true;
    const r = await ask(`/api/v1/notices/${b.dataset.notice}`, undefined, {method: "DELETE"});
    b.disabled = false;
    told(r.status === 404 ? "" : refusal(r), form.dataset.taken); // somebody else may have been quicker
  });

  const isLoud = () => {
    const chosen = $("[name=code]:checked", form);
    return chosen.value === "" ? form.elements.emergency.checked : "emergency" in chosen.dataset;
  };

  // Words are asked for only where none are prepared.
  const shape = () => {
    const chosen = $("[name=code]:checked", form);
    const free = chosen.value === "";
    $("[data-free]", form).hidden = !free;
    const loud = isLoud();
    $("details", form).open ||= $$("[name=screen]:not(:checked)", form).length > 0;
    $("[value=post]", form).classList.toggle("danger", loud);
  };
  form.addEventListener("change", shape);
  form.addEventListener("input", () => refuse("")); // what was refused is being mended

  form.addEventListener("submit", async (e) => {
    if (e.submitter?.value !== "post") return;
    e.preventDefault();
    if (!$("[name=screen]:checked", form)) return refuse(form.dataset.none);
    const body = written();
    if (body.text && !Object.keys(body.text).length) {
      refuse(form.dataset.empty);
      return $("[name=text]", form).focus();
    }
    // An emergency covers everything: it is asked for once more.
    if (isLoud() && !await yes(form.dataset.sure.replace("{n}", $$("[name=screen]:checked", form).length))) return;
    const button = e.submitter;
    button.disabled = true;
    const r = await ask("/api/v1/notices", body);
    button.disabled = false;
    const words = refusal(r);
    refuse(words);
    if (words) return;
    dialog.close();
    told("", form.dataset.up);
  });

  // written gives what the form says.
  function written() {
    const all = $$("[name=screen]", form), some = all.filter((b) => b.checked);
    const body = {};
    const code = $("[name=code]:checked", form).value;
    if (code) body.code = code;
    else {
      body.text = Object.fromEntries($$("[name=text]", form).map((f) => [f.dataset.lang, f.value.trim()]).filter(([, s]) => s));
      body.kind = form.elements.emergency.checked ? "emergency" : "note";
    }
    if (some.length < all.length) body.screens = some.map((b) => b.value);
    const minutes = Number(form.elements.stands.value);
    if (minutes) body.for_s = minutes * 60;
    return body;
  }

  function refuse(words) {
    text($('[data-slot="post-refusal-words"]'), words);
    $('[data-slot="post-refusal"]').hidden = !words;
  }
}
