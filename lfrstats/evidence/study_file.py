"""How does a claims file become a study? Reading, and checking what entries say of each other."""

from __future__ import annotations

import re
from pathlib import Path

from ..table.events import MOST_EVENTS, Statement, statement
from ..table.own_words import Words, parts
from ..table.rates import RATES, canonical
from ..words import check
from ..words.printed import read
from .claims import Claim, Condition, Context, Contrast, Count, Same, Source, Study, Sum, Unverified
from .entries import SECTIONS, Entry, own_words, short, text, words_table
from .toml import DataError, Document, data_folder, read_document

__all__ = ["DataError", "load_claims", "studies"]

MOST_ENTRIES = 2_000
RESERVED = {"and", "or", "not", "if", "only"}
_TOP = (*SECTIONS, "events", "words")


def studies() -> list[str]:
    """The ids of the recorded studies.

    >>> "met-trials-2020" in studies()
    True
    """
    return sorted(path.stem for path in (data_folder() / "claims").glob("*.toml"))


def load_claims(study: str | Path) -> Study:
    """A recorded study by its id, or the study in a TOML file of your own.

    Parameters
    ----------
    study : str or Path
        An id from `studies()`, or the path of a claims file.

    Raises
    ------
    DataError
        When there is no such study, or the file breaks a rule: names file, line, entry and rule.

    Examples
    --------
    >>> study = load_claims("met-trials-2020")
    >>> print(study.claim("review-8-of-42"))  # doctest: +NORMALIZE_WHITESPACE
    eight out of 42: P(confirmed | alert), said by an independent review of six of the trials
    """
    recorded = studies()
    if str(study) in recorded:
        return _study(read_document(data_folder() / "claims" / f"{study}.toml"))
    path = Path(study)
    try:
        exists = path.exists()
    except (OSError, ValueError):
        exists = False
    if not exists:
        raise DataError(
            f"is neither a recorded study ({check.listing(recorded)}) nor a file"
            f"{check.near(study, recorded)}", file=f"{str(study)[:200]!r}"
        )
    return _study(read_document(path))


def _study(document: Document) -> Study:
    for key in document.data:
        if key not in _TOP:
            raise document.error(f"unknown section {short(key)}{check.near(key, _TOP)}")
    if "study" not in document.data:
        raise document.error("the section [study] is missing")
    head = Entry(document, "study", document.data["study"])
    events = _events(document)
    for rule in head.values.get("implies", ()):
        head.rule("implies", _implication, rule, tuple(events))
    sources = {entry.values["id"]: Source(**entry.values) for entry in _each(document, "source")}
    conditions = {
        entry.values["id"]: Condition(**entry.values) for entry in _each(document, "condition")
    }
    entries = [(entry, *_stated_by(entry, events)) for entry in _each(document, "claim")]
    words = own_words(words_table(document, events), events, map(_spoken, entries))
    claims = {
        entry.values["id"]: _claim(entry, rate, stated, words, sources, conditions)
        for entry, rate, stated in entries
    }
    counts = {
        entry.values["id"]: Count(**_placed(entry, sources, conditions))
        for entry in _each(document, "count")
    }
    return Study(
        **head.values, path=document.path, events=events, words=words,
        sources=tuple(sources.values()),
        conditions=tuple(conditions.values()), claims=tuple(claims.values()),
        counts=tuple(counts.values()), **_relations(document, sources, claims, counts),
        comparison=_comparison(document, claims), unverified=_unverified(document, claims),
    )


def _relations(document: Document, sources: dict, claims: dict, counts: dict) -> dict:
    """Sums, same quantities, contrasts and context, their ids looked up."""
    return {
        "sums": tuple(
            Sum(entry.known("total", counts), entry.known("parts", counts),
                entry.values.get("note", ""))
            for entry in _each(document, "sum")),
        "sames": tuple(
            Same(_one_kind(entry, claims, counts), entry.values.get("note", ""))
            for entry in _each(document, "same")),
        "contrasts": tuple(
            Contrast(_pair(entry, claims), entry.known("source", sources),
                     entry.values["said_by"], entry.values.get("note", ""))
            for entry in _each(document, "contrast")),
        "context": tuple(
            Context(**entry.values | {"source": entry.known("source", sources)})
            for entry in _each(document, "context")),
    }


def _each(document: Document, section: str) -> list[Entry]:
    """The checked entries of a section, their ids unique."""
    tables = document.entries(section)
    if len(tables) > MOST_ENTRIES:
        raise document.error(
            f"a study has at most {MOST_ENTRIES:,} {section}s, got {len(tables):,}")
    seen: dict[str, int] = {}
    entries = []
    for index, table in enumerate(tables):
        entry = Entry(document, section, table, index)
        id = entry.values.get("id")
        if id in seen:
            raise entry.error(f"duplicate id, first used by {section} number {seen[id] + 1}", "id")
        seen |= {id: index} if id else {}
        entries.append(entry)
    return entries


