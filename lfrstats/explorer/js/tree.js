/** The frequency tree: whole numbers of the crowd, split by list and then by alert. */
import { h, label, picture, s } from "./dom.js";

const HEIGHT = 410, WIDEST = 760, TOPS = { all: 44, listed: 156, others: 156, tp: 276, fn: 276, fp: 276, tn: 276 };
/** Where the nodes stand across, as parts of the width. */
const ACROSS = { all: 0.5, listed: 0.25, others: 0.75, tp: 0.125, fn: 0.375, fp: 0.625, tn: 0.875 };
/** @type {[string, string, string | null][]} */
const BRANCHES = [
  ["all", "listed", "prevalence"], ["all", "others", null],
  ["listed", "tp", "tpir"], ["listed", "fn", "fnir"], ["others", "fp", "fpir"], ["others", "tn", "tnir"],
];

const placed = (name, W) => [ACROSS[name] * W, TOPS[name]];

/** Words on two lines where there is no room for one. */
function lines(text, narrow) {
  const cut = text.lastIndexOf(" ");
  return narrow && text.length > 9 && cut > 0 ? [text.slice(0, cut), text.slice(cut + 1)] : [text];
}

function node(name, number, words, cells, W) {
  const [x, y] = placed(name, W), wide = Math.min(160, W / 4 - 8), told = lines(words, wide < 120);
  return s("g", { class: "node", "data-cell": cells },
    s("rect", { x: x - wide / 2, y: y - 32, width: wide, height: 68, rx: 6 }),
    label(x, y - (told.length > 1 ? 9 : 2), number, { class: "number", "text-anchor": "middle" }),
    told.map((line, i) => label(x, y + (told.length > 1 ? 10 : 20) + 15 * i, line,
      { class: wide < 120 ? "tiny" : "small", "text-anchor": "middle" })));
}

function branch(/** @type {any[]} */ [from, to], value, W) {
  const [x1, y1] = placed(from, W), [x2, y2] = placed(to, W), out = x2 < x1;
  return s("g", { class: "branch" },
    s("path", { d: `M${x1} ${y1 + 36}V${(y1 + y2) / 2 - 6}H${x2}V${y2 - 32}` }),
    W < 600 ? label(x2, y2 - 40, value, { class: "tiny halo", "text-anchor": "middle" })
      : label(x2 + (out ? -6 : 6), y2 - 38, value, { class: "small", "text-anchor": out ? "end" : "start" }));
}

/** The right ones among the alerts, from both sides of the tree. */
function join({ tp, fp }, share, W, t) {
  const text = t("tree.join", { tp, alerts: tp + fp, p: [share, "percent"] });
  const y = 362, middle = 0.375 * W, wide = Math.min(0.74 * W, text.length * (W < 600 ? 6.6 : 9) + 26);
  return [s("path", { class: "join", d: `M${0.125 * W} 312V${y}H${0.625 * W}V312` }),
    s("rect", { class: "back", x: middle - wide / 2, y: y - 22, width: wide, height: 44, rx: 22 }),
    label(middle, y + 6, text,
      { class: W < 600 ? "tiny strong" : "verdict", "text-anchor": "middle" })];
}

/** Draw the tree into an element. */
export function draw(element, { counts, setting, state, t, width = WIDEST }) {
  const { tp, fn, fp, tn } = counts, W = Math.round(Math.min(WIDEST, Math.max(300, width)));
  const values = {
    prevalence: setting.prevalence, null: 1 - setting.prevalence, tpir: setting.tpir,
    fnir: 1 - setting.tpir, fpir: setting.fpir, tnir: 1 - setting.fpir,
  };
  const at = (name, number, words, cells) => node(name, t.count(number), t(words), cells, W);
  element.replaceChildren(h("div", { class: "drawn" },
    picture(W, HEIGHT, t("sentence", spoken(counts, state.faces)).replaceAll("*", ""),
      BRANCHES.map((each) => branch(each, t.share(values[String(each[2])]), W)),
      at("all", state.faces, "many.cases", "tp fn fp tn"),
      at("listed", tp + fn, "label.listed", "tp fn"), at("others", fp + tn, "label.others", "fp tn"),
      at("tp", tp, "label.alert", "tp"), at("fn", fn, "label.silent", "fn"),
      at("fp", fp, "label.alert", "fp"), at("tn", tn, "label.silent", "tn"),
      join(counts, setting.precision, W, t))));
}

/** The values of the sentence that says a whole table. */
export const spoken = ({ tp, fn, fp, tn }, faces) => ({
  faces, listed: tp + fn, others: fp + tn, tp, fn, fp, tn, alerts: tp + fp,
});
