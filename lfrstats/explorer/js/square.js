/** The unit square: all cases are its area, the listed a strip at the left, the alerts what is dark. */
import { h, label, picture, s } from "./dom.js";

const WIDEST = 760, TOP = 34;

const block = (cell, x, y, width, height) =>
  s("rect", { class: cell, "data-cell": cell, x, y, width: Math.max(0, width), height: Math.max(0, height) });

function squareOf(side, { prevalence, tpir, fpir }) {
  const split = side * prevalence;
  return [
    block("tp", 0, TOP + side * (1 - tpir), split, side * tpir),
    block("fn", 0, TOP, split, side * (1 - tpir)),
    block("fp", split, TOP + side * (1 - fpir), side - split, side * fpir),
    block("tn", split, TOP, side - split, side * (1 - fpir)),
    s("rect", { class: "frame", x: 0, y: TOP, width: side, height: side }),
  ];
}

/** The alerts alone, as a bar of the same height: which part of them is right. */
function barOf({ side, x, wide, narrow }, precision, t) {
  if (Number.isNaN(precision)) return label(x, TOP + 20, t("icons.none"), { class: "small" });
  const high = side * precision;
  const told = ["right", "wrong"].map((name, i) =>
    t(`square.${name}`, { p: [i ? 1 - precision : precision, "percent"] }));
  const texts = narrow
    ? told.map((text, i) => label(x + wide, TOP + side + 20 + 18 * i, text, { class: "small", "text-anchor": "end" }))
    : told.map((text, i) => label(x + wide + 14, TOP + 5 + (i ? (side - high) / 2 : side - high / 2), text));
  return s("g", {},
    block("fp", x, TOP, wide, side - high), block("tp", x, TOP + side - high, wide, high),
    s("rect", { class: "frame", x, y: TOP, width: wide, height: side }), texts);
}

/** Draw the square and the bar of alerts into an element. */
export function draw(element, { setting, t, width = WIDEST }) {
  const W = Math.round(Math.min(WIDEST, Math.max(280, width))), narrow = W < 600;
  const side = narrow ? W - 120 : 440, at = { side, narrow, x: narrow ? side + 30 : side + 60, wide: narrow ? 90 : 100 };
  const thin = setting.prevalence * side < 1;
  element.replaceChildren(h("div", { class: "drawn" },
    picture(W, TOP + side + 52, t("square.name", {
      b: [setting.prevalence, "share"], h: [setting.tpir, "percent"], f: [setting.fpir, "share"],
      p: [setting.precision, "percent"],
    }),
      squareOf(side, setting),
      label(0, TOP - 12, t("square.all"), { class: "small" }),
      label(0, TOP + side + 20, t("square.listed", { b: [setting.prevalence, "share"] }), { class: "small" }),
      thin ? label(0, TOP + side + 38, t("square.thin"), { class: "small" }) : null,
      label(at.x + at.wide, TOP - 12, t("square.alerts"), { class: "small", "text-anchor": "end" }),
      barOf(at, setting.precision, t))));
}
