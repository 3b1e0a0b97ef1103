"""Whether two installed versions of lfrstats give the same answers, to the last character.

Run `python same_answers.py OLD_PYTHON NEW_PYTHON` with the interpreters of two virtual environments
that have one version each. It prints one line a difference, and then how many there are (exit code
1), or that everything is identical (0). What was compared, and how long it took, is told on stderr.

Notes
-----
Compared are what users see: output, exit codes and files of the command line, each command a
process of its own in a new folder; `repr`, `str` and `rows()` of what the public names return, with
all digits; figures as SVG; and the public names, each used first in a package imported anew.

Left out are what differs from run to run or with the place of a module: memory addresses, the path
of the environment and of the folder, and the module before a type's name. So modules may move.
Import paths longer than `lfrstats` and docstrings are not compared.

Both environments should hold the same versions of what lfrstats needs; stderr says which they hold.
"""

import ast
import hashlib
import inspect
import io
import json
import math
import os
import re
import shlex
import subprocess
import sys
import tempfile
import warnings
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from itertools import zip_longest
from pathlib import Path
from time import perf_counter

LONGEST = 300
"""Seconds after which a process is given up."""
LAST_DIGITS = 1e-9
"""Floats that differ by no more, relative to the larger, differ in their last digits only."""

BOTH = """
compare
compare met-trials-2020 tpir=90%
compare tpir=90% fpir='1 in 6,000' --level 90%
compare precision=19%
compare precision=30/40 inaccurate=25%
compare mine.toml
compare tpir=0
compare fdr=0.5
compare met-trials-2020 other
solve tpir=70% fpir=1/1000 precision=8/42
solve tpir=70% fpir=1/1000 precision=8/42 --faces 34,000
solve recall=0.7 fdr=81% 'base rate=1 in 2,976'
solve prevalence=10% npv=99% alert_rate=12%
solve accuracy=0.95 tnir=0.96 prevalence=0.3
solve tpir=70 fpir=1/1000 precision=8/42
solve tpir=.7 fnir=.3 fpir=.001
solve tpir=.7 fpir=0 precision=8/42
solve prevalence=0 tpir=70% fpir=1/1000
solve tpir=.7 tpir=.8 fpir=.1
solve tpir
solve nonsense=.7 fpir=.1 precision=.5
interval 8 42
interval 8/42 --method blaker --level 99%
interval '8 of 42' --method wilson
interval 8 42 --method all
interval 0 592 --method all --level 90%
interval 10 3,147,436 --method jeffreys
interval 43 42
interval 8 42 --level 95
interval 8 42 --method wlison
precision prevalence=12/40000 tpir=103/122 fpir=2/401
precision prevalence=3/10 tpir=7/10 fpir=1/10 --method box
precision prevalence='between 1 in 100,000 and 1 in 100' tpir=70% fpir='1 in 1,000'
precision prevalence='between 1% and 2%' tpir=70/100 fpir=1/1000
precision tp=240 fn=178 fp=87 tn=288 prevalence=3% --method logit
precision tp=8 fn=0 fp=34 tn=100 --level 99%
precision tp=1
precision foo=1
prevalence alert_rate=45/150 tpir=96% fpir=11%
prevalence alert_rate=45/150 tpir=96/100 fpir=11/100
prevalence alert_rate=45/150 tpir=96/100 fpir=11/100 --method lang_reiczigel --level 90%
prevalence precision=8/42 tpir=7/10 fpir=1/1000
prevalence precision=8/42 tpir=70% fpir='1 in 1,000'
prevalence alert_rate=45/150 tpir=10% fpir=11%
prevalence tpir=.7
posterior tpir=103/122 fpir=2/401 alert_rate=50/3330
posterior tpir=103/122 fpir=2/401 alert_rate=50/3330 --sensitivity --rates all
posterior tpir=70% fpir='1 in 1,000' precision=8/42 --sensitivity --faces 1,000
posterior tpir=7/10 fpir=1/1000 precision=8/42 --ordered --prior 'prevalence=loguniform(1e-6, 1)'
posterior tpir=7/10 'prevalence=beta(2, 50)' fpir='uniform(0, 0.1)' --rates precision,npv
posterior tpir=70% fpir=0.1% precision=8/42 alert_rate=10/100 --level 80%
posterior fpir=0 precision=8/42
posterior tpir=7/10 --prior tpir=triangular
budget precision=8/42 tpir=70/100 fpir=10/10000
budget precision=8/42 tpir=70/100 fpir=34/34000 --method jeffreys --check
budget alert_rate=45/150 tpir=96/100 fpir=11/100 --method delta --level 90%
budget prevalence=12/40000 tpir=103/122 fpir=2/401 --of npv
budget tpir=.7
predict --faces 8600 prevalence=1/2976 tpir=70% fpir=1/1000
predict --faces 8600 --records met --since 2024-10-01
predict --faces 50,000 --records met --level 80%
predict --faces 5000 --records days.csv
predict --faces 0 tpir=.7
predict --faces 10
predict --faces 10 --records nope
plan threshold=50% truth=70%
plan threshold=50% truth=80% --sequential --power 90%
plan rate=19% half_width=5% --level 99%
plan at_most=1/1000
plan rate=1/100 other=2/100
plan foo=1
plan at_most=1% --sequential
audit mine.toml
audit mine.toml --assume-same 'one camera, one day' --level 90%
audit against.toml
audit broken.toml
audit nope
claims
claims mine.toml
claims nope
figures --prior tpir=uniform -o pictures
figures credal tpir=70% -o pictures
figures coverage tpir=70% -o pictures
"""
"""Commands that run with and without ``--json``; so do `claims` and `audit` of each study."""

