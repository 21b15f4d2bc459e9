"""Money that cannot be wrong: whole lives of gifts, from the first form to the bank."""

import pytest

pytest.register_assert_rewrite("tests.money.lives", "tests.money.sandbox_books")
