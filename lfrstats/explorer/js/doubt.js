/** What counts and print leave open: limits of each figure, and twenty worlds as dots. */
import { anchor, h, label, picture, s } from "./dom.js";
import { exactLimits, jeffreysQuantile } from "./chance.js";
import { cellsOf, rate } from "./model.js";

const WORLDS = 20;
const INPUTS = ["prevalence", "tpir", "fpir"];
/** The order in which one input's twenty values meet another's: multiples of 7 and of 3 modulo 20. */
const STRIDE = { prevalence: 1, tpir: 7, fpir: 3 };

/** Low and high of a figure: exact 95 % limits of a count, or all values that print so. */
export function ends(figure, value) {
  if (!figure) return [value, value];
  return figure.n ? exactLimits(figure.k, figure.n) : [figure.low, figure.high];
}

/** The two corners of the setting that the given figures leave open. */
export function limitsOf({ setting, given }) {
  const both = INPUTS.map((name) => [name, ends(given[name], setting[name])]);
  return [0, 1].map((i) => Object.fromEntries(both.map(([name, pair]) => [name, pair[i]])));
}

/** The i-th of twenty equally likely values of a figure. */
function valueOf(figure, value, i) {
  if (!figure) return value;
  const q = (i + 0.5) / WORLDS;
  return figure.n ? jeffreysQuantile(q, figure.k, figure.n) : figure.low + q * (figure.high - figure.low);
}

/** Twenty worlds, by the share of right alerts in each, smallest first. */
export function twenty({ setting, given, follows }) {
  if (follows !== "precision") return [];
  return Array.from({ length: WORLDS }, (_, i) => {
    const world = Object.fromEntries(INPUTS.map((name) =>
      [name, valueOf(given[name], setting[name], (i * STRIDE[name] + (STRIDE[name] > 1 ? 2 : 0)) % WORLDS)]));
    return rate(cellsOf(/** @type {any} */ (world)), "precision");
  }).filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
}

/** The dots, stacked in columns of two percent. */
function dots(values, t, width) {
  const W = Math.max(280, Math.min(620, width)), at = (p) => 20 + p * (W - 40), stacks = {};
  return picture(W, 150, t("doubt.name", { ...t.range(values[0], values.at(-1)), n: values.length }),
    [0, 0.25, 0.5, 0.75, 1].map((p) => label(at(p), 144, t.percent(p), { class: "small", "text-anchor": anchor(p) })),
    s("path", { class: "rule", d: `M20 124H${W - 20}` }),
    values.map((p) => {
      const column = Math.round(p * (W < 500 ? 20 : 40));
      stacks[column] = (stacks[column] ?? 0) + 1;
      return s("circle", { class: "world", cx: at(column / (W < 500 ? 20 : 40)), cy: 124 - stacks[column] * 13 + 5, r: 5.5 });
    }));
}

function line(name, { state, t }) {
  const figure = state.given[name], value = state.setting[name];
  const [low, high] = ends(figure, value);
  const kind = !figure ? "exact" : figure.n ? "count" : "printed";
  return h("li", {}, t(`doubt.${kind}`, { name: t(`name.${name}`), p: [value, "share"],
    ...t.range(low, high), k: figure?.k, n: figure?.n }));
}

/** The lines and the dots. */
export function worlds(scene) {
  const { state, t } = scene;
  const values = twenty(state);
  return h("div", { class: "worlds" }, h("p", {}, t("doubt.how")),
    h("ul", {}, INPUTS.map((name) => line(name, scene))),
    values.length && Object.keys(state.given).length
      ? [h("p", {}, t("doubt.twenty", t.range(values[0], values.at(-1)))), dots(values, t, scene.width ?? 620)]
      : h("p", {}, t(state.follows === "precision" ? "doubt.none" : "doubt.follow")));
}
