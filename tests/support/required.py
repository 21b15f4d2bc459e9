"""What a machine may lack: such tests are skipped in plain words, or fail where everything is required."""

import os
from collections.abc import Iterable
from typing import NoReturn

import pytest

EVERYTHING = os.environ.get("HOPE_TESTS_REQUIRE") == "all"
_missing: dict[str, None] = {}


def note(sentence: str) -> None:
    """Remember for the report that something could not be tested here."""
    _missing[sentence] = None


def report(skipped: Iterable[pytest.TestReport] = ()) -> list[str]:
    """What could not be tested here, one sentence each; tests of parallel workers tell of it by their skips."""
    told = [
        str(test.longrepr[2]).removeprefix("Skipped: ")
        for test in skipped
        if isinstance(test.longrepr, tuple)
    ]
    return [f"NOT TESTED HERE: {sentence}" for sentence in dict.fromkeys([*_missing, *told])]


def lacking(sentence: str) -> NoReturn:
    """Skip this test for what the machine lacks, or fail it where everything is required."""
    if EVERYTHING:
        pytest.fail(f"{sentence} HOPE_TESTS_REQUIRE=all asks for it.", pytrace=False)
    note(sentence)
    pytest.skip(sentence)
