"""Accuracy claims about watchlist and screening systems: what they mean, imply and leave open.

``import lfrstats as lfr`` costs next to nothing: each public name is loaded when it is first used.
"""

from importlib import import_module

_HOME = {
    "solve": "table.solving",
    "Table": "table.rates",
    "RATES": "table.rates",
    "read": "words.printed",
    "Printed": "words.printed",
    "odds": "table.bayes",
    "likelihood_ratio": "table.bayes",
    "break_even_prevalence": "table.bayes",
    "interval": "intervals.interval",
    "Interval": "intervals.interval",
    "METHODS": "intervals.methods",
    "coverage": "intervals.exact_coverage",
    "expected_width": "intervals.exact_coverage",
    "worst_coverage": "intervals.exact_coverage",
    "compare_methods": "intervals.side_by_side",
    "implied_prevalence": "samples.implied",
    "implied_crowd": "samples.implied",
    "unpublished_sizes": "samples.unpublished",
    "compare": "auditing.comparison",
    "reconcile": "reconciling",
    "Between": "reconciling",
    "Contradiction": "reconciling",
    "check_print": "reconciling.counts",
    "check_sum": "reconciling.counts",
    "possible_counts": "reconciling.counts",
    "possible_tables": "table.whole_tables",
    "identified_precision": "samples.unverified",
    "predictive_values": "samples.predictive",
    "precision_interval": "samples.guaranteed",
    "credal_precision": "table.credal",
    "true_prevalence": "samples.true_prevalences",
    "prevalence_region": "samples.true_prevalences",
    "posterior": "posteriors",
    "posterior_across_tests": "posteriors.between_tests",
    "error_budget": "samples.budgets",
    "coverage_table": "samples.coverage_grid",
    "predict_deployment": "pooling.next_deployment",
    "predict_count": "pooling.next_deployment",
    "predict_from_records": "pooling.next_deployment",
    "cases_needed": "planning.decisions",
    "plan_test": "planning.decisions",
    "plan_sequential": "planning.decisions",
    "plan_interval": "planning.sample_sizes",
    "plan_predictive_values": "planning.sample_sizes",
    "plan_comparison": "planning.sample_sizes",
    "detectable_difference": "planning.sample_sizes",
    "confidence_sequence": "pooling.running_totals",
    "miss_probability": "pooling.running_totals",
    "worst_moment": "pooling.running_totals",
    "fit_beta_binomial": "pooling.beta_binomial",
    "same_quantity": "reconciling.rival_claims",
    "compatible": "reconciling.rival_claims",
    "disagreement": "reconciling.disagreements",
    "load_claims": "evidence.study_file",
    "studies": "evidence.study_file",
    "DataError": "evidence.study_file",
    "audit": "auditing.audits",
    "write_report": "reports.writing",
    "load_deployments": "evidence.deployment_file",
    "check_deployments": "evidence.deployment_checks",
    "level_shift": "pooling.pools",
    "Explorer": "explorer.widget",
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
