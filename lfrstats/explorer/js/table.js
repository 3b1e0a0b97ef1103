/**
 * The two-by-two table and every rate of it. Pointing at a rate lights the cells it counts, and
 * the cells it counts among: whose share is it?
 */
import { h } from "./dom.js";
import { CELLS, RATES, rate } from "./model.js";

/** Light a rate's cells wherever cells are drawn; no name, no light. @param {Element} root */
export function light(root, name) {
  const { counted = [], among = [] } = name ? statementOf(name) : {};
  for (const part of root.querySelectorAll("[data-cell]")) {
    const cells = part.getAttribute("data-cell").split(" ");
    part.classList.toggle("counted", !!name && cells.every((cell) => counted.includes(cell)));
    part.classList.toggle("among", !!name && cells.every((cell) => among.includes(cell)));
    part.classList.toggle("dimmed", !!name && !cells.some((cell) => among.includes(cell)));
  }
}

/** A rate by its name, or a statement as `{counted, among}`. */
const statementOf = (name) => (typeof name === "string" ? RATES[name] : name);

const cell = (name, counts, t) =>
  h("td", { "data-cell": name }, h("i", { class: `mark ${name}` }), counts ? h("b", {}, t.count(counts[name])) : null,
    h("small", {}, t(`cell.${name}`)));

/** The table with its margins. */
export function twoByTwo(counts, t) {
  const { tp, fn, fp, tn } = counts ?? { tp: 0, fn: 0, fp: 0, tn: 0 };
  const total = (cells, value) => h("td", { class: "total", "data-cell": cells }, counts ? t.count(value) : "");
  return h("table", { class: "twobytwo" },
    h("caption", {}, counts ? t("table.caption", { faces: tp + fn + fp + tn }) : t("table.bare")),
    h("thead", {}, h("tr", {}, h("td"), ["label.alert", "label.silent", "table.total"].map((key) =>
      h("th", { scope: "col" }, t(key))))),
    h("tbody", {},
      h("tr", {}, h("th", { scope: "row" }, t("label.listed")), cell("tp", counts, t), cell("fn", counts, t),
        total("tp fn", tp + fn)),
      h("tr", {}, h("th", { scope: "row" }, t("label.others")), cell("fp", counts, t), cell("tn", counts, t),
        total("fp tn", fp + tn)),
      h("tr", {}, h("th", { scope: "row" }, t("table.total")), total("tp fp", tp + fp),
        total("fn tn", fn + tn), total("tp fn fp tn", tp + fn + fp + tn))));
}

/** One rate as a line that lights its cells. */
function line(name, t, root) {
  const on = () => light(root, name), off = () => light(root, "");
  return h("li", {}, h("button", {
    type: "button", class: "rate", onpointerenter: on, onfocus: on, onpointerleave: off, onblur: off,
    onclick: on,
  }, h("b", { "data-rate": name }), h("span", {}, t(`rate.${name}`)),
  h("small", {}, t(`also.${name}`))));
}

/** The table and its rates, made once: the rates stay where they are, so that one can be dwelt on. */
const made = (element, { t, root }) => element.replaceChildren(h("div", { class: "tabled" }, h("div", {}),
  h("div", {}, h("p", { class: "hint" }, t("table.hint")),
    h("ul", { class: "rates" }, Object.keys(RATES).map((name) => line(name, t, root ?? element))))));

/** Draw the table and its rates into an element. */
export function draw(element, scene) {
  const { cells, counts, t } = scene;
  if (!element.hasChildNodes()) made(element, scene);
  element.firstElementChild.firstElementChild.replaceChildren(twoByTwo(counts, t));
  for (const each of element.querySelectorAll("[data-rate]")) {
    each.textContent = t.share(rate(cells, each.dataset.rate));
  }
}

export { CELLS };
