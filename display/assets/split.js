// Where a line may break in a language that is written without spaces.

const segmenters = new Map();

/** split lets a text break between words only, where its style keeps words whole: 法律援助｜窗口, not 法律援｜助窗口. */
export function split(label, lang = document.documentElement.lang) {
  if (!segmenters.has(lang)) segmenters.set(lang, new Intl.Segmenter(lang, {granularity: "word"}));
  const parts = [...segmenters.get(lang).segment(label.textContent)].map((s) => s.segment);
  label.replaceChildren(...parts.flatMap((p, i) => (i && !mark.test(p) ? [document.createElement("wbr"), p] : [p])));
}

const mark = /^[\p{Pe}\p{Pf}\p{Po}]/u; // never begins a line
