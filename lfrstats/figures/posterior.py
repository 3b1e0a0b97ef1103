"""What do counts and priors leave open? Densities of the base rate and of precision."""

from __future__ import annotations

import textwrap

import numpy as np

from ..words import wording
from .scales import one_in_scale, percent_scale
from .style import COLOURS, house_style

__all__ = ["plot_posterior"]

_LINES = (("ink", "-"), ("force", "--"), ("review", "-."), ("quiet", ":"))
"""Colour and dashes of each posterior, told apart without colour too."""
_POINTS = 401
_TAIL = 5e-4
"""Share of the probability left out at either end."""
_LEAST = 1e-9
"""Base rates below this are not drawn."""
_TIE = "\N{NO-BREAK SPACE}"
_AXES = {
    "prevalence": "base rate: faces on the list among all faces that pass",
    "precision": "precision: share of alerts that are right",
}


def plot_posterior(found, *, others=None, level: float = 0.95, figure=None):
    """Densities of the base rate and of precision, each with its median and interval.

    Parameters
    ----------
    found : Posterior
        A result of `lfrstats.posterior`.
    others : mapping of str to Posterior, at most 3, optional
        Other posteriors by label, such as ``found.with_priors(prevalence="loguniform(1e-6, 1)")``.
    level : float in (0, 1)
        Of the equal-tailed intervals.
    figure : matplotlib Figure, optional
        Where to draw; a new one if left out.

    Returns
    -------
    matplotlib.figure.Figure

    Notes
    -----
    The base rate's axis is logarithmic and its density is per factor of ten, so that equal areas
    are equal probabilities to the eye. A rate that the priors fix is a line at its value.

    Examples
    --------
    >>> from lfrstats import posterior
    >>> figure = plot_posterior(posterior(tpir=0.7, fpir=0.001, precision=(8, 42)))
    >>> [ax.get_xscale() for ax in figure.axes]
    ['log', 'linear']
    """
    shown = {"as given": found, **(others or {})}
    if len(shown) != 1 + len(others or {}) or len(shown) > len(_LINES):
        raise ValueError(f"others must be at most {len(_LINES) - 1} posteriors with labels other "
                         f"than 'as given', got {len(others)}")
    with house_style():
        figure = _figure(figure, len(shown))
        panels = figure.subplots(2, 1)
        for ax, name in zip(panels, _AXES, strict=True):
            _panel(ax, name, {label: one.rate(name) for label, one in shown.items()}, level)
        figure.suptitle("What the counts leave open", x=0.01, ha="left", fontsize=12,
                        fontweight="bold")
        figure.supxlabel(_caption(found, bool(others)), x=0.01, ha="left", fontsize=9,
                         linespacing=1.35)
    return figure


def _figure(figure, count: int):
    import matplotlib.pyplot as plt

    size = 8.4, 4.7 + 0.9 * count
    return plt.figure(figsize=size, layout="constrained") if figure is None else figure


def _panel(ax, name: str, rates: dict, level: float) -> None:
    x, low, high = _places(name, rates.values())
    heights = [_density(name, rate, x) for rate in rates.values()]
    top = 1.12 * max([_peak(rate, x, y) for rate, y in zip(rates.values(), heights, strict=True)
                      if y is not None] or [1.0])
    drop = 0.25 * top
    for i, (rate, y) in enumerate(zip(rates.values(), heights, strict=True)):
        (colour, dashes), ends = _LINES[i], rate.interval(level)
        _curve(ax, x, y, ends, COLOURS[colour], dashes, filled=not i)
        place = -drop * (i + 0.75)
        ax.plot(ends, [place, place], color=COLOURS[colour], ls=dashes, lw=3 if i else 5,
                solid_capstyle="butt")
        ax.plot(ends, [place, place], "|", color=COLOURS[colour], ms=9, mew=2)
        ax.plot([rate.median], [place], "o", color="white", mec=COLOURS[colour], mew=2, ms=7,
                zorder=5)
    ax.axhline(0, color=COLOURS["quiet"], lw=0.8)
    (one_in_scale if name == "prevalence" else _percents)(ax, low, high)
    ax.set(ylim=(-drop * (len(rates) + 0.35), top), xlabel=_AXES[name])
    ax.spines["left"].set_visible(False)
    _sides(ax, rates, level, drop)


def _curve(ax, x, y, ends, colour, dashes, *, filled: bool) -> None:
    if y is None:
        ax.axvline(ends[0], color=colour, ls=dashes, lw=1.8)
        return
    ax.plot(x, y, color=colour, ls=dashes, lw=2)
    if filled:
        inside = (x >= ends[0]) & (x <= ends[1])
        ax.fill_between(x, 0, y, where=inside, color=colour, alpha=0.12, lw=0)


def _places(name: str, rates):
    """Where to draw the densities, and the ends of the axis."""
    ends = np.array([rate.quantile([_TAIL, 1 - _TAIL]) for rate in rates])
    low, high = float(ends[:, 0].min()), float(ends[:, 1].max())
    if name == "prevalence":
        low, high = max(low, _LEAST) / 1.15, min(max(high, 2 * _LEAST) * 1.15, 1.0)
        return np.geomspace(low, high, _POINTS), low, high
    if high - low > 0.3:
        low, high = 0.0, 1.0
    else:
        pad = 0.08 * (high - low) or 0.05
        low, high = max(low - pad, 0.0), min(high + pad, 1.0)
    return np.linspace(low, high, _POINTS), low, high


def _density(name: str, rate, x):
    """Density on the scale of the axis; None for a rate that is fixed."""
    if not rate.sd:
        return None
    inside = (x > 0) & (x < 1)
    density = np.full(x.shape, np.nan)
    density[inside] = rate.density(x[inside])
    return density * x * np.log(10) if name == "prevalence" else density


def _peak(rate, x, y) -> float:
    """The greatest height where all but 2 % of the probability lies: ends may be poles."""
    low, high = rate.quantile([0.01, 0.99])
    inside = (x >= low) & (x <= high) & np.isfinite(y)
    return float(y[inside].max()) if inside.any() else float(np.nanmax(y))


def _percents(ax, low: float, high: float) -> None:
    ax.set_xlim(low, high)
    percent_scale(ax.xaxis, low, high)


def _sides(ax, rates: dict, level: float, drop: float) -> None:
    """On the left whose bar it is, on the right its numbers."""
    places = [-drop * (i + 0.75) for i in range(len(rates))]
    lone = f"median,\n{wording.percent(level)} interval"
    ax.set_yticks(places, [lone] if len(rates) == 1 else list(rates), size=9)
    column = ax.secondary_yaxis("right")
    column.set_yticks(places, [_numbers(rate, level) for rate in rates.values()], size=9)
    for axis in (ax, column):
        axis.tick_params(axis="y", length=0, pad=8)
    column.spines["right"].set_visible(False)


def _numbers(rate, level: float) -> str:
    ends = wording.interval(*rate.interval(level)) if rate.sd else "taken as known"
    return f"{wording.share(rate.median)}\n{ends}"


def _caption(found, compared: bool) -> str:
    """What was counted and believed, and what the axes divide by."""
    said = [f"{found}.", f"{found.rate('precision')}."]
    if compared:
        said.append("The other lines: other priors or counts, as named.")
    return "\n".join(_filled(text[0].upper() + text[1:]) for text in said)


def _filled(text: str) -> str:
    """Lines that fit, a number never parted from its unit."""
    tied = text.replace(" %", f"{_TIE}%").replace("1 in ", f"1{_TIE}in{_TIE}")
    return textwrap.fill(tied, 126, break_long_words=False).replace(_TIE, " ")
