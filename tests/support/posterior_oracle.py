"""Posteriors a second time, by other means: the oracle of `lfr.posterior`.

A table is a point of the simplex of its four cells. There every rate is a ratio of two sums of
cells, so that the tables with a given rate form a plane, those with two given rates a straight
line, and the density of any set of priors and counts is a product of powers of linear forms. `cdf`
integrates it in three nested steps: over the rate asked for, with panels that end at the values
asked about; over the other rate that is known best; along lines. Each step is the 7 and 15 point
rule of Gauss and Kronrod in logits, on panels halved until the logarithm is nearly straight and the
two rules agree. `drawn` does the same by weighted draws from Beta distributions.

Nothing here imports lfrstats. A problem is three priors in words and counts of rates.
"""

from dataclasses import dataclass, field, replace

import numpy as np
from scipy.special import logsumexp, xlogy

CELLS = ("tp", "fn", "fp", "tn")
PARAMETERS = ("prevalence", "tpir", "fpir")
RATES = {
    "prevalence": ("tp fn", "fp tn"),
    "tpir": ("tp", "fn"),
    "fpir": ("fp", "tn"),
    "precision": ("tp", "fp"),
    "fdr": ("fp", "tp"),
    "false_omission_rate": ("fn", "tn"),
    "alert_rate": ("tp fp", "fn tn"),
    "listed and not alert": ("fn", "tp fp tn"),
    "alert and not listed": ("fp", "tp fn tn"),
    "alert and listed": ("tp", "fn fp tn"),
}
"""Which cells a rate counts, and the others among which it counts them."""


def cells_in(words: str) -> np.ndarray:
    return np.array([cell in words.split() for cell in CELLS], dtype=float)


MASKS = {name: (cells_in(counted), cells_in(rest)) for name, (counted, rest) in RATES.items()}


@dataclass(frozen=True)
class Problem:
    """Priors in words ("uniform", "beta(2, 5)", "fixed(0.7)") and counts (k, n) of rates."""

    priors: dict
    observed: dict = field(default_factory=dict)
    require: str | None = None

    def __str__(self) -> str:
        return (f"posterior(priors={self.priors}, observed={self.observed}, "
                f"require={self.require!r})")

    def shape(self, name: str) -> tuple[str, list[float]]:
        """The kind of a prior and its numbers."""
        kind, _, numbers = self.priors[name].rstrip(")").partition("(")
        return kind, [float(number) for number in numbers.split(",") if number.strip()]

    def bounds(self, name: str) -> tuple[float, float]:
        kind, numbers = self.shape(name)
        if kind == "fixed":
            return numbers[0], numbers[0]
        return (0.0, 1.0) if kind == "beta" or not numbers else tuple(numbers)

    def powers(self) -> dict:
        """The powers of each rate and of 1 less the rate, from the priors and all counts."""
        found = {}
        for name in PARAMETERS:
            kind, numbers = self.shape(name)
            found[name] = {"beta": lambda a, b: (a - 1, b - 1),
                           "loguniform": lambda *_: (-1.0, 0.0)}.get(
                               kind, lambda *_: (0.0, 0.0))(*numbers)
        for name, (k, n) in self.observed.items():
            a, b = found.get(name, (0.0, 0.0))
            found[name] = a + k, b + n - k
        return found

    @property
    def fixed(self) -> list[str]:
        return [name for name in PARAMETERS if self.shape(name)[0] == "fixed"]


@dataclass(frozen=True)
class Effort:
    """How finely the oracle works: the bend and drop of a logarithm on a panel, and the error."""

    bend: float = 3.0
    drop: float = 10.0
    tolerance: float = 1e-7
    depth: float = 36.0


    halvings: int = 12

    @property
    def outermost(self):
        """What is printed is read off these panels: finer, but inner errors must not be chased."""
        return replace(self, tolerance=self.tolerance / 10, halvings=4)


