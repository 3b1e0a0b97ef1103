"""Do the published counts of deployments agree with each other, row by row and with their order?

General rules, none made for a row: parts add up, a part is at most its whole, the printed rate
follows from its counts, dates are in order, a list size is like its neighbours', no row comes
twice. What arithmetic forbids "fails", what a stated rule finds unusual "stands out", what is worth
knowing but proves nothing is a "note". A finding is a question to the source, not a correction.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from ..reconciling.counts import PrintCheck, check_print, check_sum
from ..words import wording
from ..words.printed import read

__all__ = ["VERDICTS", "Check", "check_deployments"]

VERDICTS = ("fails", "stands out", "note", "holds")
"""From the gravest."""

SUMS = {
    "alerts": ("true_alerts", "false_alerts"),
    "true_alerts": ("true_confirmed", "true_unconfirmed"),
    "false_alerts": ("false_confirmed", "false_unconfirmed"),
}
"""Totals, and the parts that make them up."""

WITHIN = (
    ("alerts", "faces", "fails"),
    ("true_confirmed", "alerts", "fails"),
    ("false_confirmed", "alerts", "fails"),
    ("true_engagements", "true_alerts", "fails"),
    ("false_engagements", "false_alerts", "fails"),
    ("arrests", "alerts", "note"),
)
"""Counts, what they are part of, and the verdict if they exceed it (one alert may lead to more than
one arrest)."""

OTHERWISE = (("false_alerts", "alerts"), ("true_alerts", "faces"), ("alerts", "faces"),
             ("false_alerts", "watchlist_size"), ("alerts", "watchlist_size"))
"""What a printed rate may be a share of, if not false alerts of faces."""

UNLIKE = 10
"""Per cent by which a list size must differ from both neighbours, and they at most from each other,
to stand out."""

FINEST = 9
"""Decimals a percentage is compared at, at most."""


@dataclass(frozen=True, slots=True)
class Check:
    """What a rule says of one deployment; for "holds", of all it has nothing to say against."""

    rule: str
    verdict: str
    sentence: str
    deployment: object = None

    def __str__(self) -> str:
        where = "" if self.deployment is None else f"{_where(self.deployment)}: "
        return f"{self.verdict}: {where}{self.sentence}"


def check_deployments(deployments: Iterable) -> list[Check]:
    """Every finding of every rule, and for each rule how many rows it holds for.

    Parameters
    ----------
    deployments : Deployments, or iterable of Deployment
        In the order of their source, which two of the rules rest on.

    Returns
    -------
    list of Check
        By rule in the order of `RULES`; within a rule the findings, then one "holds".

    Notes
    -----
    A figure is a note where digits were left off rather than rounded, and where its own digits
    leave room for the counts, but not the decimals that larger figures of its source have ("0.1%"
    among "0.14%" and "0.17%"), it stands out. A list size stands out where it is more than 10 % off
    the ones before and after, which are within 10 % of each other; a slip made in two neighbouring
    rows is not found so. Dates are out of order where a row must be taken out for the rest of its
    source to be in order, with as few taken out as possible.

    Examples
    --------
    >>> from lfrstats.evidence.deployment_file import load_deployments
    >>> for check in check_deployments(load_deployments("met")):
    ...     if check.verdict == "fails":
    ...         print(check)
    fails: 2024-01-10 Westminster (line 34): true alerts and false alerts should add up to the
    alerts: 2 + 0 is 2, not 1: 1 more than the total printed
    fails: 2023-12-07 Croydon, George St (line 28): false alerts of faces: 0.01% from 1 of 3,940
    (0.025381 %) does not follow: that would be 0.03 %; no whole number of 3,940 prints as 0.01%;
    false alerts of watchlist size, 1 of 12,165, would print so
    """
    records = tuple(deployments)
    return [check for rule in RULES for check in _summed_up(rule, records)]


def _summed_up(rule: str, records: tuple) -> Iterator[Check]:
    said = list(RULES[rule](records))
    found = [Check(rule, verdict, sentence, deployment)
             for verdict, deployment, sentence in said if verdict != "holds"]
    yield from found
    held = sum(verdict == "holds" for verdict, *_ in said)
    judged = len({id(deployment) for _, deployment, _ in said})
    if held:
        yield Check(rule, "holds", f"{rule}, in {held:,} of the {judged:,} deployments that "
                    f"publish what it needs")


def _sums(records) -> Iterator[tuple]:
    for record in records:
        checked = list(_checked_sums(record))
        failed = [(total, check) for total, check in checked if not check.holds]
        for total, check in failed:
            parts = _plain(" and ".join(check.parts))
            yield "fails", record, f"{parts} should add up to the {_plain(total)}: {check}"
        if checked and not failed:
            yield "holds", record, ""


def _checked_sums(record) -> Iterator[tuple]:
    for total, parts in SUMS.items():
        values = {part: getattr(record, part) for part in parts}
        printed = getattr(record, total) is not None and total not in record.derived
        if printed and None not in values.values():
            yield total, check_sum(values, getattr(record, total))


def _within(records) -> Iterator[tuple]:
    for record in records:
        pairs = [(part, getattr(record, part), whole, getattr(record, whole), verdict)
                 for part, whole, verdict in WITHIN]
        known = [pair for pair in pairs if pair[1] is not None and pair[3] is not None]
        over = [pair for pair in known if pair[1] > pair[3]]
        for part, k, whole, n, verdict in over:
            yield verdict, record, f"more {_plain(part)} ({k:,}) than {_plain(whole)} ({n:,})"
        if known and not over:
            yield "holds", record, ""


def _print(records) -> Iterator[tuple]:
    for source in _sources(records):
        figures = [_percent(record.false_alert_rate_printed) for record in source]
        finest = _finest(figures)
        for record, figure in zip(source, figures, strict=True):
            k, n = record.false_alerts, record.faces
            if record.false_alert_rate_printed and k is not None and n and k <= n:
                yield _print_verdict(record, check_print(record.false_alert_rate_printed, k, n),
                                     _finer(figure, finest))


def _print_verdict(record, check: PrintCheck, finer: str | None) -> tuple:
    if not check.follows:
        return "fails", record, f"false alerts of faces: {check}{_otherwise(record)}"
    fine = check_print(finer, check.k, check.n) if finer else check
    if not fine.follows:
        counted = f"{wording.whole(check.k)} of {wording.whole(check.n)}"
        return "stands out", record, (
            f"false alerts of faces: {check.text} leaves room for {counted}, but larger figures of "
            f"the source have more decimals, and {finer} does not: that would be {fine.correct}")
    if check.verdict in ("truncated", "rounded up"):
        return "note", record, f"false alerts of faces: {check}"
    return "holds", record, ""


def _otherwise(record) -> str:
    """What the printed rate follows from, if it is a share of something else."""
    for part, whole in OTHERWISE:
        k, n = getattr(record, part), getattr(record, whole)
        if k is not None and n and k <= n:
            if check_print(record.false_alert_rate_printed, k, n).follows:
                return (f"; {_plain(part)} of {_plain(whole)}, {wording.whole(k)} of "
                        f"{wording.whole(n)}, would print so")
    return ""


def _percent(text: str | None) -> tuple | None:
    """The value and the number of decimals of a plain percentage."""
    plain = re.fullmatch(r"\s*[0-9]+(?:\.([0-9]+))?\s*(?:%|per cent)\s*", text or "")
    return (read(text).value, len(plain[1] or "")) if plain else None


def _finest(figures: list[tuple | None]) -> dict:
    """For each percentage the most decimals that figures of its size and above have."""
    finest, most = {}, 0
    for value, decimals in sorted(filter(None, figures), reverse=True):
        finest[value] = most = max(most, min(decimals, FINEST))
    return finest


def _finer(figure: tuple | None, finest: dict) -> str | None:
    """A percentage written with that many decimals, if it has fewer."""
    if not figure or finest[figure[0]] <= figure[1]:
        return None
    return f"{float(100 * figure[0]):.{finest[figure[0]]}f}%"


def _order(records) -> Iterator[tuple]:
    for source in _sources(records):
        days = [_day_printed(record) for record in source]
        kept = _longest_in_order(days)
        for place, record in enumerate(source):
            following = bisect_left(kept, place)
            if kept[following:following + 1] == [place]:
                yield "holds", record, ""
                continue
            sides = [f"after {days[i]}" for i in kept[max(following - 1, 0):following]]
            sides += [f"before {days[i]}" for i in kept[following:following + 1]]
            yield "stands out", record, (
                f"printed as {days[place]}, but stands {' and '.join(sides)}")


def _longest_in_order(days: Sequence) -> list[int]:
    """The places of a longest subsequence that never falls (patience sorting), in order."""
    ends, places, before = [], [], []
    for place, day in enumerate(days):
        length = bisect_right(ends, day)
        before.append(places[length - 1] if length else None)
        ends[length:length + 1] = [day]
        places[length:length + 1] = [place]
    kept, place = [], places[-1] if places else None
    while place is not None:
        kept.append(place)
        place = before[place]
    return kept[::-1]


def _dates(records) -> Iterator[tuple]:
    for record in records:
        if record.date_printed not in (None, record.date):
            yield "note", record, f"printed as {record.date_printed}, recorded as {record.date}"
        else:
            yield "holds", record, ""


def _list_sizes(records) -> Iterator[tuple]:
    for source in _sources(records):
        sized = [record for record in source if record.watchlist_size is not None]
        for before, record, after in zip(sized, sized[1:], sized[2:], strict=False):
            left, size, right = (each.watchlist_size for each in (before, record, after))
            if not _unlike(left, right) and _unlike(size, left) and _unlike(size, right):
                yield "stands out", record, (
                    f"list size {size:,} is more than {UNLIKE} % off the {left:,} before and the "
                    f"{right:,} after it, which are within {UNLIKE} % of each other")
            else:
                yield "holds", record, ""


def _unlike(size: int, other: int) -> bool:
    return 100 * abs(size - other) > UNLIKE * other


def _twice(records) -> Iterator[tuple]:
    seen: dict = {}
    for record in records:
        first = seen.setdefault(_published(record), record)
        if first is record:
            yield "holds", record, ""
        else:
            yield "stands out", record, f"the same in every count as {_where(first)}"


def _published(record) -> tuple:
    """All that the source says of a deployment, as one key."""
    counts = sorted({name for names in SUMS.values() for name in names}
                    | {name for part, whole, _ in WITHIN for name in (part, whole)})
    return (record.date, record.location, record.duration_minutes, record.watchlist_size,
            record.false_alert_rate_printed, *(getattr(record, name) for name in counts))


RULES = {
    "parts add up to their total": _sums,
    "a part is at most its whole": _within,
    "the printed rate follows from its counts": _print,
    "dates are in order": _order,
    "the date is recorded as printed": _dates,
    "the list size is like its neighbours'": _list_sizes,
    "no deployment comes twice": _twice,
}
"""Each rule, and what yields (verdict, deployment, sentence) for each row it applies to."""


def _sources(records) -> Iterator[list]:
    return (list(group) for _, group in groupby(records, key=lambda record: record.source))


def _day_printed(record):
    return record.date_printed or record.date


def _where(record) -> str:
    return f"{record}" + (f" (line {record.line})" if record.line else "")


def _plain(name: str) -> str:
    return name.replace("_", " ")
