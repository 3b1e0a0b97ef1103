/**
 * The explorer in an element: the state, its past, and the screen that shows it. Acts change the
 * state; the screen is drawn from it, once a frame. The two hosts (page and widget) call `mount`.
 *
 * @typedef {{ start: (state: any) => any, changed?: (state: any) => void, link?: (state: any) => string }} Host
 */
import { button, h } from "./dom.js";
import { cellsOf, whole } from "./model.js";
import { ACTS, MODES, initial } from "./state.js";
import { speaker, TEXTS } from "./speech.js";
import { open as free } from "./free.js";
import { open as guide } from "./guide.js";
import { open as claims } from "./claims.js";
import { open as street } from "./street.js";
import { open as pupils } from "./class.js";

const SCREENS = { free, guide, claims, street, class: pupils };
const MOST_PAST = 200;
/** Acts that come in runs, as a slider is dragged; a run is one step back. */
const SLIDING = ["move", "crowd", "verified", "deployment"];
/** A run goes on while its acts follow each other within this time (ms). */
const TOGETHER = 600;
/** What opens a screen anew instead of drawing into it. */
const OPENS = ["mode", "lang", "step", "study", "scene"];

/** Everything a picture needs of the state. */
export function sceneOf(state, t) {
  const cells = cellsOf(state.setting);
  return { state, t, cells, setting: state.setting, counts: whole(cells, state.faces) };
}

/**
 * The explorer, living in `root`.
 * @param {any} root @param {any} data the studies and deployments @param {Host} host
 */
export function mount(root, data, host) {
  let state = host.start(initial()), drawn = null, draw = (_scene) => {}, frame = 0, t = speaker(state.lang);
  const past = [];
  let lately = { key: "", at: 0 };

  function act(name, ...values) {
    const next = ACTS[name](state, ...values);
    if (next === state) return;
    const key = name === "move" ? `move ${values[0]}` : name, now = Date.now();
    if (!SLIDING.includes(name) || key !== lately.key || now - lately.at > TOGETHER) past.push(state);
    if (past.length > MOST_PAST) past.shift();
    lately = { key, at: now };
    become(next);
  }
  function become(next, tell = true) {
    state = next;
    if (tell) host.changed?.(state);
    if (!frame) frame = requestAnimationFrame(render);
  }
  function undo() {
    lately = { key: "", at: 0 };
    if (past.length) become(past.pop());
  }
  function render() {
    frame = 0;
    if (!drawn || OPENS.some((key) => drawn[key] !== state[key])) openScreen();
    drawn = state;
    draw(sceneOf(state, t));
    back.disabled = !past.length;
  }
  function openScreen() {
    t = speaker(state.lang, state.scene);
    const moving = drawn && (drawn.mode !== state.mode || drawn.step !== state.step);
    root.lang = state.lang;
    root.dataset.mode = state.mode;
    head.replaceChildren(...header());
    const context = { t, act, state, data, root, redraw: () => become(state, false), say,
      scene: () => sceneOf(state, t), link: (some) => host.link?.(some ?? state) ?? "" };
    draw = SCREENS[state.mode](body, context);
    if (drawn && drawn.lang !== state.lang) head.querySelector("select").focus();
    if (moving) { body.focus({ preventScroll: true }); root.scrollIntoView?.({ block: "start" }); }
  }
  function header() {
    back.textContent = t("app.undo");
    return [h("p", { class: "brand" }, t("app.name")),
      h("nav", { "aria-label": t("app.modes") }, MODES.filter((mode) => mode !== "class").map((mode) =>
        button(t(`mode.${mode}`), () => act("go", mode),
          { "aria-current": mode === state.mode ? "page" : null }))),
      h("div", { class: "tools" }, back, host.link ? button(t("app.link"), copy) : null,
        h("select", { "aria-label": t("app.language"), onchange: (event) => act("speak", event.target.value) },
          Object.keys(TEXTS).map((lang) => h("option", { value: lang, selected: lang === state.lang, lang },
            TEXTS[lang]["language"]))))];
  }
  async function copy() {
    const link = host.link(state);
    try {
      await navigator.clipboard.writeText(link);
      say(t("app.copied"));
    } catch {
      say(t("app.here"), link);
    }
  }
  function say(text, link = "") {
    notice.replaceChildren(h("span", {}, text), link && h("input", { readonly: true, value: link, "aria-label": text,
      onfocus: (event) => event.target.select() }), button("×", () => notice.replaceChildren(), { "aria-label": t("app.close") }));
  }
  const back = button("", undo, { class: "undo" });
  const head = h("header", { class: "head" });
  const notice = h("div", { class: "notice", role: "status" });
  const body = h("main", { class: "body", tabindex: -1 });
  root.classList.add("lfr");
  root.replaceChildren(head, notice, body);
  root.addEventListener("keydown", (event) => {
    const writing = /^(INPUT|TEXTAREA)$/.test(event.target.tagName) && event.target.type !== "range";
    if ((event.ctrlKey || event.metaKey) && event.key === "z" && !writing) { event.preventDefault(); undo(); }
  });
  const watch = new ResizeObserver(() => { if (drawn) become(state, false); });
  watch.observe(body);
  render();
  return {
    get state() { return state; }, act, undo, become: (next) => become(next, false),
    close() { watch.disconnect(); cancelAnimationFrame(frame); },
  };
}
