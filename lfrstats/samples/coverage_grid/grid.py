"""At which sample sizes and true rates is coverage published? One fixed grid, rare and common."""

from __future__ import annotations

__all__ = ["BASE_RATES", "CASES", "FPIR", "LOOKS", "NEXT", "PREVALENCE", "QUESTIONS", "RARE",
           "SIZES", "TPIR"]

BASE_RATES = (0.001, 0.003, 0.01, 0.03, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9, 0.97, 0.99)
"""True values of a single rate and of the prevalence."""
TPIR = (0.3, 0.5, 0.7, 0.9, 0.97)
FPIR = (0.001, 0.01, 0.03, 0.1, 0.25)
"""True tpir and fpir; always tpir > fpir, as in any system of use."""
RARE = 0.05
"""Below this, or above 1 less this, a true rate counts as rare: the rate or prevalence asked for,
or the fpir where the prevalence is known."""

CASES = (5, 10, 20, 30)
"""Sizes of single samples."""
LOOKS = (30, 60)
"""Cases up to which a growing total is looked at, after each case."""
NEXT = ((10, 10), (30, 10), (30, 30))
"""Cases counted so far, and cases to come."""
PREVALENCE = 0.1
"""The prevalence where it is known; it moves the widths, not the coverage."""

SIZES = {
    "count": tuple((n,) for n in CASES),
    "known_prevalence": ((5, 5), (10, 10), (15, 15), (10, 30)),
    "three_samples": ((5, 5, 5), (4, 8, 12), (8, 8, 8)),
    "known_rates": tuple((n,) for n in CASES),
    "estimated_rates": ((5, 5, 5), (10, 6, 6), (16, 4, 8)),
    "looks": tuple((n,) for n in LOOKS),
    "next_count": NEXT,
}
"""Sample sizes of each question, in the order of its samples."""

QUESTIONS = {
    "count": "a rate, from k of n",
    "known_prevalence": "precision, from two samples and a known base rate",
    "three_samples": "precision, from three samples",
    "known_rates": "the base rate, from alerts, error rates known",
    "estimated_rates": "the base rate, from three samples",
    "looks": "a rate, at every look at a growing total",
    "next_count": "the count at the next deployment",
}
"""What each question asks for, in print."""
