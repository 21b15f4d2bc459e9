"""What tests share: databases, builders, a stand-in for the payment service, a running site, a browser."""

import pytest

pytest.register_assert_rewrite("tests.support.builders", "tests.support.web", "tests.support.site")
