"""The contradictions of the public record are found by the general checks, none special-cased.

One row for each contradiction about numbers in the project's ledger of published figures (its
number in the first column): where it is recorded, which check finds it, what is said.
"""

import ast

import pytest

from lfrstats.auditing.audits import audit
from lfrstats.evidence.deployment_checks import check_deployments
from lfrstats.evidence.deployment_file import load_deployments

FOUND = [
    ("C-08", "met-trials-2016-19", "print", "fails", "84.7% from 150 of 175 does not"),
    ("C-09", "met-trials-2016-19", "same", "fails", "102 (BBC Click) and 101"),
    ("C-10", "met-trials-2016-19", "same", "fails", "35 (an observer of Liberty"),
    ("C-12", "south-wales-police", "sum", "fails", "173 + 2,554 is 2,727, not 2,632"),
    ("C-12", "south-wales-police", "same", "fails", "2,470 (South Wales Police) and 2,632"),
    ("C-13", "south-wales-police", "print", "note", "92% from 2,297 of 2,470 is trunc"),
    ("C-13", "south-wales-police", "print", "note", "89.9% from 2,825 of 3,140"),
    ("C-13", "drug-dogs-nsw", "print", "note", "68 per cent from 8,874 of 12,893"),
    ("C-14", "south-wales-police", "contrast", "note", "sets 92% against 0.02%"),
    ("C-15", "met-operation-2020-25", "print", "fails", "86% from 7 of 8 does not follow"),
    ("C-17", "met-operation-2020-25", "total", "fails", "recorded as the number of names on the"),
    ("C-18", "met-operation-2020-25", "same", "fails", "73 (GB News), 180"),
    ("C-18", "met-operation-2020-25", "same", "fails", "146,157 (GB News) and 902,748"),
    ("C-19", "met-operation-2020-25", "sum", "fails", "549 + 347 + 85 is 981, not 962"),
    ("C-19", "met-operation-2020-25", "same", "fails", "203 (Metropolitan Police) and 207"),
    ("C-21", "met-operation-2020-25", "same", "fails", "22 (Metropolitan Police) and 21"),
    ("C-25", "met-operation-2020-25", "sum", "fails", "1,260 + 27 is 1,287, not 1,286"),
    ("C-25", "met-operation-2020-25", "print", "fails", "0.01% from 1 of 3,940"),
    ("C-07", "met-trials-2016-19", "contrast", "note", "sets 70% against 19%"),
    ("C-02", "met-trials-2016-19", "same", "note", "But they are not the same share"),
    ("C-22", "npl-2023", "same", "note", "they count in different units, not all are"),
    ("C-23", "npl-2023", "same", "fails", "4 (The Guardian) and 5 (English Chronicle)"),
    ("C-28", "suedkreuz-2018", "contrast", "note", "sets over 80 per cent against under 0.1"),
]


@pytest.mark.parametrize(("number", "study", "kind", "verdict", "said"), FOUND)
def test_found_by_a_general_check(number, study, kind, verdict, said):
    assert any(said in check.sentence for check in audit(study).checks
               if (check.kind, check.verdict) == (kind, verdict)), number


IN_THE_GRID = ["2024-01-10", "2023-12-07", "2024-06-06", "2025-05-02", "2023-07-11"]


@pytest.mark.parametrize("printed", IN_THE_GRID)
def test_slips_of_the_grid_are_found(printed):
    """C-25: a sum, two printed rates, a list size and a date."""
    said = [f"{check.deployment} {check.sentence}"
            for check in check_deployments(load_deployments("met")) if check.verdict != "holds"]
    day = {"2023-07-11": "2024-07-11"}.get(printed, printed)
    assert any(printed in text or day in text for text in said)


def test_no_rule_names_a_study():
    """None is special-cased: the checks know nothing of any particular figure."""
    from pathlib import Path

    import lfrstats.evidence.checking.checks
    import lfrstats.evidence.deployment_checks

    for module in (lfrstats.evidence.checking.checks, lfrstats.evidence.deployment_checks):
        tree = ast.parse(Path(module.__file__).read_text())
        documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
        docs = {ast.get_docstring(node, clean=False) for node in ast.walk(tree)
                if isinstance(node, documented)}
        texts = [node.value.lower() for node in ast.walk(tree) if isinstance(node, ast.Constant)
                 and isinstance(node.value, str) and node.value not in docs]
        for word in ("cardiff", "oxford", "croydon", "dalston", "2,632", "84.7", "9756"):
            assert not any(word in text for text in texts)