COARSE, FINE = Effort(14.0, 40.0, 1e-2, 22.0), Effort(9.0, 24.0, 1e-4, 26.0)
FINER, FINEST = Effort(4.0, 12.0, 1e-6, 32.0), Effort(2.5, 8.0, 2e-8, 36.0)
FAR = 60.0
SEEDS = np.array([-FAR, -30, -15, -7, -2.5, 0, 2.5, 7, 15, 30, FAR])
"""Logits between which a first look is taken."""

KRONROD = np.array([
    [0.991455371120812639206854697526329, 0.022935322010529224963732008058970],
    [0.949107912342758524526189684047851, 0.063092092629978553290700663189204],
    [0.864864423359769072789712788640926, 0.104790010322250183839876322541518],
    [0.741531185599394439863864773280788, 0.140653259715525918745189590510238],
    [0.586087235467691130294144691693580, 0.169004726639267902826583426598550],
    [0.405845151377397166906606412076961, 0.190350578064785409913256402421014],
    [0.207784955007898467600689403773245, 0.204432940075298892414161999234649],
    [0.000000000000000000000000000000000, 0.209482141084727828012999174891714],
])
GAUSS = np.array([0.129484966168869693270611432679082, 0.279705391489276667901467771423780,
                  0.381830050505118944950369775488975, 0.417959183673469387755102040816327])
NODES = np.concatenate([-KRONROD[:, 0], KRONROD[-2::-1, 0]])
WEIGHTS = np.concatenate([KRONROD[:, 1], KRONROD[-2::-1, 1]])
LOWER = np.zeros(15)
LOWER[1::2] = np.concatenate([GAUSS, GAUSS[-2::-1]])


@dataclass
class Sums:
    """Panels of many integrals: whose, from where to where, and the logarithm of each part."""

    owner: np.ndarray
    low: np.ndarray
    high: np.ndarray
    logs: np.ndarray
    many: int

    @property
    def total(self) -> np.ndarray:
        return totals(self.owner, self.logs, self.many)


def totals(owner, logs, many) -> np.ndarray:
    """The logarithms of the sums of each owner's parts."""
    top = np.full(many, -np.inf)
    np.maximum.at(top, owner, logs)
    safe = np.where(np.isfinite(top), top, 0)
    sums = np.bincount(owner, np.exp(logs - safe[owner]), many)
    with np.errstate(divide="ignore"):
        return np.log(sums) + safe


def sums(log_f, seeds, effort) -> Sums:
    """The integrals of exp(log_f(owner, y)) over the seeds' range, y of shape (owners, points).

    `seeds` (owners, edges) are in order; every panel lies between two of them.
    """
    owner, low, high = panels(log_f, seeds, effort)
    done, best = [], np.full(len(seeds), -np.inf)
    for round_ in range(effort.halvings + 1):
        middle, half = (low + high) / 2, (high - low) / 2
        values = log_f(owner, middle[:, None] + half[:, None] * NODES)
        top = values.max(axis=1)
        top = np.where(np.isfinite(top), top, -1e300)
        parts = np.exp(values - top[:, None])
        with np.errstate(divide="ignore"):
            upper, scale = parts @ WEIGHTS, top + np.log(half)
            apart = np.abs(upper - parts @ LOWER)
            logs = np.log(upper) + scale
            np.maximum.at(best, owner, logs)
            wrong = np.log(apart) + scale > best[owner] + np.log(effort.tolerance)
            wrong &= best[owner] > best.max() - effort.depth  # others of the batch matter more
        wrong &= (round_ < effort.halvings) & (half > 1e-13 * np.maximum(1, np.abs(middle)))
        done.append((owner[~wrong], low[~wrong], high[~wrong], logs[~wrong]))
        if not wrong.any():
            break
        owner, (low, high) = np.tile(owner[wrong], 2), halves(low[wrong], high[wrong])
    return Sums(*(np.concatenate(parts) for parts in zip(*done, strict=True)), len(seeds))


def halves(low, high) -> tuple[np.ndarray, np.ndarray]:
    middle = (low + high) / 2
    return np.concatenate([low, middle]), np.concatenate([middle, high])