ONCE = """
--version
--help
compare --help
solve --help
interval --help
precision --help
prevalence --help
posterior --help
budget --help
predict --help
plan --help
audit --help
claims --help
figures --help
frobnicate
solve
audit
--json
audit met-trials-2020 -o report.html && audit met-trials-2020 -o report.md
audit met-trials-2020 -o report.json --json
audit met-trials-2016-19 -o report.html && audit met-trials-2016-19 -o report.md
audit met-operation-2020-25 -o report.html && audit met-operation-2020-25 -o report.md
audit essex-review-2019 -o report.html && audit essex-review-2019 -o report.json
audit south-wales-police -o report.html && audit south-wales-police -o report.json
audit npl-2023 -o report.md
audit against.toml -o report.html && audit against.toml -o report.md
audit met-trials-2020 -o report.pdf
audit met-trials-2020 -o missing/report.md
claims --new study.toml && audit study.toml && compare study.toml && claims --new study.toml
figures -o pictures
figures tpir=90% precision=30/40 -o pictures --level 90% --json
figures --format png -o pictures
figures coverage -o pictures
figures coverage -o pictures --level 90% --json
figures posterior -o pictures
figures posterior tpir=7/10 precision=8/42 -o pictures --prior 'prevalence=loguniform(1e-6, 1)'
figures credal prevalence='between 1 in 10,000 and 1 in 100' -o pictures
figures -o mine.toml
"""
"""Commands that run as they stand, those of a line in one folder."""

