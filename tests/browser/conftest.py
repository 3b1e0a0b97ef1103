"""A headless browser with the network off, or the reason in words why there is none."""

import shutil
from functools import cache

import pytest

from lfrstats.explorer.modules import loader
from lfrstats.explorer.page import write_page

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
         "--disable-background-networking", "--disable-component-update", "--disable-sync"]
NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")


@pytest.fixture(scope="session")
def browser():
    """Chromium of this machine."""
    api = pytest.importorskip(
        "playwright.sync_api", reason="Playwright is not installed: pip install '.[test]'")
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        pytest.skip("no Chromium on this machine, so nothing was tested in a browser: "
                    "apt-get install chromium")
    with api.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield started
        started.close()


@pytest.fixture(scope="session")
def address(tmp_path_factory):
    """The explorer as a file."""
    return write_page(tmp_path_factory.mktemp("page") / "explorer.html").as_uri()


@pytest.fixture
def visit(browser, address):
    """Open the explorer at a state; at the end nothing may have been said on the console."""
    said, contexts = [], []

    def opened(state="", *, width=1280, height=900, page=address, before=None, **options):
        context = browser.new_context(
            viewport={"width": width, "height": height}, offline=True, **options)
        contexts.append(context)
        tab = context.new_page()
        tab.set_default_timeout(30_000)
        tab.on("console", lambda message: said.append(message.text))
        tab.on("pageerror", lambda error: said.append(str(error)))
        if before:
            tab.add_init_script(before)
        tab.goto(f"{page}#{state}")
        tab.wait_for_selector("main > *")
        return tab

    yield opened
    for context in contexts:
        context.close()
    assert said == []


@pytest.fixture(scope="session")
def modules(browser):
    """Blank pages, in each of which one module of the explorer can be asked."""
    context = browser.new_context(offline=True)

    @cache
    def asked(name):
        tab = context.new_page()
        tab.add_script_tag(type="module", content=loader(name) + f"window.{name} = host;")
        tab.wait_for_function(f"window.{name}")
        return tab

    yield asked
    context.close()
