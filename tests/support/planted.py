"""Random worlds, files that tell the truth about them, and one slip planted in such a file.

Nothing of the package is used: statements are sets of cells written out by hand here, prints are
rounded by `decimal`, and whether a file contradicts itself is decided by scipy's solver.
"""

from dataclasses import dataclass, field, replace
from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Decimal
from itertools import permutations, product

import numpy as np
from scipy.optimize import LinearConstraint, milp

CELLS = [cell for cell in product((True, False), repeat=3) if cell[1] or not cell[2]]
"""Listed, alert, checked; only alerts are checked."""


def cells(rule):
    return frozenset(place for place, cell in enumerate(CELLS) if rule(*cell))


GROUPS = {
    "all": cells(lambda listed, alert, checked: True),
    "listed": cells(lambda listed, alert, checked: listed),
    "not listed": cells(lambda listed, alert, checked: not listed),
    "alert": cells(lambda listed, alert, checked: alert),
    "not alert": cells(lambda listed, alert, checked: not alert),
    "alert and listed": cells(lambda listed, alert, checked: alert and listed),
    "alert and not listed": cells(lambda listed, alert, checked: alert and not listed),
    "checked": cells(lambda listed, alert, checked: checked),
    "checked and listed": cells(lambda listed, alert, checked: checked and listed),
}
SHARES = [("tpir", "alert", "listed"), ("fnir", "not alert", "listed"),
          ("fpir", "alert", "not listed"), ("precision", "listed", "alert"),
          ("fdr", "not listed", "alert"), ("alert_rate", "alert", "all"),
          ("prevalence", "listed", "all"), ("false_alert_rate", "alert and not listed", "all"),
          ("true_alert_rate", "alert and listed", "all"), ("npv", "not listed", "not alert"),
          ("checked | alert", "checked", "alert"), ("listed | checked", "listed", "checked")]
"""Statement, what it counts, among what."""


@dataclass(frozen=True)
class Told:
    """One entry: a claim (k of n), a count (k), or cases (n of a group, part of a whole)."""

    kind: str
    id: str
    text: str
    crowd: str
    counted: frozenset = frozenset()
    among: frozenset = frozenset()
    k: int | None = None
    n: int | None = None
    printed: str = ""
    unit: str = "passes"
    part_of: str = ""
    complete: bool = False
    adds_up: tuple[str, ...] = ()


@dataclass(frozen=True)
class Planted:
    """A file: its entries, whether cases are named, what was slipped, and the true worlds."""

    entries: tuple[Told, ...]
    named: bool
    worlds: dict = field(default_factory=dict)
    slip: str = ""
    slipped: tuple[str, ...] = ()

    def toml(self):
        """The file."""
        head = ['[events]\nlisted = "x"\nalert = "x"\nchecked = "x"\n',
                '[study]\nimplies = ["checked -> alert"]\n']
        if not self.named:
            head += [f'[[condition]]\nid = "{crowd}"\nmeaning = "{crowd}"\n'
                     for crowd in dict.fromkeys(entry.crowd for entry in self.entries)]
        return "\n".join([*head, *(_entry(entry, self.named) for entry in self.entries)])


def _entry(told, named):
    where = f'{"cases" if named else "condition"} = "{told.crowd}"\n'
    unit = f'unit = "{told.unit}"\n'
    if told.kind == "cases":
        part = f'part_of = "{told.part_of}"\n' if told.part_of else ""
        whole = "complete = true\n" if told.complete else ""
        number = "" if told.n is None else f"count = {told.n}\n"
        return f'[[cases]]\nid = "{told.crowd}"\nis = "{told.text}"\n{part}{whole}{number}'
    if told.kind == "count":
        stated = f'statement = "{told.text}"\n' if told.text else ""
        return (f'[[count]]\nid = "{told.id}"\n{stated}printed = "{told.k:,}"\n{where}{unit}')
    if told.kind == "sum":
        parts = ", ".join(f'"{id}"' for id in told.adds_up[1:])
        return f'[[sum]]\ntotal = "{told.adds_up[0]}"\nparts = [{parts}]\n'
    return (f'[[claim]]\nid = "{told.id}"\nstatement = "{told.text}"\nprinted = "{told.printed}"\n'
            f'k = {told.k}\nn = {told.n}\n{where}{unit}')


