"""Nothing grows without an end; each limit has caught something planted."""

import ast

from tests.architecture import budgets
from tests.architecture.source import Source, files, product

PYTHON = (
    "hope/**/*.py",
    "stripe_sandbox/**/*.py",
    "scripts/**/*.py",
    "bench/**/*.py",
    "tests/**/*.py",
    "*.py",
)


def test_files():
    assert budgets.too_long(files(*PYTHON), budgets.FILE) == []
    assert budgets.too_long(files("templates/**/*.*", "stripe_sandbox/**/*.html"), 120) == []
    assert budgets.too_long(files("static/css/**/*.css", "stripe_sandbox/**/*.css"), 150) == []
    assert budgets.too_long(files("static/js/**/*.js"), 150) == []
    assert budgets.too_long(files("tests/**/conftest.py"), 150) == []


def test_functions():
    assert budgets.long_functions(files(*PYTHON), budgets.FUNCTION, budgets.is_any) == []
    assert budgets.long_functions(product(), budgets.VIEW, budgets.is_view) == []


def test_proportions():
    assert budgets.out_of_proportion(product()) == []
    assert budgets.out_of_proportion(files("stripe_sandbox/**/*.py")) == []


def test_everything_public_says_what_it_is_for():
    assert budgets.undocumented([*product(), *files("config.py", "wsgi.py", "scripts/**/*.py")]) == []


def test_a_long_file_is_caught():
    assert budgets.too_long([Source("hope/a.py", "\n" * 251)], 250) == [
        "hope/a.py has 251 lines, 250 are enough"
    ]


def body(lines: int, decorator: str = "") -> Source:
    return Source("hope/a.py", f"{decorator}\ndef f():\n" + "    x = 1\n" * (lines - 1))


def test_a_long_function_is_caught():
    assert budgets.long_functions([body(40)], 40, budgets.is_any) == []
    assert len(budgets.long_functions([body(41)], 40, budgets.is_any)) == 1


def test_a_long_view_is_caught():
    view = body(21, "@bp.post('/x')\n@limiter.limit('1/minute')")
    assert len(budgets.long_functions([view, body(21)], 20, budgets.is_view)) == 1
    assert isinstance(view.functions()[0], ast.FunctionDef)


def test_lost_proportions_are_caught():
    assert len(budgets.out_of_proportion([body(100)])) == 3
    assert budgets.out_of_proportion([body(8)]) == []


def test_silence_is_caught():
    planted = Source("hope/a.py", "class A:\n    pass\n\ndef _b():\n    pass\n")
    assert budgets.undocumented([planted]) == [
        "hope/a.py: the module has no docstring",
        "hope/a.py: A has no docstring",
    ]
