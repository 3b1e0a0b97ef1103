"""What Python sees of the explorer in a notebook."""

import sys

import numpy as np
import pytest

import lfrstats as lfr

anywidget = pytest.importorskip(
    "anywidget", reason="anywidget is not installed: pip install '.[widget]'")


def test_it_starts_with_the_headlines_of_2020():
    explorer = lfr.Explorer()
    assert explorer.faces == 100_000
    assert explorer.table.prevalence == pytest.approx(1 / 2976)
    assert explorer.table.precision == pytest.approx(8 / 42)


def test_it_takes_a_table_or_a_comparison():
    table = lfr.solve(prevalence="1%", tpir="90%", fpir="9%")
    compared = lfr.compare(tpir="70%", fpir="1 in 1,000", precision="8 of 42")
    assert lfr.Explorer(table, faces=1000).table.precision == pytest.approx(table.precision)
    assert lfr.Explorer(compared).table.prevalence == pytest.approx(1 / 2976)


def test_what_the_screen_says_python_sees_and_the_other_way_round():
    explorer, seen = lfr.Explorer(), []
    explorer.observe(seen.append)
    explorer.widget.setting = {"prevalence": 0.1, "tpir": 0.5, "fpir": 0.2, "faces": 10}
    assert (explorer.table.prevalence, explorer.table.fpir, explorer.faces) == (
        0.1, pytest.approx(0.2), 10)
    assert seen[-1].tpir == pytest.approx(0.5)
    explorer.table = lfr.solve(prevalence=0.2, tpir=0.5, fpir=0.2)
    assert explorer.widget.setting == {
        "prevalence": pytest.approx(0.2), "tpir": pytest.approx(0.5), "fpir": pytest.approx(0.2),
        "faces": 10}


@pytest.mark.parametrize(("given", "more", "message"), [
    (5, {}, "an explorer needs a Table or a comparison, got int"),
    (lfr.Table(tp=0, fn=0, fp=1, tn=1), {}, "tpir must be one share"),
    (lfr.Table(tp=np.ones(2), fn=1, fp=1, tn=1), {}, "prevalence must be one share"),
    (None, {"faces": 0}, "faces"), (None, {"faces": 10**9 + 1}, "faces must be at most"),
    (None, {"study": "nonsense"}, "is neither a recorded study"),
])
def test_bad_input_is_named(given, more, message):
    with pytest.raises(ValueError, match=message):
        lfr.Explorer(given, **more)


@pytest.mark.parametrize("setting", [
    {"prevalence": 2, "tpir": 0.5, "fpir": 0.5}, {"prevalence": 0.5, "tpir": 0.5},
    {"prevalence": 0.5, "tpir": 0.5, "fpir": 0.5, "faces": -1},
])
def test_a_hostile_front_end_is_refused(setting):
    with pytest.raises(ValueError):
        lfr.Explorer().widget.setting = setting


def test_it_can_be_saved_as_a_page(tmp_path):
    path = lfr.Explorer(study="npl-2023").save(tmp_path / "x.html")
    assert "m=claims" in path.read_text()


def test_without_anywidget_the_way_out_is_named(monkeypatch):
    from lfrstats.explorer import widget

    widget._widget_class.cache_clear()
    monkeypatch.setitem(sys.modules, "anywidget", None)
    with pytest.raises(ModuleNotFoundError, match="pip install 'lfrstats"):
        lfr.Explorer()
    widget._widget_class.cache_clear()


def test_importing_the_library_does_not_import_anywidget():
    import subprocess

    code = "import lfrstats; lfrstats.Explorer; import sys; print('anywidget' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
