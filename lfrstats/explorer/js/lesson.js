/** How a step of the lesson looks: one sentence, one picture, one act, and the answer to the act. */
import { button, h, rich } from "./dom.js";
import { EXTRAS, PICTURED } from "./lesson_pictures.js";
import { ACTS_OF_STEPS } from "./lesson_acts.js";

/**
 * Open a step.
 * @param {any} element @param {any} context @param {any[]} guide @param {(p: number) => string} diagnosed
 */
export function lesson(element, context, guide, diagnosed) {
  const { t, act, state } = context;
  const step = guide[state.step - 1], { id } = step;
  const picture = h("div", { class: "pictured" });
  const reply = h("div", { class: "reply", role: "status" });
  const extra = h("div", { class: "extra" });
  const next = button(t("guide.next"), () => act("step", state.step + 1), { class: "next" });
  let chosen = state.answers[id] ?? "";

  /** Take an answer: the first is kept, each is answered. */
  function answer(code, kept = code) {
    chosen = code;
    if (!(id in context.scene().state.answers)) act("answer", id, kept);
    show(context.scene());
  }
  const tools = { ...context, step, answer, diagnosed };
  const acting = ACTS_OF_STEPS[step.act](tools);
  element.replaceChildren(h("article", { class: `step ${id}` },
    h("p", { class: "number" }, t("guide.step", { n: state.step, of: guide.length })),
    h("h1", {}, rich(t(`g.${id}.say`))), picture,
    acting.ask === false ? null : h("p", { class: "ask" }, t(`g.${id}.ask`)), acting.element, reply, extra,
    h("nav", { class: "steps", "aria-label": t("guide.steps") },
      button(t("guide.back"), () => act("step", state.step - 1), { disabled: state.step === 1 }),
      dots(guide, context), step.act === "end" ? h("span") : next)));

  function show(scene) {
    const answered = chosen || scene.state.answers[id] || "";
    const right = step.act === "guess" ? !!answered : answered === "right";
    next.disabled = !answered;
    next.classList.toggle("ready", right);
    acting.update?.(answered, scene);
    PICTURED[id]?.(picture, { ...tools, scene, answered, right });
    const text = acting.reply ? acting.reply(answered, scene) : answered && t(`g.${id}.a.${answered}`);
    const words = text && h("p", { class: right ? "fine" : "wrong" },
      step.act === "guess" ? "" : h("b", {}, `${t(right ? "guide.right" : "guide.wrong")} `), rich(text),
      right || step.act === "guess" ? "" : ` ${t("guide.again")}`);
    if (reply.dataset.answered !== answered) reply.replaceChildren(words || "");
    reply.dataset.answered = answered;
    if (right && step.after && !extra.hasChildNodes()) EXTRAS[step.after](extra, { ...tools, scene });
    if (!right) extra.replaceChildren();
  }
  return show;
}

const dots = (guide, { t, act, state }) => h("ol", { class: "dots" }, guide.map(({ id }, i) =>
  h("li", {}, button("", () => act("step", i + 1), {
    "aria-label": `${t("guide.go", { n: i + 1 })}: ${t(`s.${id}`)}`, title: t(`s.${id}`),
    "aria-current": state.step === i + 1 ? "step" : null, class: state.answers[id] ? "done" : null,
  }))));
