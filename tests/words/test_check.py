import numpy as np
import pytest

from lfrstats.words import check

BROKEN = [
    (lambda: check.rate("fpir", 17), "fpir must lie in [0, 1], got 17.0 "
     "(a percentage? write 0.17)"),
    (lambda: check.rate("fpir", -0.1), "fpir must lie in [0, 1], got -0.1"),
    (lambda: check.rate("fpir", [0.5, np.nan]), "fpir must be a finite number, got nan"),
    (lambda: check.rate("fpir", "many"), "fpir must be a number, got 'many'"),
    (lambda: check.rate("fpir", np.inf), "fpir must be a finite number, got inf"),
    (lambda: check.level(95), "level must lie strictly between 0 and 1, got 95.0 "
     "(a percentage? write 0.95)"),
    (lambda: check.level(1), "level must lie strictly between 0 and 1, got 1.0"),
    (lambda: check.level([0.9, 0.95]), "level must be one number, got 2 of them"),
    (lambda: check.counts(43, 42), "k must be at most n: 43 of 42 is more than all of them"),
    (lambda: check.counts(0, 0), "n must be at least 1, got 0"),
    (lambda: check.counts(-1, 42), "k must be at least 0, got -1"),
    (lambda: check.counts(8.5, 42), "k must be a whole number, got 8.5"),
    (lambda: check.counts([1, 2], [3, 4, 5]), "k and n must have matching shapes, "
     "got (2,) and (3,)"),
    (lambda: check.counts(1, 2.0**60), "n must be at most 2**53, got 1.152921504606847e+18"),
    (lambda: check.choice("method", "wlison", ["wilson", "wald"]),
     "method must be one of wilson and wald, got 'wlison' (wilson?)"),
]


@pytest.mark.parametrize(("call", "message"), BROKEN)
def test_message_names_argument_rule_and_value(call, message):
    with pytest.raises(ValueError) as caught:
        call()
    assert str(caught.value) == message


def test_first_offender_of_an_array_is_named():
    with pytest.raises(ValueError, match=r"got 1\.5 \(a percentage\? write 0\.015\)"):
        check.rate("tpir", [0.2, 1.5, 7])


def test_good_values_come_back_as_arrays():
    k, n = check.counts([0, 8], 42)
    assert k.tolist() == [0, 8] and n.tolist() == [42, 42]
    assert check.rate("tpir", [0, 1]).tolist() == [0, 1]
    assert check.level("0.9") == 0.9
