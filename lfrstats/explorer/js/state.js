/**
 * The state of the explorer: one frozen object, changed by the acts of this file and by nothing
 * else. It goes to and from the address, so that a link carries it; a hostile address is read as
 * far as it makes sense.
 */
import { QUANTITIES, moved } from "./model.js";

export const MODES = ["guide", "free", "claims", "street", "class"];
export const VIEWS = ["icons", "tree", "square", "curve", "table", "all"];
export const SCENES = ["street", "cancer"];
export const LANGUAGES = ["en", "de"];
export const MOST_FACES = 1e9;
export const STEPS = 12;

/** The figures the first state was printed with, and what rounding leaves open of them. */
const PRINTED = {
  tpir: { value: 0.7, low: 0.695, high: 0.705 }, fpir: { value: 0.001, low: 1 / 1500, high: 1 / 950 },
};
const STREET = { prevalence: 1 / 2976, tpir: 0.7, fpir: 0.001, precision: 8 / 42 };
export const CANCER = { prevalence: 0.01, tpir: 0.9, fpir: 0.09, precision: 9 / 98.1 };
export const PRESETS = { street: [STREET, 100_000], cancer: [CANCER, 1000] };

/** @typedef {ReturnType<typeof initial>} State */

/** The state a first visitor meets. */
export function initial() {
  return Object.freeze({
    mode: "guide", lang: "en", view: "icons", scene: "street", follows: "precision", last: "",
    setting: STREET, faces: 100_000, given: PRINTED, sure: false, trouble: null,
    step: 1, answers: {}, study: "", claim: "", right: null, deployment: -1,
    seed: 1, staff: 100,
  });
}

const put = (state, changes) => Object.freeze({ ...state, ...changes });

/** What may be done; each act gives the next state. */
export const ACTS = {
  /** Move one quantity; the follower follows, the other two stay. */
  move(state, name, value, figure = null) {
    const follows = state.follows === name ? (name === "precision" ? "prevalence" : "precision")
      : state.follows;
    const next = moved(state.setting, name, value, follows);
    if (!next.setting) {
      return put(state, { trouble: { name, follows, needs: next.needs } });
    }
    const { [name]: _, [follows]: __, ...rest } = state.given;
    const given = figure ? { ...rest, [name]: figure } : rest;
    return put(state, { setting: next.setting, follows, given, trouble: null, last: name });
  },
  follow: (state, follows) => Number.isNaN(state.setting.precision) && follows !== "precision"
    ? state : put(state, { follows, trouble: null, last: "" }),
  crowd: (state, faces) => put(state, { faces }),
  show: (state, view) => put(state, { view }),
  scene: (state, scene) => put(state, {
    scene, setting: PRESETS[scene][0], faces: PRESETS[scene][1], follows: "precision", given: {},
    trouble: null, last: "",
  }),
  set: (state, setting, faces = state.faces) => put(state, { setting, faces, trouble: null }),
  doubt: (state, sure) => put(state, { sure }),
  go: (state, mode) => put(state, { mode }),
  speak: (state, lang) => put(state, { lang }),
  step: (state, step) => put(state, { step: Math.min(STEPS, Math.max(1, step)) }),
  answer: (state, id, code) => put(state, { answers: { ...state.answers, [id]: code } }),
  restart: (state) => put(state, { answers: {}, step: 1 }),
  study: (state, study) => put(state, { study, claim: "", right: null, deployment: -1 }),
  claim: (state, claim) => put(state, { claim }),
  verified: (state, right) => put(state, { right }),
  deployment: (state, deployment) => put(state, { deployment }),
  again: (state) => put(state, { seed: (state.seed + 1) % 1e6 }),
};

const within = (low, high) => (text) => {
  const value = Number(text);
  return text !== "" && value >= low && value <= high ? value : undefined;
};
const whole = (low, high) => (text) => {
  const value = within(low, high)(text);
  return Number.isInteger(value) ? value : undefined;
};
const oneOf = (list) => (text) => (list.includes(text) ? text : undefined);
const id = (text) => (/^[\w.-]{1,80}$/.test(text) ? text : undefined);

/**
 * Each letter of an address: the key it sets, and how its text is read.
 * @type {Record<string, [string, (text: string) => any]>}
 */
