/** The share of right alerts against the base rate: hit rate and false-alert rate are one curve. */
import { h, label, picture, s } from "./dom.js";
import { cellsOf, rate } from "./model.js";

const H = 430, X0 = 60, Y0 = 345, Y1 = 36, LOWEST = -6, POINTS = 160;

/** Where a base rate and a share stand, in a picture of a width. */
const places = (W) => ({
  W, X1: W - 28,
  x: (prevalence) => X0 + ((Math.max(Math.log10(prevalence), LOWEST) - LOWEST) / -LOWEST) * (W - 28 - X0),
  y: (precision) => Y0 - precision * (Y0 - Y1),
});

/** The curve of one hit rate and one false-alert rate, as points. */
function pointsOf({ x, y }, tpir, fpir) {
  const found = [];
  for (let i = 0; i <= POINTS; i++) {
    const prevalence = 10 ** (LOWEST * (1 - i / POINTS));
    const precision = rate(cellsOf({ prevalence, tpir, fpir }), "precision");
    if (!Number.isNaN(precision)) found.push([x(prevalence), y(precision)]);
  }
  return found;
}

const joined = (points) => points.length
  ? `M${points.map(([a, b]) => `${a.toFixed(1)} ${b.toFixed(1)}`).join("L")}` : null;

/** What the limits of both rates leave open, as an area between two curves. */
const band = (at, [low, high]) => s("path", { class: "band", d: joined([
  ...pointsOf(at, high.tpir, low.fpir), ...pointsOf(at, low.tpir, high.fpir).reverse()]) });

function axes({ W, X1, x, y }, t) {
  const drawn = [], every = W < 520 ? 2 : 1;
  for (let power = LOWEST; power <= 0; power++) {
    const at = x(10 ** power);
    drawn.push(s("path", { class: "rule", d: `M${at} ${Y0}V${Y1}` }));
    if (power % every) continue;
    drawn.push(label(at, Y0 + 20, power ? t("curve.in") : "", { class: "small", "text-anchor": "middle" }),
      label(power ? at : X1 + 20, Y0 + 37, power ? t.count(10 ** -power) : t("curve.everyone"),
        { class: "small", "text-anchor": power ? "middle" : "end" }));
  }
  for (const part of [0, 0.25, 0.5, 0.75, 1]) {
    drawn.push(s("path", { class: "rule", d: `M${X0} ${y(part)}H${X1}` }),
      label(X0 - 8, y(part) + 5, t.percent(part), { class: "small", "text-anchor": "end" }));
  }
  return drawn;
}

/** What the axes mean: a title of one or two lines, and a line below. */
const titles = ({ W }, t) => [
  ...t("curve.y").split("\n").map((line, i, all) => label(4, Y1 - 12 - 17 * (all.length - 1 - i), line)),
  ...(W < 520 ? t("curve.x").split(/(?<=:) /) : [t("curve.x")]).map((line, i) =>
    label((X0 + W) / 2, Y0 + 62 + 17 * i, line, { "text-anchor": "middle", class: W < 520 ? "tiny" : "" }))];

/** The point where the setting stands, with lines to both axes. */
function point({ W, x, y }, { prevalence, precision }, t) {
  if (Number.isNaN(precision)) return label(X0 + 20, Y1 + 30, t("icons.none"), {});
  const a = x(prevalence), b = y(precision), left = a > W - 150;
  return s("g", { class: "here" },
    s("path", { class: "reach", d: `M${a} ${Y0}V${b}H${X0}` }),
    s("circle", { cx: a, cy: b, r: 8 }),
    label(a + (left ? -14 : 14), b < 90 ? b + (left ? 44 : 24) : b - 12,
      t("curve.here", { b: [prevalence, prevalence < 0.5 ? "oneIn" : "share"], p: [precision, "percent"] }),
      { class: "halo", "text-anchor": left ? "end" : "start" }));
}

/** A printed figure on the curve: a level for a share of alerts, an upright for a base rate. */
const marked = ({ W, X1, x, y }, { name, value, text }) => name === "precision"
  ? [s("path", { class: "review", d: `M${X0} ${y(value)}H${X1}` }),
    label(X0 + 6, y(value) + (W < 520 ? 20 : -8), text, { class: "halo" })]
  : s("path", { class: "review", d: `M${x(value)} ${Y0}V${Y1}` });

/**
 * Draw the curve into an element, with the band of its limits and marks of printed figures.
 * @param {any} element
 * @param {{ setting: any, t: any, limits?: any, marks?: any[], width?: number }} scene
 */
export function draw(element, { setting, t, limits, marks = [], width }) {
  const at = places(Math.round(Math.min(660, Math.max(300, width ?? (element.clientWidth || 660)))));
  element.replaceChildren(h("div", { class: "drawn" },
    picture(at.W, H, t("curve.name", {
      b: [setting.prevalence, "share"], h: [setting.tpir, "percent"], f: [setting.fpir, "share"],
      p: [setting.precision, "percent"],
    }),
      axes(at, t), limits ? band(at, limits) : null,
      s("path", { class: "line", d: joined(pointsOf(at, setting.tpir, setting.fpir)) }),
      marks.map((mark) => marked(at, mark)), point(at, setting, t), titles(at, t))));
}
