"""Inputs that more than one test file uses."""

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
