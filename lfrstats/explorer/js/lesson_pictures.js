/** What is seen at each step of the lesson: marks to count, and what they become when answered. */
import { anchor, h, label, picture, rich, s } from "./dom.js";
import { paint, legend } from "./icons.js";
import { draw as curve } from "./curve.js";
import { rightAt } from "./lesson_acts.js";
import { speaker } from "./speech.js";

const ZERO = { tp: 0, fn: 0, fp: 0, tn: 0 };

/** Marks on a canvas, with what they are below. */
function marks(counts, name, { t, width = 520, high = 200, order = undefined, told = undefined, from = undefined }) {
  const canvas = h("canvas", { role: "img", "aria-label": name });
  const all = { ...ZERO, ...counts };
  const kinds = (order ?? ["fn", "tp", "fp", "tn"]).filter((kind) => all[kind]);
  const draw = (some) => canvas.isConnected
    && paint(canvas, some, Math.min(width, canvas.parentElement.clientWidth), high, kinds);
  if (from && !matchMedia("(prefers-reduced-motion: reduce)").matches) turn({ ...ZERO, ...from }, all, draw);
  else requestAnimationFrame(() => draw(all));
  return h("figure", {}, canvas, told === false ? null : legend(all, t, kinds));
}

/** Marks turn from what they were into what they are, within a second. */
function turn(before, after, draw) {
  const start = performance.now(), kinds = Object.keys(after);
  const frame = (now) => {
    const part = Math.min(1, Math.max(0, now - start) / 900);
    const some = Object.fromEntries(kinds.map((kind) =>
      [kind, Math.round((before[kind] ?? 0) + part * (after[kind] - (before[kind] ?? 0)))]));
    if (draw(some) !== false && part < 1) requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
}

const named = (counts, t) => t("icons.name", { ...ZERO, ...counts,
  n: Object.values(counts).reduce((sum, n) => sum + n, 0) });

/** Replace what is seen only if it is another thing. */
function once(element, key, make) {
  if (element.dataset.key === key) return;
  element.dataset.key = key;
  element.replaceChildren(...[make()].flat());
}

const facts = (element, { t }) => once(element, "facts", () => h("div", { class: "facts" },
  h("p", {}, rich(t("g.guess.fact1"))), h("p", {}, rich(t("g.guess.fact2")))));

/** Marks that become others when the step is answered; which ones, is seen as it happens. */
const counted = (before, after, options) => (element, { t, right }) => {
  const answered = right && element.dataset.key === "false";
  once(element, String(right), () => {
    const counts = right ? after : before;
    return marks(counts, named(counts, t), { t, ...options, told: right, from: answered ? before : null });
  });
};

function both(element, { t, scene }) {
  const prevalence = scene.found ?? 0.1;
  const marks = [{ name: "precision", value: 8 / 42, text: t("g.whose.f.precision") }];
  curve(element, { setting: { prevalence, tpir: 0.7, fpir: 0.001, precision: rightAt(prevalence) }, t, marks });
}

/** 42 alerts: 8 right, 14 wrong, 20 unknown until the slider says. */
function unverified(element, { t, right }) {
  if (right) return once(element, "none", () => h("span"));
  once(element, "first", () => marks({ vr: 8, op: 34 }, t("g.unverified.say"), { t, width: 420, high: 140, order: ["vr", "op"] }));
}

/** Two crowds' alerts, beside each other. */
function places(element, { t, right }) {
  const at = (title, counts) => h("div", {}, h("h2", {}, t(title)),
    marks(counts, t("icons.alerts", { ...ZERO, ...counts, n: counts.tp + counts.fp }), { t, width: 300, high: 200, order: ["tp", "fp"] }));
  once(element, String(right), () => (right ? h("div", { class: "two" },
    at("g.places.stadium", { tp: 1400, fp: 98 }), at("g.places.airport", { tp: 7, fp: 1000 })) : h("span")));
}

const screened = counted({ tn: 1000 }, { fn: 1, tp: 9, fp: 89, tn: 901 }, { high: 240, width: 560 });

/** Seen only when the step is answered. */
const afterwards = (counts, options) => (element, { t, right }) => once(element, String(right), () =>
  (right ? marks(counts, named(counts, t), { t, width: 560, ...options }) : h("span")));

/** The pictures, by the id of their step. */
export const PICTURED = {
  guess: facts,
  listed: counted({ fn: 34 }, { tp: 24, fn: 10 }, { high: 120, width: 560 }),
  others: (element, { t, right }) => once(element, String(right), () => [
    h("p", { class: "soft" }, t(right ? "g.others.after" : "g.others.before")),
    marks(right ? { fp: 10, tn: 9990 } : { tn: 10_000 }, t("g.others.before"), { t, high: 300, width: 560, told: right }),
  ]),
  share: counted({ tp: 24, fp: 100 }, { tp: 24, fp: 100 }, { high: 180, width: 560, order: ["tp", "fp"] }),
  meaning: afterwards({ fp: 1, tn: 999 }, { high: 200 }),
  both, unverified, places,
  end: (element, { t }) => once(element, "end", () =>
    marks({ tp: 24, fp: 100 }, named({ tp: 24, fp: 100 }, t), { t, high: 180, width: 560, order: ["tp", "fp"] })),
  cancer: (element, tools) => screened(element, { ...tools, t: speaker(tools.t.lang, "cancer") }),
};

/** The guess beside the answer: two figures, and where they stand from 0 to 100 %. */
function reveal(element, { t, state, diagnosed }) {
  const guess = state.answers.guess;
  if (guess === undefined) return;
  const p = Number(guess) / 100, W = Math.max(260, Math.min(600, element.clientWidth || 600));
  const at = (share) => 12 + share * (W - 24);
  const big = (share, key, kind) => h("div", {}, h("p", { class: `huge ${kind}` }, t.percent(share)), h("p", { class: "soft" }, t(key)));
  element.replaceChildren(
    h("div", { class: "pair" }, big(p, "g.share.bar.guess", "mine"), big(24 / 124, "g.share.bar.right", "true")),
    picture(W, 60, `${t("g.share.bar.guess")}: ${t.percent(p)}; ${t("g.share.bar.right")}`,
      s("path", { class: "rule strong", d: `M${at(0)} 20H${at(1)}` }),
      [0, 0.5, 1].map((share) => label(at(share), 50, t.percent(share), { class: "small", "text-anchor": anchor(share) })),
      s("circle", { class: "tp", cx: at(24 / 124), cy: 20, r: 8 }), s("circle", { class: "ring", cx: at(p), cy: 20, r: 10 })),
    h("p", {}, rich(`${t("g.share.guess", { p: [p, "percent"] })} ${t(`g.share.d.${diagnosed(Number(guess))}`)}`)));
}

/** What 20 unchecked alerts could hide, from all wrong to all right. */
function hidden(element, { t }) {
  const said = h("p", { class: "now" }), seen = h("div");
  const slider = h("input", { type: "range", min: 0, max: 20, value: 0, "aria-label": t("g.unverified.slider"), oninput: show });
  function show() {
    const k = Number(slider.value), total = 8 + k;
    said.replaceChildren(...rich(t("g.unverified.now", { k, total, p: [total / 42, "percent"] })));
    slider.setAttribute("aria-valuetext", said.textContent);
    seen.replaceChildren(marks({ vr: 8, or: k, ow: 20 - k, vw: 14 },
      t("g.unverified.name", { right: total, wrong: 42 - total }), { t, width: 420, high: 140, order: ["vr", "or", "ow", "vw"] }));
  }
  element.replaceChildren(seen, said, h("label", { class: "ends" }, t("g.unverified.slider"), slider,
    h("span", { class: "row between" }, h("small", {}, t("g.unverified.low")), h("small", {}, t("g.unverified.high")))));
  show();
}

export const EXTRAS = { reveal, hidden };