HEADLINES = "tpir='70%', fpir='1 in 1,000', precision='8 of 42'"
CALLS = f"""
lfr.__version__
lfr.nonsense
table = lfr.solve({HEADLINES})
lfr.solve(tpir=0.7, fpir=[0.001, 0.01], prevalence=[0.1, 1e-9])
lfr.solve(tpir=0.7, fpir=0.001, base_rate=0.0)
lfr.solve(tpir=0.7, fnir=0.3, fpir=0.001)
lfr.solve(tpir=0.7, fpir=0, precision=0.5)
[table.rate(name) for name in lfr.RATES]
[(rate, str(rate.statement)) for rate in lfr.RATES.values()]
table.natural_frequencies(34_000)
(table.whole(), table.whole(34_000), table.expect(1_000), table.total)
lfr.Table(tp=24, fn=10, fp=100, tn=99_866)
lfr.Table(tp=[24, 0], fn=[10, 0], fp=[100, 1], tn=[99_866, 0])
lfr.Table(tp=-1, fn=0, fp=0, tn=1)
[lfr.read(text) for text in ('70%', '1 in 1,000', '8 of 42', '1e-4', '>80%', 'about 70%')]
[str(lfr.read(text)) for text in ('one in 33,000', 'between 60% and 80%', 'at most 1 in 1,000')]
(lfr.read('70%').plain, lfr.read('70%').exact, lfr.read('84.7%', rounding='truncated'))
lfr.read('70')
isinstance(lfr.read('0.7'), lfr.Printed)
lfr.odds([0, 0.2, 1])
lfr.odds(1.5)
[lfr.likelihood_ratio(tpir=0.7, fpir=0.001, alert=alert) for alert in (True, False)]
lfr.likelihood_ratio(tpir=[0, 0.5], fpir=0)
lfr.break_even_prevalence(tpir=0.7, fpir=0.001, precision=[0.1, 0.5, 0.9])
eight = lfr.interval(8, 42)
eight.receipt()
eight.receipt(within=(0.1, 0.3))
lfr.interval([0, 3, 20], 20, method='wilson', level=[0.9, 0.95, 0.99])
[lfr.interval(k, 42, method=method) for method in lfr.METHODS for k in (0, 8, 42)]
lfr.interval(8, 42, method=lambda k, n, level: (k / n / 2, k / n))
lfr.interval(43, 42)
lfr.interval(8, 42, method='wlison')
(lfr.Interval(0.1, 0.2), tuple(lfr.Interval(0.1, 0.2, k=3, n=20, level=0.9, method='wald')))
(list(lfr.METHODS), lfr.METHODS)
[lfr.coverage(method, 42, [0.0, 0.01, 0.19, 0.5]) for method in lfr.METHODS]
[lfr.expected_width(method, 42, 0.19) for method in lfr.METHODS]
[lfr.worst_coverage(method, 42) for method in lfr.METHODS]
lfr.worst_coverage('wilson', 400, within=(0.01, 0.1), level=0.9)
compared = lfr.compare_methods(8, 42)
lfr.compare_methods(0, 2_000, methods=['wald', 'blaker'], level=0.99)
lfr.implied_prevalence({HEADLINES})
lfr.implied_prevalence(tpir=0.7, fpir=0.001, precision=(8, 42), level=0.5)
lfr.implied_crowd(right=8, false=34, tpir='70%', fpir='1 in 1,000')
sizes = lfr.unpublished_sizes({HEADLINES})
(sizes.enough, sizes.table())
comparison = lfr.compare({HEADLINES}, inaccurate='81%')
comparison.findings()
[str(finding) for finding in comparison.findings()]
(comparison.break_even, comparison.likelihood_ratio, comparison.counted_as_wrong, comparison.sizes)
comparison.curve(5)
lfr.compare(tpir=0.7, fpir=0.001, precision=0.19).findings()
world = lfr.reconcile({{'tpir': '70%', 'fpir': '1 in 1,000', 'confirmed | alert': '8 of 42'}},
                      implies=['confirmed -> alert and listed'])
[world.bounds(name) for name in ('precision', 'prevalence', 'npv', 'confirmed')]
[(str(end), end.proved, end.width, end.claims) for end in [world.bounds('precision')]]
[proof.rows() for proof in (world.bounds('precision').low_proof,)]
(world.witness(), world.witness(1_000_000).rows(), world.witness().cells())
world.influence('precision')
(world.sentence(), world.claims, world.events, world.level)
lfr.reconcile({{'tpir': (70, 100), 'fpir': (10, 10_000), 'precision': (8, 42)}}, counts='sample')
lfr.reconcile([('a', 'tpir', lfr.Between(0.6, 0.8)), ('b', 'tpir', '70%'), ('c', 'fpir', eight)])
lfr.Between(0.1, 0.25)
lfr.Between(0.3, 0.2)
lfr.reconcile({{'tpir': '70%', 'miss rate': 'at least 40%'}})
issubclass(lfr.Contradiction, ValueError)
lfr.reconcile({{'tpir': '70%', 'frog': 0.1}}, events=['listed', 'alert'])
lfr.check_print('84.7%', 150, 175)
lfr.check_print('92 %', 2_297, 2_470)
lfr.check_print('six out of every seven', 150, 175)
lfr.check_sum({{'right': 173, 'false': 2_554}}, 2_632)
lfr.check_sum([17, 25], 42)
lfr.possible_counts('81%', n=42)
lfr.possible_counts('81%', up_to=42)
lfr.possible_counts('84.7%', 175)
lfr.possible_tables({{'tpir': '70%', 'fpir': '0.1%', 'precision': (8, 42)}}, up_to=100_000)
lfr.possible_tables({{'recall': 0.7, 'fpir': 0.001, 'precision': 8 / 42}}, total=100_000)
lfr.possible_tables({{'tpir': '70%', 'fpir': '10%', 'prevalence': '30%'}}, total=200)
seen = lfr.identified_precision(8, 14, {{'lost': 4, 'rejected': 16}}, trusted_wrong=['rejected'])
[lfr.identified_precision(8, 14, 20).tipping_point(share) for share in (0.2, Fraction(1, 2))]
seen.base_rates(tpir='70%', fpir='1 in 1,000')
(seen.low, seen.high, seen.exact_interval, seen.set_interval, seen.share_interval)
lfr.predictive_values(tp=240, fn=178, fp=87, tn=288, prevalence=0.03, method='logit')
lfr.predictive_values(tp=[8, 9], fn=[0, 2], fp=[34, 30], tn=[100, 90])
lfr.predictive_values(tp=8, fn=2, fp=3, tn=90, prevalence=0.01)
sampled = lfr.precision_interval(prevalence=(3, 10), tpir=(7, 10), fpir=(1, 10))
sampled.receipt()
lfr.precision_interval(prevalence=(12, 40_000), tpir='70%', fpir=(2, 401), method='box')
band = lfr.credal_precision(prevalence=('1 in 10,000', '1 in 100'), tpir=0.7, fpir=0.001)
(band.precision, band.npv, band.rows(5))
lfr.credal_precision(prevalence=(0, 1), tpir='70%', fpir='1 in 1,000')
lfr.true_prevalence((45, 150), tpir=0.96, fpir=0.11)
lfr.true_prevalence((45, 150), tpir=(96, 100), fpir=(11, 100))
lfr.true_prevalence((45, 150), tpir=(96, 100), fpir=(11, 100), method='lang_reiczigel')
lfr.true_prevalence(([4, 45], 150), tpir=0.96, fpir=0.11, method='blaker')
lfr.true_prevalence((45, 150), tpir=0.1, fpir=0.11)
region = lfr.prevalence_region(tpir='70%', fpir='1 in 1,000', precision=(8, 42))
(region.slice(tpir=0.7), region.contains(1 / 2976, 0.7, 0.001), region.prevalence)
lfr.prevalence_region({HEADLINES}, prevalence='2%')
known = lfr.posterior(tpir=(103, 122), fpir=(2, 401), alert_rate=(50, 3330))
(known.log_evidence, known.misfit, known.error, known.priors, known.observed)
[(rate.mean, rate.sd, rate.median, rate.error) for rate in (known.prevalence, known.precision)]
(known.precision.interval(), known.precision.hdi(0.9), known.prevalence.row(0.8))
(known.prevalence.quantile([0.01, 0.5]), known.precision.cdf([0.1, 0.5]), known.npv.density(0.99))
str(known.rate('listed and not alert'))
known.unseen(100_000)
known.sensitivity()
known.with_priors(prevalence='loguniform(1e-6, 1)')
known.nonsense
drawn = known.draws(200, rng=1)
(drawn.size, drawn.rate('precision')[:20], drawn.rate('prevalence').mean())
drawn.to_arviz()
mixed = lfr.posterior(tpir=0.7, fpir=0.001, precision=(8, 42))
lfr.posterior(prevalence='beta(2, 50)', tpir='uniform(0.6, 1)', observed={{'precision': (8, 42)}})
lfr.posterior(tpir=(7, 10), fpir=(1, 9), alert_rate=(5, 30), require='tpir > fpir').rows(0.9)
lfr.posterior(fpir=0.0, observed={{'fpir': (2, 401)}})
across = lfr.posterior_across_tests(tpir=[(78, 85), (27, 37), (25, 35)], alert_rate=(50, 3330),
                                    fpir=[(3, 371), (0, 300), (4, 150)], spread=0.3)
(across.rate('prevalence'), across.rows(0.9))
lfr.posterior_across_tests(tpir=[], fpir=(3, 371))
budget = lfr.error_budget(precision=(8, 42), tpir=(70, 100), fpir=(10, 10_000))
(budget.value, budget.sd(), budget.factor(fpir=4), budget.interval(), budget.share('precision'))
(budget.cases_needed('precision', 0.6), budget.source('tpir'), budget.counted, budget.check())
[lfr.error_budget('npv', method=method, prevalence=(12, 4000), tpir=(70, 100), fpir=(10, 1000))
 for method in ('uniform', 'jeffreys', 'delta')]
grid = lfr.coverage_table(questions=['known_rates'])
grid.broken()
lfr.coverage_table(level=0.9, questions=['nonsense'])
lfr.predict_deployment(faces=9_000, prevalence=15 / 9_000, tpir=0.714, fpir=0.019)
lfr.predict_deployment(faces=9_000, prevalence=0.001, tpir=0.7, fpir=0.01, spread=0.5, level=0.8)
next_count = lfr.predict_count([0, 3, 1, 9, 0, 2], [2000, 2500, 1800, 3100, 900, 2400], size=2_500)
(next_count.mean, next_count.interval, next_count.quantile([0.1, 0.9]), next_count.at_least(5))
lfr.predict_count([0, 3], [2000, 2500], size=2_500, spread=0, factor=2)
lfr.cases_needed(1 / 1000, exceptions=[0, 1, 2])
lfr.plan_test(threshold=0.5, truth=0.8)
(lfr.plan_test(threshold=0.001, truth=0), lfr.plan_test(threshold=0.5, truth=0.8).power_at(0.7))
looked = lfr.plan_sequential(threshold=0.5, truth=0.8)
(looked.characteristics(0.6), looked.above)
lfr.plan_interval(rate=0.8, half_width=0.07, share=0.1, method='wald')
lfr.plan_interval(rate=0.8, half_width=0.07)
lfr.plan_predictive_values(tpir=0.9, fpir=0.1, prevalence=0.1, threshold=0.95, which='npv')
lfr.plan_predictive_values(tpir=0.9, fpir=0.1, prevalence=0.1, threshold=0.4, positive=0.2)
lfr.plan_comparison(rate=1 / 100, other=3 / 100)
lfr.plan_comparison(rate=0.19, other=0.5, ratio=2, power=0.9)
lfr.detectable_difference(rate=1 / 1000, n=23_511)
lfr.confidence_sequence([1, 3, 8], [12, 25, 42])
lfr.confidence_sequence([3, 1], [12, 25])
[lfr.miss_probability(method, [10, 100, 300], 0.2) for method in ('wilson', 'mixture')]
lfr.worst_moment([0, 1, 5, 0, 2], [10, 8, 9, 7, 8])
fit = lfr.fit_beta_binomial([0, 3, 1, 9, 0, 2], [2000, 2500, 1800, 3100, 900, 2400])
(fit.spread, fit.likelihood_ratio, fit.p_value)
lfr.same_quantity('fdr', 'precision')
[lfr.same_quantity('fdr', name).verdict for name in lfr.RATES]
odd = lfr.compatible((10, 3_147_436), '1 in 6,000')
(odd.list_sizes(10_000), odd.factor, odd.allowed, odd.compatible, odd.log_two_sided)
lfr.compatible((3, 1000), 'at most 1%')
lfr.disagreement('1 in 1,000', '81%', tpir='70%', right=8, wrong=14, unverified=20)
lfr.disagreement(0.001, 0.81, tpir=0.7, right=8, wrong=34, prevalence='1 in 2,000')
[lfr.load_claims(name) for name in lfr.studies()]
[str(claim) for name in lfr.studies() for claim in lfr.load_claims(name).claims]
lfr.load_claims('mine.toml')
lfr.load_claims('broken.toml')
lfr.load_claims('nope')
lfr.DataError('a reason', file='mine.toml', line=3, entry='claim one')
audited = [lfr.audit(name) for name in lfr.studies()]
[str(found) for found in audited]
[(found.failures, found.consistent) for found in audited]
[group.bounds for found in audited for group in found.groups if group.consistent]
lfr.audit(lfr.load_claims('mine.toml'), level=0.9, assume_same='one camera, one day')
lfr.audit('against.toml')
[lfr.write_report(audited[5], 'report' + end).read_text() for end in ('.md', '.json')]
lfr.write_report(audited[0], 'report.html').read_text()
lfr.write_report(audited[0], 'report.pdf')
met = lfr.load_deployments('met')
met.pool()
met.between('2024-01-01', '2024-05-29').pool(method='wilson', level=0.9)
met.where(lambda deployment: deployment.threshold == 0.62)
met.column('faces')
lfr.load_deployments('days.csv')
lfr.load_deployments('nope')
lfr.check_deployments(met)
[str(check) for check in lfr.check_deployments(met)]
lfr.level_shift(met, '2024-07-01', '2024-09-01')
recent = lfr.predict_from_records(met.between('2024-10-01').records, faces=8_600)
lfr.predict_from_records(lfr.load_deployments('days.csv'), faces=5_000, spread=0.5)
[pickle.loads(pickle.dumps(one)) for one in (table, eight, compared, sampled, budget, recent, odd)]
"""
"""Python calls, in order, each compared; a line may be a name for what later lines use."""

