"""The modules: small, of our own, loading nothing, in one order, with types that hold."""

import json
import os
import re
import shutil
import subprocess
import sys

import pytest

from lfrstats.explorer.modules import FOLDER, in_script, loader, sources, style

MODULES = sorted(FOLDER.glob("*.js"))
TEXTS = {"english.js", "english_guide.js", "german.js", "german_guide.js"}
each_module = pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)


@each_module
def test_a_module_is_small_and_says_what_it_is(path):
    text = path.read_text()
    assert text.startswith("/**")
    assert path.name in TEXTS or text.count("\n") <= 200


@each_module
def test_nothing_is_fetched_run_from_text_or_written_as_markup(path):
    text = path.read_text()
    assert not re.search(r"\bfetch\(|XMLHttp|WebSocket|sendBeacon|\beval\(|new Function|innerHTML|"
                         r"outerHTML|insertAdjacentHTML|document\.write|setTimeout\(['\"]", text)
    for address in re.findall(r"https?://[^\s\"'`]+", text):
        assert address.startswith("http://www.w3.org/"), "the name of SVG, which nobody fetches"


@pytest.mark.parametrize("host", ["page", "widget"])
def test_each_module_comes_after_those_it_imports(host):
    seen = set()
    for name, text in sources(host):
        assert set(re.findall(r'from "\./(\w+)\.js"', text)) <= seen, name
        seen.add(name)
    assert host == name


def test_the_order_is_the_same_in_every_run():
    """Texts hash anew in every run of Python; a page must not."""
    code = "from lfrstats.explorer.modules import sources; print([n for n, _ in sources('page')])"
    orders = {subprocess.run([sys.executable, "-c", code], capture_output=True, text=True,
                             check=True, env=os.environ | {"PYTHONHASHSEED": seed}).stdout
              for seed in ("1", "2", "3")}
    assert len(orders) == 1


def test_every_module_is_used():
    used = {name for host in ("page", "widget") for name, _ in sources(host)}
    assert used == {path.stem for path in MODULES}


def test_the_sources_travel_whole():
    text = loader("model")
    carried = json.loads(re.search(r"const sources = (\[.*\]), urls = \{\};", text)[1])
    assert carried == [["model", (FOLDER / "model.js").read_text()]]


@pytest.mark.parametrize("text", ["</script>", "<!--<script>", "\u2028\u2029", "\\u003c", 'a"b'])
def test_data_cannot_leave_its_script(text):
    written = in_script({"text": text})
    assert json.loads(written) == {"text": text}
    assert "<" not in written and "\u2028" not in written


def test_the_style_loads_nothing():
    assert not re.search(r"url\(|@import|https?:", style())


def test_no_html_identifier_comes_from_data():
    for path in MODULES:
        for found in re.findall(r"\bid: (`[^`]*`|\w+)", path.read_text()):
            assert found in ("`problem-${name}`", "string"), (path.name, found)


def test_the_types_in_the_comments_hold():
    found = shutil.which("tsc")
    if found is None:
        pytest.skip("no TypeScript on this machine, so the types of the modules were not checked: "
                    "apt-get install node-typescript")
    done = subprocess.run(
        [found, "--allowJs", "--checkJs", "--noEmit", "--target", "es2022", "--module", "es2022",
         "--lib", "es2022,dom,dom.iterable", *map(str, MODULES)], capture_output=True, text=True)
    assert done.stdout == "" and done.returncode == 0
