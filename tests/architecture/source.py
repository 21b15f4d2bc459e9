"""The code as the rules see it: files with a name, a text and a syntax tree."""

import ast
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Source:
    """One file: its path from the root of the project, and what stands in it."""

    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """The syntax tree of a Python file."""
        return ast.parse(self.text, self.path)

    @property
    def module(self) -> str:
        """The dotted name of a Python file: hope/giving/__init__.py is hope.giving."""
        return self.path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    @property
    def lines(self) -> int:
        """How long the file is."""
        return len(self.text.splitlines())

    def functions(self) -> list[ast.FunctionDef]:
        """Every function and method."""
        return self._functions

    @cached_property
    def _functions(self) -> list[ast.FunctionDef]:
        return [node for node in ast.walk(self.tree) if isinstance(node, ast.FunctionDef)]


def files(*patterns: str) -> list[Source]:
    """The project's own files of these patterns."""
    found = sorted({path for pattern in patterns for path in ROOT.glob(pattern) if path.is_file()})
    assert found, f"no file fits {patterns}"
    return [_read(path) for path in found]


@cache
def _read(path: Path) -> Source:
    """Read and parsed once, however many rules look at it."""
    return Source(str(path.relative_to(ROOT)), path.read_text())


def product() -> list[Source]:
    """The Python of the product."""
    return files("hope/**/*.py")
