"""How do draws get into ArviZ? As its container for posteriors, where ArviZ is installed.

ArviZ 1 returns an `xarray.DataTree`, ArviZ 0 an `InferenceData`; both have the group `posterior`
with one chain. The draws are independent, so its diagnostics of chains have nothing to find.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

__all__ = ["to_arviz"]


def to_arviz(draws: Mapping[str, np.ndarray]):
    """Independent draws as an ArviZ container with one chain.

    Parameters
    ----------
    draws : mapping of str to array of shape (size,)
        The draws of each variable.

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
    posterior = {name: values[None, :] for name, values in draws.items()}
    if int(arviz.__version__.partition(".")[0]) < 1:
        return arviz.from_dict(posterior=posterior)
    return arviz.from_dict({"posterior": posterior})
