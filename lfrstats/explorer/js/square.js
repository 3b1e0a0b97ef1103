/** The unit square: all cases are its area, the listed a strip at the left, the alerts what is dark. */
import { h, label, picture, s } from "./dom.js";

const SIDE = 420, LEFT = 20, TOP = 34;

const block = (cell, x, y, width, height) =>
  s("rect", { class: cell, "data-cell": cell, x, y, width: Math.max(0, width), height: Math.max(0, height) });

/** A part too thin to see is shown again, enlarged to the whole side. */
function squareOf(x0, { prevalence, tpir, fpir }) {
  const split = SIDE * prevalence;
  return [
    block("tp", x0, TOP + SIDE * (1 - tpir), split, SIDE * tpir),
    block("fn", x0, TOP, split, SIDE * (1 - tpir)),
    block("fp", x0 + split, TOP + SIDE * (1 - fpir), SIDE - split, SIDE * fpir),
    block("tn", x0 + split, TOP, SIDE - split, SIDE * (1 - fpir)),
    s("rect", { class: "frame", x: x0, y: TOP, width: SIDE, height: SIDE }),
  ];
}

/** The alerts alone, as a bar of the same height: which part of them is right. */
function barOf(x, precision, t) {
  if (Number.isNaN(precision)) return label(x, TOP + 20, t("icons.none"), { class: "small" });
  const high = SIDE * precision;
  return s("g", {},
    block("fp", x, TOP, 90, SIDE - high), block("tp", x, TOP + SIDE - high, 90, high),
    s("rect", { class: "frame", x, y: TOP, width: 90, height: SIDE }),
    label(x + 104, TOP + SIDE - high / 2 + 5, t("square.right", { p: [precision, "percent"] }), {}),
    label(x + 104, TOP + (SIDE - high) / 2 + 5, t("square.wrong", { p: [1 - precision, "percent"] }), {}));
}

/** Draw the square and the bar of alerts into an element. */
export function draw(element, { setting, t }) {
  const right = LEFT + SIDE + 50;
  element.replaceChildren(h("div", { class: "scroll", tabindex: 0, role: "group", "aria-label": t("view.square") },
    picture(760, 490, t("square.name", {
      b: [setting.prevalence, "share"], h: [setting.tpir, "percent"], f: [setting.fpir, "share"],
      p: [setting.precision, "percent"],
    }),
      squareOf(LEFT, setting),
      label(LEFT, TOP - 12, t("square.all"), { class: "small" }),
      label(LEFT, TOP + SIDE + 22, t("square.listed", { b: [setting.prevalence, "share"] }), { class: "small" }),
      label(right, TOP - 12, t("square.alerts"), { class: "small" }),
      barOf(right, setting.precision, t))),
  );
}
