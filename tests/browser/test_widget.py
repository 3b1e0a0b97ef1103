"""The widget's own module, with a model as a notebook gives it; in JupyterLab where that is."""

import pytest

import lfrstats as lfr
from lfrstats.explorer.modules import loader

MODEL = """(setting) => {
    const values = { setting, address: "m=free", data: {} }, heard = {};
    window.saved = 0;
    window.model = {
        get: (key) => values[key],
        set(key, value) { values[key] = value; heard[`change:${key}`]?.(); },
        save_changes() { window.saved += 1; },
        on: (name, act) => { heard[name] = act; }, off: (name) => { delete heard[name]; },
    };
    window.down = widget.default.render({ model: window.model, el: document.body });
}"""
SETTING = {"prevalence": 0.01, "tpir": 0.9, "fpir": 0.09, "faces": 1000}


@pytest.fixture
def tab(modules):
    found = modules("widget")
    found.evaluate("document.body.replaceChildren()")
    found.evaluate(MODEL, SETTING)
    found.wait_for_selector(".free")
    return found


def test_python_s_setting_is_seen(tab):
    assert tab.get_by_label("Hit rate, as printed").input_value() == "90\N{NO-BREAK SPACE}%"
    tab.evaluate("(s) => model.set('setting', s)", SETTING | {"prevalence": 0.5, "faces": 100})
    tab.locator(".sentence", has_text="50 are").wait_for()
    assert tab.evaluate("saved") == 0, "what Python said is not sent back to it"


def test_the_reader_s_change_reaches_python(tab):
    field = tab.get_by_label("False-alert rate, as printed")
    field.fill("1 in 1,000")
    field.press("Enter")
    tab.wait_for_function("() => model.get('setting').fpir === 0.001")
    assert tab.evaluate("model.get('setting')") == SETTING | {"fpir": 0.001}
    assert tab.evaluate("saved") >= 1


def test_it_can_be_taken_down(tab):
    tab.evaluate("down()")
    tab.evaluate("(s) => model.set('setting', s)", SETTING | {"tpir": 0.1})
    assert tab.get_by_label("Hit rate, as printed").input_value() == "90\N{NO-BREAK SPACE}%"


def test_an_exported_notebook_holds_a_page_that_moves_without_a_kernel(visit, tmp_path):
    pytest.importorskip("anywidget", reason="anywidget is not installed: pip install '.[widget]'")
    explorer = lfr.Explorer(lfr.solve(prevalence="1%", tpir="90%", fpir="9%"), faces=1_000)
    bundle = explorer._repr_mimebundle_()
    bundle = bundle[0] if isinstance(bundle, tuple) else bundle
    page = tmp_path / "exported.html"
    page.write_text(f"<!doctype html><main><p>a notebook</p>{bundle['text/html']}</main>")
    frame = visit(page=page.as_uri()).frame_locator("iframe")
    field = frame.get_by_label("Base rate, as printed")
    assert field.input_value().split() == ["1", "in", "100"]
    field.fill("50%")
    field.press("Enter")
    frame.locator(".sentence", has_text="500").wait_for()


def test_the_module_is_one_text_with_a_default_export():
    text = loader("widget") + "export default host.default;\n"
    assert 'from "./' not in text.split("const urls")[0] or "sources" in text
    assert text.endswith("export default host.default;\n")
