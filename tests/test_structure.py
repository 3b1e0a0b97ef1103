"""The house: imports point down, importing is light, names are documented and do not clash."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import lfrstats

PACKAGE = Path(lfrstats.__file__).parent

FLOORS = (
    {"_check", "printed", "wording"},
    {"events", "rates", "solving", "bayes", "_roots", "acceptance", "intervals", "exact_coverage",
     "methods", "lattice", "melding", "beta_binomial", "log_odds"},
    {"implied", "unpublished", "comparison", "reconciling", "counts", "tables", "unverified",
     "rival_claims", "disagreements", "pooling", "deployment_checks",
     "guaranteed", "predictive", "true_prevalences", "credal", "next_deployment", "planning",
     "sample_sizes", "running_totals", "posteriors", "budgets", "coverage_grid", "between_tests"},
    {"_toml", "claims", "entries", "study_file", "checks", "auditing", "deployments",
     "deployment_file"},
    {"figures"},
    {"terminal", "report", "cli"},
)
"""From the ground up; a module imports only from floors below, or the siblings named next."""

SIBLINGS = {
    "wording": set(), "printed": {"_check", "wording"},
    "rates": {"events"}, "solving": {"rates"},
    "acceptance": {"_roots"}, "intervals": {"_roots", "acceptance", "exact_coverage"},
    "exact_coverage": {"intervals"}, "methods": {"intervals", "exact_coverage"},
    "unpublished": {"implied"}, "comparison": {"implied", "unpublished"},
    "disagreements": {"rival_claims"}, "lattice": {"rates"},
    "melding": {"_roots", "acceptance"}, "predictive": {"guaranteed"},
    "planning": {"running_totals"}, "log_odds": {"rates"}, "budgets": {"posteriors"},
    "between_tests": {"posteriors"},
    "coverage_grid": {"guaranteed", "next_deployment", "predictive", "running_totals",
                      "true_prevalences"},
    "entries": {"_toml"}, "study_file": {"_toml", "claims", "entries"},
    "deployment_checks": {"counts"}, "deployments": {"claims"},
    "deployment_file": {"_toml", "claims", "deployments", "entries"},
    "checks": {"claims"}, "auditing": {"claims", "checks", "study_file"},
    "report": {"terminal"}, "cli": {"terminal", "report"},
}

OUTSIDE = (
    {"numpy"},
    {"numpy", "scipy"},
    {"numpy", "scipy", "statsmodels", "arviz"},
    {"numpy", "scipy", "pandas"},
    {"numpy", "scipy", "matplotlib"},
    {"numpy", "scipy", "matplotlib", "jinja2", "markupsafe"},
)
"""What each floor may import from outside the standard library (heavy ones inside functions)."""

FORBIDDEN = {"scipy.stats", "scipy.optimize", "statsmodels", "pandas", "matplotlib", "arviz"}
"""What `import lfrstats` and the command line must not load."""


def floor_of(module):
    return next((i for i, floor in enumerate(FLOORS) if module in floor), None)


def files():
    return [path for path in sorted(PACKAGE.rglob("*.py"))
            if path.relative_to(PACKAGE).parts[0] not in ("__init__.py", "__main__.py")]


def room(path):
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path):
    """Each import of a file: (own module or "", outside package or "", at module level?)."""
    tree = ast.parse(path.read_text())
    depth = len(path.relative_to(PACKAGE).parts)
    top = {id(node) for node in tree.body}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for name in node.names:
                yield "", name.name, id(node) in top
        elif isinstance(node, ast.ImportFrom) and node.level == depth:
            for name in [node.module] if node.module else [name.name for name in node.names]:
                yield name.split(".")[0], "", id(node) in top
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield "", node.module, id(node) in top


def test_every_module_has_its_floor():
    assert {room(path) for path in files()} == set.union(*FLOORS)


@pytest.mark.parametrize("path", files(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_point_down(path):
    here = room(path)
    for own, outside, _ in imports(path):
        if own and own not in (here, "__version__"):
            below = floor_of(own) < floor_of(here)
            assert below or own in SIBLINGS.get(here, ()), f"{here} imports {own}"
        package = outside.split(".")[0]
        if outside and package not in sys.stdlib_module_names:
            assert package in OUTSIDE[floor_of(here)], f"{here} imports {outside}"


@pytest.mark.parametrize("path", files(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_heavy_imports_are_made_where_they_are_used(path):
    for _, outside, top in imports(path):
        assert not (top and any(outside.startswith(heavy) for heavy in FORBIDDEN)), outside


@pytest.mark.parametrize("path", files(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_the_lower_floors_neither_read_nor_print_nor_draw_lots(path):
    if floor_of(room(path)) > 2:
        return
    called = {node.func.id for node in ast.walk(ast.parse(path.read_text()))
              if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    assert not called & {"open", "print", "input", "eval", "exec"}
    assert "np.random" not in path.read_text()


@pytest.mark.parametrize("path", files(), ids=lambda path: str(path.relative_to(PACKAGE)))
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
    modules = {path.stem for path in PACKAGE.glob("*.py")} | {
        path.name for path in PACKAGE.iterdir() if path.is_dir()}
    for name in lfrstats.__all__:
        thing = getattr(lfrstats, name)
        assert not callable(thing) or thing.__doc__, name
        assert name not in modules, f"{name} is a module too and would hide the function"
    assert set(lfrstats.__all__) <= set(dir(lfrstats))
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = lfrstats.nonsense


@pytest.mark.parametrize("path", files(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_all_lists_what_exists(path):
    module = ".".join(["lfrstats", *path.relative_to(PACKAGE).with_suffix("").parts])
    module = module.removesuffix(".__init__")
    loaded = __import__(module, fromlist=["_"])
    for name in getattr(loaded, "__all__", ()):
        assert hasattr(loaded, name), name


def test_every_rate_says_what_it_is_a_share_of():
    from lfrstats.rates import RATES

    for name, rate in RATES.items():
        assert name == rate.name and rate.of and rate.what and rate.statement
