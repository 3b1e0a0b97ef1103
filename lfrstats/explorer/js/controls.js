/** One control for each quantity: a slider, a field for the figure as printed, and what it does. */
import { button, h } from "./dom.js";
import { read } from "./figures.js";
import { QUANTITIES } from "./model.js";
import { MOST_FACES } from "./state.js";

const linear = { from: (place) => place / 1000, to: (value) => value * 1000, most: 1000 };
const log = (lowest) => ({
  from: (place) => 10 ** (lowest + place / 200), most: -lowest * 200,
  to: (value) => Math.max(0, (Math.log10(value) - lowest) * 200),
});
/** How a slider's place becomes a value. */
export const SCALES = { prevalence: log(-9), tpir: linear, fpir: log(-7), precision: linear };

/** The figure a field holds, acted upon, or the reason why not, said below it. */
function typed(field, problem, name, { t, act }) {
  if (!field.dataset.touched) return;
  const figure = read(field.value, t.lang);
  problem.textContent = figure.error ? t(`read.${figure.error}`) : "";
  field.setAttribute("aria-invalid", String(!!figure.error));
  if (figure.error !== undefined) return;
  delete field.dataset.touched;
  act("move", name, figure.value, figure);
}

function fieldFor(name, problem, context) {
  const field = h("input", {
    type: "text", class: "figure", autocomplete: "off", spellcheck: "false", maxlength: 120,
    "aria-label": context.t("control.typed", { name: context.t(`name.${name}`) }),
    "aria-describedby": problem.id,
    oninput: () => { field.dataset.touched = "1"; },
    onchange: () => typed(field, problem, name, context),
    onkeydown: (event) => {
      if (event.key === "Enter") typed(field, problem, name, context);
      if (event.key === "Escape") { delete field.dataset.touched; context.redraw(); }
    },
  });
  return field;
}

/** A row: `element`, and `update(state)` that writes the state into it. */
function row(name, context) {
  const { t, act } = context, scale = SCALES[name];
  const problem = h("p", { class: "problem", id: `problem-${name}`, role: "status" });
  const field = fieldFor(name, problem, context);
  const slider = h("input", {
    type: "range", min: 0, max: scale.most, step: 1, "aria-label": t(`name.${name}`),
    oninput: () => act("move", name, scale.from(Number(slider.value))),
  });
  const status = h("button", { type: "button", class: "status", onclick: () => act("follow", name) });
  const element = h("div", { class: `control ${name}`, onpointerenter: () => context.point(name),
    onpointerleave: () => context.point("") },
    h("div", { class: "top" }, h("span", { class: "name" }, t(`name.${name}`)), field),
    slider, h("div", { class: "bottom" }, h("small", {}, t(`rate.${name}`)), status), problem);
  return { element, update: (state) => write(state, { name, t, scale, field, slider, status, problem, element }) };
}

function write(state, { name, t, scale, field, slider, status, problem, element }) {
  const value = state.setting[name], figure = state.given[name];
  const share = value > 0 && value < 0.01 ? t.share(value) : t.percent(value, state.follows === name ? 2 : 3);
  const counted = figure?.n ? t("figure.count", { k: figure.k, n: figure.n }) : share;
  if (!field.dataset.touched) {
    rewrite(field, counted);
    field.removeAttribute("aria-invalid");
    problem.textContent = "";
  }
  slider.value = String(Number.isNaN(value) ? 0 : Math.round(scale.to(value)));
  slider.setAttribute("aria-valuetext", `${share} ${t(`rate.${name}`)}`);
  const doing = state.follows === name ? "follows" : state.last === name ? "moves" : "stays";
  status.textContent = t(`control.${doing}`);
  status.title = t("control.let", { name: t(`name.${name}`) });
  status.setAttribute("aria-pressed", String(doing === "follows"));
  status.setAttribute("aria-label", t("control.says", { name: t(`name.${name}`), doing: t(`control.${doing}`) }));
  element.dataset.doing = doing;
  if (state.trouble?.name === name) problem.textContent = troubleOf(state.trouble, t);
}

/** New text in a field; a field whose text was all selected stays so, for who is about to type over it. */
function rewrite(field, text) {
  const all = document.activeElement === field && field.selectionStart === 0 && field.selectionEnd === field.value.length;
  field.value = text;
  if (all) field.select();
}

function troubleOf({ follows, needs }, t) {
  const name = t(`name.${follows}`);
  return Number.isFinite(needs) ? t("trouble.beyond", { name, p: [needs, "percent"] })
    : t("trouble.none", { name });
}

/** The size of the crowd: 1 to a billion faces. */
function crowd(context) {
  const { t, act } = context;
  const problem = h("p", { class: "problem", id: "problem-crowd", role: "status" });
  const change = () => {
    const text = field.value.replace(/[\s,.'\u00a0]/g, "");
    const faces = /^\d{1,10}$/.test(text) ? Number(text) : 0;
    const fine = faces >= 1 && faces <= MOST_FACES;
    problem.textContent = fine ? "" : t("read.crowd");
    if (fine) act("crowd", faces);
  };
  const field = h("input", { type: "text", inputmode: "numeric", class: "figure", maxlength: 20,
    "aria-label": t("name.crowd"), "aria-describedby": problem.id, onchange: change });
  const slider = h("input", { type: "range", min: 0, max: STOPS.length - 1, step: 1, "aria-label": t("name.crowd"),
    oninput: () => act("crowd", STOPS[Number(slider.value)]) });
  const element = h("div", { class: "control crowd" },
    h("div", { class: "top" }, h("span", { class: "name" }, t("name.crowd")), field), slider, problem);
  return { element, update(state) {
    if (document.activeElement !== field) field.value = t.count(state.faces);
    slider.value = String(STOPS.filter((stop) => stop <= state.faces).length - 1);
    slider.setAttribute("aria-valuetext", t("figure.faces", { n: state.faces }));
  } };
}

/** The crowds of the slider, 1 to a billion. */
const STOPS = [...Array.from({ length: 36 }, (_, i) => [1, 2, 3, 5][i % 4] * 10 ** Math.floor(i / 4)), MOST_FACES];

/** All controls: `element` and `update(state)`. */
export function controls(context) {
  const rows = [...QUANTITIES.map((name) => row(name, context)), crowd(context)];
  const how = h("p", { class: "how", "aria-live": "polite" });
  return {
    element: h("div", { class: "controls" }, how, rows.map(({ element }) => element)),
    update(state) {
      how.textContent = told(state, context.t);
      for (const each of rows) each.update(state);
    },
  };
}

/** Which moves, which stay, which follows: in a sentence. */
function told({ follows, last }, t) {
  const name = (key) => t(`name.${key}`);
  if (!last || last === follows) return t("control.free", { follows: name(follows) });
  const [a, b] = QUANTITIES.filter((key) => key !== follows && key !== last).map(name);
  return t("control.told", { moves: name(last), a, b, follows: name(follows) });
}

export { button };
