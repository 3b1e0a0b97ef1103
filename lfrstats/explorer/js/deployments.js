/** A force's deployments as dots: the share of alerts it calls right, by date. */
import { foreign, h, label, picture, s } from "./dom.js";
import { exactLimits } from "./chance.js";
import { exporters, lined } from "./exports.js";

const W = 900, H = 380, X0 = 60, X1 = 870, Y0 = 330, Y1 = 30;
const day = (text) => Date.parse(`${text}T12:00:00Z`);

/** Where each deployment stands: by date and by share; those without a share stand below. */
export function placed(rows) {
  const first = day(rows[0].date), last = rows.reduce((latest, { date }) => Math.max(latest, day(date)), first);
  return rows.map((row) => {
    const x = X0 + ((day(row.date) - first) / Math.max(1, last - first)) * (X1 - X0);
    const known = row.alerts > 0 && row.right !== null;
    return { x, y: known ? Y0 - (row.right / row.alerts) * (Y0 - Y1) : Y0 + 14, known,
      r: known ? Math.min(14, 3 + Math.sqrt(row.alerts)) : 3 };
  });
}

function told(row, t) {
  const { date, place, faces, alerts, right, wrong } = row;
  if ([faces, alerts, right, wrong].includes(null)) return [t("claims.day.missing", { date, place })];
  const said = [t("claims.day", { date, place, faces, alerts, right, wrong })];
  if (!alerts) return [...said, t("claims.day.none")];
  const [low, high] = exactLimits(Math.min(right, alerts), alerts);
  return [...said, t("claims.day.limit", { p: [right / alerts, "percent"], ...t.range(low, high) })];
}

const COLUMNS = ["date", "place", "faces", "alerts", "right", "wrong"];
const csvOf = (rows) => lined([COLUMNS, ...rows.map((row) => COLUMNS.map((name) => row[name]))]);

/** The table behind the picture, made when it is opened. */
function rowsBehind(rows, t) {
  const body = h("tbody", {});
  const fill = () => {
    if (!body.hasChildNodes()) {
      body.append(...rows.map((row) => h("tr", {}, COLUMNS.map((name) =>
        h("td", {}, typeof row[name] === "number" ? t.count(row[name]) : foreign(row[name] ?? "–"))))));
    }
  };
  return h("details", { class: "behind", ontoggle: fill }, h("summary", {}, t("view.numbers")),
    h("div", { class: "scroll", tabindex: 0, role: "group", "aria-label": t("view.numbers") }, h("table", { class: "plain" },
      h("thead", {}, h("tr", {}, COLUMNS.map((name) => h("th", { scope: "col" }, t(`column.${name}`))))), body)));
}

/** Draw the dots, the chosen one filled, and say what is known of it. */
export function dots(element, { state, t }, { rows, caveats }, { act }) {
  const chosen = Math.min(rows.length - 1, state.deployment), places = placed(rows);
  if (!element.hasChildNodes()) {
    const slider = h("input", { type: "range", min: 0, max: rows.length - 1, "aria-label": t("claims.days.name"),
      oninput: () => act("deployment", Number(slider.value)) });
    element.replaceChildren(h("p", { class: "hint" }, t("claims.days.hint")), h("div", { class: "plot scroll", tabindex: 0,
      role: "group", "aria-label": t("claims.days.name") }),
    slider, h("div", { class: "detail", "aria-live": "polite" }),
    rowsBehind(rows, t), exporters(element, { t, scene: null }, () => csvOf(rows)),
    h("ul", { class: "findings" }, caveats.map((text) => h("li", {}, foreign(text)))));
  }
  const [, plot, slider, detail] = element.children;
  slider.value = String(Math.max(0, chosen));
  const row = rows[chosen];
  const said = row ? told(row, t) : [];
  slider.setAttribute("aria-valuetext", said[0] ?? t("claims.choose"));
  detail.replaceChildren(...said.map((text) => h("p", {}, foreign(text))));
  plot.replaceChildren(picture(W, H, t("claims.days", { n: rows.length }),
    [0, 0.5, 1].map((p) => [s("path", { class: "rule", d: `M${X0} ${Y0 - p * (Y0 - Y1)}H${X1}` }),
      label(X0 - 8, Y0 - p * (Y0 - Y1) + 5, t.percent(p), { class: "small", "text-anchor": "end" })]),
    label(X0, 16, t("claims.day.axis"), {}),
    label(X0, H - 8, rows[0].date.slice(0, 4), { class: "small" }),
    label(X1, H - 8, rows.at(-1).date.slice(0, 4), { class: "small", "text-anchor": "end" }),
    places.map(({ x, y, r, known }, i) => s("circle", { cx: x, cy: y, r: i === chosen ? r + 2 : r,
      class: `day${known ? "" : " unknown"}${i === chosen ? " chosen" : ""}`, onclick: () => act("deployment", i) },
    s("title", {}, `${rows[i].date} ${rows[i].place}`)))));
}
