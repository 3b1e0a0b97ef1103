/** The share of right alerts against the base rate: hit rate and false-alert rate are one curve. */
import { h, label, picture, s } from "./dom.js";
import { cellsOf, rate } from "./model.js";

const W = 660, H = 430, X0 = 60, X1 = 630, Y0 = 345, Y1 = 30;
export const LOWEST = -6;
const POINTS = 160;

export const x = (prevalence) =>
  X0 + ((Math.max(Math.log10(prevalence), LOWEST) - LOWEST) / -LOWEST) * (X1 - X0);
export const y = (precision) => Y0 - precision * (Y0 - Y1);

/** The curve of one hit rate and one false-alert rate, as the text of a path. */
export function pathOf(tpir, fpir) {
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
export function band(low, high) {
  const upper = pathOf(high.tpir, low.fpir), lower = pathOf(low.tpir, high.fpir).reverse();
  return s("path", { class: "band", d: joined([...upper, ...lower]) });
}

function axes(t) {
  const ticks = [];
  for (let power = LOWEST; power <= 0; power++) {
    const at = x(10 ** power);
    ticks.push(s("path", { class: "rule", d: `M${at} ${Y0}V${Y1}` }),
      label(at, Y0 + 20, power ? t("curve.in") : "", { class: "small", "text-anchor": "middle" }),
      label(power ? at : X1 + 20, Y0 + 37, power ? t.count(10 ** -power) : t("curve.everyone"),
        { class: "small", "text-anchor": power ? "middle" : "end" }));
  }
  for (const part of [0, 0.25, 0.5, 0.75, 1]) {
    ticks.push(s("path", { class: "rule", d: `M${X0} ${y(part)}H${X1}` }),
      label(X0 - 8, y(part) + 5, t.percent(part), { class: "small", "text-anchor": "end" }));
  }
  return [...ticks,
    label((X0 + X1) / 2, Y0 + 66, t("curve.x"), { "text-anchor": "middle" }),
    label(X0, Y1 - 12, t("curve.y"), {})];
}

/** The point where the setting stands, with lines to both axes. */
function point({ prevalence, precision }, t) {
  if (Number.isNaN(precision)) return label(X0 + 20, Y1 + 30, t("icons.none"), {});
  const a = x(prevalence), b = y(precision), left = a > 500;
  return s("g", { class: "here" },
    s("path", { class: "reach", d: `M${a} ${Y0}V${b}H${X0}` }),
    s("circle", { cx: a, cy: b, r: 8 }),
    label(a + (left ? -14 : 14), b < 90 ? b + (left ? 44 : 24) : b - 12,
      t("curve.here", { b: [prevalence, prevalence < 0.5 ? "oneIn" : "share"], p: [precision, "percent"] }),
      { class: "halo", "text-anchor": left ? "end" : "start" }));
}

/** Draw the curve into an element, with bands and other marks that a screen adds. */
export function draw(element, /** @type {{ setting: any, t: any, limits?: any, extra?: any[] }} */ { setting, t, limits, extra = [] }) {
  element.replaceChildren(h("div", { class: "scroll", tabindex: 0, role: "group", "aria-label": t("view.curve") },
    picture(W, H, t("curve.name", {
      b: [setting.prevalence, "share"], h: [setting.tpir, "percent"], f: [setting.fpir, "share"],
      p: [setting.precision, "percent"],
    }),
      axes(t), limits ? band(...limits) : null,
      s("path", { class: "line", d: joined(pathOf(setting.tpir, setting.fpir)) }),
      extra, point(setting, t))));
}
