/**
 * The joint table and its rates. Every rate is a statement: the cells it counts, and the cells it
 * counts among. Nothing else defines it; the same table stands in Python (`lfrstats.table.rates`).
 *
 * @typedef {"tp" | "fn" | "fp" | "tn"} Cell
 * @typedef {Record<Cell, number>} Cells
 * @typedef {"prevalence" | "tpir" | "fpir" | "precision"} Quantity
 * @typedef {Record<Quantity, number>} Setting
 */

/** @type {Cell[]} */
export const CELLS = ["tp", "fn", "fp", "tn"];

const ALL = CELLS;
/** @type {Record<string, { counted: Cell[], among: Cell[] }>} */
export const RATES = {
  prevalence: { counted: ["tp", "fn"], among: ALL },
  tpir: { counted: ["tp"], among: ["tp", "fn"] },
  fnir: { counted: ["fn"], among: ["tp", "fn"] },
  fpir: { counted: ["fp"], among: ["fp", "tn"] },
  tnir: { counted: ["tn"], among: ["fp", "tn"] },
  precision: { counted: ["tp"], among: ["tp", "fp"] },
  fdr: { counted: ["fp"], among: ["tp", "fp"] },
  npv: { counted: ["tn"], among: ["fn", "tn"] },
  false_omission_rate: { counted: ["fn"], among: ["fn", "tn"] },
  alert_rate: { counted: ["tp", "fp"], among: ALL },
  false_alert_rate: { counted: ["fp"], among: ALL },
  true_alert_rate: { counted: ["tp"], among: ALL },
  accuracy: { counted: ["tp", "tn"], among: ALL },
};

/** The four that can be moved; three of them fix the table. @type {Quantity[]} */
export const QUANTITIES = ["prevalence", "tpir", "fpir", "precision"];

/** The cells, as shares of all. @returns {Cells} */
export function cellsOf({ prevalence, tpir, fpir }) {
  return {
    tp: prevalence * tpir, fn: prevalence * (1 - tpir),
    fp: (1 - prevalence) * fpir, tn: (1 - prevalence) * (1 - fpir),
  };
}

/** The sum of some cells. @param {Cells} cells @param {Cell[]} names */
export const sum = (cells, names) => names.reduce((total, name) => total + cells[name], 0);

/** One rate of a table; NaN where it is a share of nobody. @param {Cells} cells */
export function rate(cells, name) {
  const { counted, among } = RATES[name];
  return sum(cells, counted) / sum(cells, among);
}

/** Each of the four from the other three. @type {Record<Quantity, (s: Setting) => number>} */
const FROM_OTHERS = {
  precision: (s) => rate(cellsOf(s), "precision"),
  prevalence: ({ tpir: h, fpir: f, precision: p }) => (p * f) / (h * (1 - p) + p * f),
  fpir: ({ prevalence: b, tpir: h, precision: p }) => (b * h * (1 - p)) / (p * (1 - b)),
  tpir: ({ prevalence: b, fpir: f, precision: p }) => (p * f * (1 - b)) / (b * (1 - p)),
};

/**
 * The setting after one quantity has moved and another has followed, or what stands in the way.
 * @param {Setting} setting @param {Quantity} name @param {number} value @param {Quantity} follower
 * @returns {{ setting: Setting, needs?: undefined } | { needs: number, setting?: undefined }}
 */
export function moved(setting, name, value, follower) {
  const next = { ...setting, [name]: value };
  const found = FROM_OTHERS[follower](next);
  const undefinedPrecision = follower === "precision" && Number.isNaN(found);
  if (!undefinedPrecision && !(found >= 0 && found <= 1)) return { needs: found };
  return { setting: { ...next, [follower]: found } };
}

/** A sum rounded once, whatever the sizes of its terms. @param {number[]} terms */
export function exactSum(terms) {
  /** @type {number[]} */
  const partials = [];
  for (let x of terms) {
    let kept = 0;
    for (let y of partials) {
      if (Math.abs(x) < Math.abs(y)) [x, y] = [y, x];
      const high = x + y;
      const low = y - (high - x);
      if (low) partials[kept++] = low;
      x = high;
    }
    partials.length = kept;
    partials.push(x);
  }
  return rounded(partials);
}

/** Partials that do not overlap, smallest first, as one number; ties as if to infinite digits. */
function rounded(partials) {
  let total = partials.pop() ?? 0;
  while (partials.length) {
    const x = total, y = partials.pop();
    total = x + y;
    const rest = y - (total - x);
    if (!rest) continue;
    const next = partials.at(-1) ?? 0;
    if ((rest < 0 && next < 0) || (rest > 0 && next > 0)) {
      const doubled = rest * 2, up = total + doubled;
      if (doubled === up - total) total = up;
    }
    break;
  }
  return total;
}

/**
 * Whole numbers in proportion to the cells that add up to `faces` (largest remainder).
 * @param {Cells} cells @param {number} faces @returns {Cells}
 */
export function whole(cells, faces) {
  const scale = faces / exactSum(CELLS.map((name) => cells[name]));
  const exact = CELLS.map((name) => cells[name] * scale);
  const counts = exact.map(Math.floor);
  const left = faces - counts.reduce((total, count) => total + count, 0);
  const order = [0, 1, 2, 3].sort((i, j) => counts[i] - exact[i] - (counts[j] - exact[j]) || i - j);
  for (const i of order.slice(0, left)) counts[i] += 1;
  return /** @type {Cells} */ (Object.fromEntries(CELLS.map((name, i) => [name, counts[i]])));
}
