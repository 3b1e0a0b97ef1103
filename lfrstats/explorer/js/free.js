/** Free mode: move one thing, see everything follow. */
import { button, choice, choose, h, rich } from "./dom.js";
import { controls } from "./controls.js";
import { draw as icons } from "./icons.js";
import { draw as tree, spoken } from "./tree.js";
import { draw as square } from "./square.js";
import { draw as curve } from "./curve.js";
import { draw as table, light, twoByTwo } from "./table.js";
import { exporters } from "./exports.js";
import { limitsOf, worlds } from "./doubt.js";
import { SCENES, VIEWS } from "./state.js";

/** The pictures, by the name of their view. */
export const PICTURES = { icons, tree, square, curve, table };

/** The sentence that carries the page: the answer, large, and the counts it comes from. */
export function verdict(/** @type {{ big: any, small: any }} */ element, { counts, setting, state, t }) {
  const alerts = counts.tp + counts.fp;
  const share = setting.precision < 1e-3 ? t.share(setting.precision) : t.percent(setting.precision);
  element.big.replaceChildren(
    h("span", { class: share.length > 7 ? "huge long" : "huge" }, share), " ",
    h("span", { class: "lead" }, t(alerts || setting.precision >= 0 ? "verdict.lead" : "verdict.none")));
  element.small.replaceChildren(...rich(t(alerts ? "sentence" : "sentence.none", spoken(counts, state.faces))));
}

/** Draw the chosen pictures, each into its own box. */
function pictures(stage, scene) {
  const { view } = scene.state;
  const names = view === "all" ? Object.keys(PICTURES) : [view];
  if (stage.dataset.names !== names.join()) {
    stage.dataset.names = names.join();
    stage.replaceChildren(...names.map((name) => h("div", { class: `view ${name}`, "data-view": name })));
    stage.dataset.seen = "";
  }
  if (stage.dataset.seen !== String(innerWidth)) {
    stage.dataset.seen = String(innerWidth);
    stage.dataset.width = String(Math.max(260, stage.firstElementChild.clientWidth));
  }
  const width = Number(stage.dataset.width);
  for (const box of stage.children) {
    PICTURES[box.dataset.view](box, { ...scene, width, root: stage });
  }
}

/** Open the screen: returns what draws a scene into it. */
export function open(element, context) {
  const { t, act, state } = context;
  const said = { big: h("h1", { class: "big" }), small: h("p", { class: "sentence", "aria-live": "polite" }) };
  let lit = "";
  const panel = controls({ ...context, point: (name) => { lit = name; light(stage, lit); } });
  const tabs = choice(t("view.choose"), VIEWS.map((name) => [name, t(`view.${name}`)]), state.view,
    (name) => act("show", name));
  const stage = h("div", { class: "stage" }), found = h("div", {});
  const toggle = button("", () => act("doubt", toggle.getAttribute("aria-expanded") !== "true"), { class: "quiet" });
  const sure = h("div", { class: "doubt" }, toggle, found);
  const behind = h("details", { class: "behind", ontoggle: () => context.redraw() },
    h("summary", {}, t("view.numbers")), h("div", {}));
  const saved = exporters(stage, context);
  element.replaceChildren(h("div", { class: "free" },
    h("div", { class: "side" }, said.big, h("div", { class: "said" }, said.small,
      panel.element, h("div", { class: "row" },
        choice(t("scene.choose"), SCENES.map((name) => [name, t(`scene.${name}`)]), state.scene,
          (name) => act("scene", name))))),
    h("div", { class: "main" }, tabs, stage, behind, sure, saved)));
  return (scene) => {
    verdict(said, scene);
    panel.update(scene.state);
    choose(tabs, scene.state.view);
    const limits = scene.state.sure ? limitsOf(scene.state) : undefined;
    pictures(stage, { ...scene, limits });
    if (lit) light(stage, lit);
    if (behind.open) behind.lastElementChild.replaceChildren(twoByTwo(scene.counts, t));
    toggle.textContent = t(scene.state.sure ? "doubt.hide" : "doubt.show");
    toggle.setAttribute("aria-expanded", String(scene.state.sure));
    found.replaceChildren(scene.state.sure ? worlds({ ...scene, width: found.clientWidth }) : "");
  };
}
