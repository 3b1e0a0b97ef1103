/** Pictures to take away: SVG, PNG at a chosen width, and the numbers as CSV. */
import { button, h, s } from "./dom.js";
import { CELLS, RATES, rate } from "./model.js";

const WIDTHS = [800, 1600, 3200];

function save(name, blob) {
  const link = h("a", { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

const COPIED = ["fill", "stroke", "stroke-width", "stroke-dasharray", "font", "opacity", "paint-order",
  "stroke-linejoin", "text-anchor"];

/** An SVG that stands alone: the styles of the page written into it, on its own ground. */
export function standalone(svg) {
  const copy = svg.cloneNode(true);
  const from = [svg, ...svg.querySelectorAll("*")], to = [copy, ...copy.querySelectorAll("*")];
  from.forEach((part, i) => {
    const style = getComputedStyle(part);
    to[i].setAttribute("style", COPIED.map((name) => `${name}:${style.getPropertyValue(name)}`).join(";"));
    to[i].removeAttribute("class");
  });
  const [, , width, height] = svg.getAttribute("viewBox").split(" ");
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("width", width);
  copy.setAttribute("height", height);
  copy.style.background = getComputedStyle(document.body).backgroundColor;
  return new XMLSerializer().serializeToString(copy);
}

/** The counts and rates of a scene, as lines of comma-separated values. */
export const csvOf = ({ counts, cells, t }) => lined([["name", "value", "meaning"],
  ...CELLS.map((cell) => [cell, counts[cell], t(`mark.${cell}`, { n: counts[cell] })]),
  ...Object.keys(RATES).map((name) => {
    const value = rate(cells, name);
    return [name, Number.isNaN(value) ? "" : value, t(`rate.${name}`)];
  })]);

/** Marks on canvases, with what stands above and below them, as one SVG. */
function ofMarks(view) {
  const ink = getComputedStyle(view).color, paper = getComputedStyle(document.body).backgroundColor;
  let x = 10, tall = 0;
  const parts = [...view.querySelectorAll("figure")].filter((each) => each.querySelector("canvas")).map((each) => {
    const canvas = each.querySelector("canvas"), wide = parseFloat(canvas.style.width);
    const high = (wide * canvas.height) / canvas.width, left = x;
    const lines = [...each.querySelectorAll(".legend li")].map((line) => line.textContent);
    x += Math.max(wide, 320) + 30;
    tall = Math.max(tall, high + 60 + 20 * lines.length);
    return [s("text", { x: left, y: 20 }, each.querySelector("figcaption").textContent),
      s("image", { x: left, y: 34, width: wide, height: high, href: canvas.toDataURL(), style: "image-rendering:pixelated" }),
      lines.map((line, i) => s("text", { x: left, y: high + 58 + 20 * i }, line))];
  });
  return s("svg", { xmlns: "http://www.w3.org/2000/svg", viewBox: `0 0 ${x} ${tall}`, width: x, height: tall,
    style: `font:15px sans-serif;fill:${ink};background:${paper}` }, parts);
}

/** The picture in a view as SVG text, or nothing where there is none. */
export function svgOf(stage) {
  const svg = stage.querySelector("svg"), canvas = stage.querySelector("canvas");
  if (canvas) return new XMLSerializer().serializeToString(ofMarks(canvas.closest(".view")));
  return svg ? standalone(svg) : "";
}

/** An SVG text as PNG, `width` pixels wide. @returns {Promise<Blob>} */
export async function pngOf(text, width) {
  const image = new Image(), canvas = document.createElement("canvas"), c = canvas.getContext("2d");
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  canvas.width = width;
  canvas.height = Math.round((width * image.height) / image.width);
  c.fillStyle = getComputedStyle(document.body).backgroundColor;
  c.fillRect(0, 0, canvas.width, canvas.height);
  c.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}

/** Rows as lines of comma-separated values; nothing in them can be taken for a formula. */
export const lined = (rows) => rows.map((row) => row.map((value) =>
  (typeof value === "number" ? value : `"${String(value ?? "").replace(/^[=+@-]/, "'$&").replaceAll('"', '""')}"`)).join(","))
  .join("\r\n") + "\r\n";

/** The row of buttons that take away the picture of a stage, and its numbers. */
export function exporters(stage, { t, scene }, csv = () => csvOf(scene())) {
  const width = h("select", { "aria-label": t("save.width") },
    WIDTHS.map((pixels) => h("option", { value: pixels, selected: pixels === 1600 }, t("save.pixels", { n: pixels }))));
  const svg = () => svgOf(stage) && save("lfrstats.svg", new Blob([svgOf(stage)], { type: "image/svg+xml" }));
  const bitmap = async () => svgOf(stage) && save("lfrstats.png", await pngOf(svgOf(stage), Number(width.value)));
  return h("div", { class: "saving" }, h("span", {}, t("save.take")), button("SVG", svg), button("PNG", bitmap), width,
    button("CSV", () => save("lfrstats.csv", new Blob([csv()], { type: "text/csv" }))),
    button(t("save.print"), () => window.print()));
}
