// What is known of the ticket in hand as text, for the program of the case: by one key, nothing is typed twice.

import {t} from "../display/text.js";
import {refuse, tell} from "./doing.js";
import {seen} from "./keys.js";
import {shown} from "./state.js";

// brief makes the text: a line each.
function brief(k) {
  const line = (key, words) => (words ? `${t(`console.${key}`)}${t("console.copy_colon")}${words}` : "");
  return [
    `${k.number} ${k.service_name}`, k.facts.join(" · "), k.need_words.join(" · "),
    line("brief", k.brief.map((b) => `${b.asked} ${b.said}`).join(t("console.copy_semicolon"))),
    line("note", k.note_texts.join(t("console.copy_semicolon"))),
    k.about?.words ?? "", k.stops.length > 1 ? k.stops.map((s) => s.service).join(" → ") : "",
  ].filter(Boolean).join("\n");
}

// copied puts a text on the clipboard, the old way where the page isn't a secure one; false: it can't.
async function copied(words) {
  if (navigator.clipboard && isSecureContext) {
    try {
      await navigator.clipboard.writeText(words);
      return true;
    } catch { /* the old way may do */ }
  }
  const area = document.createElement("textarea"), before = document.activeElement;
  area.value = words;
  area.className = "hidden-text";
  area.setAttribute("aria-hidden", "true");
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  before?.focus?.();
  return done;
}

/** copying wires the button. */
export function copying() {
  document.addEventListener("click", async (e) => {
    const b = e.target.closest("[data-copy]");
    const k = shown.state?.ticket;
    if (!b || !seen(b) || !k) return;
    if (await copied(brief(k))) tell(t(k.brief.length || k.note_texts.length ? "console.copied" : "console.copied_number", {number: k.number}));
    else refuse(t("console.copy_not"));
  });
}
