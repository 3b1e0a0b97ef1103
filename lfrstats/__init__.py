"""Accuracy claims about watchlist and screening systems: what they mean, imply and leave open.

``import lfrstats as lfr`` costs next to nothing: each public name is loaded when it is first used.
"""

from importlib import import_module

_HOME = {
    "solve": "solving",
    "Table": "rates",
    "RATES": "rates",
    "read": "printed",
    "Printed": "printed",
    "odds": "bayes",
    "likelihood_ratio": "bayes",
    "break_even_prevalence": "bayes",
    "interval": "intervals",
    "Interval": "intervals",
    "METHODS": "intervals",
    "coverage": "exact_coverage",
    "expected_width": "exact_coverage",
    "worst_coverage": "exact_coverage",
    "compare_methods": "methods",
    "implied_prevalence": "implied",
    "implied_crowd": "implied",
    "unpublished_sizes": "unpublished",
    "compare": "comparison",
    "reconcile": "reconciling",
    "Between": "reconciling",
    "Contradiction": "reconciling",
    "check_print": "counts",
    "check_sum": "counts",
    "possible_counts": "counts",
    "possible_tables": "tables",
    "identified_precision": "unverified",
    "predictive_values": "predictive",
    "precision_interval": "guaranteed",
    "credal_precision": "credal",
    "true_prevalence": "true_prevalences",
    "prevalence_region": "true_prevalences",
    "posterior": "posteriors",
    "posterior_across_tests": "between_tests",
    "error_budget": "budgets",
    "coverage_table": "coverage_grid",
    "predict_deployment": "next_deployment",
    "predict_count": "next_deployment",
    "predict_from_records": "next_deployment",
    "cases_needed": "planning",
    "plan_test": "planning",
    "plan_sequential": "planning",
    "plan_interval": "sample_sizes",
    "plan_predictive_values": "sample_sizes",
    "plan_comparison": "sample_sizes",
    "detectable_difference": "sample_sizes",
    "confidence_sequence": "running_totals",
    "miss_probability": "running_totals",
    "worst_moment": "running_totals",
    "fit_beta_binomial": "beta_binomial",
    "same_quantity": "rival_claims",
    "compatible": "rival_claims",
    "disagreement": "disagreements",
    "load_claims": "study_file",
    "studies": "study_file",
    "DataError": "study_file",
    "audit": "auditing",
    "write_report": "report",
    "load_deployments": "deployment_file",
    "check_deployments": "deployment_checks",
    "level_shift": "pooling",
    "plot_base_rate": "figures",
    "plot_frequency_tree": "figures",
    "plot_methods": "figures",
    "plot_coverage": "figures",
    "plot_posterior": "figures",
    "plot_credal": "figures",
}
"""The module each public name lives in, in the order of the documentation."""

__all__ = [*_HOME]
__version__ = "0.1.0"


def __getattr__(name: str):
    if name not in _HOME:
        raise AttributeError(f"module 'lfrstats' has no attribute {name!r}")
    value = getattr(import_module(f".{_HOME[name]}", __name__), name)
    globals()[name] = value
    return value


def __dir__():
    return [*globals(), *_HOME]
