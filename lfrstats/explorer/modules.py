"""Which modules is the explorer made of, and how do they travel as one text?

The sources are ES modules that import each other by relative names. In a page without a server, or
in a notebook, there is no place to import from: each source is handed over as text, innermost
first, and a few lines give each an address of its own in the browser's memory.
"""

from __future__ import annotations

import json
import re
from graphlib import TopologicalSorter
from pathlib import Path

__all__ = ["FOLDER", "loader", "sources", "style"]

FOLDER = Path(__file__).parent / "js"
_IMPORTS = re.compile(r'from "\./(\w+)\.js"')

_LOADER = """\
const sources = SOURCES, urls = {};
for (const [name, text] of sources) {
  const linked = text.replace(/from "\\.\\/(\\w+)\\.js"/g, (_, other) => `from "${urls[other]}"`);
  urls[name] = URL.createObjectURL(new Blob([linked], { type: "text/javascript" }));
}
const host = await import(urls["HOST"]);
"""


def sources(host: str) -> list[tuple[str, str]]:
    """Name and text of every module that `host` needs, each after those it imports.

    >>> [name for name, _ in sources("chance")]
    ['chance']
    """
    found: dict[str, str] = {}
    needs: dict[str, list[str]] = {}
    waiting = [host]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found[name] = (FOLDER / f"{name}.js").read_text(encoding="utf-8")
            needs[name] = sorted(set(_IMPORTS.findall(found[name])))
            waiting += needs[name]
    return [(name, found[name]) for name in TopologicalSorter(needs).static_order()]


def loader(host: str) -> str:
    """JavaScript that loads a host and all it needs; it is then called `host`."""
    return _LOADER.replace("HOST", host).replace("SOURCES", in_script(sources(host)))


def style() -> str:
    """The style sheet of page and widget."""
    return (FOLDER / "explorer.css").read_text(encoding="utf-8")


def in_script(data) -> str:
    r"""Data as JSON that may stand inside a script element: it cannot end it, or begin another.

    >>> in_script("</script><!--")
    '"\\u003c/script>\\u003c!--"'
    """
    text = json.dumps(data, ensure_ascii=False, allow_nan=False)
    return (text.replace("<", "\\u003c").replace("\N{LINE SEPARATOR}", "\\u2028")
            .replace("\N{PARAGRAPH SEPARATOR}", "\\u2029"))