def panels(log_f, seeds, effort) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Panels on which log_f is nearly straight, leaving out where it is negligible."""
    many, edges = seeds.shape
    at = cut(log_f(np.arange(many), seeds))
    best = at.max(axis=1)
    owner = np.repeat(np.arange(many), edges - 1)
    low, high = seeds[:, :-1].ravel(), seeds[:, 1:].ravel()
    left, right = at[:, :-1].ravel(), at[:, 1:].ravel()
    keep = high > low
    kept = []
    for round_ in range(60):
        owner, low, high, left, right = (a[keep] for a in (owner, low, high, left, right))
        if not owner.size:
            break
        middle = (low + high) / 2
        here = cut(log_f(owner, middle[:, None])[:, 0])
        np.maximum.at(best, owner, here)
        bent = np.abs(here - (left + right) / 2) > effort.bend
        bent |= np.abs(left - right) > effort.drop
        most = np.maximum(here, np.maximum(left, right))
        bent &= most > best[owner] - effort.depth
        if round_ > 8:  # rounding makes noise of what matters to none
            bent &= best[owner] > best.max() - 2 * effort.depth
        kept.append((owner[~bent], low[~bent], high[~bent], most[~bent]))
        owner = np.tile(owner[bent], 2)
        low, high = halves(low[bent], high[bent])
        left, right = (np.concatenate([left[bent], here[bent]]),
                       np.concatenate([here[bent], right[bent]]))
        keep = high - low > 1e-13 * np.maximum(1, np.abs(low))
    owner, low, high, most = (np.concatenate(parts) for parts in zip(*kept, strict=True))
    high_enough = most > best[owner] - effort.depth
    return owner[high_enough], low[high_enough], high[high_enough]


def cut(logs) -> np.ndarray:
    return np.where(np.isnan(logs) | (logs < -1e300), -1e300, logs)


def logistic(y) -> tuple[np.ndarray, np.ndarray]:
    """The share and its complement, both with all their digits."""
    small = np.exp(-np.abs(y))
    near, far = small / (1 + small), 1 / (1 + small)
    return np.where(y < 0, near, far), np.where(y < 0, far, near)


def logit(share, spare) -> np.ndarray:
    with np.errstate(divide="ignore"):
        return np.clip(np.log(share) - np.log(spare), -FAR, FAR)


def plane(name: str, x, spare) -> np.ndarray:
    """The form (4, ...) that is 0 where a rate is `x` and positive where it is more."""
    counted, rest = MASKS[name]
    return np.multiply.outer(counted, spare) - np.multiply.outer(rest, x)


def rate_at(name: str, cells) -> tuple[np.ndarray, np.ndarray]:
    counted, rest = (np.tensordot(mask, cells, 1) for mask in MASKS[name])
    with np.errstate(invalid="ignore", divide="ignore"):
        return counted / (counted + rest), rest / (counted + rest)


def corner_cells(problem) -> np.ndarray:
    """The cells (4, 2, 2, 2) at the corners of the box of the three parameters."""
    p, s, f = np.meshgrid(*(problem.bounds(name) for name in PARAMETERS), indexing="ij")
    return np.stack([p * s, p * (1 - s), (1 - p) * f, (1 - p) * (1 - f)])


def crossings(problem, name, x, spare) -> np.ndarray:
    """Where the plane on which a rate is x meets the edges of the box: (4, points, owners)."""
    corners = corner_cells(problem)
    form = plane(name, x, spare)
    ends = [np.moveaxis(corners, axis, 1).reshape(4, 2, 4) for axis in (1, 2, 3)]
    first, last = (np.concatenate([end[:, i] for end in ends], axis=1) for i in (0, 1))
    here, there = (np.einsum("cn,ce->en", form, cells) for cells in (first, last))
    with np.errstate(invalid="ignore", divide="ignore"):
        gap = np.where(here * there < 0, here - there, np.nan)
        points = first[:, :, None] * (-there / gap) + last[:, :, None] * (here / gap)
    whole = corners.reshape(4, 8)
    on = np.where(np.einsum("cn,ce->en", form, whole) == 0, 1.0, np.nan)
    return np.concatenate([points, whole[:, :, None] * on], axis=1)


def segment(one, two, clips) -> tuple[np.ndarray, np.ndarray]:
    """The two ends (4, N) of the line where both forms are 0, within the simplex and the clips."""
    one, two = one.astype(np.longdouble), two.astype(np.longdouble)
    found = []
    for i in range(4):
        j = [place for place in range(4) if place != i]
        across = np.cross(one[j], two[j], axis=0)
        total = np.abs(across).sum(axis=0)
        valid = ((across >= 0).all(axis=0) | (across <= 0).all(axis=0)) & (total > 0)
        point = np.zeros(one.shape, dtype=np.longdouble)
        point[j] = np.abs(across) / np.where(total > 0, total, 1)
        found.append(np.where(valid, point, np.nan))
    found = np.stack(found)

    def farthest(point):
        gap = np.abs(found - point).max(axis=1)
        return np.take_along_axis(found, np.where(np.isnan(gap), -1, gap).argmax(axis=0)[
            None, None], axis=0)[0]

    any_valid = np.where(np.isnan(found[:, 0]), 0, 1).argmax(axis=0)
    start = np.take_along_axis(found, any_valid[None, None], axis=0)[0]
    stop = farthest(start)
    start = farthest(stop)
    for clip in clips:
        here, there = (clip * start).sum(axis=0), (clip * stop).sum(axis=0)
        with np.errstate(invalid="ignore", divide="ignore"):
            met = (start * there - stop * here) / (there - here)
        start, stop = np.where(here < 0, met, start), np.where(there < 0, met, stop)
        gone = (here <= 0) & (there <= 0)
        start, stop = np.where(gone, np.nan, start), np.where(gone, np.nan, stop)
    return start, stop


class Oracle:
    """The distribution of one rate of a problem."""

    def __init__(self, problem, name: str, effort: Effort = FINE):
        self.problem, self.name, self.effort = problem, name, effort
        self.factors = problem.powers()
        self.second = self.best_known()

    def best_known(self) -> str:
        """The rate to hold constant on lines: the one known best, other than the target."""
        if self.problem.fixed:
            return self.problem.fixed[0]
        target = {frozenset(RATES[self.name])}
        others = [name for name in self.factors if frozenset(RATES[name]) not in target]

        def spread(name):
            a, b = self.factors[name]
            return 1 / max(a + 1, 0.3) + 1 / max(b + 1, 0.3)

        if self.problem.require and self.name not in ORDERED:
            others = [name for name in others if name in ORDERED]
        return min(others, key=spread)

    def forms(self, *extra) -> tuple[np.ndarray, np.ndarray]:
        """The masks (K, 4) and powers (K,) of the linear forms whose product is the density."""
        powers = {}
        for mask, power in [*extra, *((mask, power) for name, pair in self.factors.items()
                                      for mask, power in split(name, *pair))]:
            key = tuple(mask)
            powers[key] = powers.get(key, 0.0) + power
        kept = {key: power for key, power in powers.items() if power and not all(key)}
        return np.array(list(kept)).reshape(-1, 4), np.array(list(kept.values()))

    def clips(self, x, spare, y, rest) -> list[np.ndarray]:
        """Forms that must be positive: bounds of the parameters, and the order of tpir and fpir."""
        found = []
        for name in PARAMETERS:
            low, high = self.problem.bounds(name)
            if name in (self.name, self.second) or low == high:
                continue
            if low > 0:
                found.append(plane(name, np.array([low]), np.array([1 - low])))
            if high < 1:
                found.append(-plane(name, np.array([high]), np.array([1 - high])))
        if self.problem.require:
            given = (self.name, x, spare) if self.name in ORDERED else (self.second, y, rest)
            found.append(ORDERED[given[0]](*given[1:]))
        return found

    def line(self, x, spare, y, rest) -> tuple:
        """Forms at both ends of lines (K, N), their powers, and the log of the Jacobian."""
        one, two = plane(self.name, x, spare), plane(self.second, y, rest)
        start, stop = segment(one, two, self.clips(x, spare, y, rest))
        among = [(sum(MASKS[name]), 1.0) for name in (self.name, self.second)]
        listed = [(mask, -1.0) for mask in MASKS["prevalence"]]
        masks, powers = self.forms(*among, *listed)
        one, two = (form.astype(np.longdouble) for form in (one, two))
        across = np.cross((one - one[3])[:3], (two - two[3])[:3], axis=0)
        largest = np.abs(across).argmax(axis=0)[None]
        step = np.take_along_axis((stop - start)[:3], largest, axis=0)[0]
        with np.errstate(divide="ignore", invalid="ignore"):
            scale = np.log(np.abs(step / np.take_along_axis(across, largest, axis=0)[0]))
        return (masks @ start).astype(float), (masks @ stop).astype(float), powers, \
            scale.astype(float), start.astype(float), stop.astype(float)

    def along(self, x, spare, y, rest) -> np.ndarray:
        """The logarithms of the integrals along lines."""
        size = 3000
        return np.concatenate([
            self._along(*(a[i:i + size] for a in (x, spare, y, rest)))
            for i in range(0, x.size, size)])

    def _along(self, x, spare, y, rest) -> np.ndarray:
        here, there, powers, scale, start, stop = self.line(x, spare, y, rest)
        with np.errstate(invalid="ignore"):
            lines = np.flatnonzero(np.isfinite(scale) & (here + there > 0).all(axis=0))
        found = np.full(x.size, -np.inf)
        if lines.size:
            here, there = here[:, lines], there[:, lines]
            seeds = self.peaks(start[:, lines], stop[:, lines])
            found[lines] = scale[lines] + sums(
                product(here, there, powers), seeds, self.effort).total
        return found

    def peaks(self, start, stop) -> np.ndarray:
        """Logits along lines where a look must be taken: a grid, and the peak of every factor."""
        seeds = [np.full(start.shape[1], seed) for seed in SEEDS]
        for name, (a, b) in self.factors.items():
            if name in (self.name, self.second) or a + b <= 0:
                continue
            most = np.clip(np.array([(a + 0.5) / (a + b + 1), (b + 0.5) / (a + b + 1)]), 0, 1)
            form = plane(name, *most)
            begin, end = form @ start, form @ stop
            with np.errstate(invalid="ignore", divide="ignore"):
                met = logit(begin / (begin - end), end / (end - begin))
            seeds.append(np.where(begin * end < 0, met, 0))
        return np.sort(np.stack(seeds, axis=1), axis=1)

    def density(self, x, spare, steep) -> np.ndarray:
        """The logarithm of the density of the rate, not normalised, times exp(steep)."""
        if self.problem.fixed:
            low, _ = self.problem.bounds(self.second)
            return self.along(x, spare, np.full_like(x, low), np.full_like(x, 1 - low)) + steep
        low, high, kinks = self.reach(x, spare)

        def log_f(owner, at):
            share, other = logistic(at)
            ends = [end[:, owner, None] for end in (low, high)]
            value, rest = ends[0] * other + ends[1] * share
            with np.errstate(divide="ignore"):
                slope = (np.log(high[0] - low[0]) + steep)[owner, None] + np.log(share * other)
            flat = np.repeat(owner, at.shape[1])
            logs = self.along(x[flat], spare[flat], value.ravel(), rest.ravel())
            return logs.reshape(at.shape) + slope

        a, b = self.factors.get(self.second, (0.0, 0.0))
        places = [*kinks]
        if a + b > 0:
            most = np.full(x.size, (a + 0.5) / (a + b + 1))
            places.append(np.stack([most, 1 - most]))
        seeds = [np.full(x.size, seed) for seed in SEEDS]
        with np.errstate(invalid="ignore"):
            for place, rest in places:
                at = logit(np.maximum(place - low[0], 0), np.maximum(rest - high[1], 0))
                seeds.append(np.where(np.isfinite(at), at, 0))
        return sums(log_f, np.sort(np.stack(seeds, axis=1), axis=1), self.effort).total

    def reach(self, x, spare) -> tuple:
        """Least and greatest value of the second rate in each plane, and values at corners."""
        value, rest = rate_at(self.second, crossings(self.problem, self.name, x, spare))
        pairs = np.stack([value, rest])
        least = np.nanargmin(value, axis=0)[None, None]
        most = np.nanargmin(rest, axis=0)[None, None]
        low, high = (np.take_along_axis(pairs, i, axis=1)[:, 0] for i in (least, most))
        if self.second in PARAMETERS:
            bottom, top = self.problem.bounds(self.second)
            low = np.where(low[0] < bottom, np.array([[bottom], [1 - bottom]]), low)
            high = np.where(high[0] > top, np.array([[top], [1 - top]]), high)
        return low, high, np.moveaxis(pairs, 1, 0)

    def cdf(self, x, spare=None) -> np.ndarray:
        """P(rate <= x) for values x (in order), with complements where they matter."""
        x = np.atleast_1d(np.asarray(x, dtype=float))
        spare = 1 - x if spare is None else np.atleast_1d(spare)
        found = self.path(x, spare) if len(self.problem.fixed) == 2 else self.nested(x, spare)
        parts = np.exp(found.logs - logsumexp(found.logs))
        cdf = np.array([parts[found.high <= edge + 1e-12].sum() for edge in self.edges])
        return 1 - cdf if self.falling else cdf

    def nested(self, x, spare) -> Sums:
        corners = corner_cells(self.problem).reshape(4, 8)
        rate, rest = rate_at(self.name, corners)
        low, high = rate[np.nanargmin(rate)], rate[np.nanargmax(rate)]
        low_rest, high_rest = rest[np.nanargmin(rate)], rest[np.nanargmax(rate)]
        self.edges = logit((x - low), np.where(spare > 0.5, high - x, spare - high_rest))
        self.falling = False

        def log_f(_, at):
            share, other = logistic(at)
            value, spare = low * other + high * share, low_rest * other + high_rest * share
            steep = np.log(share * other).ravel()
            return self.density(value.ravel(), spare.ravel(), steep).reshape(at.shape)

        kinks = logit(rate - low, rest - high_rest)
        kinks = kinks[np.isfinite(kinks)]
        seeds = np.unique(np.concatenate([SEEDS, self.edges, kinks]))[None]
        seeds = np.minimum(seeds, max(30, self.edges.max() + 12))  # beyond, floats end
        return sums(log_f, seeds, self.effort.outermost)

    def path(self, x, spare) -> Sums:
        """The same where only one parameter is free: along one line."""
        free, = (i for i, name in enumerate(PARAMETERS) if name not in self.problem.fixed)
        ends = np.moveaxis(corner_cells(self.problem), 1 + free, 1)[:, :, 0, 0]
        start, stop = ends[:, :1], ends[:, 1:]
        form = plane(self.name, x, spare)
        begin, end = (form * start).sum(axis=0), (form * stop).sum(axis=0)
        self.edges = logit(begin / (begin - end), end / (end - begin))
        self.falling = bool(begin[0] > 0)
        masks, powers = self.forms()
        grid = np.append(SEEDS, self.peaks(start, stop)[0])
        seeds = np.unique(np.append(grid, self.edges))[None]
        return sums(product(masks @ start, masks @ stop, powers), seeds, self.effort)


ORDERED = {
    "tpir": lambda x, spare: -plane("fpir", x, spare),
    "fpir": lambda x, spare: plane("tpir", x, spare),
    "prevalence": lambda x, spare: np.multiply.outer(cells_in("tp"), spare)
    - np.multiply.outer(cells_in("fp"), x),
    "precision": lambda x, spare: -plane("prevalence", x, spare),
    "fdr": lambda x, spare: -plane("prevalence", spare, x),
    "alert_rate": lambda x, spare: plane("tpir", x, spare),
}
"""Given one rate, the form that is positive where tpir exceeds fpir."""


def split(name, a, b) -> list:
    """The powers of the forms of a rate: of what it counts, of the rest, and of both together."""
    counted, rest = MASKS[name]
    return [(counted, a), (rest, b), (counted + rest, -a - b)]


def product(here, there, powers):
    """The log density along lines, of the logit of the place on them."""

    def log_f(owner, at):
        share, other = logistic(at)
        logs = np.log(share * other)
        for power, begin, end in zip(powers, here, there, strict=True):
            logs += power * np.log(begin[owner, None] * other + end[owner, None] * share)
        return logs

    return log_f


def drawn(problem, asked: dict, many: int, rng) -> dict:
    """For each rate: the cdf at the values asked about among weighted draws, and standard errors.

    tpir, fpir and the best counted of prevalence, alert rate and precision come from their own Beta
    distributions (or ranges); every draw weighs as much as its remaining factors.
    """
    factors, sized = problem.powers(), 500_000
    leads = [name for name in ("prevalence", "alert_rate", "precision")
             if name in factors and min(factors[name]) > -1]
    lead = min(leads, key=lambda name: sum(1 / (power + 1) for power in factors[name]))
    below = {name: np.zeros((2, len(at))) for name, at in asked.items()}
    total, squares, top = 0.0, 0.0, None
    for _ in range(0, many, sized):
        share = {name: sample(problem, name, factors, sized, rng)
                 for name in (lead, "tpir", "fpir")}
        logs, share["prevalence"] = solved(share, lead)
        cells = cells_from(*(share[name] for name in PARAMETERS))
        logs = logs + weights(problem, factors, {lead, "tpir", "fpir"}, cells, share)
        top = logs.max() if top is None else top
        weight = np.exp(logs - top)
        total, squares = total + weight.sum(), squares + (weight**2).sum()
        for name, at in asked.items():
            rate, _ = rate_at(name, cells)
            place = np.searchsorted(at, np.where(np.isnan(rate), 2, rate))
            for row, power in zip(below[name], (1, 2), strict=True):
                row += np.cumsum(np.bincount(place, weight**power, len(at) + 1))[:-1]
    found = {}
    for name, (first, second) in below.items():
        cdf = first / total
        spread = second * (1 - cdf) ** 2 + (squares - second) * cdf**2
        found[name] = cdf, np.sqrt(spread) / total
    return found


def sample(problem, name, factors, many, rng) -> np.ndarray:
    """Draws of a rate from its own prior and counts."""
    low, high = problem.bounds(name) if name in PARAMETERS else (0.0, 1.0)
    if low == high:
        return np.full(many, low)
    a, b = factors[name]
    return rng.uniform(low, high, many) if a == b == 0 else rng.beta(a + 1, b + 1, many)


def solved(share, lead) -> tuple[np.ndarray, np.ndarray]:
    """The logarithm of how fast prevalence changes with the rate drawn, and prevalence."""
    s, f, drawn_ = share["tpir"], share["fpir"], share[lead]
    if lead == "prevalence":
        return np.zeros(s.size), drawn_
    with np.errstate(divide="ignore", invalid="ignore"):
        if lead == "alert_rate":
            return -np.log(np.abs(s - f)), (drawn_ - f) / (s - f)
        p = drawn_ * f / (drawn_ * f + (1 - drawn_) * s)
        return np.log(p) + np.log1p(-p) - np.log(drawn_) - np.log1p(-drawn_), p


def cells_from(p, s, f) -> np.ndarray:
    return np.stack([p * s, p * (1 - s), (1 - p) * f, (1 - p) * (1 - f)])


def weights(problem, factors, known, cells, share) -> np.ndarray:
    """The logarithms of the factors that the draws did not come from; -inf where no table is."""
    inside = (share["prevalence"] > 0) & (share["prevalence"] < 1)
    for name in PARAMETERS:
        low, high = problem.bounds(name)
        inside &= (share[name] >= low) & (share[name] <= high) | (low == high)
    if problem.require:
        inside &= share["tpir"] > share["fpir"]
    logs = np.zeros(inside.size)
    with np.errstate(divide="ignore", invalid="ignore"):
        for name in set(factors) - known - set(problem.fixed):
            (rate, rest), (a, b) = rate_at(name, cells), factors[name]
            logs += xlogy(a, rate) + xlogy(b, rest)
    return np.where(inside, logs, -np.inf)
