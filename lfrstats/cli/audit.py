"""``lfrstats audit``: what a study's figures imply, and whether they can all be true."""

from __future__ import annotations

from ..reports.terminal import Answer, paragraph

HELP = "audit a study or a claims file: checks, consistency, what follows, what is left open"
EXAMPLE = "lfrstats audit met-trials-2020 -o report.html"


def add_arguments(parser) -> None:
    """Add this command's arguments."""
    parser.add_argument("study", help="a recorded study, or a claims file")
    parser.add_argument("--full", action="store_true",
                        help="the whole report, not only what was found")
    parser.add_argument("-o", "--output", help="write the report here: .html, .md or .json")
    parser.add_argument("--level", default="0.95", help="joint confidence level: 0.95 or 95%%")
    parser.add_argument(
        "--assume-same", default="", metavar="REASON",
        help="why claims made under different conditions may be taken together",
    )


def answer(args) -> Answer:
    """Audit, and print or write the report; the exit code says whether anything was found."""
    from ..auditing.audits import audit
    from ..reports.data import as_data
    from ..reports.sections import document_of
    from ..reports.text import as_text
    from ..reports.writing import write_report

    found = audit(args.study, level=args.level, assume_same=args.assume_same)
    code = 0 if found.consistent else 1
    if args.output:
        path = write_report(found, args.output)
        return Answer(f"{paragraph(str(found), indent='')}\n  - {path}", as_data(found), code)
    text = "" if args.json else as_text(document_of(found), full=args.full)
    return Answer(text, as_data(found) if args.json else {}, code)
