"""Which pictures does a report have, and how is one put into a page?"""

from __future__ import annotations

import io
import re
from collections.abc import Callable

from ..auditing.audits import Audit

__all__ = ["ALT", "drawn", "figures_of"]

ALT = {
    "base_rate": "The share of right alerts at each base rate, and where it meets the verified "
                 "share.",
    "frequency_tree": "What happens to whole cases: how many are listed, how many are flagged, "
                      "and how many of those rightly.",
}


def figures_of(audit: Audit) -> dict[str, Callable]:
    """Figures of the study's comparison, where it has a base rate; of faces only, as they say."""
    sides = audit.study.comparison
    if not audit.consistent or audit.study.words.cases != "faces" or not any(
            group.base_rate for group in audit.together):
        return {}

    def compared():
        from ..auditing.comparison import compare

        return compare(**{name: claim.printed for name, claim in sides.items()}, level=audit.level)

    def base_rate():
        from ..figures import plot_base_rate

        return plot_base_rate(compared())

    def frequency_tree():
        from ..figures import plot_frequency_tree

        return plot_frequency_tree(compared().table)

    return {"base_rate": base_rate, "frequency_tree": frequency_tree}


def drawn(name: str, draw: Callable, caption: str) -> str:
    """A figure as an inline SVG element that says what it shows."""
    import matplotlib.pyplot as plt
    from markupsafe import escape

    from ..figures.style import house_style

    ax = draw()
    stream = io.StringIO()
    with house_style():
        ax.figure.savefig(stream, format="svg", metadata={"Date": None, "Creator": None})
    plt.close(ax.figure)
    svg = stream.getvalue()
    svg = svg[svg.index("<svg"):]
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    svg = re.sub(r'(\bid="|url\(#|href="#)', rf"\g<1>{name}-", svg)
    return svg.replace("<svg ", f'<svg role="img" aria-label="{escape(caption)}" ', 1)
