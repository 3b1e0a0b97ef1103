"""How does a study speak of its cases: what is one called, and what is said of it?

A statement P(x | y) is the theory's; what people read is the study's: "of the 120 women screened
who have cancer, 104 are recalled". `Words` holds a study's nouns and verbs and puts any statement
into them. Verbs are given for many cases ("have cancer"); the singular and the negation follow by
the rules below unless they are given too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from .events import Statement

__all__ = ["FACES", "PLAIN", "Words", "parts", "plural_noun", "plural_verb", "singular_noun",
           "singular_verb", "words_of"]

_LITERALS = re.compile(r"(?:not )?(\w+)(?: and (?:not )?\w+)*")
_WORD = ("and", "or", "not", "if", "only")
_NOUNS = {"women": "woman", "men": "man", "people": "person", "children": "child", "data": "datum",
          "analyses": "analysis", "diagnoses": "diagnosis", "lives": "life"}
_PERSONS = {"woman", "man", "person", "child", "patient", "passenger", "traveller", "pupil",
            "student", "applicant", "driver", "suspect", "volunteer", "visitor", "customer",
            "employee", "member", "worker", "citizen", "prisoner", "defendant", "player", "user",
            "candidate", "author", "donor", "baby", "adult", "somebody", "someone"}
_VERBS = {"are": "is", "have": "has", "were": "was", "do": "does", "go": "goes"}
_PAST = {"came", "led", "got", "had", "went", "took", "made", "found", "gave", "said", "left",
         "lost", "won", "kept", "told", "met", "paid", "sent", "held", "stood", "bought", "brought",
         "fell", "ran", "began", "became", "knew", "saw", "wrote", "could", "would", "might", "may",
         "can", "will", "did", "built", "caught", "chose", "drove", "sat", "spoke", "stole"}


def parts(stated: Statement | str) -> tuple[str, str]:
    """What a statement counts, and among what ("" for all cases)."""
    text = stated if isinstance(stated, str) else stated.text
    counted, _, among = text.partition("|")
    return counted.strip(), among.strip()


def singular_noun(many: str) -> str:
    """One of what is many.

    >>> singular_noun("women screened"), singular_noun("matches"), singular_noun("positive results")
    ('woman screened', 'match', 'positive result')
    """
    words = many.split(" ")
    for place, word in enumerate(words):
        if word in _NOUNS or (word.endswith("s") and not word.endswith(("ss", "us", "is"))):
            return " ".join([*words[:place], _NOUNS.get(word) or _stem(word), *words[place + 1:]])
        if word in ("that", "who", "of", "in", "on", "with"):
            break
    return many


def _stem(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    return word[:-2] if word.endswith(("ches", "shes", "sses", "xes", "zes")) else word[:-1]


def singular_verb(many: str) -> str:
    """What is said of one case, from what is said of many.

    >>> [singular_verb(many) for many in ("have cancer", "raise an alert", "led to a stop")]
    ['has cancer', 'raises an alert', 'led to a stop']
    """
    first, space, rest = many.partition(" ")
    if first in _VERBS:
        return f"{_VERBS[first]}{space}{rest}"
    if first in _PAST or first.endswith("ed"):
        return many
    ending = "es" if first.endswith(("ch", "sh", "ss", "x", "z", "o")) else "s"
    first = f"{first[:-1]}ies" if re.search(r"[^aeiou]y$", first) else f"{first}{ending}"
    return f"{first}{space}{rest}"


def plural_noun(one: str) -> str:
    """Many of what is one.

    >>> plural_noun("woman"), plural_noun("search"), plural_noun("body"), plural_noun("test")
    ('women', 'searches', 'bodies', 'tests')
    """
    irregular = {single: many for many, single in _NOUNS.items()}
    if one in irregular:
        return irregular[one]
    if re.search(r"[^aeiou]y$", one):
        return f"{one[:-1]}ies"
    return f"{one}{'es' if one.endswith(('ch', 'sh', 'ss', 'x', 'z')) else 's'}"


def plural_verb(one: str) -> str:
    """What is said of many cases, from what is said of one.

    >>> plural_verb("has cancer"), plural_verb("belongs to a suspect"), plural_verb("came")
    ('have cancer', 'belong to a suspect', 'came')
    """
    first, space, rest = one.partition(" ")
    irregular = {single: many for many, single in _VERBS.items()}
    if first in irregular:
        return f"{irregular[first]}{space}{rest}"
    if first in _PAST or not first.endswith("s") or first.endswith("ss"):
        return one
    return f"{_stem(first)}{space}{rest}"


def negated(many: str) -> str:
    """What is said of cases of which `many` is not so.

    >>> negated("have cancer"), negated("are recalled"), negated("raise an alert")
    ('do not have cancer', 'are not recalled', 'raise no alert')
    >>> negated("came twice")
    'are not among those that came twice'
    """
    first, space, rest = many.partition(" ")
    if first in ("are", "were", "could", "would", "might", "may", "can", "will") or (
            first in ("have", "had") and rest.split(" ")[0].endswith(("ed", "been"))):
        return f"{first} not{space}{rest}"
    if article := re.match(r"an? ", rest):
        return f"{first} no {rest.removeprefix(article[0])}"
    if first in _PAST or first.endswith("ed"):
        return f"are not among those that {many}"
    return f"do not {many}"


@dataclass(frozen=True, eq=False)
class Words:
    """The nouns and verbs of a study.

    Parameters
    ----------
    case : tuple of two str
        What one case is called, and many.
    said : mapping of str to str or tuple of two str
        What is said of cases, by event or statement: {"listed": "have cancer"}; the plural, or one
        and many. "not alert" and "listed | alert" may have words of their own.
    called : mapping of str to str or tuple of two str
        What the cases of a group are called: {"alert": "alerts"}; the plural, or one and many.
    names : mapping of str to str
        How a claim is spoken of, by its name; otherwise by the name itself, in quotes.

    Examples
    --------
    >>> from lfrstats.table.events import statement
    >>> words = Words(("woman", "women"), {"listed": "have cancer", "alert": "are recalled"})
    >>> words.among(statement("alert | listed", ("listed", "alert")), 104, 120)
    'of the 120 women who have cancer, 104 are recalled'
    >>> words.group("not alert"), words.what("listed and not alert", 1)
    ('women who are not recalled', 'has cancer and is not recalled')
    """

    case: tuple[str, str] = ("case", "cases")
    said: Mapping[str, str | tuple[str, str]] = field(default_factory=dict)
    called: Mapping[str, str | tuple[str, str]] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    _keyed: dict = field(init=False, repr=False)

    def __post_init__(self):
        verbs = {_key(text): _pair(verb) for text, verb in self.said.items()}
        nouns = {_key(text)[0]: (singular_noun(noun), noun) if isinstance(noun, str) else noun
                 for text, noun in self.called.items()}
        object.__setattr__(self, "_keyed", {"said": verbs, "called": nouns})

    @property
    def cases(self) -> str:
        """What many cases are called."""
        return self.case[1]

    @property
    def nouns(self) -> list[str]:
        """All that a case or a group is called, one and many, the longest first."""
        called = [noun for pair in self._keyed["called"].values() for noun in pair]
        return sorted({*self.case, *called}, key=len, reverse=True)

    def claim(self, name: str, says: str = "") -> str:
        """How a claim is spoken of, with what it says."""
        return self.names.get(name) or f"{name!r}{f' ({says})' * bool(says)}"

    def against(self, name: str, says: str) -> str:
        """A claim set against what was found just before."""
        return f"against {self.names[name]}" if name in self.names else f"and {name!r} says {says}"

    def group(self, text: str, count=None) -> str:
        """What the cases are called that are `text`; one of them if `count` is 1."""
        many = count != 1
        if not text:
            return self.case[many]
        known = self._keyed["called"]
        if _key(text)[0] in known:
            return known[_key(text)[0]][many]
        literals = _literals(text) or [text]
        head = next((one for one in literals if _key(one)[0] in known), "")
        rest = [one for one in literals if one != head]
        noun = self.group(head, count)
        verbs = " and ".join(self._verb(one, head)[many] for one in rest)
        return f"{noun} {_who(self.group(head, 1))} {verbs}"

    def what(self, stated: Statement | str, count=None) -> str:
        """What a statement says of the cases it counts; of one case if `count` is 1."""
        return self._verb(*parts(stated))[count != 1]

    def _verb(self, text: str, among: str = "") -> tuple[str, str]:
        """What is said of one case and of many that are `text`, among those that are `among`."""
        known = self._keyed["said"]
        for key in ((_key(text)[0], _key(among)[0]), (_key(text)[0], "")):
            if key in known:
                return known[key]
        if " if and only if " in text:
            return self._both_or_neither(text)
        literals = _literals(text) or []
        if len(literals) > 1:
            verbs = [self._verb(one, among) for one in literals]
            return " and ".join(one for one, _ in verbs), " and ".join(all for _, all in verbs)
        if literals and text.startswith("not "):
            one, many = self._verb(text.removeprefix("not "), among)
            turned = negated(many)
            return _turned(one, many, turned), turned
        return (f"is {text}", f"are {text}") if literals else (
            f"counts as '{text}'", f"count as '{text}'")

    def _both_or_neither(self, text: str) -> tuple[str, str]:
        sides = [self._verb(side.strip()) for side in text.split(" if and only if ")]
        one, many = (" and ".join(side[number] for side in sides) for number in (0, 1))
        return f"{one}, or neither", f"{many}, or neither"

    def counted(self, stated: Statement | str, k, said: str | None = None) -> str:
        """How many cases are counted: "104 are recalled"; `said` is the number as written."""
        return f"{said or (f'{k:,}' if k else 'none')} {self.what(stated, k if k else None)}"

    def among(self, stated: Statement | str, k, n, said: tuple[str, str] | None = None) -> str:
        """A count with its denominator: "of the 120 women who have cancer, 104 are recalled"."""
        of, number = parts(stated)[1], said[1] if said else f"{n:,}"
        return f"of the {number} {self.group(of, n)}, {self.counted(stated, k, said and said[0])}"

    def said_of(self, stated: Statement | str) -> str:
        """A statement in words: "women who have cancer are recalled"."""
        return f"{self.group(parts(stated)[1])} {self.what(stated)}"

    def share(self, stated: Statement | str) -> str:
        """What a statement is a share of, in words: "women who have cancer that are recalled"."""
        of = parts(stated)[1]
        return f"{self.group(of)} {_who(self.group(of, 1))} {self.what(stated)}"


def words_of(unit: str | Words) -> Words:
    """The words for cases of a kind, named in the plural; or the words as given."""
    if isinstance(unit, Words):
        return unit
    return FACES if unit == "faces" else Words((singular_noun(unit), unit))


def _key(text: str) -> tuple:
    """A statement's parts, the order of "and" left out."""
    return tuple(_unordered(side) for side in parts(text))