FIGURES = f"""
lfr.plot_base_rate(lfr.compare({HEADLINES}, inaccurate='81%'))
lfr.plot_base_rate(lfr.compare(tpir=0.9, fpir=0.01, precision='19%', level=0.9))
lfr.plot_base_rate(lfr.compare({HEADLINES}), ax=plt.subplots()[1])
lfr.plot_frequency_tree(lfr.solve({HEADLINES}))
lfr.plot_frequency_tree(lfr.solve(tpir=0.9, fpir=0.1, prevalence=0.2), faces=1_000)
lfr.plot_methods(lfr.compare_methods(8, 42))
lfr.plot_methods(lfr.compare_methods(0, 2_000, methods=['wald', 'blaker'], level=0.99))
lfr.plot_coverage(lfr.coverage_table(questions=['known_rates']))
lfr.plot_coverage(lfr.coverage_table(level=0.9))
lfr.plot_posterior(lfr.posterior(tpir=(103, 122), fpir=(2, 401), alert_rate=(50, 3330)))
given = lfr.posterior(tpir=(7, 10), fpir=0.001, precision=(8, 42))
lfr.plot_posterior(given, level=0.8, others={{'rare': given.with_priors(prevalence='beta(1, 99)')}})
lfr.plot_credal(lfr.credal_precision(prevalence=('1 in 10,000', '1%'), tpir=0.7, fpir=0.001))
lfr.plot_credal(lfr.credal_precision(prevalence=(0, 0.1), tpir='70%', fpir='1 in 1,000'))
"""
"""Calls that draw, each saved as SVG; a line may be a name for what later lines use."""

