"""``lfrstats figures``: the figures of a comparison or of one analysis, as files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from ..reports.terminal import Answer, bullets, columns, paragraph
from .compare import STUDY, comparison_of

HELP = "draw figures: of a study's comparison, or coverage, posterior or credal"
EXAMPLE = "lfrstats figures posterior tpir=7/10 fpir=0.1% precision=8/42 -o figures"
FORMATS = ("svg", "png")


def add_arguments(parser) -> None:
    """Add this command's arguments."""
    parser.add_argument(
        "what", nargs="*", metavar="STUDY or NAME, FIGURE=VALUE",
        help=f"a study (default {STUDY}); or coverage; or posterior with counts and figures "
        "(tpir=7/10 precision=8/42); or credal with a range (prevalence='between 1 in 10,000 and "
        f"1 in 100'). Figures left out are those of {STUDY}",
    )
    parser.add_argument("-o", "--output", required=True, help="the folder to write into")
    parser.add_argument("--format", default="svg", choices=FORMATS, help="svg (default) or png")
    parser.add_argument("--level", default="0.95", help="confidence level: 0.95 or 95%%")
    parser.add_argument("--prior", action="append", default=[], metavar="RATE=PRIOR",
                        help="for posterior, up to three times: another prior to draw beside it, "
                        "as in 'prevalence=loguniform(1e-6, 1)'")


def answer(args) -> Answer:
    """Draw each figure and save it whole or not at all."""
    name = args.what[0] if args.what else ""
    if args.prior and name != "posterior":
        raise ValueError("--prior is for the figure posterior")
    if name in ALONE:
        drawn, text, data = ALONE[name](args)
    else:
        _, result, _ = comparison_of(args.what, args.level)
        drawn, text, data = _figures(result), "", {}
    folder = Path(args.output)
    try:
        written = [_save(draw(), folder / f"{name}.{args.format}") for name, draw in drawn.items()]
    except OSError as error:
        raise ValueError(f"cannot write into {args.output}: {error.strerror}") from None
    listed = bullets(map(str, written))
    return Answer(f"{text}\n\n{listed}" if text else listed,
                  {"written": [str(path) for path in written], **data})


Drawn = tuple[dict[str, Callable], str, dict]


def _figures(result) -> dict:
    """What can be drawn of a comparison; intervals only where there are counts."""
    from ..figures import plot_base_rate, plot_frequency_tree, plot_methods
    from ..intervals.side_by_side import compare_methods

    drawn = {
        "base_rate": lambda: plot_base_rate(result),
        "frequency_tree": lambda: plot_frequency_tree(result.table),
    }
    count = result.precision
    if count.n is not None:
        drawn["methods"] = lambda: plot_methods(
            compare_methods(count.k, count.n, level=result.level))
    return drawn


def _coverage(args) -> Drawn:
    """The figure of coverage, with its table."""
    from ..figures.coverage import plot_coverage
    from ..samples.coverage_grid import coverage_table

    if args.what[1:]:
        raise ValueError(f"coverage takes no figures, got {args.what[1]!r}: its grid is fixed")
    table = coverage_table(level=args.level)
    text = f"{_table(table)}\n\n{paragraph(f'{table}.')}"
    return ({"coverage": lambda: plot_coverage(table)}, text,
            {"level": table.level, "rows": table.rows()})


def _table(table) -> str:
    """Question by question: the claim, least and mean coverage, mean width."""
    from .interval import _coverage as share

    blocks: dict[str, list] = {}
    for row in table.rows():
        head = [("method", "claims", "least", "mean", "width", "times")]
        blocks.setdefault(row["asks"], head).append(
            (row["label"], row["claim"], share(row["least"]), share(row["mean"]),
             f"{row['width']:.3f}", f"{row['relative_width']:.2f}"))
    return "\n\n".join(f"{asks[0].upper()}{asks[1:]}\n\n{columns(rows, right=(2, 3, 4, 5))}"
                       for asks, rows in blocks.items())


def _posterior(args) -> Drawn:
    """The figure of a posterior, and of others beside it."""
    from ..figures.posterior import plot_posterior
    from ..posteriors import posterior
    from .solve import _finite, pairs

    level = args.level
    found = posterior(**(pairs(args.what[1:]) or _of_the_study(("tpir", "fpir", "precision"))))
    others = {text: found.with_priors(**pairs([text])) for text in args.prior}
    rows = [{"posterior": label, **{name: value if isinstance(value, str) else _finite(value)
                                    for name, value in one.rate(name).row(level).items()}}
            for label, one in {"as given": found, **others}.items()
            for name in ("prevalence", "precision")]
    draw = {"posterior": lambda: plot_posterior(found, others=others, level=level)}
    return draw, paragraph(f"{found}."), {"level": level, "rows": rows}


def _credal(args) -> Drawn:
    """The figure of precision over a range of base rates."""
    from ..figures.credal import plot_credal
    from ..table.credal import credal_precision
    from ..words import check
    from ..words.printed import reading
    from .solve import pairs

    given = pairs(args.what[1:])
    for name in given:
        check.choice("a figure", name, ("prevalence", "tpir", "fpir"))
    if "prevalence" not in given:
        raise ValueError("credal needs a range of base rates, as in prevalence='between 1 in "
                         "10,000 and 1 in 100'")
    figures = {name: reading(name, text) for name, text in
               (_of_the_study(("tpir", "fpir")) | given).items()}
    bounds = credal_precision(**{
        name: (one.low, one.high) if one.form == "between" else one
        for name, one in figures.items()})
    low, high = bounds.precision
    data = {"low": float(low), "high": float(high), "exact": [str(low), str(high)]}
    return ({"credal": lambda: plot_credal(bounds)}, paragraph(f"{bounds}."), {"precision": data})


ALONE: Mapping[str, Callable] = {
    "coverage": _coverage, "posterior": _posterior, "credal": _credal}
"""Figures of one analysis, by name."""


def _of_the_study(names) -> dict:
    """Figures as the default study prints them."""
    from ..evidence.study_file import load_claims

    compared = load_claims(STUDY).comparison
    return {name: compared[name].printed.text for name in names}


def _save(drawn, path: Path) -> Path:
    """Save beside the place and move there, so that no half-written file is ever seen."""
    import matplotlib.pyplot as plt

    from ..figures.style import house_style

    figure = drawn.figure
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.part")
    title = figure.get_suptitle() or figure.axes[0].get_title(loc="left")
    metadata = {"Date": None, "Title": title} if path.suffix == ".svg" else {}
    try:
        with house_style():
            figure.savefig(beside, format=path.suffix[1:], dpi=150, metadata=metadata)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
        plt.close(figure)
    return path
