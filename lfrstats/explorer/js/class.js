/** A teacher's page: what a class answered, summed up from the links that pupils copied. */
import { anchor, h, label, picture, s } from "./dom.js";
import { GUIDE, diagnosed } from "./guide.js";
import { STEPS, fromAddress } from "./state.js";

const MOST_LINKS = 500;

/** The answers in pasted links: one a line; what is no link with answers is counted as bad. */
export function answersOf(text) {
  const lines = String(text).slice(0, 1e6).split(/\s+/).filter(Boolean).slice(0, MOST_LINKS);
  const pupils = lines.map((line) => (line.includes("#") ? fromAddress(line.split("#").at(-1)).answers : {}))
    .filter((answers) => Object.keys(answers).length);
  return { pupils, bad: lines.length - pupils.length };
}

/** For each step: how many answered, how many right at once, and the wrong answers by number. */
export function summed(pupils) {
  return GUIDE.filter(({ answers }) => answers).map(({ id, answers }) => {
    const given = pupils.map((pupil) => pupil[id]).filter((code) => answers.includes(code));
    const wrong = answers.filter((code) => code !== "right")
      .map((code) => [code, given.filter((each) => each === code).length]).filter(([, n]) => n)
      .sort((a, b) => Number(b[1]) - Number(a[1]));
    return { id, n: given.length, right: given.filter((code) => code === "right").length, wrong };
  });
}

/** The first guesses, sorted. */
export const guesses = (pupils) => pupils.map(({ guess }) => Number(guess))
  .filter((value) => value >= 0 && value <= 100).sort((a, b) => a - b);

function plot(values, t) {
  const at = (value) => 20 + value * 5.6, stack = {};
  return picture(600, 150, t("class.guess.name", { n: values.length }),
    s("path", { class: "rule", d: "M20 120H580" }),
    [0, 50, 100].map((value) => label(at(value), 142, t.percent(value / 100), { class: "small", "text-anchor": anchor(value / 100) })),
    s("path", { class: "review", d: `M${at(19)} 120V10` }), label(at(19) + 6, 18, t.percent(0.19), { class: "small" }),
    values.map((value) => {
      const column = Math.round(value / 2.5);
      stack[column] = (stack[column] ?? 0) + 1;
      return s("circle", { class: "world", cx: at(column * 2.5), cy: 124 - stack[column] * 12, r: 5 });
    }));
}

function table(rows, t) {
  return h("div", { class: "scroll", tabindex: 0, role: "group", "aria-label": t("class.step") }, h("table", { class: "plain" },
    h("thead", {}, h("tr", {}, ["class.step", "class.right", "class.other"].map((key) => h("th", { scope: "col" }, t(key))))),
    h("tbody", {}, rows.map(({ id, n, right, wrong }) => h("tr", {}, h("th", { scope: "row" }, t(`s.${id}`)),
      h("td", {}, n ? t("figure.count", { k: right, n }) : "–"),
      h("td", {}, wrong.map(([code, count]) => h("span", { class: "tag" }, `${t(`m.${code}`)}: ${count}`))))))));
}

/** Open the screen. */
export function open(element, { t, link, state }) {
  const found = h("div", { "aria-live": "polite" });
  const links = h("textarea", { rows: 6, spellcheck: "false", "aria-label": t("class.links"), oninput: show });
  const preset = h("input", { readonly: true, "aria-label": t("class.preset"), onfocus: (event) => event.target.select() });
  const steps = h("select", { "aria-label": t("class.preset"), onchange: address },
    Array.from({ length: STEPS }, (_, i) => h("option", { value: i + 1, selected: i === 5 }, `${i + 1}: ${t(`s.${GUIDE[i].id}`)}`)));
  function address() {
    preset.value = link({ ...state, mode: "guide", step: Number(steps.value), answers: {} });
  }
  function show() {
    const { pupils, bad } = answersOf(links.value), first = guesses(pupils);
    const middle = first[Math.ceil(first.length / 2) - 1];
    found.replaceChildren(...(pupils.length || bad ? [h("p", {}, t("class.read", { n: pupils.length, bad }))] : [h("p", {}, t("class.none"))]),
      ...(first.length ? [h("h2", {}, t("class.guesses")), plot(first, t), h("p", {}, t("class.median", { p: [middle / 100, "percent"] }))] : []),
      ...(pupils.length ? [table(summed(pupils), t)] : []));
  }
  element.replaceChildren(h("div", { class: "class" }, h("h1", {}, t("class.title")), h("p", { class: "lead" }, t("class.lead")), links, found,
    h("div", { class: "field" }, h("span", {}, t("class.preset")), h("div", { class: "row" }, steps, preset))));
  address();
  show();
  return () => {};
}

export { diagnosed };
