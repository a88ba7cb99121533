// The catalogue's sentences for scripts: t("kiosk.ahead", {n: 3}). The texts
// come once, as an asset that the page names; a page can ask for another
// language with load().

const root = document.documentElement;
let texts = await fetchTexts(root.dataset.strings);
export let lang = root.dataset.lang;
let plural = new Intl.PluralRules(lang);

async function fetchTexts(url) {
  const r = await fetch(url);
  if (!r.ok) throw new Error(`texts: ${r.status}`);
  return r.json();
}

/** load takes another language's texts for this face. */
export async function load(other) {
  texts = await fetchTexts(root.dataset.strings.replace(`/strings/${lang}/`, `/strings/${other}/`));
  lang = other;
  plural = new Intl.PluralRules(lang);
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

/** has says whether there is such a text. */
export const has = (key) => key in texts;
