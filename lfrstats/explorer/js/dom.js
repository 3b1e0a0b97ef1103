/** Elements, made in one place: text goes in as text only, never as markup. */

const SVG = "http://www.w3.org/2000/svg";

function filled(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value != null) element.setAttribute(name, String(value));
  }
  element.append(...children.flat(3).filter((child) => child != null && child !== false));
  return element;
}

/**
 * An HTML element.
 * @param {string} tag @param {Record<string, any>} [attributes] @param {...any} children
 * @returns {any}
 */
export const h = (tag, attributes = {}, ...children) =>
  filled(document.createElement(tag), attributes, children);

/**
 * An SVG element.
 * @param {string} tag @param {Record<string, any>} [attributes] @param {...any} children
 * @returns {any}
 */
export const s = (tag, attributes = {}, ...children) =>
  filled(document.createElementNS(SVG, tag), attributes, children);

/** A picture that says what it shows: an SVG with a name. */
export const picture = (width, height, name, ...children) =>
  s("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": name }, ...children);

/** Text of an SVG, at a place. */
export const label = (x, y, text, attributes = {}) => s("text", { x, y, ...attributes }, text);

/** Where the name of a place on a scale stands, so that it is not cut at the ends. */
export const anchor = (share) => (share < 0.05 ? "start" : share > 0.95 ? "end" : "middle");

/** A word of somebody else, whichever way it is written. */
export const foreign = (text) => h("bdi", { dir: "auto" }, text);

/** A text with the parts between * and * in strong type. */
export const rich = (text) => text.split("*").map((part, i) => (i % 2 ? h("strong", {}, part) : part));

/** A button. @param {string} text @param {() => void} act */
export const button = (text, act, attributes = {}) =>
  h("button", { type: "button", onclick: act, ...attributes }, text);

/** One choice among several, as a row of buttons. */
export const choice = (name, options, chosen, act) =>
  h("div", { class: "choice", role: "group", "aria-label": name }, options.map(([key, text]) =>
    button(text, () => act(key), { "aria-pressed": String(key === chosen), "data-key": key })));

/** Mark another choice as the chosen one, and leave the buttons where they are. */
export function choose(element, chosen) {
  for (const each of element.children) each.setAttribute("aria-pressed", String(each.dataset.key === chosen));
}
