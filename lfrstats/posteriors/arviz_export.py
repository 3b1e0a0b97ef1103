"""How do draws get into ArviZ? As its container for posteriors, where ArviZ is installed.

ArviZ 1 returns an `xarray.DataTree`, ArviZ 0 an `InferenceData`; both have the group `posterior`
with one chain. The draws are independent, so its diagnostics of chains have nothing to find.
"""

from __future__ import annotations

from .draws import Draws

__all__ = ["to_arviz"]

RATES_SHOWN = ("prevalence", "tpir", "fpir", "precision", "alert_rate")


def to_arviz(draws: Draws, rates=RATES_SHOWN):
    """Draws as an ArviZ container with one chain.

    Parameters
    ----------
    draws : Draws
    rates : iterable of str
        Names or statements; each becomes a variable.

    Returns
    -------
    xarray.DataTree or arviz.InferenceData
        What the installed ArviZ makes of it, versions 1 and 0.

    Raises
    ------
    ImportError
        If ArviZ is not installed.
    """
    try:
        import arviz
    except ImportError as missing:
        raise ImportError("to_arviz needs ArviZ, which is not installed: pip install arviz"
                          ) from missing
    posterior = {name: draws.rate(name)[None, :] for name in rates}
    if int(arviz.__version__.partition(".")[0]) < 1:
        return arviz.from_dict(posterior=posterior)
    return arviz.from_dict({"posterior": posterior})
