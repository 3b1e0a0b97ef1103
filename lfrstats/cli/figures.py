"""``lfrstats figures``: the figures of a comparison, as files."""

from __future__ import annotations

from pathlib import Path

from ..terminal import Answer, bullets
from .compare import STUDY, comparison_of

HELP = "draw a study's comparison: base rate, frequency tree, intervals"
EXAMPLE = "lfrstats figures met-trials-2020 -o figures"
FORMATS = ("svg", "png")


def add_arguments(parser) -> None:
    """Add this command's arguments."""
    parser.add_argument("study", nargs="?", default=STUDY, help=f"a study (default {STUDY})")
    parser.add_argument("-o", "--output", required=True, help="the folder to write into")
    parser.add_argument("--format", default="svg", choices=FORMATS, help="svg (default) or png")


def answer(args) -> Answer:
    """Draw each figure and save it whole or not at all."""
    _, result, _ = comparison_of([args.study], "0.95")
    folder = Path(args.output)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        written = [
            _save(draw(result), folder / f"{name}.{args.format}")
            for name, draw in _figures(result).items()
        ]
    except OSError as error:
        raise ValueError(f"cannot write into {args.output}: {error.strerror}") from None
    return Answer(bullets(map(str, written)), {"written": [str(path) for path in written]})


def _figures(result) -> dict:
    """What can be drawn of a comparison; intervals only where there are counts."""
    from ..figures import plot_base_rate, plot_frequency_tree, plot_methods
    from ..methods import compare_methods

    drawn = {
        "base_rate": plot_base_rate,
        "frequency_tree": lambda result: plot_frequency_tree(result.table),
    }
    count = result.precision
    if count.n is not None:
        drawn["methods"] = lambda result: plot_methods(
            compare_methods(count.k, count.n, level=result.level))
    return drawn


def _save(ax, path: Path) -> Path:
    """Save beside the place and move there, so that no half-written file is ever seen."""
    import matplotlib.pyplot as plt

    from ..figures.style import house_style

    beside = path.with_name(f".{path.name}.part")
    metadata = {"Date": None, "Title": ax.get_title(loc="left")} if path.suffix == ".svg" else {}
    try:
        with house_style():
            ax.figure.savefig(beside, format=path.suffix[1:], dpi=150, metadata=metadata)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
        plt.close(ax.figure)
    return path
