"""The house: imports point one way, importing is light, names are documented and do not clash.

`python tests/test_structure.py` prints which room imports from which.
"""

import ast
import re
import subprocess
import sys
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import lfrstats

PACKAGE = Path(lfrstats.__file__).parent

ROOMS = dict(re.findall(r"^\| `([\w/]+)` \| (.+) \|$", (PACKAGE / "README.md").read_text(),
                        flags=re.MULTILINE))
"""Each room's question, from the ground up: a room imports only from rooms above it here."""

FORBIDDEN = {"scipy.stats", "scipy.optimize", "statsmodels", "pandas", "matplotlib", "arviz"}
"""What `import lfrstats` and the command line must not load."""

READING = ("evidence", "auditing", "figures", "reports", "cli")
"""The rooms that may read files, draw or print."""

LOOSE = ("__init__.py", "__main__.py")
FILES = [path for path in sorted(PACKAGE.rglob("*.py"))
         if str(path.relative_to(PACKAGE)) not in LOOSE]

every_file = pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
every_room = pytest.mark.parametrize("room", ROOMS)


def room_of(path):
    return path.parent.relative_to(PACKAGE).as_posix()


def told(room):
    """The question of a room, and the words of its line of imports."""
    text = ast.get_docstring(ast.parse((PACKAGE / room / "__init__.py").read_text()))
    named = re.search(r"^Imports (.+)\.$", text, flags=re.MULTILINE | re.DOTALL)[1]
    return text.splitlines()[0], " ".join(named.split())


def imports(path):
    """Each import of a file: (own file or None, outside module or "", at module level?)."""
    tree = ast.parse(path.read_text())
    top = {id(node) for node in tree.body}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((None, name.name, id(node) in top) for name in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield None, node.module, id(node) in top
        elif isinstance(node, ast.ImportFrom):
            folder = path.parents[node.level - 1].joinpath(*(node.module or "").split("."))
            for name in node.names:
                yield found(folder, name.name), "", id(node) in top


def found(folder, name):
    """The file that `from folder import name` reads: a module of that name, or where it is."""
    places = (folder / f"{name}.py", folder / name / "__init__.py", folder.with_suffix(".py"),
              folder / "__init__.py")
    return next(place for place in places if place.is_file())


def own(path):
    return {other for other, _, _ in imports(path) if other and other != PACKAGE / "__init__.py"}


def import_table():
    """For each room, the rooms it imports from."""
    return {room: sorted({room_of(other) for path in FILES if room_of(path) == room
                          for other in own(path)} - {room}, key=[*ROOMS].index)
            for room in ROOMS}


def test_every_folder_is_a_room_and_says_what_it_answers():
    assert {room_of(path) for path in FILES} == set(ROOMS)
    for room, question in ROOMS.items():
        assert told(room)[0].startswith(question), room


@every_room
def test_a_room_is_neither_empty_nor_crowded(room):
    count = len([path for path in (PACKAGE / room).glob("*.py") if path.name != "__init__.py"])
    assert 2 <= count <= 10 or room == "cli", "each command is a file of its own"


def test_rooms_import_one_way(capsys):
    order = [*ROOMS]
    table = import_table()
    for room, others in table.items():
        for other in others:
            print(f"{room} <- {other}")
            assert order.index(other) < order.index(room), f"{room} imports {other}"
    assert sum(map(len, table.values())) == len(capsys.readouterr().out.splitlines())


def test_no_circle_of_files():
    TopologicalSorter({path: own(path) for path in FILES}).prepare()  # raises CycleError


@every_room
def test_a_room_imports_what_it_says_and_no_more(room):
    inside, _, outside = told(room)[1].partition("; ")
    used = {name.split(".")[0] for path in FILES if room_of(path) == room
            for _, name, _ in imports(path)} - {""} - set(sys.stdlib_module_names)
    assert inside == ", ".join(import_table()[room] or ["no other room"])
    assert outside == ", ".join(sorted(used))


@every_file
def test_heavy_imports_are_made_where_they_are_used(path):
    for _, outside, top in imports(path):
        assert not (top and any(outside.startswith(heavy) for heavy in FORBIDDEN)), outside


@every_file
def test_the_lower_floors_neither_read_nor_print_nor_draw_lots(path):
    if room_of(path).split("/")[0] in READING:
        return
    called = {node.func.id for node in ast.walk(ast.parse(path.read_text()))
              if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    assert not called & {"open", "print", "input", "eval", "exec"}
    assert "np.random" not in path.read_text()


@every_file
def test_files_and_functions_stay_small(path):
    source = path.read_text()
    assert source.count("\n") <= 400
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef):
            first = node.body[0]
            doc = first.end_lineno - first.lineno + 1 if ast.get_docstring(node) else 0
            assert node.end_lineno - node.lineno + 1 - doc <= 40, node.name


def loaded_by(code):
    done = subprocess.run([sys.executable, "-c", f"{code}; import sys; print(*sys.modules)"],
                          capture_output=True, text=True, check=True)
    return set(done.stdout.splitlines()[-1].split())


@pytest.mark.parametrize("code", [
    "import lfrstats",
    "import lfrstats; lfrstats.solve; lfrstats.interval(8, 42).receipt(); lfrstats.compare",
    "from lfrstats.cli import main; main([])",
    "from lfrstats.cli import main; main(['interval', '8', '42', '--method', 'all'])",
])
def test_imports_are_light(code):
    loaded = loaded_by(code)
    assert not {name for name in loaded if any(
        name == heavy or name.startswith(heavy + ".") for heavy in FORBIDDEN)}


def test_solve_does_not_load_scipy():
    assert "scipy" not in loaded_by(
        "from lfrstats.cli import main; main(['solve', 'tpir=.7', 'fpir=.001', 'prevalence=.5'])")


def test_public_names_resolve_are_documented_and_do_not_clash():
    rooms = {room.split("/")[0] for room in ROOMS}
    for name in lfrstats.__all__:
        thing = getattr(lfrstats, name)
        assert not callable(thing) or thing.__doc__, name
        assert name not in rooms, f"{name} is a room too and would hide the function"
    assert set(lfrstats.__all__) <= set(dir(lfrstats))
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = lfrstats.nonsense


def test_every_figure_is_public():
    drawn = {node.name for path in (PACKAGE / "figures").glob("*.py")
             for node in ast.parse(path.read_text()).body
             if isinstance(node, ast.FunctionDef) and node.name.startswith("plot_")}
    from lfrstats import figures

    assert drawn == set(figures.__all__) == {name for name in lfrstats.__all__
                                             if name.startswith("plot_")}


@every_file
def test_all_lists_what_exists(path):
    module = ".".join(["lfrstats", *path.relative_to(PACKAGE).with_suffix("").parts])
    module = module.removesuffix(".__init__")
    loaded = __import__(module, fromlist=["_"])
    for name in getattr(loaded, "__all__", ()):
        assert hasattr(loaded, name), name


def test_every_rate_says_what_it_is_a_share_of():
    from lfrstats.table.rates import RATES

    for name, rate in RATES.items():
        assert name == rate.name and rate.of and rate.what and rate.statement


if __name__ == "__main__":
    for room, others in import_table().items():
        print(f"{room:26} <- {', '.join(others) or 'no other room'}")
