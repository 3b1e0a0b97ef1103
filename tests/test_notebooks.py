"""Every notebook runs from top to bottom and prints what it printed when it was committed."""

import warnings
from pathlib import Path

import pytest

NOTEBOOKS = sorted((Path(__file__).parent.parent / "notebooks").glob("*.ipynb"))


def printed(cell):
    """What a code cell printed or returned, figures left out."""
    texts = [output.get("text") or output.get("data", {}).get("text/plain", "")
             for output in cell.get("outputs", ()) if "image/png" not in output.get("data", {})]
    return "".join(texts).strip()


def shows_figure(cell):
    return any("image/png" in output.get("data", {}) for output in cell.outputs)


def test_there_are_notebooks():
    assert [path.name for path in NOTEBOOKS] == ["01_two_denominators.ipynb", "02_how_sure.ipynb"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_notebook_runs_and_prints_the_same(path, monkeypatch):
    monkeypatch.delenv("MPLBACKEND", raising=False)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of Jupyter's own machinery, not of ours
        import nbformat
        from nbclient import NotebookClient

        committed = nbformat.read(path, as_version=4)
        fresh = nbformat.read(path, as_version=4)
        NotebookClient(fresh, timeout=300, record_timing=False).execute()
    for before, after in zip(committed.cells, fresh.cells, strict=True):
        if before.cell_type == "code":
            assert printed(after) == printed(before), before.source
            assert shows_figure(after) == shows_figure(before) == ("plot_" in before.source)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_notebook_is_an_argument_in_prose(path):
    """House style D8: one import cell, short code cells, asserts at the end, small outputs."""
    import nbformat

    cells = nbformat.read(path, as_version=4).cells
    code = [cell for cell in cells if cell.cell_type == "code"]
    assert 30 <= len(cells) <= 60
    assert sum("import" in cell.source for cell in code) == 1
    assert max(len(cell.source.splitlines()) for cell in code) <= 8
    assert code[-1].source.startswith("assert")
    assert all(cell.execution_count for cell in code), "committed without having been run"
    assert path.stat().st_size < 500_000
