"""Nothing is promised instead of done, forced, fetched from elsewhere, or left lying about."""

from tests.architecture import words
from tests.architecture.source import Source, files

OURS = ("hope/**/*.py", "stripe_sandbox/**/*.py", "scripts/**/*.py", "tests/**/*.py", "*.py", "templates/**/*.*",
    "static/css/**/*.css", "static/js/**/*.js", "docs/**/*.md", "*.md", "Makefile")  # fmt: skip


def templates() -> list[Source]:
    return files("templates/**/*.*")


def test_nothing_is_promised_instead_of_done():
    assert words.lines_with(files(*OURS), words.UNFINISHED) == []


def test_no_style_is_forced():
    assert words.lines_with(files("static/**/*.css", "stripe_sandbox/**/*.css"), words.FORCED) == []


def test_nothing_is_fetched_from_elsewhere():
    assert words.lines_with(files("static/css/**/*.css", "static/js/**/*.js"), words.ABROAD) == []


def test_every_template_is_used():
    assert words.unused_templates(templates(), files("hope/**/*.py")) == []


def test_every_imported_macro_is_used():
    assert words.unused_macros(templates()) == []


def test_planted_words_are_caught():
    promise = Source("hope/a.py", "x = 1  # " + "TO" + "DO: later\n\ny = 2  # good enough for " + "now")
    assert len(words.lines_with([promise], words.UNFINISHED)) == 2
    style = Source("a.css", "a { color: red ! important }\nb { background: url(https://cdn.example/x.png) }")
    assert len(words.lines_with([style], words.FORCED)) == 1
    script = Source("a.js", 'import x from "//cdn.example/x.js"\nfetch("https://example.org")')
    assert len(words.lines_with([style, script], words.ABROAD)) == 3


def test_a_template_that_nobody_needs_is_caught():
    shown = Source("templates/a/show.html", '{% extends "layouts/base.html" %}')
    others = [Source("templates/layouts/base.html", ""), Source("templates/a/old.html", "")]
    code = [Source("hope/a.py", 'render_template("a/show.html")')]
    assert words.unused_templates([shown, *others], code) == ["a/old.html"]


def test_a_macro_that_nobody_needs_is_caught():
    page = Source("templates/a.html", '{% from "c.html" import card, tag as label %}\n{{ card(x) }}')
    assert words.unused_macros([page]) == ["templates/a.html imports label"]