STUDY = """\
[study]
id = "a-study"
title = "A study"
about = "What it is about"
system = "A system"
period = "2020"
implies = ["confirmed -> alert and listed"]

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
"""
CLAIM = """
[[claim]]
id = "claim-{number}"
source = "paper"
said_by = "Somebody"
statement = "{statement}"
printed = "{printed}"
unit = "people"
tested = "{tested}"
meaning = "A meaning."
leaves_open = ["how many there were"]
"""
DAYS = """\
[deployments]
id = "days"
title = "Four days"
about = "What they are about"
force = "A force"
period = "2024"

[[source]]
id = "grid"
title = "A title"
publisher = "A publisher"
date = "2024-12-01"
address = "somewhere"
seen = "first-hand"
"""
COLUMN = """
[[column]]
name = "{}"
unit = "as it says"
meaning = "what it says"
"""
COLUMNS = ("source", "date", "location", "faces", "alerts", "false_alerts")
ROWS = ("grid,2024-01-02,Here,9000,5,0", "grid,2024-02-02,There,12000,16,1",
        "grid,2024-03-02,Here,7500,3,0", "grid,2024-04-02,There,10000,9,2")


def a_study(*claims):
    """The text of a claims file; a claim is its statement, its figure and what was tested."""
    return STUDY + "".join(
        CLAIM.format(number=number, statement=statement, printed=printed, tested=tested)
        for number, (statement, printed, tested) in enumerate(claims, 1))


