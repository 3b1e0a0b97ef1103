"""What may be typed at a command line, and what comes back?

Each command is a module of this folder with `HELP`, `EXAMPLE`, `add_arguments(parser)` and
`answer(args)`, which returns an `Answer`: text for people and a dictionary for `--json`. Commands
import what they need when they run, so that starting one costs little.

Imports words, table, intervals, posteriors, pooling, samples, samples/coverage_grid, planning,
evidence/files, evidence, auditing, figures, reports, explorer; matplotlib.
"""

from __future__ import annotations

import argparse
import os
import sys
from importlib import import_module

from .. import __version__

__all__ = ["main"]

COMMANDS = (
    "compare", "solve", "interval", "precision", "prevalence", "posterior", "budget", "predict",
    "plan", "audit", "claims", "figures", "explore",
)
"""The commands; the first runs when none is named."""


class _Parser(argparse.ArgumentParser):
    """A parser that complains in one line and exits with 2."""

    def error(self, message):
        """Print one line and exit with 2."""
        self.exit(2, f"{self.prog}: {message} (see {self.prog} --help)\n")


def main(argv: list[str] | None = None) -> int:
    """Run one command and return its exit code.

    0 if all is well, 1 if an audit found something against a figure, 2 for input that breaks a
    rule.
    """
    arguments = sys.argv[1:] if argv is None else list(argv)
    args = _parser().parse_args(_with_command(arguments))
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")
    try:
        return _print(args)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except ValueError as error:
        several = str(error).splitlines() if hasattr(error, "breaches") else [str(error)]
        for line in several:
            print(f"lfrstats {args.command}: {' '.join(line.split())}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    return 0  # the reader of a closed pipe has what it wanted


def level_of(text: str) -> float:
    """A confidence level as typed: 0.95 or 95%."""
    from ..words import check
    from ..words.printed import read

    return check.level(read(text).value if "%" in text else text)


def _print(args) -> int:
    if hasattr(args, "level"):
        args.level = level_of(args.level)
    answer = _command(args.command).answer(args)
    if args.json:
        import json

        print(json.dumps(answer.data, indent=2, ensure_ascii=False, allow_nan=False))
    else:
        print(answer.text)
    sys.stdout.flush()
    return answer.code


def _with_command(arguments: list[str]) -> list[str]:
    """The arguments, with the first command put in where none is named."""
    asks_for_all = {"-h", "--help", "--version"} & set(arguments[:1])
    if asks_for_all or (arguments and not arguments[0].startswith("-")):
        return arguments
    return [COMMANDS[0], *arguments]


def _command(name: str):
    return import_module(f".{name}", __name__)


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="lfrstats",
        description="What accuracy claims about watchlist and screening systems mean, "
        "imply and leave open. Without a command: lfrstats compare.",
    )
    parser.add_argument("--version", action="version", version=f"lfrstats {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name in COMMANDS:
        command = _command(name)
        added = commands.add_parser(
            name, help=command.HELP, description=command.HELP,
            epilog=f"example: {command.EXAMPLE}",
        )
        command.add_arguments(added)
        added.add_argument("--json", action="store_true", help="print every number, for programs")
    return parser
