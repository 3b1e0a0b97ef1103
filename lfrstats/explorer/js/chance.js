/**
 * How sure is a count? Exact (Clopper-Pearson) and Jeffreys limits from the beta distribution, whose
 * share below x is a continued fraction (Abramowitz and Stegun 26.5.8) and is inverted by halving.
 */


/** The logarithm of the gamma function, for x > 0: Stirling's series from 15 up. */
export function logGamma(x) {
  let shift = 0;
  while (x < 15) { shift -= Math.log(x); x += 1; }
  const z = 1 / (x * x);
  const series = (1 / 12 - z * (1 / 360 - z * (1 / 1260 - z * (1 / 1680 - z / 1188)))) / x;
  return shift + (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + series;
}

/** The share of a beta distribution below x. */
export function betaBelow(x, a, b) {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - betaBelow(1 - x, b, a);
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x));
  return (front * fraction(x, a, b)) / a;
}

/** The continued fraction, by Lentz's method. */
function fraction(x, a, b) {
  const tiny = 1e-300;
  let c = 1, d = 1 - ((a + b) * x) / (a + 1), value;
  d = 1 / (Math.abs(d) < tiny ? tiny : d);
  value = d;
  for (let m = 1; m < 10_000; m++) {
    const steps = [(m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m)),
      (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))];
    let change = 1;
    for (const step of steps) {
      d = 1 + step * d;
      c = 1 + step / c;
      d = 1 / (Math.abs(d) < tiny ? tiny : d);
      c = Math.abs(c) < tiny ? tiny : c;
      change = c * d;
      value *= change;
    }
    if (Math.abs(change - 1) < 1e-15) break;
  }
  return value;
}

/** The x below which a share q of a beta distribution lies. */
export function betaQuantile(q, a, b) {
  let low = 0, high = 1;
  for (let i = 0; i < 200 && high - low > 1e-17; i++) {
    const middle = low > 0 && high / low > 4 ? Math.sqrt(low * high) : (low + high) / 2;
    const x = low === 0 && i < 60 ? high / 16 : middle;
    if (x === low || x === high) break;
    if (betaBelow(x, a, b) < q) low = x; else high = x;
  }
  return (low + high) / 2;
}

/** The exact limits of k of n: never too narrow. */
export function exactLimits(k, n, level = 0.95) {
  const tail = (1 - level) / 2;
  return [k === 0 ? 0 : betaQuantile(tail, k, n - k + 1), k === n ? 1 : betaQuantile(1 - tail, k + 1, n - k)];
}

/** The share below which a part q of Jeffreys' distribution for k of n lies. */
export const jeffreysQuantile = (q, k, n) => betaQuantile(q, k + 0.5, n - k + 0.5);
