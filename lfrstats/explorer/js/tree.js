/** The frequency tree: whole numbers of the crowd, split by list and then by alert. */
import { h, label, picture, s } from "./dom.js";

const W = 760, H = 400;
const PLACES = {
  all: [380, 40], listed: [190, 150], others: [570, 150],
  tp: [95, 270], fn: [285, 270], fp: [475, 270], tn: [665, 270],
};
/** @type {[string, string, string | null][]} */
const BRANCHES = [
  ["all", "listed", "prevalence"], ["all", "others", null],
  ["listed", "tp", "tpir"], ["listed", "fn", "fnir"], ["others", "fp", "fpir"], ["others", "tn", "tnir"],
];

function node(name, number, words, cells) {
  const [x, y] = PLACES[name];
  return s("g", { class: "node", "data-cell": cells },
    s("rect", { x: x - 80, y: y - 30, width: 160, height: 60, rx: 6 }),
    label(x, y - 2, number, { class: "number", "text-anchor": "middle" }),
    label(x, y + 20, words, { class: "small", "text-anchor": "middle" }));
}

function branch([from, to, name], value) {
  const [x1, y1] = PLACES[from], [x2, y2] = PLACES[to];
  return s("g", { class: "branch" },
    s("path", { d: `M${x1} ${y1 + 30}V${(y1 + y2) / 2 - 4}H${x2}V${y2 - 30}` }),
    label(x2 + (x2 < x1 ? -8 : 8), y2 - 38, value,
      { class: "small", "text-anchor": x2 < x1 ? "end" : "start" }));
}

/** Draw the tree into an element. */
export function draw(element, { cells, counts, setting, state, t }) {
  const { tp, fn, fp, tn } = counts;
  const values = {
    prevalence: setting.prevalence, null: 1 - setting.prevalence, tpir: setting.tpir,
    fnir: 1 - setting.tpir, fpir: setting.fpir, tnir: 1 - setting.fpir,
  };
  const alerts = tp + fp;
  const y = 352;
  element.replaceChildren(h("div", { class: "scroll", tabindex: 0, role: "group", "aria-label": t("view.tree") },
    picture(W, H, t("sentence", spoken(counts, state.faces)),
      BRANCHES.map((each) => branch(each, t.share(values[String(each[2])]))),
      node("all", t.count(state.faces), t("many.cases"), "tp fn fp tn"),
      node("listed", t.count(tp + fn), t("label.listed"), "tp fn"),
      node("others", t.count(fp + tn), t("label.others"), "fp tn"),
      node("tp", t.count(tp), t("label.alert"), "tp"), node("fn", t.count(fn), t("label.silent"), "fn"),
      node("fp", t.count(fp), t("label.alert"), "fp"), node("tn", t.count(tn), t("label.silent"), "tn"),
      s("path", { class: "join", d: `M95 304V${y}H475V304` }),
      s("rect", { class: "back", x: 170, y: y - 22, width: 230, height: 44, rx: 22 }),
      label(285, y + 6, t("tree.join", { tp, alerts, p: [cellsShare(cells), "percent"] }),
        { class: "verdict", "text-anchor": "middle" }))));
}

const cellsShare = ({ tp, fp }) => tp / (tp + fp);

/** The values of the sentence that says a whole table. */
export const spoken = ({ tp, fn, fp, tn }, faces) => ({
  faces, listed: tp + fn, others: fp + tn, tp, fn, fp, tn, alerts: tp + fp,
});
