/** Pictures to take away: SVG, PNG at a chosen width, and the numbers as CSV. */
import { button, h } from "./dom.js";
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
export function csvOf({ counts, cells, t }) {
  const quoted = (text) => `"${String(text).replaceAll('"', '""')}"`;
  /** @type {(string | number)[][]} */
  const lines = [["name", "value", "meaning"]];
  for (const cell of CELLS) lines.push([cell, counts[cell], quoted(t(`mark.${cell}`, { n: counts[cell] }))]);
  for (const name of Object.keys(RATES)) {
    const value = rate(cells, name);
    lines.push([name, Number.isNaN(value) ? "" : value, quoted(t(`rate.${name}`))]);
  }
  return lines.map((line) => line.join(",")).join("\r\n") + "\r\n";
}

/** A picture as PNG, `width` pixels wide. @returns {Promise<Blob>} */
export async function png(drawn, width) {
  const canvas = document.createElement("canvas"), c = canvas.getContext("2d");
  let source = drawn, ratio = drawn.height / drawn.width;
  if (drawn.tagName !== "CANVAS") {
    const image = new Image();
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(standalone(drawn))}`;
    await image.decode();
    source = image;
    ratio = image.height / image.width;
  }
  canvas.width = width;
  canvas.height = Math.round(width * ratio);
  c.fillStyle = getComputedStyle(document.body).backgroundColor;
  c.fillRect(0, 0, canvas.width, canvas.height);
  c.imageSmoothingEnabled = drawn.tagName !== "CANVAS";
  c.drawImage(source, 0, 0, canvas.width, canvas.height);
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}

/** The icons as an SVG: the canvas as a picture in it. */
function wrapped(canvas) {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${canvas.width}" height="${canvas.height}">`
    + `<image width="${canvas.width}" height="${canvas.height}" href="${canvas.toDataURL()}"/></svg>`;
}

/** The row of buttons below the pictures. */
export function exporters(stage, { t, scene }) {
  const width = h("select", { "aria-label": t("save.width") },
    WIDTHS.map((pixels) => h("option", { value: pixels, selected: pixels === 1600 }, t("save.pixels", { n: pixels }))));
  const drawn = () => stage.querySelector("svg, canvas");
  const svg = () => {
    const found = drawn();
    if (!found) return;
    const text = found.tagName === "CANVAS" ? wrapped(found) : standalone(found);
    save("lfrstats.svg", new Blob([text], { type: "image/svg+xml" }));
  };
  const bitmap = async () => {
    const found = drawn();
    if (found) save("lfrstats.png", await png(found, Number(width.value)));
  };
  const csv = () => save("lfrstats.csv", new Blob([csvOf(scene())], { type: "text/csv" }));
  return h("div", { class: "saving" }, h("span", {}, t("save.take")), button("SVG", svg), button("PNG", bitmap),
    width, button("CSV", csv), button(t("save.print"), () => window.print()));
}