def percent(k, n, decimals, rounding=ROUND_HALF_UP):
    """A percentage as a newspaper prints it."""
    step = Decimal(1).scaleb(-decimals)
    return f"{(Decimal(100) * k / n).quantize(step, rounding=rounding)} %"


def size(world, group):
    return sum(int(world[cell]) for cell in group)


def world_of(rng):
    top = 10 ** rng.integers(1, 7, size=len(CELLS))
    return rng.integers(0, top).tolist()


def crowds_of(rng):
    """Whole, parts and separate crowds: (name, group, world, part of, complete)."""
    day = world_of(rng)
    kind = ["alert", "listed"][int(rng.integers(2))]
    complete = bool(rng.integers(2))
    part = [number if cell in GROUPS[kind] else 0 for cell, number in enumerate(day)]
    if not complete:
        part = [int(rng.integers(0, number + 1)) for number in part]
    return [("day", "all", day, "", False), ("part", kind, part, "day", complete),
            ("other", "all", world_of(rng), "", False)]


def claims_of(rng, crowd, group, world, unit="passes"):
    """A few shares of one crowd, each of those of its cases that the share is among."""
    for place in rng.choice(len(SHARES), size=int(rng.integers(2, 5)), replace=False):
        text, counted, among = SHARES[place]
        among = GROUPS[among] & GROUPS[group]
        counted = GROUPS[counted] & among
        k, n = size(world, counted), size(world, among)
        if n:
            printed = f"{k:,} of {n:,}" if rng.integers(2) else percent(
                k, n, int(rng.integers(0, 3)))
            yield Told("claim", f"{crowd}-{place}", text, crowd, counted, among, k, n, printed,
                       unit)


def counts_of(rng, crowd, group, world):
    """A few counts that say what they count."""
    for place, text in enumerate(rng.choice(list(GROUPS), size=int(rng.integers(1, 4)),
                                            replace=False).tolist()):
        yield Told("count", f"{crowd}-count-{place}", text, crowd, GROUPS[text] & GROUPS[group],
                   k=size(world, GROUPS[text] & GROUPS[group]))


def plain_counts_of(rng, crowd, world):
    """Two parts that add up, all passes, and the number of something else."""
    parts = {"alert": "alert", "true": "alert and listed", "false": "alert and not listed"}
    ids = tuple(f"{crowd}-sum-{name}" for name in parts)
    for id, text in zip(ids, parts.values(), strict=True):
        yield Told("count", id, "", crowd, k=size(world, GROUPS[text]), unit=id)
    yield Told("sum", f"{crowd}-sum", "", crowd, adds_up=ids)
    yield Told("count", f"{crowd}-lanes", "", crowd, k=int(rng.integers(2, 90)), unit="lanes")
    yield Told("count", f"{crowd}-all", "", crowd, k=sum(world), unit="passes")


def true_file(rng, named=None):
    """A file that tells the truth about random worlds."""
    named = bool(rng.integers(2)) if named is None else named
    entries, worlds = [], {}
    for crowd, group, world, part_of, complete in crowds_of(rng):
        if not named and part_of:
            continue
        worlds[crowd] = world
        if named:
            number = size(world, GROUPS[group]) if rng.integers(2) else None
            entries.append(Told("cases", crowd, group, crowd, GROUPS[group], n=number,
                                part_of=part_of, complete=complete))
        entries += claims_of(rng, crowd, group, world)
        entries += counts_of(rng, crowd, group, world)
        if not named:
            entries += plain_counts_of(rng, crowd, world)
    return Planted(tuple(entries), named, worlds)