MINE = (("tpir", "70%", "staff"), ("fpir", "1 in 1,000", "staff"),
        ("confirmed | alert", "8 of 42", "passers-by"))
INPUTS = {
    "mine.toml": a_study(*MINE),
    "against.toml": a_study(*MINE, ("fnir", "at least 40%", "staff"), ("fdr", "5%", "passers-by")),
    "broken.toml": a_study(*MINE, ("fnir", "lots", "staff")),
    "days.toml": DAYS + "".join(map(COLUMN.format, COLUMNS)),
    "days.csv": "\n".join([",".join(COLUMNS), *ROWS]) + "\n",
}
"""Files that every command and call finds in its folder."""


# What is compared: {name of a command or call: {part of its answer: text}}


def told(text, folder, prefix):
    """Text without the paths of the folder and of the environment."""
    return text.replace(str(folder), "FOLDER").replace(str(prefix), "ENVIRONMENT")


def plain(text):
    """Text without memory addresses, and with types by their own names, not their modules'."""
    text = re.sub(r" at 0x[0-9a-f]+", "", text)
    return re.sub(r"\blfrstats\.(?:\w+\.)*(?=\w)", "", text)


def content(path):
    """What is in a file: its text, or the hash of what is no text."""
    found = path.read_bytes()
    try:
        return found.decode()
    except UnicodeDecodeError:
        return f"{len(found)} bytes, sha256 {hashlib.sha256(found).hexdigest()}"


# The command line


def command_lines(studies):
    """All lines: those that run both ways, those that run once, and those of the studies."""
    both = BOTH.strip().split("\n")
    both += [f"{command} {study}" for study in studies for command in ("claims", "audit")]
    return [*(line + json for line in both for json in ("", " --json")), *ONCE.strip().split("\n")]


def made(folder):
    """A new folder with the files that every command and call finds."""
    folder.mkdir()
    for name, text in INPUTS.items():
        (folder / name).write_text(text)
    return folder


