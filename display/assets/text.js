// The catalogue's sentences for scripts: t("common.people", {n: 3}). The texts
// come once, as an asset that the page names.

const root = document.documentElement;
export const {lang} = root.dataset;
const plural = new Intl.PluralRules(lang);
const texts = await fetchTexts(root.dataset.strings);

async function fetchTexts(url) {
  const r = await fetch(url);
  if (!r.ok) throw new Error(`texts: ${r.status}`);
  return r.json();
}

/** t makes a sentence; n chooses the plural form. An unknown key gives itself. */
export function t(key, args = {}) {
  const s = texts[key];
  if (s === undefined) return key;
  if (typeof s === "string") return fill(s, args);
  return fill((args.n !== undefined && s[plural.select(Number(args.n))]) || s.other, args);
}

function fill(s, args) {
  return s.replace(/\{(\w+)\}/g, (whole, name) => (name in args ? String(args[name]) : whole));
}
