"""Inputs that more than one test file uses: a good study, and claims of one's own."""

GOOD = """\
[study]
id = "a-study"
title = "A study"
about = "What it is about"
system = "A system"
period = "2020"

[events]
listed = "on the list"
alert = "an alert"
confirmed = "verified"

[[source]]
id = "paper"
title = "A title"
publisher = "A publisher"
date = "2020-01-01"
address = "somewhere"
seen = "first-hand"

[[claim]]
id = "one"
source = "paper"
said_by = "Somebody"
statement = "tpir"
printed = "70%"
unit = "people"
tested = "staff"
meaning = "A meaning."

[[claim]]
id = "two"
source = "paper"
said_by = "Somebody"
statement = "confirmed | alert"
of = "alerts"
that = "were verified"
printed = "8 of 42"
k = 8
n = 42
unit = "alerts"
tested = "passers-by"
meaning = "A meaning."
stands_for = "precision"
"""

HEAD = GOOD[:GOOD.index("[[claim]]")]
"""The good study without its claims."""


def claim(id, statement, printed, more="", unit="people"):
    """One more claim, with further lines."""
    return f"""
[[claim]]
id = "{id}"
source = "paper"
said_by = "Somebody"
statement = "{statement}"
printed = "{printed}"
unit = "{unit}"
tested = "x"
meaning = "Something."
{more}
"""


RICH = """\
[study]
implies = ["confirmed -> alert"]

[defaults]
said_by = "Somebody"
cases = "day"

[words]
case = ["pass", "passes"]
alert = "ring"

[events]
listed = "wanted"
alert = "rings"
confirmed = "verified"

[[cases]]
id = "day"
is = "all"
count = 4_200

[[cases]]
id = "bells"
is = "alert"
part_of = "day"
complete = true

[[claim]]
printed = "about half of them"
read_as = "about 50%"
statement = "confirmed | alert"
stands_for = "precision"

[[claim]]
printed = "41 % (38 % to 44 %)"
statement = "tpir"
k = 31

[[claim]]
printed = "6 %"
of = "not said"
readings = ["fdr", "fpir"]

[[claim]]
id = "missed"
printed = "9 of 60"
statement = "fnir"
cases = "day"

[[claim]]
id = "wrong"
printed = "2 %"
statement = "fpir"

[[count]]
id = "rung"
printed = "130"
statement = "alert"
cases = "bells"

[[count]]
id = "right"
printed = "48 people"
statement = "alert and listed"

[comparison]
tpir = "missed"
fpir = "wrong"
precision = ["right", "rung"]

[unverified]
right = "right"
checked = "right"
total = "rung"
"""
"""A study with a piece of all that a file may have, but for sources and conditions."""
