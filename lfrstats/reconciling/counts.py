"""Does a printed figure follow from its counts, and which counts could stand behind it?

`check_print` sets a figure against k of n: rounded, truncated, rounded up, or not to be had from
them, and then what would print. `possible_counts` turns it round: every k of a known n that prints
so, or every (k, n) up to a limit. `check_sum` adds up parts. All exact, and nothing by trying.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import islice, product
from math import ceil, floor

from ..words import check, printed, wording

__all__ = ["PossibleCounts", "PrintCheck", "SumCheck", "check_print", "check_sum",
           "possible_counts"]

VERDICTS = {"rounded": "rounded", "truncated": "truncated", "rounded up": "up"}
"""What print may have done to a share, and the reading of the figure that allows for it."""


@dataclass(frozen=True, slots=True)
class PrintCheck:
    """A printed figure against k of n.

    `verdict` is "exact" (equal), "rounded", "truncated" (digits left off), "rounded up" (of "1 in
    N", the N), "follows" (for "at least", "between", "about" and the like) or "does not follow".
    `correct` is how the share would print in the same form, `possible` every k of this n that would
    be rounded so, `nearby` the counts one off in n, and in k or not, that would.
    """

    text: str
    k: int
    n: int
    verdict: str
    correct: str
    possible: PossibleCounts
    nearby: tuple[tuple[int, int], ...]
    figure: printed.Printed = field(repr=False)

    @property
    def follows(self) -> bool:
        """Whether the figure can be had from the counts, if only by leaving digits off."""
        return self.verdict != "does not follow"

    @property
    def share(self) -> Fraction:
        """The exact share k / n."""
        return Fraction(self.k, self.n)

    def __str__(self) -> str:
        return self.brief(f" ({_shown(self.share, self.figure)})")

    def brief(self, share: str = "") -> str:
        """The sentence, without the exact share."""
        said = _SENTENCES[self.verdict].format(self.correct)
        instead = "" if self.follows else self._instead()
        return f"{self.text} from {_of(self.k, self.n)}{share} {said}{instead}"

    def _instead(self) -> str:
        if self.possible.count:
            which = _range(*self.possible.ends)
            return f"; of {wording.whole(self.n)}, {which} would print so"
        pairs = [_of(k, n) for k, n in self.nearby[:3]]
        near = f", but {check.listing(pairs)} would" if pairs else ""
        return f"; no whole number of {wording.whole(self.n)} prints as {self.text}{near}"


_SENTENCES = {
    "exact": "is exact",
    "rounded": "is rounded",
    "truncated": "is truncated, not rounded: rounded, it would be {}",
    "rounded up": "is rounded up, not to the nearest: rounded, it would be {}",
    "follows": "follows",
    "does not follow": "does not follow: that would be {}",
}


def check_print(text: str | printed.Printed, k: int, n: int) -> PrintCheck:
    """Whether a printed figure follows from `k` of `n`.

    Parameters
    ----------
    text : str or Printed
        A figure as `printed.read` understands it: "92 %", "1 in 1,000", "six out of seven",
        "at most 1 in 1,000"; or one that is read already.
    k, n : int, 0 <= k <= n
        The counts it should follow from.

    Notes
    -----
    A tie may be rounded either way. 1 in 950 printed as 1 in 1,000 is rounded (`printed.read`).

    Examples
    --------
    >>> print(check_print("92 %", 2_297, 2_470))
    92 % from 2,297 of 2,470 (92.996 %) is truncated, not rounded: rounded, it would be 93 %
    >>> print(check_print("86%", 7, 8))
    86% from 7 of 8 (87.5 %) does not follow: that would be 88 %; no whole number of 8 prints as
    86%, but 6 of 7 would
    >>> check_print("six out of every seven", 150, 175).verdict
    'exact'
    """
    k, n = (int(count) for count in check.counts(k, n))
    figure, share = _figure(text, "rounded"), Fraction(k, n)
    return PrintCheck(figure.text, k, n, _verdict(figure, share), _correct(figure, share),
                      possible_counts(figure, n), _nearby(figure, k, n), figure)


def _figure(text: str | printed.Printed, rounding: str | None) -> printed.Printed:
    """The figure, read here if it is not yet."""
    if not isinstance(text, printed.Printed):
        return printed.read(text, rounding=rounding)
    return text.taken(rounding) if rounding else text


def _verdict(figure: printed.Printed, share: Fraction) -> str:
    if figure.relation != "=":
        low, high = _ends(figure, share.denominator)
        return "follows" if low <= share <= high else "does not follow"
    if share == figure.value:
        return "exact"
    if figure.form == "count":
        return "does not follow"
    for verdict, rounding in VERDICTS.items():
        low, high = _ends(figure.taken(rounding), share.denominator, rounding)
        if low <= share <= high:
            return verdict
    return "does not follow"


def _ends(figure: printed.Printed, most: int, rounding: str | None = None):
    """The shares with a denominator of at most `most` that print so, as a closed set.

    Digits left off, a share just a whole step away would have printed as the next figure; and "more
    than 80 %" leaves 80 % out. Such an end moves in by less than shares of that kind lie apart.
    """
    ends = figure.low, figure.high
    if rounding in ("truncated", "up"):
        out = [end != figure.value for end in ends]
    else:
        out = [figure.relation == ">", figure.relation == "<"]
    gaps = [Fraction(left_out, 2 * end.denominator * most)
            for left_out, end in zip(out, ends, strict=True)]
    return min(ends[0] + gaps[0], ends[1]), max(ends[1] - gaps[1], ends[0])


def _nearby(figure: printed.Printed, k: int, n: int) -> tuple[tuple[int, int], ...]:
    """The counts next to k of n that print so, the most similar first."""
    near = [
        (abs(dk) + abs(dn), k + dk, n + dn)
        for dk, dn in product((0, -1, 1), (-1, 1))
        if 0 <= k + dk <= n + dn and n + dn > 0 and Fraction(k + dk, n + dn) in figure
    ]
    return tuple((k, n) for _, k, n in sorted(near))


def _correct(figure: printed.Printed, share: Fraction) -> str:
    """The share in the form of the figure, rounded to its last printed place."""
    if figure.form in ("percent", "decimal") and figure.relation != "between":
        scale, mark = (100, " %") if figure.form == "percent" else (1, "")
        return f"{_rounded(share * scale, figure.decimals)}{mark}"
    if figure.form == "one in" and share:
        return wording.one_in(float(share))
    if figure.form in ("count", "ratio"):
        return f"{wording.whole(share.numerator)} of {wording.whole(share.denominator)}"
    return wording.share(float(share))


def _rounded(value: Fraction, decimals: int) -> str:
    """`value` to that many decimals, ties up."""
    scale = 10**decimals
    return f"{floor(value * scale + Fraction(1, 2)) / scale:,.{decimals}f}"


def _shown(share: Fraction, like: printed.Printed) -> str:
    """A share with three digits more than `like` shows, so that the difference can be seen."""
    rest = like.form not in ("percent", "decimal", "count", "ratio")
    if share and (like.form == "one in" or rest and share < wording.RARE):
        return wording.one_in(float(share), 7)
    shown = like.decimals if like.form in ("percent", "decimal") else 0
    decimals = max(shown, wording.percent_decimals(float(share))) + 3
    return f"{_rounded(100 * share, decimals).rstrip('0').rstrip('.')} %"


def _of(k: int, n: int) -> str:
    return f"{wording.whole(k)} of {wording.whole(n)}"


@dataclass(frozen=True, eq=False)
class PossibleCounts(Set):
    """The counts that print as a figure: the k of a known n, or all pairs (k, n) with n in a range.

    A set in increasing order, never written out: size and membership cost nothing.
    """

    text: str
    low: Fraction
    high: Fraction
    n: int | None
    up_to: int | None

    @property
    def ends(self) -> tuple[int, int]:
        """The least and largest k of the known n (least above largest where there is none)."""
        return ceil(self.low * self.n), floor(self.high * self.n)

    @property
    def count(self) -> int:
        """How many there are."""
        if self.n is not None:
            first, last = self.ends
            return max(0, last - first + 1)
        return _floors(self.high, self.up_to) + _floors(-self.low, self.up_to) + self.up_to

    @property
    def smallest(self) -> tuple[int, int] | None:
        """The pair (k, n) with the smallest n, and of those the smallest k; None where none is."""
        if self.n is not None:
            return (self.ends[0], self.n) if self.count else None
        share = _simplest(self.low, self.high)
        n = share.denominator
        return (ceil(self.low * n), n) if n <= self.up_to else None

    def __contains__(self, item) -> bool:
        k, n = (item, self.n) if self.n is not None else item
        return 0 < n <= (self.up_to or n) and self.low * n <= k <= self.high * n

    def __iter__(self) -> Iterator:
        if self.n is not None:
            yield from range(self.ends[0], self.ends[1] + 1)
            return
        (a, b), (c, d) = self.low.as_integer_ratio(), self.high.as_integer_ratio()
        for n in range(self.smallest[1] if self.count else 1, self.up_to + 1):
            yield from ((k, n) for k in range(-(-a * n // b), c * n // d + 1))

    def __len__(self) -> int:
        return self.count

    def rows(self, limit: int = 1_000) -> list[dict]:
        """One row for each count, the first `limit` of them."""
        pairs = (item if self.n is None else (item, self.n) for item in self)
        return [{"k": k, "n": n, "share": Fraction(k, n)} for k, n in islice(pairs, limit)]

    def __str__(self) -> str:
        if self.n is None:
            among = f"k of n with n up to {wording.whole(self.up_to)}"
            many = (f"{wording.whole(self.count)} counts", "; the smallest is {} of {}")
        else:
            among = f"of {wording.whole(self.n)}"
            many = (_range(*self.ends), "")
        if not self.count:
            return f"No whole number {among} would be printed as {self.text}"
        verb = "is" if self.count == 1 else "are"
        return f"{many[0]} {among} {verb} printed as {self.text}{many[1].format(*self.smallest)}"


def _range(first: int, last: int) -> str:
    return wording.whole(first) + (f" to {wording.whole(last)}" if last > first else "")


def possible_counts(text: str | printed.Printed, n: int | None = None, *,
                    up_to: int | None = None, rounding: str | None = None) -> PossibleCounts:
    """Every k of `n` that prints as `text`; or, n unknown, every (k, n) with n up to `up_to`.

    Parameters
    ----------
    text : str or Printed
        A figure as `printed.read` understands it, or one that is read already.
    n : int, optional
        The denominator, where it is known.
    up_to : int, optional
        The largest denominator to consider, where it is not.
    rounding : {"rounded", "truncated", "up", "exact", "nearest STEP"}, optional
        How the printer shortened the figure; rounded by default, ties either way.

    Notes
    -----
    With n known, k runs from ceil(n low) to floor(n high). With n unknown, the number of pairs is
    a sum of such floors, by Euclid's algorithm, and the smallest n the denominator of the simplest
    fraction between low and high (Stern-Brocot).

    References
    ----------
    Brown and Heathers (2017), Soc. Psychol. Personal. Sci. 8, 363-369 (the like for means),
    doi:10.1177/1948550616673876
    Graham, Knuth and Patashnik (1994), *Concrete Mathematics*, sections 3.5 and 4.5.

    Examples
    --------
    >>> possible_counts("81%", n=42) == {34}
    True
    >>> print(possible_counts("84.7%", 175))
    No whole number of 175 would be printed as 84.7%
    >>> print(possible_counts("81%", up_to=42))
    9 counts k of n with n up to 42 are printed as 81%; the smallest is 13 of 16
    """
    if (n is None) == (up_to is None):
        raise ValueError("give either n, the denominator, or up_to, the largest to consider")
    name, most = ("n", n) if n is not None else ("up_to", up_to)
    most = int(check.whole(name, most, least=1))
    figure = _figure(text, rounding)
    low, high = _ends(figure, most, rounding)
    sizes = (most, None) if n is not None else (None, most)
    return PossibleCounts(figure.text, low, high, *sizes)


def _floors(slope: Fraction, most: int) -> int:
    """The sum of floor(slope * i) over i = 1 to `most`, by Euclid's algorithm.

    >>> _floors(Fraction(-2, 3), 4)
    -8
    """
    total, sign = 0, 1
    a, b, c, n = slope.numerator, 0, slope.denominator, most
    while True:
        total += sign * (a // c * (n * (n + 1) // 2) + b // c * (n + 1))
        a, b = a % c, b % c
        top = (a * n + b) // c
        if not top:
            return total
        total += sign * n * top
        sign, a, b, c, n = -sign, c, c - b - 1, a, top - 1


def _simplest(low: Fraction, high: Fraction) -> Fraction:
    """The fraction with the smallest denominator in [low, high].

    >>> _simplest(Fraction("0.805"), Fraction("0.815"))
    Fraction(13, 16)
    """
    whole = ceil(low)
    if whole <= high:
        return Fraction(whole)
    return whole - 1 + 1 / _simplest(1 / (high - whole + 1), 1 / (low - whole + 1))


@dataclass(frozen=True, slots=True)
class SumCheck:
    """Parts that must add up to a total, and by how much they exceed it (`difference`)."""

    parts: Mapping[str, int]
    total: int

    @property
    def sum(self) -> int:
        """What the parts add up to."""
        return sum(self.parts.values())

    @property
    def difference(self) -> int:
        """How much the parts exceed the total."""
        return self.sum - self.total

    @property
    def holds(self) -> bool:
        """Whether the parts add up to the total."""
        return not self.difference

    def rows(self) -> list[dict]:
        """One row a part, with what it would have to be if the others and the total are right."""
        needed = ((name, part, part - self.difference) for name, part in self.parts.items())
        return [{"part": name, "count": part, "needed": need if 0 <= need <= self.total else None}
                for name, part, need in needed]

    def __str__(self) -> str:
        parts = " + ".join(map(wording.whole, self.parts.values()))
        if self.holds:
            return f"{parts} is {wording.whole(self.sum)}, as printed"
        gap = f"{wording.whole(abs(self.difference))} {'more' if self.difference > 0 else 'fewer'}"
        return (f"{parts} is {wording.whole(self.sum)}, not {wording.whole(self.total)}: "
                f"{gap} than the total printed")


def check_sum(parts: Mapping[str, int] | Sequence[int], total: int) -> SumCheck:
    """Whether parts add up to the total they are printed with.

    Parameters
    ----------
    parts : mapping of str to int, or sequence of int
        The parts, which must not overlap.
    total : int
        What they should add up to.

    Examples
    --------
    >>> print(check_sum({"right": 173, "false": 2_554}, 2_632))
    173 + 2,554 is 2,727, not 2,632: 95 more than the total printed
    >>> check_sum([17, 25], 42).holds
    True
    """
    named = parts if isinstance(parts, Mapping) else {
        f"part {place}": part for place, part in enumerate(parts, 1)}
    if not named:
        raise ValueError("parts must not be empty: there is nothing to add up")
    whole = {name: int(check.whole(str(name), part)) for name, part in named.items()}
    return SumCheck(whole, int(check.whole("total", total)))