def changed(file, told, slip, *others, **new):
    """The file with one entry changed."""
    entries = tuple(replace(told, **new) if entry is told else entry for entry in file.entries)
    return replace(file, entries=entries, slip=slip, slipped=(told.id, *others))


def picked(rng, found):
    return found[int(rng.integers(len(found)))] if found else None


def swapped_denominator(rng, file):
    """The share is printed rightly, but n is another total of the same crowd."""
    claims = [told for told in file.entries if told.kind == "claim" and told.printed.endswith("%")]
    told = picked(rng, claims)
    if told is None:
        return None
    totals = [other.n if other.kind == "claim" else other.k for other in file.entries
              if other.crowd == told.crowd and other.kind in ("claim", "count")]
    n = picked(rng, [total for total in totals if total and total >= told.k and total != told.n])
    return n and changed(file, told, "swapped denominator", n=n)


def part_above_whole(rng, file):
    """A part that is more than the whole on record."""
    claims = [told for told in file.entries if told.kind == "claim" and told.printed.startswith(
        f"{told.k:,} of")]
    pairs = [(told, other) for told, other in permutations(claims, 2)
             if told.crowd == other.crowd and told.counted < other.counted
             and told.among == other.among and other.k < other.n]
    counts = [told for told in file.entries if told.kind == "count" and told.text]
    pairs += [(told, other) for told, other in permutations(counts, 2)
              if told.crowd == other.crowd and told.counted < other.counted]
    pair = picked(rng, pairs)
    if pair is None:
        return None
    told, other = pair
    k = other.k + int(rng.integers(1, 10))
    if told.kind == "claim":
        k = min(k, told.n)
        return changed(file, told, "part above whole", other.id, k=k,
                       printed=f"{k:,} of {told.n:,}")
    return changed(file, told, "part above whole", other.id, k=k)


def total_of_another_unit(rng, file):
    """A share of all cases that divides by the number of lanes."""
    lanes = {told.crowd: told for told in file.entries if told.unit == "lanes"}
    claims = [told for told in file.entries if told.kind == "claim" and told.crowd in lanes
              and told.among == GROUPS["all"] and told.k <= lanes[told.crowd].k]
    told = picked(rng, claims)
    if told is None:
        return None
    n = lanes[told.crowd].k
    return n != told.n and changed(file, told, "total of another unit", lanes[told.crowd].id,
                                   n=n, printed=f"{told.k:,} of {n:,}") or None


def complement_that_does_not_add_up(rng, file):
    """Right and false alerts of one total, or hits and misses, that do not make it."""
    told = picked(rng, [told for told in file.entries if told.kind == "claim"
                        and told.text in ("precision", "tpir") and 0 < told.k < told.n])
    if told is None:
        return None
    text = {"precision": "fdr", "tpir": "fnir"}[told.text]
    if any(other.text == text and other.crowd == told.crowd for other in file.entries):
        return None
    k = told.n - told.k + int(rng.choice([-1, 1])) * int(rng.integers(1, 1 + min(
        told.n - told.k, told.k)))
    rest = Told("claim", f"{told.id}-rest", text, told.crowd, told.among - told.counted, told.among,
                k, told.n, f"{k:,} of {told.n:,}", told.unit)
    return replace(file, entries=(*file.entries, rest), slip="complement",
                   slipped=(rest.id, told.id))


def wrong_digit(rng, file):
    """One digit of a printed percentage, or of a count that is part of a sum."""
    claims = [told for told in file.entries if told.kind == "claim" and told.printed.endswith("%")]
    summed = [told for told in file.entries if told.kind == "count" and "-sum-" in told.id]
    told = picked(rng, claims + summed)
    if told is None:
        return None
    text = told.printed if told.kind == "claim" else f"{told.k}"
    places = [place for place, letter in enumerate(text) if letter.isdigit()]
    place = places[int(rng.integers(len(places)))]
    digit = str((int(text[place]) + int(rng.integers(1, 10))) % 10)
    new = text[:place] + digit + text[place + 1:]
    if told.kind == "count":
        return changed(file, told, "wrong digit", k=int(new))
    return changed(file, told, "wrong digit", printed=new) if float(new[:-2]) <= 100 else None