def environment():
    """The settings of this machine, less those that change what Python prints or imports."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return kept | {"PYTHONHASHSEED": "0", "PYTHONNOUSERSITE": "1", "PYTHONIOENCODING": "utf-8",
                   "COLUMNS": "80", "MPLBACKEND": "agg", "OPENBLAS_NUM_THREADS": "1"}


def run(arguments, folder):
    """One process: its output, its complaints and its exit code."""
    try:
        done = subprocess.run(arguments, cwd=folder, env=environment(), capture_output=True,
                              stdin=subprocess.DEVNULL, timeout=LONGEST, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        return {"exit": f"{type(error).__name__}"}
    return {"stdout": done.stdout.decode(), "stderr": done.stderr.decode(),
            "exit": str(done.returncode)}


def commands(python, line, folder):
    """The commands of a line, one after another, and the files that they leave."""
    made(folder)
    parts = {}
    for number, command in enumerate(line.split(" && "), 1):
        arguments = [python, "-m", "lfrstats", *shlex.split(command)]
        parts |= {f"{part} {number}": text for part, text in run(arguments, folder).items()}
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    parts |= {f"file {path.relative_to(folder)}": content(path) for path in files}
    parts |= {"files": "\n".join(str(path.relative_to(folder)) for path in files)}
    return {part: told(text, folder, environment_of(python)) for part, text in parts.items()}


def script(python, folder):
    """The installed command `lfrstats`, beside the interpreter."""
    return run([str(Path(python).with_name("lfrstats")), "solve", "tpir=70%"], made(folder))


def environment_of(python):
    """The folder of a virtual environment, by its interpreter."""
    return Path(python).parent.parent


# The Python calls: what runs inside a process of the interpreter in question


def shown(value):
    """All that a result says of itself."""
    parts = {"repr": repr(value), "str": str(value)}
    rows = None if isinstance(value, type) else getattr(value, "rows", None)
    if callable(rows):
        parts["rows"] = "\n".join(map(repr, rows()))
    return parts


def said(node, names):
    """What an expression gives, or the exception, and the warnings that it raises."""
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        try:
            value = eval(compile(ast.Expression(node.value), "call", "eval"), names)
            if isinstance(node, ast.Assign):
                names[node.targets[0].id] = value
            parts = names["shown"](value)
        except Exception as error:
            parts = {"raises": f"{type(error).__name__}: {error}"}
    parts["warns"] = "\n".join(f"{one.category.__name__}: {one.message}" for one in warned)
    return {part: plain(told(text, Path.cwd(), sys.prefix)) for part, text in parts.items()}


def answers(text, **names):
    """What each line of a table of calls gives."""
    names = {name: import_module(name) for name in ("pickle",)} | names
    names["lfr"] = import_module("lfrstats")
    names["Fraction"] = import_module("fractions").Fraction
    return {ast.unparse(node): said(node, names) for node in ast.parse(text).body}


def calls():
    """The answers of the Python calls, floats with all their digits."""
    import numpy as np

    np.set_printoptions(floatmode="unique", threshold=10**9)
    return answers(CALLS, shown=shown)


def figures():
    """The figures as SVG, and the public names."""
    import matplotlib.pyplot as plt

    def drawn(value):
        if not hasattr(value, "figure"):
            return {}
        file = io.BytesIO()
        with plt.rc_context({"svg.hashsalt": "same", "svg.fonttype": "none"}):
            value.figure.savefig(file, format="svg", metadata={"Date": None})
        plt.close(value.figure)
        return {"sha256": hashlib.sha256(file.getvalue()).hexdigest(),
                "svg": file.getvalue().decode()}

    return answers(FIGURES, shown=drawn, plt=plt)


def public_names():
    """Each public name, and what it is when it is the first that a new import is asked for."""
    lines = [f"{name}: {first_of_all(name)}" for name in sorted(import_module("lfrstats").__all__)]
    return {"public names": {"names": "\n".join(lines)}}


def first_of_all(name):
    """Type and signature of a public name, after importing the package anew."""
    for module in [known for known in sys.modules if known.partition(".")[0] == "lfrstats"]:
        del sys.modules[module]
    try:
        value = getattr(import_module("lfrstats"), name)
    except Exception as error:
        return plain(f"{type(error).__name__}: {error}")
    return plain(f"{type(value).__name__} {inspect.signature(value) if callable(value) else ''}")


GROUPS = {"calls": calls, "figures": figures, "public names": public_names}
"""What one process each collects, beside the commands."""


# Both versions


def collected(python, group, folder):
    """What a process of the interpreter collects for one group of calls."""
    made(folder)
    file = folder / "answers.json"
    done = run([python, __file__, "--collect", group, str(file)], folder)
    if done["exit"] != "0":
        return {f"all {group}": done}
    return json.loads(file.read_text())


def everything(python, studies, folder):
    """All answers of one version, by group."""
    folder.mkdir()
    lines = command_lines(studies)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        groups = {group: pool.submit(collected, python, group, folder / group) for group in GROUPS}
        jobs = [pool.submit(commands, python, line, folder / f"command-{number}")
                for number, line in enumerate(lines)]
        found = {line: job.result() for line, job in zip(lines, jobs, strict=True)}
        found["the script lfrstats"] = script(python, folder / "script")
        return {"commands": found} | {group: job.result() for group, job in groups.items()}


PROBE = """
import sys, lfrstats, matplotlib.pyplot
from importlib.metadata import version
needed = ["numpy", "scipy", "statsmodels", "matplotlib", "jinja2"]
print(lfrstats.__file__, "with Python", *sys.version_info[:3], *map(str, zip(needed, map(
    version, needed))))
