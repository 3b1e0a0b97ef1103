"""The simulated street draws from the exact distribution of both headlines."""

import numpy as np
from scipy.stats import binom, chi2

DAYS, FACES, STAFF = 4000, 60, 6
SETTING = {"prevalence": 0.05, "tpir": 0.7, "fpir": 0.1, "precision": 0}

RUN = """([days, setting, faces, staff]) => Array.from({ length: days }, (_, seed) => {
    const today = crowd.day(setting, faces, staff, seed + 1);
    while (!today.over()) today.pass();
    return today.tally;
})"""


def days(modules):
    return modules("crowd").evaluate(RUN, [DAYS, SETTING, FACES, STAFF])


def fits(values, exact):
    """Whether whole numbers could be drawn from a distribution: chi-squared, cells of 5 or more."""
    seen = np.bincount(values, minlength=len(exact)).astype(float)
    expected = exact * len(values)
    keep = expected >= 5
    seen = np.append(seen[keep], seen[~keep].sum())
    expected = np.append(expected[keep], expected[~keep].sum())
    seen, expected = seen[expected > 0], expected[expected > 0]
    return chi2.sf(((seen - expected) ** 2 / expected).sum(), len(seen) - 1)


def test_both_headlines_have_their_exact_distribution(modules):
    tallies = days(modules)
    assert all(t["passed"] == FACES and t["staff"] == STAFF for t in tallies)
    assert all(t["tp"] + t["fn"] + t["fp"] + t["tn"] == FACES for t in tallies)
    staff = [t["staffFound"] for t in tallies]
    assert fits(staff, binom.pmf(np.arange(STAFF + 1), STAFF, 0.7)) > 1e-3
    alert = 0.05 * 0.7 + 0.95 * 0.1
    alerts = [t["tp"] + t["fp"] for t in tallies]
    assert fits(alerts, binom.pmf(np.arange(FACES + 1), FACES, alert)) > 1e-3
    for number in (5, 8, 10):
        right = [t["tp"] for t in tallies if t["tp"] + t["fp"] == number]
        exact = binom.pmf(np.arange(number + 1), number, 0.05 * 0.7 / alert)
        assert len(right) > 150 and fits(right, exact) > 1e-3


def test_another_share_of_right_alerts_would_be_noticed(modules):
    """The same test refuses a distribution that is a little off: it can fail."""
    alerts = [t["tp"] + t["fp"] for t in days(modules)]
    assert fits(alerts, binom.pmf(np.arange(FACES + 1), FACES, 0.14)) < 1e-3


def test_one_seed_is_one_day(modules):
    tab = modules("crowd")
    first, second, other = (
        tab.evaluate("""(seed) => { const today = crowd.day({ prevalence: 0.1, tpir: 0.7,
            fpir: 0.01 }, 500, 20, seed);
            const seen = []; while (!today.over()) seen.push(today.pass()); return seen; }""", seed)
        for seed in (3, 3, 4))
    assert first == second != other


def test_both_headlines_stand_there_at_the_end(visit):
    tab = visit("m=street&b=0.01&h=0.7&f=0.01&n=2000")
    tab.get_by_label("Faces a second").select_option("10000")
    tab.get_by_role("button", name="Let them pass").click()
    tab.wait_for_selector(".street .verdict:not(:empty)")
    said = tab.locator(".street").inner_text()
    assert "2,000 of 2,000 faces have passed" in said
    assert "of 100 staff found" in said and "Both headlines are true" in said
