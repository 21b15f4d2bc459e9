"""What is written for newcomers is true: settings and paths of the README, and the map of the path of a gift."""

import ast
import re

from tests.architecture.source import ROOT, Source, files

READS = re.compile(r'reader\.\w+\(\s*"([A-Z_]+)"')
NAMES = re.compile(r"`([A-Z][A-Z_]+)`")
PATHS = re.compile(r"(?<![\w/.])(?:hope|docs|tests|scripts|static|stripe_sandbox|migrations)/[\w./-]*")
LINKS = re.compile(r"\]\(((?!http)[^)#]+)\)")
MODULES = re.compile(r"`([a-z_]+)`")
# Layers that every feature has: a map has nothing to say of them.
LAYERS = {"__init__", "cli", "models", "tasks", "views"}


def undocumented(code: Source, readme: Source) -> list[str]:
    """Settings that are read and not explained, or explained and not read."""
    table = " ".join(line for line in readme.text.splitlines() if line.startswith("|"))
    read, told = (
        set(READS.findall(code.text)),
        {name for name in NAMES.findall(table) if name != "PORT"} | {"PORT"},
    )
    return sorted(read ^ told)


def missing(readme: Source) -> list[str]:
    """Paths and links that lead nowhere."""
    folder = (ROOT / readme.path).parent
    named = [ROOT / path.rstrip("./") for path in PATHS.findall(readme.text)]
    linked = [folder / link for link in LINKS.findall(readme.text)]
    return sorted({str(path.relative_to(ROOT)) for path in [*named, *linked] if not path.exists()})


def off_the_map(package: Source, modules: set[str]) -> list[str]:
    """Modules that a package's docstring does not name, and names in it that are no module."""
    told = set(MODULES.findall(ast.get_docstring(ast.parse(package.text)) or ""))
    return sorted(told ^ (modules - LAYERS))


def test_every_setting_is_explained():
    assert undocumented(*files("config.py"), *files("README.md")) == []


def test_every_path_is_there():
    assert [
        place for page in files("*.md", "docs/**/*.md", "tests/README.md") for place in missing(page)
    ] == []


def test_the_map_of_giving_is_whole():
    here = (ROOT / "hope" / "giving").iterdir()
    modules = {path.stem for path in here if path.suffix == ".py" or (path / "__init__.py").exists()}
    assert off_the_map(*files("hope/giving/__init__.py"), modules) == []


def test_a_module_off_the_map_is_caught():
    package = Source("hope/giving/__init__.py", '"""`pledge` is priced; `lottery` is not."""')
    assert off_the_map(package, {"pledge", "ledger", "views"}) == ["ledger", "lottery"]


def test_a_forgotten_setting_is_caught():
    code = Source("config.py", 'reader.text("SECRET_KEY", "")\nreader.number(\n    "PORT", 1)')
    assert undocumented(code, Source("README.md", "| `PORT` | `OLD_NAME` |")) == ["OLD_NAME", "SECRET_KEY"]


def test_a_dead_path_is_caught():
    page = Source("README.md", "see hope/lottery/views.py, hope/giving/ and [there](docs/nowhere.md)")
    assert missing(page) == ["docs/nowhere.md", "hope/lottery/views.py"]
