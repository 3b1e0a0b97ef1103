/** One street: both headlines build up beside each other, from the same alerts. */
import { button, h } from "./dom.js";
import { day } from "./crowd.js";
import { paint } from "./icons.js";

const SPEEDS = [1, 10, 100, 1000, 10_000];
const SEEN = 600;
const MOST = 1_000_000;

/** Paint the last faces that passed: a dot each, an alert large. */
function strip(canvas, seen) {
  const width = canvas.parentElement.clientWidth, unit = 12, dense = globalThis.devicePixelRatio || 1;
  const columns = Math.max(10, Math.floor(width / unit)), rows = Math.min(8, Math.ceil(SEEN / columns));
  canvas.width = columns * unit * dense;
  canvas.height = rows * unit * dense;
  canvas.style.width = `${columns * unit}px`;
  const c = canvas.getContext("2d"), style = getComputedStyle(canvas);
  c.scale(dense, dense);
  seen.slice(-columns * rows).forEach((kind, i) => {
    const x = (i % columns) * unit, y = Math.floor(i / columns) * unit;
    c.fillStyle = c.strokeStyle = style.getPropertyValue(`--${kind === "staff" ? "tp" : kind}`);
    if (kind === "tp") c.fillRect(x + 1, y + 1, 10, 10);
    else if (kind === "staff") { c.lineWidth = 3; c.strokeRect(x + 2.5, y + 2.5, 7, 7); }
    else if (kind === "fn") { c.lineWidth = 1; c.strokeRect(x + 3, y + 3, 6, 6); }
    else { c.beginPath(); c.arc(x + 6, y + 6, kind === "fp" ? 5 : 1.5, 0, 7); c.fill(); }
  });
}

const figure = (share, said, t) => [h("p", { class: "huge" }, Number.isNaN(share) ? "–" : t.share(share)),
  h("p", {}, Number.isNaN(share) ? t("sim.wait") : said)];

/** Open the screen. */
export function open(element, context) {
  const { t, act, state } = context;
  const { staff } = state, faces = Math.min(state.faces, MOST);
  let today = day(state.setting, faces, staff, state.seed), seen = [], running = 0, last = 0, due = 0, speed = 1000, made = state;
  const canvas = h("canvas", { role: "img", "aria-label": t("sim.lead") });
  const force = h("div", { class: "tally" }), review = h("div", { class: "tally" }), how = h("p", { class: "soft" });
  const passed = h("p", { class: "soft" }), verdict = h("div", { class: "verdict", role: "status" });
  const go = button(t("sim.start"), toggle, { class: "primary" });
  const pace = h("select", { "aria-label": t("sim.speed"), onchange: () => { speed = Number(pace.value); } },
    SPEEDS.map((n) => h("option", { value: n, selected: n === speed }, t.count(n))));

  function some(n) {
    for (let i = 0; i < n && !today.over(); i++) seen.push(today.pass());
    if (seen.length > 4 * SEEN) seen = seen.slice(-SEEN);
  }
  function tick(now) {
    if (!element.contains(canvas)) { running = 0; return; }
    due += ((now - last) / 1000) * speed;
    last = now;
    const n = Math.min(Math.floor(due), speed);
    due -= n;
    some(n);
    if (n) show();
    if (today.over()) stop(); else if (running) running = requestAnimationFrame(tick);
  }
  function toggle() {
    if (running) return stop();
    if (today.over()) act("again");
    last = performance.now();
    running = requestAnimationFrame(tick);
    go.textContent = t("sim.pause");
  }
  function stop() {
    cancelAnimationFrame(running);
    running = 0;
    go.textContent = t("sim.start");
    show();
  }
  /** What was counted, as marks. */
  function seenAs(counts) {
    const pile = h("canvas", { class: "pile", "aria-hidden": "true" });
    const total = Object.values(counts).reduce((sum, n) => sum + n, 0);
    pile.hidden = !total;
    if (total) piles.push(() => paint(pile, counts, Math.min(420, force.clientWidth), total > 400 ? 130 : 70, Object.keys(counts)));
    return pile;
  }
  let piles = [];
  function show() {
    piles = [];
    const { tally } = today, others = tally.fp + tally.tn, alerts = tally.tp + tally.fp;
    strip(canvas, seen);
    passed.textContent = t("sim.passed", { n: tally.passed, faces });
    force.replaceChildren(h("h2", {}, t("sim.force")), h("p", { class: "soft" }, t("sim.force.how", { n: staff })),
      seenAs({ sf: tally.staffFound, sm: tally.staff - tally.staffFound }),
      ...figure(tally.staffFound / tally.staff, t("sim.force.hit", { k: tally.staffFound, n: tally.staff }), t),
      seenAs({ wa: tally.fp }),
      ...figure(tally.fp / others, t("sim.force.false", { k: tally.fp, n: others }), t));
    review.replaceChildren(h("h2", {}, t("sim.review")), h("p", { class: "soft" }, t("sim.review.how")),
      seenAs({ ra: tally.tp, wa: tally.fp }),
      ...figure(tally.tp / alerts, t("sim.review.right", { k: tally.tp, n: alerts }), t));
    for (const draw of piles) draw();
    verdict.textContent = today.over() ? t("sim.both") : "";
  }
  element.replaceChildren(h("div", { class: "street" },
    h("h1", {}, t("sim.title")), h("p", { class: "lead" }, t("sim.lead")),
    h("div", { class: "row" }, go, button(t("sim.one"), () => { some(1); show(); }),
      h("label", { class: "field inline" }, t("sim.speed"), pace), button(t("sim.again"), () => act("again"))),
    h("div", { class: "strip" }, canvas), h("ul", { class: "legend" },
      ["tp", "fp", "staff"].map((kind) => h("li", {}, h("i", { class: `mark ${kind}` }), t(`sim.mark.${kind}`)))),
    passed, h("div", { class: "columns" }, force, review), verdict, how));
  return (scene) => {
    if (made.seed !== scene.state.seed || made.setting !== scene.setting) {
      today = day(scene.setting, faces, staff, scene.state.seed);
      seen = [];
      made = scene.state;
    }
    const { prevalence: b, tpir: hit, fpir: f } = scene.setting;
    how.textContent = t("sim.settings", { b: [b, "share"], h: [hit, "percent"], f: [f, "share"] });
    show();
  };
}