def _unordered(text: str):
    literals = _literals(text)
    return frozenset(literals) if literals and len(literals) > 1 else " ".join(text.split())


def _literals(text: str) -> list[str] | None:
    """The events and denied events that are joined by "and"; None if it is anything else."""
    if not _LITERALS.fullmatch(text.strip()):
        return None
    found = [one.strip() for one in text.split(" and ")]
    return None if {one.split(" ")[-1] for one in found} & set(_WORD) else found


def _pair(verb: str | tuple[str, str]) -> tuple[str, str]:
    return (singular_verb(verb), verb) if isinstance(verb, str) else (verb[0], verb[1])


def _turned(one: str, many: str, turned: str) -> str:
    """The negation said of one case."""
    if turned.startswith("do not "):
        return f"does not {turned.removeprefix('do not ')}"
    if turned.startswith("are not among"):
        return f"is not among{turned.removeprefix('are not among')}"
    first = one.split(" ")[0]
    return f"{first}{turned.removeprefix(many.split(' ')[0])}"


def _who(noun: str) -> str:
    """The pronoun for cases: people are "who"."""
    return "who" if any(word in _PERSONS for word in noun.split(" ")[:3]) else "that"


PLAIN = Words(said={"listed": "are listed", "alert": "raise an alert",
                    "listed | alert": "are right", "not listed | alert": "are false"},
              called={"alert": "alerts"})
"""Words for cases of any kind."""

FACES = Words(
    ("face", "faces"),
    {"listed": "are on the list", "alert": "raise an alert",
     "listed | alert": "are for a face on the list",
     "not listed | alert": "are for a face not on the list",
     "alert if and only if listed": (
         "is treated rightly: an alert if on the list, none if not",
         "are treated rightly: an alert if on the list, none if not")},
    {"alert": "alerts", "listed": "faces on the list", "not listed": "faces not on the list"},
)
"""Words for faces that pass a camera with a watchlist."""