SLIPS = (swapped_denominator, part_above_whole, total_of_another_unit,
         complement_that_does_not_add_up, wrong_digit)


def contradicts(file):
    """Whether the file contradicts itself: in a print, a sum, or in what no whole numbers obey."""
    by_id = {told.id: told for told in file.entries}
    for told in file.entries:
        if told.kind == "claim" and told.printed.endswith("%") and not prints(told):
            return True
        if told.kind == "sum":
            total, *parts = (by_id[id].k for id in told.adds_up)
            if total != sum(parts):
                return True
    if file.named:
        return not solvable(file.entries, named=True)
    counted = [told for told in file.entries if told.kind == "claim" or (
        told.kind == "count" and told.text)]
    return (any(not solvable(linked, named=False) for linked in groups_of(counted))
            or any(another_unit(told, file) for told in counted))


def another_unit(told, file):
    """A share of all passes by a number that is on record, but not as that of the passes."""
    beside = {other.unit: other.k for other in file.entries if other.crowd == told.crowd
              and other.kind == "count" and not other.text}
    return (told.kind == "claim" and told.among == GROUPS["all"] and told.n == beside.get("lanes")
            and told.n != beside["passes"])


def prints(told):
    """Whether the print can be had from k and n: rounded, cut off or rounded up."""
    decimals = len(told.printed[:-2].partition(".")[2])
    ways = {Decimal(percent(told.k, told.n, decimals, how)[:-2])
            for how in (ROUND_HALF_UP, ROUND_DOWN, ROUND_UP)}
    return Decimal(told.printed[:-2]) in ways


def groups_of(entries):
    """Entries of one condition that are taken to count the same cases, as data/README.md says."""
    left = list(entries)
    while left:
        group = [left.pop()]
        for told in group:
            near = [other for other in left if other.crowd == told.crowd and same(told, other)]
            left = [other for other in left if other not in near]
            group += near
        yield group


def same(one, other):
    if one.kind == other.kind == "count":
        return True
    if "count" in (one.kind, other.kind):
        count, claim = (one, other) if one.kind == "count" else (other, one)
        return (count.counted, count.k) in ((claim.among, claim.n), (claim.counted, claim.k))
    nested = one.among <= other.among or other.among <= one.among
    return (one.n == other.n and nested) or any(
        x.counted == y.among and x.k == y.n for x, y in ((one, other), (other, one)))


def solvable(entries, named):
    """Whether whole numbers obey all entries: decided by scipy's mixed-integer solver."""
    names = list(dict.fromkeys(told.crowd for told in entries)) if named else [""]
    groups = {told.crowd: GROUPS[told.text] for told in entries if told.kind == "cases"}
    width, rows, low, high = len(CELLS), [], [], []

    def at(crowd, group):
        row = np.zeros(width * len(names))
        first = names.index(crowd if named else "") * width
        row[[first + cell for cell in group]] = 1
        return row

    def add(row, least, most):
        rows.append(row)
        low.append(least)
        high.append(most)

    for told in entries:
        if told.kind == "cases":
            if told.n is not None:
                add(at(told.crowd, told.counted), told.n, told.n)
            add(at(told.crowd, GROUPS["all"] - told.counted), 0, 0)
            for cell in told.counted if told.part_of else ():
                gap = at(told.part_of, {cell}) - at(told.crowd, {cell})
                add(gap, 0, 0 if told.complete else np.inf)
        elif told.text:
            inside = groups.get(told.crowd, GROUPS["all"]) if named else GROUPS["all"]
            add(at(told.crowd, told.counted & inside), told.k, told.k)
            if told.kind == "claim":
                add(at(told.crowd, told.among & inside), told.n, told.n)
    if not rows:
        return True
    answer = milp(np.zeros(width * len(names)), integrality=np.ones(width * len(names)),
                  constraints=LinearConstraint(np.array(rows), low, high))
    return answer.status != 2  # 2: infeasible
