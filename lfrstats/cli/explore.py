"""``lfrstats explore``: the interactive explorer, as one page that needs no network."""

from __future__ import annotations

from ..reports.terminal import Answer, paragraph

HELP = "the interactive explorer, as one page that needs no network"
EXAMPLE = "lfrstats explore met-trials-2020 -o explorer.html"


def add_arguments(parser) -> None:
    """Add this command's arguments."""
    parser.add_argument("study", nargs="?", help="a recorded study, or a claims file, to open with")
    parser.add_argument("-o", "--output", default="explorer.html", help="write the page here")
    parser.add_argument("--no-open", action="store_true", help="write the page, open no browser")


def answer(args) -> Answer:
    """Write the page, and open it where there is a screen to see it on."""
    from ..explorer.page import write_page

    path = write_page(args.output, args.study).resolve()
    shown = not (args.no_open or args.json) and _shown(path.as_uri())
    told = "It is open in your browser." if shown else "Open it in any browser; no network needed."
    return Answer(paragraph(f"Written: {args.output}. {told}"),
                  {"written": args.output, "opened": shown, "bytes": path.stat().st_size})


def _shown(address: str) -> bool:
    """Whether a browser with a window took the page; never a browser inside a terminal."""
    import os
    import sys
    import webbrowser

    if not sys.stdout.isatty():
        return False
    if sys.platform.startswith("linux") and not (
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    ):
        return False
    return webbrowser.open(address)
