/** Claims mode: every recorded figure as printed, whose share it is, and what it leaves open. */
import { button, foreign, h, rich } from "./dom.js";
import { draw as curve } from "./curve.js";
import { dots } from "./deployments.js";
import { exporters, lined } from "./exports.js";
import { speaker } from "./speech.js";
import { QUANTITIES, moved } from "./model.js";
import { light, twoByTwo } from "./table.js";

export const DEPLOYMENTS = "deployments";

/** The setting at which a study's headlines are all true. */
export const bothTrue = ({ tpir, fpir, precision }) =>
  moved(/** @type {any} */ ({ prevalence: 0.5, tpir, fpir, precision }), "tpir", tpir, "prevalence").setting;

const shareOf = (claim) => QUANTITIES.find((name) => name === claim.rate || name === claim.stands_for);

function chooser(studies, state, { t, act, data }) {
  const options = studies.map(({ id, title }) => [id, title]);
  if (data.deployments) options.push([DEPLOYMENTS, t("claims.days", { n: data.deployments.rows.length })]);
  return h("label", { class: "field" }, h("span", {}, t("claims.study")),
    h("select", { onchange: (event) => act("study", event.target.value) },
      options.map(([id, title]) => h("option", { value: id, selected: id === state.study }, title))));
}

const COLUMNS = ["printed", "of", "that", "said_by", "tested", "source"];
const csvOf = (study) => lined([COLUMNS, ...study.claims.map((claim) => COLUMNS.map((name) => claim[name]))]);

/** One printed figure, as something to choose. */
const figureButton = (claim, act) => button("", () => act("claim", claim.id), { class: "printed", "data-claim": claim.id });

function told(claim, t, act, scene, shown) {
  const rate = shareOf(claim);
  const used = shown && rate && Math.abs(scene.setting[rate] - claim.value) < 1e-12;
  const parts = [
    h("p", { class: "of" }, t("claims.of", { of: claim.of, that: claim.that })),
    claim.inside && h("p", {}, t("claims.outside")),
    claim.stands_for && h("p", {}, t("claims.stands", { name: t(`name.${claim.stands_for}`) })),
    h("p", { class: "soft" }, foreign(t("claims.said", { who: claim.said_by, tested: claim.tested }))),
    claim.ambiguous && h("p", { class: "soft" }, foreign(t("claims.ambiguous", { text: claim.ambiguous }))),
    claim.leaves_open.length && h("p", { class: "soft" }, foreign(t("claims.open", { text: claim.leaves_open.join("; ") }))),
    h("p", { class: "soft" }, foreign(t("claims.source", { text: claim.source }))),
    rate && (used ? h("p", { class: "fine" }, t("claims.used"))
      : button(t("claims.use"), () => act("move", rate, claim.value, claim), { class: "primary" })),
  ];
  return parts.filter(Boolean);
}

/** Where a figure stands on the curve. */
const marksOf = (claim) => ["precision", "prevalence"].includes(shareOf(claim))
  ? [{ name: shareOf(claim), value: claim.value, text: claim.printed.slice(0, 40) }] : [];

