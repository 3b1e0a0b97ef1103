"""What does a figure say, as people print it, and which values would have been printed so?

`read("70 %")` gives the number 0.7 and the set of values that print as 70 %: 69.5 % to 70.5 %. The
printed form is the evidence; the number is derived from it. All values are exact fractions, so that
nothing is lost before a claim is called contradictory. The sets are closed at both ends, because
nobody prints which way a tie was rounded.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from fractions import Fraction
from numbers import Rational, Real

from . import check, wording

__all__ = ["SCALES", "Printed", "read", "reading"]

LONGEST = 120
"""Characters a printed figure may have: more is a text, not a figure."""

RELATIONS = {
    "=": r"exactly|precisely",
    ">=": r"at least|no less than|no fewer than|a minimum of|minimum|not below|>=|≥",
    "<=": r"at most|no more than|up to|as many as|a maximum of|maximum|not above|<=|≤",
    ">": r"more than|over|above|greater than|>",
    "<": r"less than|fewer than|under|below|<",
    "about": r"about|around|roughly|approximately|nearly|almost|some|~|≈|c\.",
}
"""The words that may stand before a figure, by the relation they state."""

_PLAIN_RELATIONS = {
    ">=": "at least ", "<=": "at most ", ">": "more than ", "<": "less than ", "about": "about ",
}

WORDS = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen twenty".split()
    )
} | {"a": 1, "an": 1, "no": 0, "none": 0}
SCALES = {"hundred": 100, "thousand": 1_000, "million": 10**6, "billion": 10**9}

UNITS = (
    "alerts arrests cases faces individuals matches opportunities passages passers-by people "
    "persons searches stops suspects times"
).split()
"""What a figure may be said to count; the singular is understood too."""

_NUMBER = (
    rf"(?:(?:\d{{1,3}}(?:,\d{{3}})+|\d+)(?:\.\d+)?(?:e[+-]?\d{{1,3}})?|\.\d+|\b(?:{'|'.join(WORDS)})\b)"
    rf"(?:\s*(?:{'|'.join(SCALES)}))?"
)
_UNIT = r"(?:\s+(?!in\b|out\b|of\b|every\b)(?P<unit{}>[a-z]+(?:-[a-z]+)?))?"
_PERCENT = re.compile(rf"(?P<a>{_NUMBER})\s*(?:%|per\s?cent|pc\b)")
_PAIR = re.compile(
    rf"(?P<a>{_NUMBER}){_UNIT.format(1)}\s*(?P<link>/|\b(?:in|out of|of)\b)\s*(?P<every>every\s+)?"
    rf"(?P<b>(?:a\s+(?=\d))?{_NUMBER}){_UNIT.format(2)}"
)
_PLAIN = re.compile(_NUMBER)
_LEAD = re.compile(
    "|".join(rf"(?P<r{i}>(?:{words})(?![a-z]))" for i, words in enumerate(RELATIONS.values()))
)
_BETWEEN = re.compile(r"(?:between|from)\s+(?P<low>.+?)\s+(?:and|to)\s+(?P<high>.+)")
_NEAREST = re.compile(r"nearest\s+(?P<step>.+)")


@dataclass(frozen=True, slots=True)
class Printed:
    """A figure as printed: what it says, and the set [low, high] of shares that print so.

    `value` is the share as printed, an exact fraction. `form` is "percent", "one in", "ratio",
    "count", "decimal", "between" or "number"; `relation` is "=", "<", "<=", ">", ">=", "about" or
    "between". `k` and `n` are kept where the figure is a count, `unit` where one is named; `place`
    is the step of the last printed digit, of the share, or of N in "1 in N".
    """

    text: str
    form: str
    relation: str
    value: Fraction
    low: Fraction
    high: Fraction
    k: int | None = None
    n: int | None = None
    unit: str | None = None
    place: Fraction = field(default=Fraction(0), repr=False)

    @property
    def decimals(self) -> int:
        """How many decimals a percentage or a decimal was printed with.

        >>> read("84.7 per cent").decimals, read("92%").decimals, read("1e-4").decimals
        (1, 0, 4)
        """
        step = self.place * (100 if self.form == "percent" else 1)
        return len(str(step.denominator)) - 1

    @property
    def bare(self) -> Printed | None:
        """The figure without "at least" and the like, rounded to its last digit; None for a range.

        >>> print(read("at least 70%").bare)
        at least 70% (any share from 69.5 % to 70.5 % prints so)
        """
        return None if self.form == "between" else replace(self, relation="=").taken("rounded")

    def taken(self, rounding: str) -> Printed:
        """The same figure, shortened by its printer in another way: see `read`.

        >>> print(read("92%").taken("truncated"))
        92% (any share from 92 % to 93 % prints so)
        """
        if self.form == "between":
            return self
        ends = _within(_printing_so(self.relation, rounding, self.form, self.value, self.place))
        return replace(self, low=ends[0], high=ends[1])

    @property
    def plain(self) -> str:
        """The figure in one uniform notation, whatever words it was printed in.

        >>> read("70 per cent").plain, read("maximum one in a 1000").plain, read("8/42").plain
        ('70 %', 'at most 1 in 1,000', '8 of 42')
        """
        lead = _PLAIN_RELATIONS.get(self.relation, "")
        if self.form == "percent":
            return f"{lead}{_digits(self.value * 100)} %"
        if self.form == "one in" and self.value:
            return f"{lead}1 in {_digits(1 / self.value)}"
        if self.form == "count":
            return f"{lead}{self.k:,} of {self.n:,}"
        return self.text

    @property
    def exact(self) -> bool:
        """Whether one value only prints so."""
        return self.low == self.high

    def __contains__(self, share) -> bool:
        return self.low <= Fraction(share) <= self.high

    def __float__(self) -> float:
        return float(self.value)

    def __str__(self) -> str:
        if self.exact:
            return f"{self.text} (exactly)"
        ends = wording.interval(float(self.low), float(self.high))
        return f"{self.text} (any share from {ends} prints so)"


def read(text: str, *, rounding: str | None = None) -> Printed:
    """A printed figure, read as the share it states and the set of shares that print so.

    Parameters
    ----------
    text : str
        For example "70%", "0.1 per cent", "1 in 1,000", "one in 33,000", "8 of 42", "8/42", "0.7",
        "1e-4", ">80%", "at least 70%", "at most 1 in 1,000", "about 70%", "between 60% and 80%".
    rounding : {"rounded", "truncated", "up", "exact", "nearest STEP"}, optional
        How the printer shortened the figure; STEP is a figure of the same form ("nearest 5%",
        or "nearest 500" for the N of "1 in N"). The default is "rounded" to the last printed digit.

    Returns
    -------
    Printed

    Notes
    -----
    A percentage or decimal is rounded at its last printed digit. "1 in N" is rounded in N at its
    last digit that is not zero; below a power of ten the step is ten times finer, so 1 in 1,000 is
    any N from 950 to 1,500. A count (8 of 42) is exact, and so are the bounds in "at least 70 %".
    "About" rounds a percentage at its last digit that is not zero (about 70 % is 65 to 75 %).

    Examples
    --------
    >>> read("70%").low, read("70%").high
    (Fraction(139, 200), Fraction(141, 200))
    >>> print(read("1 in 1,000"))
    1 in 1,000 (any share from 1 in 1,500 to 1 in 950 prints so)
    >>> read("eight out of 42").value
    Fraction(4, 21)
    >>> read("70")
    Traceback (most recent call last):
    ValueError: a share must lie between 0 and 1, got '70' (a percentage? write 70%)
    """
    clean = _clean(text)
    between = _BETWEEN.fullmatch(clean)
    if between:
        low, high = (read(between[end]) for end in ("low", "high"))
        if low.value > high.value:
            raise ValueError(f"a range must start at its lower end, got {text!r}")
        middle = (low.value + high.value) / 2
        return Printed(text, "between", "between", middle, low.value, high.value)
    relation, figure = _relation(clean)
    form, value, place, extra = _figure(figure, text)
    if not 0 <= value <= 1:
        hint = f" (a percentage? write {figure}%)" if form == "number" and 1 < value <= 100 else ""
        raise ValueError(f"a share must lie between 0 and 1, got {text!r}{hint}")
    low, high = _within(_printing_so(relation, rounding, form, value, place))
    return Printed(text, form, relation, value, low, high, place=place, **extra)


def reading(name: str, value) -> Printed:
    """Anything a user may give for the share called `name`, as a `Printed`.

    Text is read as printed; a number in [0, 1] is exact; a pair of whole numbers is a count (k, n).

    >>> reading("precision", (8, 42)).value, reading("tpir", 0.5).exact
    (Fraction(4, 21), True)
    """
    if isinstance(value, Printed):
        return value
    if isinstance(value, str):
        try:
            return read(value)
        except ValueError as error:
            raise ValueError(f"{name}: {error}") from None
    if isinstance(value, tuple) and len(value) == 2:
        return _counted(name, *value)
    if not isinstance(value, Real) or value != value:
        raise ValueError(f"{name} must be a share, a figure in print or (k, n), got {value!r}")
    if not 0 <= value <= 1:
        hint = f" (a percentage? write {value / 100:.12g})" if 1 < value <= 100 else ""
        raise ValueError(f"{name} must lie in [0, 1], got {value}{hint}")
    share = Fraction(value) if isinstance(value, Rational) else Fraction(repr(float(value)))
    return Printed(f"{value}", "number", "=", share, share, share)


def _counted(name: str, k, n) -> Printed:
    k, n = (int(count) for count in check.counts(k, n, names=(f"{name} k", f"{name} n")))
    return Printed(f"{k} of {n}", "count", "=", *[Fraction(k, n)] * 3, k=k, n=n)


def _clean(text: str) -> str:
    if not isinstance(text, str):
        raise ValueError(f"a printed figure must be text, got {text!r}")
    if len(text) > LONGEST:
        raise ValueError(f"a printed figure has at most {LONGEST} characters, got {len(text)}")
    clean = " ".join(text.replace("\N{MINUS SIGN}", "-").lower().split())
    if not clean:
        raise ValueError("a printed figure must not be empty")
    return clean


def _relation(clean: str) -> tuple[str, str]:
    lead = _LEAD.match(clean)
    if not lead:
        return "=", clean
    return list(RELATIONS)[int(lead.lastgroup[1:])], clean[lead.end():].strip()


def _figure(figure: str, text: str) -> tuple[str, Fraction, Fraction, dict]:
    """The form, value and last printed place (of N in "1 in N") of a figure, and what it names."""
    if match := _PERCENT.fullmatch(figure):
        number, place = _number(match["a"])
        return "percent", number / 100, place / 100, {}
    if match := _PAIR.fullmatch(figure):
        return _pair(match, text)
    if match := _PLAIN.fullmatch(figure):
        number, place = _number(match[0])
        if figure in ("0", "1"):
            return "number", number, Fraction(0), {}
        return ("decimal" if number <= 1 else "number"), number, place, {}
    raise ValueError(
        f"cannot read {text!r} as a share; write it as 70%, 0.7, 1 in 1,000, 8 of 42 or 1e-4"
    )


def _pair(match: re.Match, text: str) -> tuple[str, Fraction, Fraction, dict]:
    (a, _), (b, place) = _number(match["a"]), _number(match["b"])
    units = [_unit(match[name], text) for name in ("unit1", "unit2") if match[name]]
    extra = {"unit": units[-1] if units else None}
    if b == 0:
        raise ValueError(f"a share of nothing is undefined, got {text!r}")
    if a > b:
        raise ValueError(f"a part must not exceed its whole, got {text!r}")
    if a == 1 and (match["link"] in ("in", "out of") or match["every"]):
        return "one in", 1 / b, place, extra
    if match["link"] == "in" or match["every"]:
        return "ratio", a / b, 1 / b, extra
    if a.denominator != 1 or b.denominator != 1:
        raise ValueError(f"counts must be whole numbers, got {text!r}")
    return "count", a / b, Fraction(0), extra | {"k": int(a), "n": int(b)}


def _unit(word: str, text: str) -> str:
    for unit in UNITS:
        if word in (unit, unit.removesuffix("s"), unit.removesuffix("es")) or (
            (word, unit) in {("person", "people"), ("passer-by", "passers-by"),
                             ("opportunity", "opportunities")}
        ):
            return unit
    raise ValueError(f"cannot read {text!r}: {word!r} is none of the units {', '.join(UNITS)}")


def _number(words: str) -> tuple[Fraction, Fraction]:
    """A number as printed and the unit of its last printed place.

    >>> _number("99.9997"), _number("2 million")
    ((Fraction(999997, 10000), Fraction(1, 10000)), (Fraction(2000000, 1), Fraction(1000000, 1)))
    """
    parts = words.replace(",", "").split()
    parts = parts[1:] if len(parts) > 1 and parts[0] == "a" and parts[1][0].isdigit() else parts
    head = re.fullmatch(rf"(.*?)({'|'.join(SCALES)})?", "".join(parts))
    scale = SCALES.get(head[2], 1)
    if head[1] in WORDS:
        return Fraction(WORDS[head[1]] * scale), Fraction(scale)
    mantissa, _, exponent = head[1].partition("e")
    place = Fraction(10) ** (int(exponent or 0) - len(mantissa.partition(".")[2]))
    return Fraction(head[1]) * scale, place * scale


def _digits(number: Fraction) -> str:
    """A decimal fraction in full, with separators; the nearest 12 digits of any other."""
    text = f"{float(number):,.12f}" if number.denominator > 1 else f"{number.numerator:,}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _last_digit(number: Fraction) -> Fraction:
    """The place of a number's last digit that is not zero: 1,000 for 33,000."""
    place = Fraction(1)
    while number % place:
        place /= 10
    while number and number % (place * 10) == 0:
        place *= 10
    return place


