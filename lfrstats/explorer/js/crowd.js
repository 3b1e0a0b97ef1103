/**
 * A simulated street: faces pass, some on the list; staff whose pictures are on the list walk among
 * them. Both tallies count the same alerts. Same seed, same day.
 *
 * @typedef {{ passed: number, staff: number, staffFound: number, tp: number, fn: number, fp: number, tn: number }} Tally
 */

/** Numbers in [0, 1) from a seed: a permuted congruential generator, two words a number. */
export function lots(seed) {
  let state = (Math.imul(seed >>> 0, 2654435761) ^ 0x9e3779b9) >>> 0;
  const word = () => {
    state = (Math.imul(state, 747796405) + 2891336453) >>> 0;
    const mixed = Math.imul((state >>> ((state >>> 28) + 4)) ^ state, 277803737);
    return ((mixed >>> 22) ^ mixed) >>> 0;
  };
  return () => ((word() >>> 5) * 67108864 + (word() >>> 6)) / 9007199254740992;
}

/** A day on the street: `tally`, and `pass()`, which lets one face pass and says what it was. */
export function day({ prevalence, tpir, fpir }, faces, staff, seed) {
  const random = lots(seed);
  /** @type {Tally} */
  const tally = { passed: 0, staff: 0, staffFound: 0, tp: 0, fn: 0, fp: 0, tn: 0 };
  let public_ = faces, planted = staff;
  function pass() {
    if (random() * (public_ + planted) < planted) {
      planted -= 1;
      tally.staff += 1;
      const found = random() < tpir;
      tally.staffFound += Number(found);
      return found ? "staff" : "fn";
    }
    public_ -= 1;
    tally.passed += 1;
    const listed = random() < prevalence, alert = random() < (listed ? tpir : fpir);
    const kind = listed ? (alert ? "tp" : "fn") : alert ? "fp" : "tn";
    tally[kind] += 1;
    return kind;
  }
  return { tally, pass, over: () => public_ + planted === 0 };
}
