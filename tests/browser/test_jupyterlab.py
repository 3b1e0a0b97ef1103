"""The widget in a real JupyterLab, driven by a script: what Python sees, and what it says."""

import importlib.util
import json
import os
import socket
import subprocess
import sys
import time
import urllib.request

import pytest

CELLS = [
    "import lfrstats as lfr\nexplorer = lfr.Explorer(faces=1000)\nexplorer",
    "print('python sees', explorer.table.fpir)",
    "explorer.table = lfr.solve(prevalence='2%', tpir='90%', fpir='9%')",
]


def notebook():
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": {
        "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
        "cells": [{"cell_type": "code", "id": f"cell{i}", "metadata": {}, "outputs": [],
                   "execution_count": None, "source": text} for i, text in enumerate(CELLS)]}


@pytest.fixture
def lab(tmp_path):
    """A JupyterLab at an address, with the notebook in it."""
    if importlib.util.find_spec("jupyterlab") is None:
        pytest.skip("JupyterLab is not installed, so the widget was tried without it: "
                    "pip install '.[notebooks]'")
    (tmp_path / "try.ipynb").write_text(json.dumps(notebook()))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    quiet = {name: str(tmp_path / name) for name in
             ("JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")}
    server = subprocess.Popen(
        [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root",
         f"--ServerApp.port={port}", "--IdentityProvider.token=",
         f"--ServerApp.root_dir={tmp_path}", "--LabApp.news_url=None"],
        env=os.environ | quiet, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(240):
            try:
                with urllib.request.urlopen(f"{address}/api", timeout=5):
                    break
            except OSError:
                time.sleep(0.25)
        yield address
    finally:
        server.terminate()
        server.wait(20)


def test_the_widget_moves_python_and_python_moves_the_widget(browser, lab):
    context = browser.new_context(viewport={"width": 1400, "height": 1000})
    tab = context.new_page()
    tab.set_default_timeout(90_000)
    tab.goto(f"{lab}/lab/tree/try.ipynb")
    tab.locator(".jp-Notebook .jp-Cell").first.click()

    def run():
        tab.keyboard.press("Shift+Enter")

    run()
    field = tab.get_by_label("False-alert rate, as printed")
    field.wait_for()
    field.fill("1 in 6,000")
    field.press("Enter")
    tab.locator(".jp-Cell .jp-InputArea").nth(1).click()
    run()
    told = tab.locator(".jp-OutputArea-output", has_text="python sees")
    told.wait_for()
    assert float(told.inner_text().split()[-1]) == pytest.approx(1 / 6000)
    run()
    tab.wait_for_function(
        "() => document.querySelector('.lfr .sentence').textContent.includes('18 of them')")
    assert "88 are false" in tab.locator(".lfr .sentence").inner_text()
    context.close()