"""
"""What an interpreter has; it also lets matplotlib look for its fonts, once."""


def recorded(python, folder):
    """The studies that a version has, by `lfrstats claims`."""
    listed = run([python, "-m", "lfrstats", "claims", "--json"], folder)
    if listed["exit"] != "0":
        sys.exit(f"{python} -m lfrstats claims fails:\n{listed.get('stderr', '')}")
    return [study["id"] for study in json.loads(listed["stdout"])["studies"]]


def version(label, python, studies, folder):
    """All answers of one version; what it is and how long it took go to stderr."""
    start = perf_counter()
    probed = run([python, "-c", PROBE], folder)
    print(f"{label}: {probed.get('stdout', '').strip() or probed}", file=sys.stderr)
    found = everything(python, studies, folder / label)
    print(f"{label}: {perf_counter() - start:.0f} s", file=sys.stderr, flush=True)
    return found


# The comparison

NUMBER = re.compile(r"[-+]?\d+\.?\d*(?:e[-+]?\d+)?")


def relative(a, b):
    """How far two numbers in print are apart, relative to the larger; whole ones must agree."""
    if a == b:
        return 0.0
    if not ({".", "e"} & set(a + b)):
        return math.inf
    a, b = float(a), float(b)
    apart = abs(a - b) / max(abs(a), abs(b)) if a != b else 0.0
    return apart if math.isfinite(apart) else math.inf


def last_digits(old, new):
    """The largest relative difference, where nothing but last digits of floats differs."""
    words = [" ".join(NUMBER.sub("#", text).split()) for text in (old, new)]
    if words[0] != words[1]:
        return None
    pairs = zip(NUMBER.findall(old), NUMBER.findall(new), strict=True)
    largest = max((relative(a, b) for a, b in pairs), default=math.inf)
    return largest if largest <= LAST_DIGITS else None


def around(text, place):
    """The part of a line where it begins to differ."""
    start = max(place - 30, 0)
    return f"{'...' * (start > 0)}{text[start:place + 50]}{'...' * (len(text) > place + 50)}"


def first_line(old, new):
    """Where two texts begin to differ: the line's number and both versions of it."""
    lines = zip_longest(old.split("\n"), new.split("\n"))
    number, (a, b) = next((i, pair) for i, pair in enumerate(lines, 1) if pair[0] != pair[1])
    if a is None or b is None:
        return f"line {number}: {'missing' if a is None else around(a, 0)!r} | " \
               f"{'missing' if b is None else around(b, 0)!r}"
    place = len(os.path.commonprefix([a, b]))
    return f"line {number}: {around(a, place)!r} | {around(b, place)!r}"


def difference(old, new):
    """How the answers to one command or call differ; nothing if they do not."""
    if old == new:
        return ""
    if old is None or new is None:
        return f"only the {'new' if old is None else 'old'} version has it"
    parts = [part for part in old | new if old.get(part) != new.get(part) and part != "sha256"]
    part = parts[0]
    missing = [label for label, one in (("old", old), ("new", new)) if part not in one]
    if missing:
        other = (new if missing == ["old"] else old)[part]
        return f"{part}: none in the {missing[0]} version, {around(other, 0)!r} in the other"
    close = [last_digits(old.get(part, ""), new.get(part, "?")) for part in parts]
    where = f"{part}, {first_line(old[part], new[part])}"
    if None in close:
        return where
    return f"last digits of floats only, largest relative difference {max(close):.1e}: {where}"


def differences(old, new):
    """One line for each command or call whose answers differ."""
    for group in old:
        for name in old[group] | new[group]:
            if found := difference(old[group].get(name), new[group].get(name)):
                yield f"{group}: {name}: {found}"


def uncalled(answers):
    """Public names that no call uses."""
    names = answers["public names"].get("public names", {"names": ""})["names"].split("\n")
    return [name for name in (line.partition(":")[0] for line in names)
            if name and not re.search(rf"\blfr\.{name}\b", CALLS + FIGURES)]


def counted(answers):
    """How many commands, calls and figures there are, in words."""
    ran = sum(part.startswith("exit") for parts in answers["commands"].values() for part in parts)
    drawn = sum("svg" in parts for parts in answers["figures"].values())
    return f"{ran} commands, {len(answers['calls'])} calls, {drawn} figures"


def main(old, new):
    """Compare two versions, given their interpreters; the exit code."""
    pythons = {"old": os.path.abspath(old), "new": os.path.abspath(new)}
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place).resolve()
        studies = recorded(pythons["old"], folder)
        found = {label: version(label, python, studies, folder)
                 for label, python in pythons.items()}
    lines = [*differences(found["old"], found["new"]),
             *(f"public names: {name}: no call uses it" for name in uncalled(found["new"]))]
    for line in lines:
        print(line)
    print(f"{counted(found['old'])}: {f'{len(lines)} differences' if lines else 'identical'}")
    return 1 if lines else 0


def collect(group, file):
    """Write down the answers of this interpreter's version, for one group."""
    Path(file).write_text(json.dumps(GROUPS[group]()))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--collect"]:
        collect(*sys.argv[2:])
    elif len(sys.argv) == 3:
        sys.exit(main(*sys.argv[1:]))
    else:
        sys.exit("use: python same_answers.py OLD_PYTHON NEW_PYTHON")
