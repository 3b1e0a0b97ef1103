/**
 * Faces one can count: up to 10,000 marks on one canvas, in whole numbers that add up. They stand in
 * the order missed, found, false alert, silent, so that the listed stand together and the alerts
 * stand together. Shape tells before colour does: square is listed, round is not, full is an alert.
 */
import { h } from "./dom.js";
import { whole } from "./model.js";

export const MOST = 10_000;
/** The order in which marks stand. */
export const ORDER = ["fn", "tp", "fp", "tn"];

/** A mark of each kind, in a box of 1 by 1. @type {Record<string, (c: any, u: number) => void>} */
const MARKS = {
  fn(c, u) { c.lineWidth = Math.max(1, 0.14 * u); c.strokeRect(0.2 * u, 0.2 * u, 0.6 * u, 0.6 * u); },
  tp(c, u) { c.fillRect(0.1 * u, 0.1 * u, 0.8 * u, 0.8 * u); },
  fp(c, u) { c.beginPath(); c.arc(u / 2, u / 2, 0.4 * u, 0, 7); c.fill(); },
  open(c, u) { c.lineWidth = Math.max(1, 0.13 * u); c.beginPath(); c.arc(u / 2, u / 2, 0.3 * u, 0, 7); c.stroke(); },
  tn(c, u) { c.beginPath(); c.arc(u / 2, u / 2, Math.max(0.6, 0.16 * u), 0, 7); c.fill(); },
};

/** Marks with another meaning: the shape they have, and the colour. */
const ALSO = {
  vr: ["tp", "tp"], vw: ["fp", "fp"], or: ["fn", "tp"], ow: ["open", "fp"], op: ["open", "soft"],
  sf: ["tp", "tp"], sm: ["fn", "fn"], ra: ["tp", "tp"], wa: ["fp", "fp"],
};
const shapeOf = (kind) => ALSO[kind]?.[0] ?? kind;
const colourOf = (kind) => `--${ALSO[kind]?.[1] ?? kind}`;

/** How many columns and how large a mark, for `total` marks in a width and a height. */
export function grid(total, width, height) {
  const columns = Math.max(1, Math.min(total, Math.ceil(Math.sqrt((total * width) / height))));
  const rows = Math.ceil(total / columns);
  return { columns, rows, unit: Math.floor(Math.min(width / columns, height / rows, 44)) };
}

/** The pieces of a run of marks: at most three rectangles of the grid. */
export function pieces(from, to, columns) {
  const found = [];
  for (let at = from; at < to;) {
    const column = at % columns, row = Math.floor(at / columns);
    const rows = column ? 0 : Math.floor((to - at) / columns);
    const wide = rows ? columns : Math.min(columns - column, to - at);
    found.push([column, row, wide, rows || 1]);
    at += wide * (rows || 1);
  }
  return found;
}

/** Tiles by kind, size and scheme: reading a colour makes the browser style the page anew. */
const TILES = new Map();
const dark = matchMedia("(prefers-color-scheme: dark)");

function stamp(kind, unit, canvas) {
  const key = `${kind} ${unit} ${dark.matches}`;
  if (!TILES.has(key)) {
    if (TILES.size > 400) TILES.clear();
    TILES.set(key, tiled(kind, unit, getComputedStyle(canvas).getPropertyValue(colourOf(kind)).trim() || "#777"));
  }
  return TILES.get(key);
}

function tiled(kind, unit, colour) {
  const tile = document.createElement("canvas");
  tile.width = tile.height = unit;
  const c = tile.getContext("2d");
  c.fillStyle = c.strokeStyle = colour;
  MARKS[shapeOf(kind)](c, unit);
  return c.createPattern(tile, "repeat");
}

/** Draw marks of each kind, in order, into a canvas. @param {any} canvas */
export function paint(canvas, counts, width, height, order = ORDER) {
  const total = order.reduce((all, kind) => all + counts[kind], 0);
  const dense = Math.max(1, Math.min(3, globalThis.devicePixelRatio || 1));
  const { columns, rows, unit } = grid(Math.max(1, total), width * dense, height * dense);
  const size = Math.max(1, unit);
  canvas.width = columns * size;
  canvas.height = rows * size;
  canvas.style.width = `${(columns * size) / dense}px`;
  const c = canvas.getContext("2d");
  let at = 0;
  for (const kind of order) {
    if (!counts[kind]) continue;
    c.fillStyle = stamp(kind, size, canvas);
    for (const [x, y, wide, high] of pieces(at, at + counts[kind], columns)) {
      c.fillRect(x * size, y * size, wide * size, high * size);
    }
    at += counts[kind];
  }
}

const key = (kind, text) => h("li", { "data-cell": kind }, h("i", { class: `mark ${shapeOf(kind)}`, style: `--mark: var(${colourOf(kind)})` }), text);

/** What each mark means, with its count. */
export const legend = (counts, t, order = ORDER) => h("ul", { class: "legend" },
  order.map((kind) => key(kind, t(`mark.${kind}`, { n: counts[kind] }))));

/** The crowd, or 10,000 of it; and all its alerts beside, large enough to count. */
export function draw(element, { cells, counts, state, t, width }) {
  const shown = Math.min(state.faces, MOST);
  const marks = whole(cells, shown);
  const alerts = counts.tp + counts.fp;
  const near = alerts <= MOST ? counts : whole({ ...cells, fn: 0, tn: 0 }, 1000);
  const crowd = h("canvas", { role: "img", "aria-label": t("icons.name", { ...marks, n: shown }) });
  const close = h("canvas", { role: "img", "aria-label": t("icons.alerts", { ...near, n: alerts }) });
  element.replaceChildren(h("div", { class: "crowds" },
    h("figure", {},
      h("figcaption", {}, t(shown < state.faces ? "icons.part" : "icons.all",
        { n: shown, faces: state.faces })), crowd, legend(marks, t)),
    h("figure", { class: "close" },
      h("figcaption", {}, t(alerts <= MOST ? "icons.closer" : "icons.sample",
        { n: alerts, faces: state.faces })),
      alerts ? close : h("p", { class: "none" }, t("icons.none")),
      alerts ? legend(near, t, ["tp", "fp"]) : null)));
  const beside = width > 600;
  const wide = beside ? Math.min(600, width - 210) : width;
  paint(crowd, marks, wide, wide);
  crowd.parentElement.style.maxWidth = `max(${crowd.style.width}, 15rem)`;
  if (alerts) paint(close, { ...near, fn: 0, tn: 0 }, beside ? 180 : width, beside ? 400 : 260, ["tp", "fp"]);
}
