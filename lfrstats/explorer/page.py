"""How does the explorer become one file that works without a network?"""

from __future__ import annotations

from functools import cache
from html import escape
from pathlib import Path
from urllib.parse import urlencode

from ..evidence.deployment_file import load_deployments
from ..evidence.study_file import load_claims, studies
from ..reports.writing import write_whole
from .modules import in_script, loader, style
from .presets import deployments_data, study_data

__all__ = ["page", "write_page"]

_PAGE = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none';
 script-src 'unsafe-inline' blob:; style-src 'unsafe-inline'; img-src data: blob:">
<title>TITLE</title>
<style>STYLE</style>
</head>
<body>
<div id="explorer"><noscript>This page needs JavaScript; it loads nothing from anywhere.</noscript>
</div>
<script type="module">
LOADERhost.start(document.getElementById("explorer"), DATA);
</script>
</body>
</html>
"""
_TITLE = "Share of what? Accuracy claims to take apart"


def page(study: str | Path | None = None, *, start: str | None = None) -> str:
    """The explorer as one HTML text: no network, no server.

    Parameters
    ----------
    study : str or Path, optional
        A recorded study, or a claims file of your own, to open with.
    start : str, optional
        Where to open, as the part of an address after "#"; the page passes over what it cannot
        read.

    Raises
    ------
    ValueError
        When there is no such study, or the file breaks a rule.

    Examples
    --------
    >>> text = page()
    >>> text.startswith("<!doctype html>"), len(text.encode()) < 500_000
    (True, True)
    """
    data = _data(study) | ({} if start is None else {"start": start})
    parts = {"TITLE": escape(_TITLE), "STYLE": style(), "LOADER": loader("page"),
             "DATA": in_script(data)}
    before, text = _PAGE, ""
    for name, part in parts.items():
        head, before = before.split(name, 1)
        text += head + part
    return text + before


def _data(study: str | Path | None) -> dict:
    """The studies, the one asked for first, and the address to open at."""
    asked = [] if study is None else [study_data(load_claims(study))]
    known = {each["id"] for each in asked}
    start = urlencode({"m": "claims", "c": asked[0]["id"]}) if asked else ""
    recorded, deployments = _recorded()
    return {"studies": asked + [each for each in recorded if each["id"] not in known],
            "start": start, "deployments": deployments}


@cache
def _recorded() -> tuple[list[dict], dict]:
    """The recorded studies and deployments, audited once."""
    return ([study_data(load_claims(name)) for name in _in_order()],
            deployments_data(load_deployments("met")))


def _in_order() -> list[str]:
    """The recorded studies, the one the project began with first."""
    return sorted(studies(), key=lambda name: (name != "met-trials-2020", name))


def write_page(path: str | Path, study: str | Path | None = None) -> Path:
    """The explorer in a file, whole or not at all; see `page`.

    Raises
    ------
    ValueError
        If the name does not end in .html, or the file cannot be written.
    """
    path = Path(path)
    if path.suffix.lower() not in (".html", ".htm"):
        raise ValueError(f"an explorer must end in .html, got {path.name!r}")
    return write_whole(path, page(study).encode())