/** A figure on its way to the cells it counts. */
function fly(from, table) {
  const to = table.querySelector(".counted"), word = from.querySelector("b");
  if (!to || matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  const a = word.getBoundingClientRect(), b = to.getBoundingClientRect();
  const ghost = h("span", { class: "ghost", "aria-hidden": "true", style: `left:${a.left}px;top:${a.top}px` }, word.textContent.slice(0, 40));
  table.append(ghost);
  ghost.animate([{ transform: "none", opacity: 1 },
    { transform: `translate(${b.left - a.left + 8}px, ${b.top - a.top + 8}px)`, opacity: 0.9 }],
  { duration: 600, easing: "ease-in-out" }).finished.then(() => ghost.remove(), () => ghost.remove());
}

/** The unverified, from all wrong to all right. */
function unverified({ right, wrong, n, of }, { t, act, state }) {
  const open = n - right - wrong;
  const said = h("p", { class: "now" });
  const slider = h("input", { type: "range", min: 0, max: open, value: Math.min(open, state.right ?? 0),
    "aria-label": t("claims.slider", { open, of }), oninput: () => { show(); act("verified", Number(slider.value)); } });
  function show() {
    const more = Number(slider.value), total = right + more;
    said.replaceChildren(...rich(t("claims.hidden.now", { right: more, open, total, n, of, p: [total / n, "percent"] })));
    slider.setAttribute("aria-valuetext", said.textContent);
  }
  show();
  return h("section", {}, h("h2", {}, t("claims.hidden")), said, slider,
    h("div", { class: "row between" }, h("small", {}, t("claims.allwrong", { p: [right / n, "percent"] })),
      h("small", {}, t("claims.allright", { p: [(right + open) / n, "percent"] }))));
}

/** What the study is about, and the world in which its headlines meet. */
function about(study, { t, act }) {
  const world = study.both && bothTrue(study.both);
  return [
    h("p", { class: "lead" }, foreign(study.about)),
    world && h("div", { class: "verdict" }, h("p", {}, rich(t("claims.both", { b: [world.prevalence, "oneIn"] }))),
      button(t("claims.show"), () => act("set", world))),
  ].filter(Boolean);
}

/** What an audit finds, and what the unverified could hide. */
function found(study, context) {
  const { t } = context;
  return [
    h("h2", {}, t("claims.findings")),
    h("ul", { class: "findings" }, study.findings.length ? study.findings.map((text) => h("li", {}, foreign(text)))
      : h("li", {}, t("claims.nothing"))),
    study.unverified && unverified(study.unverified, context),
  ].filter(Boolean);
}

/** Open the screen of one study. */
export function open(element, context) {
  const { t, act, data } = context, studies = data.studies ?? [];
  const state = { ...context.state, study: context.state.study || studies[0]?.id || "" };
  const head = [h("h1", {}, t("claims.title")), chooser(studies, state, context)];
  if (state.study === DEPLOYMENTS && data.deployments) {
    const stage = h("div", { class: "stage" });
    element.replaceChildren(h("div", { class: "claims" }, head, stage));
    return (scene) => dots(stage, scene, data.deployments, context);
  }
  const study = studies.find(({ id }) => id === state.study) ?? studies[0];
  if (!study) {
    element.replaceChildren(h("div", { class: "claims" }, head[0], h("p", {}, t("claims.none"))));
    return () => {};
  }
  const spoken = speaker(t.lang, "street", study.words);
  const figures = study.claims.map((claim) => [claim, figureButton(claim, act)]);
  const detail = h("div", { class: "detail", "aria-live": "polite" });
  const table = h("div"), drawn = h("div", { class: "view curve" });
  const saved = exporters(drawn, context, () => csvOf(study));
  let shown = !!study.both;
  const doing = (name, ...values) => { shown ||= name === "move"; act(name, ...values); };
  for (const [claim, each] of figures) each.append(h("b", {}, foreign(claim.printed)), h("small", {}, foreign(t("claims.plain", { of: claim.of, who: claim.said_by }))));
  element.replaceChildren(h("div", { class: "claims" }, head, about(study, { ...context, t: spoken }),
    h("div", { class: "columns" },
      h("div", {}, h("h2", {}, t("claims.figures")), h("div", { class: "figures" }, figures.map(([, each]) => each))),
      h("div", { class: "whose" }, h("h2", {}, t("claims.whose")), table, detail, drawn, saved)),
    h("div", { class: "about" }, found(study, { ...context, t: spoken }))));
  let last = study.claims.find(({ id }) => id === state.claim);
  return (scene) => {
    const claim = study.claims.find(({ id }) => id === scene.state.claim);
    for (const [each, shape] of figures) shape.setAttribute("aria-pressed", String(each === claim));
    table.replaceChildren(twoByTwo(shown ? scene.counts : null, spoken));
    light(table, claim?.among.length ? claim : "");
    if (claim && last !== claim) fly(figures.find(([each]) => each === claim)[1], table);
    last = claim;
    drawn.hidden = saved.hidden = !shown;
    detail.replaceChildren(...(claim ? told(claim, spoken, doing, scene, shown) : [h("p", { class: "hint" }, t("claims.choose"))]));
    if (shown && !study.both) detail.append(h("p", { class: "soft" }, spoken("claims.rest")));
    if (shown) curve(drawn, { ...scene, t: spoken, marks: claim ? marksOf(claim) : [] });
  };
}
