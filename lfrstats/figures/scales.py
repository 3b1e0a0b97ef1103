"""Where are the ticks of an axis of shares, and what do they say?"""

from __future__ import annotations

import math
from itertools import pairwise

from ..words import wording

__all__ = ["one_in_scale", "percent_scale"]


_CHARACTER = 0.0135
"""Width of a character of a tick label, as a share of the width of a figure's axes."""


def one_in_scale(ax, low: float, high: float) -> None:
    """A logarithmic axis of shares from `low` to `high`, in "1 in N", or in percent above 10 %."""
    ax.set(xscale="log", xlim=(low, high))
    ticks = _roomy(_labelled(low, high), math.log(high / low))
    ax.set_xticks(list(ticks), list(ticks.values()))
    ax.minorticks_off()


def _labelled(low: float, high: float) -> dict[float, str]:
    """Round shares in range and what they are called."""
    from matplotlib.ticker import MaxNLocator

    if low >= 0.1:
        return {share: wording.percent(share, 4)
                for share in _inside(MaxNLocator(6).tick_values(low, high), low, high)}
    if high < 4 * low:
        shares = [1 / n for n in MaxNLocator(6).tick_values(1 / high, 1 / low) if n > 0]
    else:
        shares = _powers(low, high)
    return {share: "all" if share > 1 - 1e-12 else wording.one_in(share, 7)
            for share in _inside(shares, low, high)}


def _powers(low: float, high: float) -> list[float]:
    """Powers of ten, with halves and fifths of them where there would be too few."""
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    parts = (1,) if high > 2_000 * low else (1, 2, 5)
    return [10.0**power / part for power in powers for part in parts]


def _inside(shares, low: float, high: float) -> list[float]:
    return sorted({float(share) for share in shares if low <= share <= high * (1 + 1e-12)})


def _roomy(ticks: dict[float, str], span: float) -> dict[float, str]:
    """Every tick, or every second and so on, so that labels do not touch."""
    for stride in range(1, len(ticks) + 1):
        kept = dict(list(ticks.items())[::stride])
        gaps = [math.log(b / a) / span for a, b in pairwise(kept)]
        needs = [_CHARACTER * (len(a) + len(b) + 2) / 2 for a, b in pairwise(kept.values())]
        if all(gap > need for gap, need in zip(gaps, needs, strict=True)):
            return kept
    return {}


def percent_scale(axis, low: float = 0.0, high: float = 1.0) -> None:
    """An axis of shares in percent; quarters where all of 0 to 100 % is shown."""
    if (low, high) == (0.0, 1.0):
        quarters = [0, 0.25, 0.5, 0.75, 1]
        axis.set_ticks(quarters, labels=[wording.percent(quarter) for quarter in quarters])
    else:
        axis.set_major_formatter(lambda x, _: wording.percent(min(max(x, 0), 1), 4))
