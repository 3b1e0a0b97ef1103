"""What README.md shows can be typed as it stands, and CI finds its two commands in it."""

import re
import shlex
from pathlib import Path

import pytest

from lfrstats.cli import main

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text()
SHELL = "\n".join(re.findall(r"```bash\n(.*?)```", README, flags=re.DOTALL))
COMMANDS = [
    part.strip() for line in SHELL.splitlines() if "pip" not in line
    for part in line.split("  #")[0].split("&&") if ".venv/bin/lfrstats" in part
]


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_runs_as_printed(command, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    program, *arguments = shlex.split(command)
    assert program == ".venv/bin/lfrstats"
    if arguments[:2] == ["audit", "my-study.toml"]:
        main(["claims", "--new", "my-study.toml"])
    assert main(arguments) == 0
    assert capsys.readouterr().out


def test_the_python_example_runs(capsys):
    code, = re.findall(r"```python\n(.*?)```", README, flags=re.DOTALL)
    exec(compile(code, "README.md", "exec"), {})
    said = capsys.readouterr().out
    for text in ("Of 100,000 faces, 34 are on the list", "95 % Clopper-Pearson interval 8.6 %",
                 "At least 19 %, but not all, of alerts", "does not follow: that would be"):
        assert text in said


def test_ci_runs_the_two_commands_of_the_readme():
    script = (ROOT / ".ci" / "run").read_text()
    for name in re.findall(r'^run "(.*)"$', script, flags=re.MULTILINE):
        assert f"# {name}\npython3 -m venv .venv && .venv/bin/pip install" in SHELL


def test_links_and_pictures_are_there():
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert (ROOT / target).exists(), target
