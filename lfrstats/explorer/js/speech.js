/**
 * Sentences from the table of texts. `{name}` is a value, `{n:one|many}` a word by number, and
 * `{n~cases}` a word of the scene by number (a face on a street, a woman screened).
 */
import { ENGLISH } from "./english.js";
import { GERMAN } from "./german.js";
import { count, oneIn, percent, range, share } from "./figures.js";

export const TEXTS = { en: ENGLISH, de: GERMAN };
const FORMAT = { percent, share, oneIn, count };

const byNumber = (value, pair) => pair.split("|")[Number(value) === 1 ? 0 : 1];

/**
 * The one who speaks: `t(key, values)`. Numbers are written as counts unless the value is
 * `[number, "percent" | "share" | "oneIn"]`.
 * @param {string} lang @param {Record<string, string>} [words] the words of a study, if it has any
 */
export function speaker(lang, scene = "street", words = undefined) {
  const table = TEXTS[lang];
  const word = (name) => words?.[name] ?? table[`${scene}.${name}`] ?? table[name] ?? table[`street.${name}`];
  const written = (value) => {
    if (Array.isArray(value)) return FORMAT[value[1]](value[0], lang);
    return typeof value === "number" ? count(value, lang) : value;
  };
  const plain = (value) => (Array.isArray(value) ? value[0] : value);
  function t(key, values = {}) {
    const text = word(key) ?? key;
    return text.replace(/(\d) (?=%|(?:in|of|von) \d)/g, "$1\u00a0").replace(/\{(\w+)(?:~(\w+)|:([^}]*))?\}/g, (_, name, role, pair) => {
      if (role) return byNumber(plain(values[name]), word(role));
      if (pair !== undefined) return byNumber(plain(values[name]), pair);
      return name in values ? written(values[name]) : word(name) ?? name;
    });
  }
  return Object.assign(t, {
    lang, percent: (v, digits = 2) => percent(v, lang, digits), share: (v) => share(v, lang),
    oneIn: (v) => oneIn(v, lang), count: (v) => count(v, lang),
    range(low, high) { const [a, b] = range(low, high, lang); return { low: a, high: b }; },
  });
}