const LETTERS = {
  m: ["mode", oneOf(MODES)], l: ["lang", oneOf(LANGUAGES)], v: ["view", oneOf(VIEWS)],
  w: ["scene", oneOf(SCENES)], x: ["follows", oneOf(QUANTITIES)],
  n: ["faces", whole(1, MOST_FACES)], s: ["step", whole(1, STEPS)], c: ["study", id],
  q: ["claim", id], r: ["right", whole(0, 1e6)], d: ["deployment", whole(0, 1e4)],
  g: ["seed", whole(1, 1e6)], u: ["sure", (text) => (text === "1" ? true : undefined)],
};
const SHARES = { b: "prevalence", h: "tpir", f: "fpir" };

/** The state as the part of an address after "#"; only what differs from the first state. */
export function toAddress(state) {
  const first = initial(), found = new URLSearchParams();
  for (const [letter, [key]] of Object.entries(LETTERS)) {
    const value = state[key];
    if (value !== first[key]) found.set(letter, value === true ? "1" : String(value));
  }
  for (const [letter, key] of Object.entries(SHARES)) {
    if (state.setting[key] !== first.setting[key]) found.set(letter, String(state.setting[key]));
  }
  const answers = Object.entries(state.answers).map(([key, code]) => `${key}.${code}`).join("_");
  if (answers) found.set("a", answers);
  if (state.given !== first.given && Object.keys(state.given).length) found.set("y", givenOf(state.given));
  return found.toString();
}

/** Figures as given, for an address: a count as "tpir~70~100", print as "tpir~0.695~0.705~p". */
const givenOf = (given) => Object.entries(given).map(([name, { low, high, k, n }]) =>
  (n ? `${name}~${k}~${n}` : `${name}~${low}~${high}~p`)).join("_");

/** Figures as given, from an address. */
function givenIn(text) {
  const found = {};
  for (const part of String(text).slice(0, 400).split("_")) {
    const [name, a, b, print] = part.split("~"), [x, y] = [Number(a), Number(b)];
    if (!QUANTITIES.includes(/** @type {any} */ (name)) || !(x >= 0 && y >= x)) continue;
    if (print && y <= 1) found[name] = { value: (x + y) / 2, low: x, high: y };
    else if (Number.isInteger(x) && Number.isInteger(y) && y > 0 && y <= 1e9) {
      found[name] = { value: x / y, low: x / y, high: x / y, k: x, n: y };
    }
  }
  return Object.freeze(found);
}

/** The state an address asks for; what makes no sense in it is passed over. */
export function fromAddress(text, start = initial()) {
  const asked = new URLSearchParams(String(text).slice(0, 4000).replace(/^#/, ""));
  const changes = {};
  for (const [letter, [key, reader]] of Object.entries(LETTERS)) {
    const value = asked.has(letter) ? reader(asked.get(letter)) : undefined;
    if (value !== undefined) changes[key] = value;
  }
  if (asked.has("y")) changes.given = givenIn(asked.get("y"));
  else if (Object.values(SHARES).some((key, i) => asked.has("bhf"[i]))) changes.given = {};
  if (asked.has("a")) changes.answers = answersIn(asked.get("a"));
  return put(start, { ...changes, setting: settingIn(asked, start.setting) });
}

/** @param {URLSearchParams} asked */
function settingIn(asked, setting) {
  const next = { ...setting };
  for (const [letter, key] of Object.entries(SHARES)) {
    const value = asked.has(letter) ? within(0, 1)(asked.get(letter)) : undefined;
    if (value !== undefined) next[key] = value;
  }
  const same = Object.values(SHARES).every((key) => next[key] === setting[key]);
  return same ? setting : moved(next, "tpir", next.tpir, "precision").setting;
}

/** Answers as kept in an address: "guess.30_count.right". */
export function answersIn(text) {
  const found = {};
  for (const part of String(text).slice(0, 1000).split("_")) {
    const match = part.match(/^([a-z]{1,12})\.([a-z0-9]{1,16})$/);
    if (match) found[match[1]] = match[2];
  }
  if (!(Number(found.guess) >= 0 && Number(found.guess) <= 100)) delete found.guess;
  return Object.freeze(found);
}
