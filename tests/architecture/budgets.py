"""How long things may be. What rots is the file that everybody appends to, so every file has an end."""

import ast
import statistics
from collections.abc import Callable

from tests.architecture.source import Source

FILE, FILE_MEDIAN = 250, 80
FUNCTION, FUNCTION_MEDIAN, FUNCTION_P95 = 40, 8, 25
VIEW = 20
METHODS = {"get", "post", "put", "delete", "patch", "route"}


def too_long(sources: list[Source], limit: int) -> list[str]:
    """Files beyond the limit."""
    return [f"{s.path} has {s.lines} lines, {limit} are enough" for s in sources if s.lines > limit]


def length(function: ast.FunctionDef) -> int:
    """The lines of a function, its signature and docstring included, its decorators not."""
    return (function.end_lineno or function.lineno) - function.lineno + 1


def long_functions(sources: list[Source], limit: int, which: Callable[[ast.FunctionDef], bool]) -> list[str]:
    """Functions beyond the limit."""
    return [
        f"{source.path} {function.name} has {length(function)} lines, {limit} are enough"
        for source in sources
        for function in source.functions()
        if which(function) and length(function) > limit
    ]


def is_any(_function: ast.FunctionDef) -> bool:
    """True for every function."""
    return True


def is_view(function: ast.FunctionDef) -> bool:
    """True for a function that answers at an address."""
    calls = [d.func for d in function.decorator_list if isinstance(d, ast.Call)]
    return any(isinstance(call, ast.Attribute) and call.attr in METHODS for call in calls)


def out_of_proportion(sources: list[Source]) -> list[str]:
    """Where the usual file or function has grown long, though no single one is too long."""
    lengths = sorted(length(f) for source in sources for f in source.functions())
    sizes = [source.lines for source in sources if source.text.strip()]
    measured = {
        f"the median file (limit {FILE_MEDIAN})": (statistics.median(sizes), FILE_MEDIAN),
        f"the median function (limit {FUNCTION_MEDIAN})": (statistics.median(lengths), FUNCTION_MEDIAN),
        f"the 95th percentile of functions (limit {FUNCTION_P95})": (
            lengths[len(lengths) * 95 // 100],
            FUNCTION_P95,
        ),
    }
    return [f"{what} is {found:g} lines" for what, (found, limit) in measured.items() if found > limit]


def undocumented(sources: list[Source]) -> list[str]:
    """Modules, public classes and public top-level functions that do not say what they are for."""
    found = []
    for source in sources:
        public = [n for n in source.tree.body if isinstance(n, ast.FunctionDef | ast.ClassDef)]
        named = [(n.name, n) for n in public if not n.name.startswith("_")]
        for name, node in [("the module", source.tree), *named]:
            if source.text.strip() and not ast.get_docstring(node):
                found.append(f"{source.path}: {name} has no docstring")
    return found
