"""The README tells the truth: every setting is in its table, every path that it names is there."""

import re

from tests.architecture.source import ROOT, Source, files

READS = re.compile(r'reader\.\w+\(\s*"([A-Z_]+)"')
NAMES = re.compile(r"`([A-Z][A-Z_]+)`")
PATHS = re.compile(r"(?<![\w/.])(?:hope|docs|tests|scripts|static|stripe_sandbox|migrations)/[\w./-]*")
LINKS = re.compile(r"\]\(((?!http)[^)#]+)\)")


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


def test_every_setting_is_explained():
    assert undocumented(*files("config.py"), *files("README.md")) == []


def test_every_path_is_there():
    assert [
        place for page in files("*.md", "docs/**/*.md", "tests/README.md") for place in missing(page)
    ] == []


def test_a_forgotten_setting_is_caught():
    code = Source("config.py", 'reader.text("SECRET_KEY", "")\nreader.number(\n    "PORT", 1)')
    assert undocumented(code, Source("README.md", "| `PORT` | `OLD_NAME` |")) == ["OLD_NAME", "SECRET_KEY"]


def test_a_dead_path_is_caught():
    page = Source("README.md", "see hope/lottery/views.py, hope/giving/ and [there](docs/nowhere.md)")
    assert missing(page) == ["docs/nowhere.md", "hope/lottery/views.py"]
