/** The ways a step is answered: guess, choose, place, find; and the end of the lesson. */
import { button, h, rich } from "./dom.js";
import { cellsOf, rate } from "./model.js";

const FIGURES = ["tpir", "fpir", "precision"];
const GROUPS = ["precision", "tpir", "fpir"];

/** Guess a percentage; it is kept, and not yet answered. */
function guess({ t, answer, state, step }) {
  const kept = state.answers[step.id];
  const said = h("output", { class: "huge" });
  const slider = h("input", { type: "range", min: 0, max: 100, step: 1, value: kept ?? 50, "aria-label": t("g.guess.ask"),
    oninput: show });
  const done = button(t("guide.keep"), () => answer(slider.value), { class: "primary" });
  function show() {
    const text = t.percent(Number(slider.value) / 100);
    said.textContent = text;
    slider.setAttribute("aria-valuetext", text);
  }
  show();
  return {
    element: h("div", { class: "guess" }, said, slider, done),
    update(answered) { slider.disabled = done.disabled = !!answered; },
    reply: (answered) => answered && t("guide.kept", { p: [Number(answered) / 100, "percent"] }),
  };
}

/** Choose one of several answers; a wrong one may be mended. */
function choose({ t, answer, step }) {
  const options = step.answers.map((code) => [code, button(t(`g.${step.id}.o.${code}`), () => answer(code))]);
  return {
    element: h("div", { class: "options", role: "group", "aria-label": t(`g.${step.id}.ask`) }, options.map(([, b]) => b)),
    update(answered) {
      for (const [code, each] of options) {
        each.setAttribute("aria-pressed", String(code === answered));
        each.classList.toggle("is-right", code === answered && code === "right");
        each.classList.toggle("is-wrong", code === answered && code !== "right");
      }
    },
  };
}

/** Put each figure to its group, by dragging it there or by picking one and then the other. */
function place({ t, answer, state, step }) {
  const done = state.answers[step.id] === "right";
  /** @type {Record<string, string>} */
  const at = done ? Object.fromEntries(FIGURES.map((name) => [name, name])) : {};
  let picked = "";
  const board = h("div", { class: "board" });
  const drop = (group) => {
    if (!picked) return;
    for (const figure of FIGURES) if (at[figure] === group) delete at[figure];
    at[picked] = group;
    picked = "";
    draw();
    if (FIGURES.every((figure) => at[figure])) {
      answer(FIGURES.every((figure) => at[figure] === figure) ? "right" : "swap");
    }
  };
  const chip = (figure) => button(t(`g.whose.f.${figure}`), () => { picked = picked === figure ? "" : figure; draw(figure); },
    { class: "chip", draggable: "true", "data-figure": figure, "aria-pressed": String(picked === figure),
      ondragstart: (event) => { picked = figure; event.dataTransfer.setData("text/plain", figure); } });
  function draw(focus = "") {
    board.replaceChildren(
      h("div", { class: "chips" }, FIGURES.filter((figure) => !at[figure]).map(chip)),
      h("div", { class: "groups" }, GROUPS.map((group) => {
        const here = FIGURES.filter((figure) => at[figure] === group);
        return h("div", { class: "group", ondragover: (event) => event.preventDefault(),
          ondrop: (event) => { event.preventDefault(); drop(group); } },
        button(t(`g.whose.p.${group}`), () => drop(group), { class: "target", "data-group": group }), here.map(chip));
      })));
    if (focus) board.querySelector(`[data-figure="${focus}"]`)?.focus();
  }
  draw();
  return { element: board };
}

const HEADLINES = { tpir: 0.7, fpir: 0.001 };
/** The share of right alerts at a base rate, under the two printed rates. */
export const rightAt = (prevalence) => rate(cellsOf({ prevalence, ...HEADLINES }), "precision");

/** Find the base rate at which both headlines are true. */
function find({ t, answer, redraw, step, state }) {
  const finished = state.answers[step.id] === "right";
  const said = h("p", { class: "now" });
  const slider = h("input", { type: "range", min: 0, max: 500, value: finished ? 153 : 400, "aria-label": t("g.both.ask"),
    oninput: () => { show(); redraw(); } });
  const at = () => 10 ** (-5 + Number(slider.value) / 100);
  const check = button(t("g.both.check"), () => {
    const p = rightAt(at());
    answer(Math.round(p * 100) === 19 ? "right" : p > 0.19 ? "high" : "low");
  }, { class: "primary" });
  function show() {
    const values = { b: [at(), "oneIn"], p: [rightAt(at()), "percent"] };
    said.replaceChildren(...rich(t("g.both.here", values)));
    slider.setAttribute("aria-valuetext", t("curve.here", values));
  }
  show();
  return { element: h("div", { class: "find" }, said, slider, check),
    update: (_, scene) => { scene.found = at(); } };
}

/** The end: the guess beside the answer, a link, and where to go on. */
function end({ t, act, state, link, say }) {
  const { guess: first, ...rest } = state.answers;
  const codes = Object.values(rest);
  const copy = async () => {
    const address = link({ ...state, mode: "guide" });
    try {
      await navigator.clipboard.writeText(address);
      say(t("app.copied"));
    } catch { say(t("app.here"), address); }
  };
  return { ask: false, element: h("div", { class: "end" },
    h("p", { class: "lead" }, first ? t("g.end.guess", { p: [Number(first) / 100, "percent"] }) : t("g.end.noguess")),
    codes.length ? h("p", {}, t("g.end.score", { k: codes.filter((code) => code === "right").length, n: codes.length })) : null,
    h("div", { class: "row" }, button(t("g.end.free"), () => act("go", "free"), { class: "primary" }),
      button(t("g.end.claims"), () => act("go", "claims")), button(t("g.end.link"), copy),
      button(t("g.end.again"), () => act("restart"))),
    h("p", {}, h("small", {}, t("g.end.kept"))),
    button(t("g.end.teacher"), () => act("go", "class"), { class: "quiet" })) };
}

export const ACTS_OF_STEPS = { guess, choose, place, find, end };