def _events(document: Document) -> dict[str, str]:
    table = document.data.get("events", {})
    line = document.line("events")
    if not isinstance(table, dict) or not 0 < len(table) <= MOST_EVENTS:
        raise document.error(f"[events] must name 1 to {MOST_EVENTS} events", line=line)
    for name, meaning in table.items():
        where = {"line": document.line("events", key=name), "entry": f"event {short(name)}"}
        if not re.fullmatch(r"[a-z][a-z0-9_]{0,39}", name) or name in RESERVED | set(RATES):
            raise document.error(
                "an event's name must be lower-case letters, digits and _, "
                "and no word of the statement language or rate", **where)
        try:
            table[name] = text(meaning)
        except ValueError as error:
            raise document.error(str(error), **where) from None
    return table


def _implication(rule: str, events: tuple[str, ...]) -> None:
    left, arrow, right = rule.partition("->")
    if not arrow:
        raise ValueError(f"an implication must be written 'confirmed -> listed', got {rule!r}")
    for side in (left, right):
        if "|" in side:
            raise ValueError(f"an implication must not hold a bar, got {rule!r}")
        statement(side.strip(), events)


def _placed(entry: Entry, sources: dict, conditions: dict) -> dict:
    """The entry's values, its source and condition looked up, and its line."""
    values = entry.values | {"source": entry.known("source", sources), "line": entry.line()}
    if "condition" in values:
        values["condition"] = entry.known("condition", conditions)
    return values


def _stated_by(entry: Entry, events: dict) -> tuple[str | None, Statement]:
    """The rate and the statement of a claim, which needs words of its own unless it is a rate."""
    rate, stated = entry.rule("statement", _stated, entry.values["statement"], tuple(events))
    for key in ("of", "that"):
        if rate is None and key not in entry.values:
            raise entry.error(f"the key {key} is missing: {stated} needs its words", "statement")
    return rate, stated


def _spoken(claim: tuple[Entry, str | None, Statement]) -> tuple:
    """A claim's id, statement, own words, and how it is spoken of."""
    entry, _, stated = claim
    values = entry.values
    return (values["id"], stated, values.get("of"), values.get("that"),
            f"{values['printed']} ({values['said_by']})")


def _claim(entry: Entry, rate: str | None, stated: Statement, words: Words, sources: dict,
           conditions: dict) -> Claim:
    values = _placed(entry, sources, conditions)
    rounding = values.pop("rounding", None)
    figure = entry.rule("printed", lambda text: read(text, rounding=rounding), values["printed"])
    _refuse_odd_counts(entry, figure)
    said = {"of": words.group(parts(stated)[1]), "that": words.what(stated)}
    return Claim(**said | values | {"statement": stated, "rate": rate, "printed": figure})


def _refuse_odd_counts(entry: Entry, figure) -> None:
    k, n = entry.values.get("k"), entry.values.get("n")
    if (k is None) != (n is None):
        raise entry.error("k and n go together: a count without its total says nothing")
    if n is None:
        return
    entry.rule("k", check.counts, k, n)
    if figure.n is not None and (figure.k, figure.n) != (k, n):
        raise entry.error(
            f"printed says {figure.k} of {figure.n}, k and n say {k} of {n}", "printed")


def _stated(text: str, events: tuple[str, ...]) -> tuple[str | None, Statement]:
    """The rate a statement names, if it names one, and the statement over the study's events."""
    try:
        rate = canonical(text)
    except ValueError as error:
        if re.fullmatch(r"[A-Za-z0-9_ -]+", text) and text not in events and (
            not re.search(r"\b(and|or|not|if)\b", text)
        ):
            raise error from None
        return None, statement(text, events)
    return rate, statement(RATES[rate].text, events)


def _one_kind(entry: Entry, claims: dict, counts: dict) -> tuple:
    """The items of one quantity: all counts, or all claims."""
    ids = entry.values["items"]
    known = counts if all(id in counts for id in ids) else claims
    return entry.known("items", known if any(id in known for id in ids) else counts | claims)


def _pair(entry: Entry, claims: dict) -> tuple:
    items = entry.known("items", claims)
    if len(items) != 2:
        raise entry.error(f"a contrast sets two claims against each other, got {len(items)}",
                          "items")
    return items


def _unverified(document: Document, claims: dict[str, Claim]) -> Unverified | None:
    """The claims about one set of alerts: all of the same n, together at most n."""
    if "unverified" not in document.data:
        return None
    entry = Entry(document, "unverified", document.data["unverified"])
    chosen = {key: entry.known(key, claims) for key in entry.values}
    found = Unverified(**chosen)
    parts = [found.right, *([found.wrong] if found.wrong else []), *found.groups]
    for claim in parts:
        if claim.n is None or claim.n != found.right.n:
            raise entry.error(f"claim {claim.id!r} must count among the same alerts as "
                              f"{found.right.id!r}, with k and n")
    if sum(claim.k for claim in parts) > found.right.n:
        raise entry.error("right, wrong and the groups are more than all alerts")
    for claim in found.trusted_wrong:
        if claim not in found.groups:
            raise entry.error(f"claim {claim.id!r} is not among the groups", "trusted_wrong")
    return found


def _comparison(document: Document, claims: dict[str, Claim]) -> dict[str, Claim]:
    if "comparison" not in document.data:
        return {}
    entry = Entry(document, "comparison", document.data["comparison"])
    chosen = {key: entry.known(key, claims) for key in entry.values}
    for key, claim in chosen.items():
        if key != "inaccurate" and key not in (claim.rate, claim.stands_for):
            raise entry.error(f"claim {claim.id!r} states {claim.statement}, not the {key}", key)
    return chosen
