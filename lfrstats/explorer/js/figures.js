/**
 * Figures as people print and read them: "70 %", "1 in 1,000", "8 of 42". Reading gives the share
 * and the set of shares that print so; writing gives sensible digits. As `lfrstats.words`.
 *
 * @typedef {{ value: number, low: number, high: number, k?: number, n?: number }} Figure
 */

export const LONGEST = 120;
const RARE = 0.01;
const SIGNS = {
  en: { point: ".", comma: ",", in: "in", of: "of", percent: "per\\s?cent", none: "none" },
  de: { point: ",", comma: ".", in: "von", of: "von", percent: "prozent", none: "keine" },
};

const exponent = (value) => Number(value.toExponential(11).split("e")[1]);

/** A number with at most `decimals` decimals, separators, and no trailing zeros. */
export function decimal(value, decimals, lang = "en") {
  let text = value.toFixed(Math.min(100, Math.max(0, decimals)));
  if (text.includes(".")) text = text.replace(/\.?0+$/, "");
  const [left, right] = text.split(".");
  const { point, comma } = SIGNS[lang];
  const grouped = left.replace(/\B(?=(\d{3})+$)/g, comma);
  return right ? grouped + point + right : grouped;
}

export const count = (value, lang = "en") => decimal(value, 0, lang);

/** The decimals of a percentage that show `digits` digits of the share or of its gap to 1. */
function decimals(value, digits) {
  let gap = Math.min(value, 1 - value);
  if (gap <= 0) gap = Math.max(value, 1 - value, 1e-300);
  return Math.max(0, digits - 1 - exponent(100 * gap));
}

/** A share as a percentage: two digits, counted from the gap where it is near 100 %. */
export const percent = (value, lang = "en", digits = 2) => Number.isNaN(value) ? "–"
  : `${decimal(100 * value, decimals(value, digits), lang)}\u00a0%`;

/** The ends of a range, in one style and one precision that tells them apart. */
export function range(low, high, lang = "en") {
  if (low > 0 && low < RARE / 100 && high >= 0.5 && high < 1) return [oneIn(low, lang), percent(high, lang)];
  if (low > 0 && (high < RARE || (low < RARE / 10 && high < 0.5))) return [oneIn(low, lang), oneIn(high, lang)];
  const telling = [low, high, high - low].filter((value) => value > 0 && value < 1);
  const places = Math.max(0, ...telling.map((value) => decimals(value, 2)));
  return places > 3 ? [percent(low, lang), percent(high, lang)]
    : [low, high].map((value) => `${decimal(100 * value, places, lang)}\u00a0%`);
}

function approximately(value, digits, lang) {
  if (value < 9.95) return decimal(value, 1 - exponent(value), lang);
  const spare = 10 ** Math.max(0, exponent(value) + 1 - digits);
  return decimal(Math.round(value / spare) * spare, 0, lang);
}

/** A share as "1 in N". */
export function oneIn(value, lang = "en") {
  if (Number.isNaN(value)) return "–";
  if (value === 0) return SIGNS[lang].none;
  return `1\u00a0${SIGNS[lang].in}\u00a0${approximately(1 / value, 4, lang)}`;
}

/** A share as people read it: "1 in N" below 1 in 100, else a percentage. */
export const share = (value, lang = "en") =>
  value > 0 && value < RARE ? oneIn(value, lang) : percent(value, lang);

/**
 * The number a text is, and the place of its last digit; null if it is none. `twice`: it could be two.
 * @returns {{ value: number, place: number, twice?: boolean } | null}
 */
function number(text, lang) {
  const { point, comma } = SIGNS[lang];
  const dot = `\\${point}`, group = `\\${comma}`;
  const form = new RegExp(`^(?:\\d{1,3}(?:${group}\\d{3})+|\\d+)?(?:${dot}\\d+)?(?:e[+-]?\\d{1,3})?$`);
  if (!text || !form.test(text)) return null;
  if (lang === "en" && /^\d{1,3}\.\d{3}$/.test(text) && !text.startsWith("0")) {
    return { value: Number(text), place: 1e-3, twice: true };
  }
  const plain = text.replaceAll(comma, "").replace(point, ".");
  const [mantissa, power] = plain.split("e");
  const places = (mantissa.split(".")[1] ?? "").length - Number(power ?? 0);
  return Number.isFinite(Number(plain)) ? { value: Number(plain), place: 10 ** -places } : null;
}

/** The place of a whole number's last digit that is not zero: 1,000 for 33,000. */
function lastDigit(n) {
  let place = 1;
  while (n && n % (place * 10) === 0) place *= 10;
  return place;
}

const clip = (value) => Math.min(1, Math.max(0, value));

function readPercent(match, lang) {
  const found = number(match[1], lang);
  if (!found) return { error: "unreadable" };
  const half = found.place / 200;
  const value = found.value / 100;
  return within({ value, low: clip(value - half), high: clip(value + half) });
}

function readPair(match, lang) {
  const [a, b] = [number(match[1], lang), number(match[3], lang)];
  if (!a || !b) return { error: "unreadable" };
  if (a.twice || b.twice) return { error: "twice" };
  if (!b.value) return { error: "nothing" };
  if (a.value > b.value) return { error: "part" };
  if (a.value === 1 && match[2] !== "/" && (match[2] !== "of" || lang === "de")) {
    return oneInSet(b.value, b.place);
  }
  if (!Number.isInteger(a.value) || !Number.isInteger(b.value)) return { error: "counts" };
  const value = a.value / b.value;
  return { value, low: value, high: value, k: a.value, n: b.value };
}

/** "1 in N": the step is N's last digit that is not zero, ten times finer below a power of ten. */
function oneInSet(n, place) {
  const step = place >= 1 ? Math.max(lastDigit(n), place) : place;
  const finer = n === step ? step / 10 : step;
  return { value: 1 / n, low: clip(1 / (n + step / 2)), high: clip(1 / (n - finer / 2)) };
}

const within = (figure) => (figure.value > 1 || figure.value < 0 ? { error: "range" } : figure);

/**
 * A figure as typed, or the key of the sentence that says what is wrong with it.
 * @param {string} text @returns {Figure & { error?: undefined } | { error: string, value?: undefined }}
 */
export function read(text, lang = "en") {
  const clean = String(text).slice(0, LONGEST + 1).toLowerCase().trim().replace(/\s+/g, " ");
  if (clean.length > LONGEST) return { error: "long" };
  const words = SIGNS[lang];
  const percentage = clean.match(new RegExp(`^([\\d.,e+-]+) ?(?:%|${words.percent})$`));
  if (percentage) return readPercent(percentage, lang);
  const pair = clean.match(new RegExp(`^([\\d.,e+-]+) ?(in|of|out of|von|/) ?([\\d.,e+-]+)$`));
  if (pair) return readPair(pair, lang);
  const plain = number(clean, lang);
  if (!plain) return { error: "unreadable" };
  if (plain.value > 1) return { error: plain.value <= 100 ? "percentage" : "range" };
  const half = /^[01]$/.test(clean) ? 0 : plain.place / 2;
  return { value: plain.value, low: clip(plain.value - half), high: clip(plain.value + half) };
}