def _within(ends) -> list[Fraction]:
    """The ends, within 0 and 1."""
    return [min(max(end, Fraction(0)), Fraction(1)) for end in ends]


def _printing_so(relation, rounding, form, value, place) -> tuple[Fraction, Fraction]:
    """The ends of the set of shares that would be printed like this."""
    below, above = _errors(rounding or "rounded")
    if relation in ("<", "<="):
        return Fraction(0), value
    if relation in (">", ">="):
        return value, Fraction(1)
    if relation == "about" and form == "count":
        raise ValueError("a count of cases cannot be 'about': write a percentage or 1 in N")
    if form == "one in":
        return _one_in_ends(1 / value, place, rounding)
    if relation == "about" and form in ("percent", "decimal"):
        scale = 100 if form == "percent" else 1
        place = _last_digit(value * scale) / scale
    step = _nearest(rounding) if _NEAREST.fullmatch(rounding or "") else place
    return value - below * step, value + above * step


def _one_in_ends(n: Fraction, place: Fraction, rounding) -> tuple[Fraction, Fraction]:
    """The ends for "1 in N": the step is the place of N's last digit that is not zero."""
    below, above = _errors(rounding or "rounded")
    step = max(_last_digit(n), place) if place >= 1 else place
    finer = step / 10 if n == step else step
    if _NEAREST.fullmatch(rounding or ""):
        step = finer = _nearest(rounding)
    fewest, most = n - below * finer, n + above * step
    return 1 / most, (1 / fewest if fewest > 0 else Fraction(1))


_RULES = {
    "rounded": (Fraction(1, 2), Fraction(1, 2)),
    "truncated": (Fraction(0), Fraction(1)),
    "up": (Fraction(1), Fraction(0)),
    "exact": (Fraction(0), Fraction(0)),
}


def _errors(rounding: str) -> tuple[Fraction, Fraction]:
    """How many steps below and above the printed figure the value may lie."""
    if rounding in _RULES:
        return _RULES[rounding]
    if _NEAREST.fullmatch(rounding):
        return _RULES["rounded"]
    raise ValueError(
        f"rounding must be one of {', '.join(_RULES)} or 'nearest 5%', got {rounding!r}"
    )


def _nearest(rounding: str) -> Fraction:
    """The step of "nearest STEP": a share, or a whole number for the N of "1 in N"."""
    step = _NEAREST.fullmatch(rounding)["step"]
    return _number(step)[0] if _PLAIN.fullmatch(step) else _figure(step, rounding)[1]
