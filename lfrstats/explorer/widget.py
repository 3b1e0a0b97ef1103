"""How does the explorer live in a notebook, and what does Python see of it?"""

from __future__ import annotations

from functools import cache
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from ..evidence.study_file import load_claims
from ..table.rates import Table
from ..words import check
from .modules import loader, style
from .page import page, write_page
from .presets import study_data

__all__ = ["Explorer"]

MOST_FACES = 10**9
"""A crowd larger than this is refused, here as in the page."""
SHARES = ("prevalence", "tpir", "fpir")


class Explorer:
    """The interactive explorer in a notebook; its state is a `Table`, both ways.

    Parameters
    ----------
    given : Table, or anything with a `table` or a `tpir`, `fpir` and `precision`, optional
        Where to start: one table, or a comparison from `compare`. The default is the table at which
        the headlines of January 2020 are both true.
    faces : int from 1 to 1,000,000,000
        The size of the crowd.
    study : str or Path, optional
        A recorded study, or a claims file of your own, to open with.

    Raises
    ------
    ValueError
        When the table is not one table, or has no base rate, hit rate or false-alert rate.
    ModuleNotFoundError
        When the package anywidget is not installed.

    Notes
    -----
    In a page exported from the notebook, where no Python answers, the explorer is a page within the
    page: it still moves, and needs no network. That is so unless the notebook keeps the state of
    its widgets; ``jupyter nbconvert --execute`` does, and is told not to by
    ``--ExecutePreprocessor.store_widget_state=False``.

    Examples
    --------
    >>> import lfrstats as lfr
    >>> explorer = lfr.Explorer(lfr.solve(prevalence="1%", tpir="90%", fpir="9%"), faces=1_000)
    >>> print(explorer.table.natural_frequencies(explorer.faces))  # doctest: +NORMALIZE_WHITESPACE
    Of 1,000 faces, 10 are on the list and 9 of them raise an alert. Of the 990 others, 89 raise
    one too. So of 98 alerts, 9 are right and 89 are false.
    >>> explorer.table = lfr.solve(prevalence="2%", tpir="90%", fpir="9%")
    >>> explorer.widget.setting["prevalence"]
    0.02
    """

    def __init__(self, given: Any = None, *, faces: int = 100_000,
                 study: str | Path | None = None):
        setting = _setting(_table_of(given)) | {"faces": _faces(faces)}
        studies = [] if study is None else [study_data(load_claims(study))]
        start = {"m": "claims", "c": studies[0]["id"]} if studies else {"m": "free"}
        self.widget = _widget_class()(
            setting=setting, data={"studies": studies}, address=urlencode(start))
        self._study = study

    @property
    def table(self) -> Table:
        """The table on the screen, in shares; set it, and the screen follows."""
        return _table(self.widget.setting)

    @table.setter
    def table(self, table: Table) -> None:
        self.widget.setting = _setting(table) | {"faces": self.faces}

    @property
    def faces(self) -> int:
        """The size of the crowd on the screen; set it, and the screen follows."""
        return self.widget.setting["faces"]

    @faces.setter
    def faces(self, faces: int) -> None:
        self.widget.setting = self.widget.setting | {"faces": _faces(faces)}

    def observe(self, tell) -> None:
        """Call `tell(table)` each time the screen, or Python, moves the table."""
        self.widget.observe(lambda change: tell(_table(change["new"])), names="setting")

    def save(self, path: str | Path) -> Path:
        """The whole explorer as a page of its own; see `lfrstats explore`."""
        return write_page(path, self._study)

    def _repr_mimebundle_(self, **options):
        """The widget where a kernel answers; a page within the page where none does."""
        found = self.widget._repr_mimebundle_(**options)
        bundle, *rest = found if isinstance(found, tuple) else (found,)
        if not bundle:
            return found
        bundle = dict(bundle) | {"text/html": self._frame()}
        return (bundle, *rest) if rest else bundle

    def _frame(self) -> str:
        """The explorer as a frame that holds its own page, at the setting it has now."""
        told = self.widget.setting
        address = {"m": "free", "b": told["prevalence"], "h": told["tpir"], "f": told["fpir"],
                   "n": told["faces"]}
        inside = page(self._study, start=urlencode(address) if self._study is None else None)
        return (f'<iframe title="lfrstats explorer" style="width:100%;height:60rem;border:0" '
                f'srcdoc="{escape(inside)}"></iframe>')


def _table_of(given: Any) -> Table:
    """One table: as given, of a comparison, or of the headlines of 2020."""
    from ..table.solving import solve

    if given is None:
        return solve(tpir="70%", fpir="1 in 1,000", precision="8 of 42")
    if isinstance(given, Table):
        return given
    if isinstance(getattr(given, "table", None), Table):
        return given.table
    raise ValueError(f"an explorer needs a Table or a comparison, got {type(given).__name__}")


def _table(setting: dict) -> Table:
    """The table of a setting, its cells as in the page."""
    listed, hit, false = (float(setting[name]) for name in SHARES)
    return Table(tp=listed * hit, fn=listed * (1 - hit), fp=(1 - listed) * false,
                 tn=(1 - listed) * (1 - false))


def _setting(table: Table) -> dict[str, float]:
    """The three shares that fix a table."""
    found = {name: getattr(table, name) for name in SHARES}
    for name, value in found.items():
        if getattr(value, "ndim", 0) or value != value:
            raise ValueError(f"{name} must be one share for an explorer to show, got {value}")
    return {name: float(value) for name, value in found.items()}


def _faces(faces: int) -> int:
    faces = int(check.whole("faces", faces, least=1))
    if faces > MOST_FACES:
        raise ValueError(f"faces must be at most {MOST_FACES:,}, got {faces:,}")
    return faces


@cache
def _widget_class():
    """The widget, made where it is first wanted: anywidget is an extra."""
    try:
        import anywidget
        import traitlets
    except ModuleNotFoundError:
        raise ModuleNotFoundError(
            "the explorer in a notebook needs the package anywidget: pip install "
            "'lfrstats[widget]'; lfrstats explore writes it as a page without it"
        ) from None

    class ExplorerWidget(anywidget.AnyWidget):
        _esm = loader("widget") + "export default host.default;\n"
        _css = style()
        setting = traitlets.Dict().tag(sync=True)
        address = traitlets.Unicode().tag(sync=True)
        data = traitlets.Dict().tag(sync=True)

        @traitlets.validate("setting")
        def _valid(self, proposal):
            setting = proposal["value"]
            shares = {name: check.rate(name, setting.get(name, float("nan"))) for name in SHARES}
            return {name: float(value) for name, value in shares.items()} | {
                "faces": _faces(setting.get("faces", 100_000))}

    return ExplorerWidget
