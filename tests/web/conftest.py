"""Pages are tested on SQLite; on PostgreSQL too where a page asks it something that the tests below it do not.

What pages stand on (tests/unit, tests/money) runs on both, and `test_rights` opens every staff page on both.
`HOPE_TESTS_PAGES=both` runs every page's test on both.
"""

import os

import pytest

from tests.support import databases

EVERYWHERE = os.environ.get("HOPE_TESTS_PAGES") == "both"
ON_BOTH = {
    "test_at_once",  # two at one time
    "test_dashboard",  # sums by day
    "test_engine_room",  # searches
    "test_gift_once",  # from form to ledger
    "test_gifts_list",  # searches
    "test_own_data",  # triggers, and every table
    "test_public_pages",
    "test_rights",  # every staff page
    "test_sign_in_links",  # twenty at one time
    "test_stock",  # fifty at one time
    "test_supporters",  # searches and merging
    "test_webhook",
}


@pytest.fixture(scope="session")
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> databases.Server:
    """The database of a page's test, as `pytest_generate_tests` chose it."""
    return databases.make(request.param, tmp_path_factory.mktemp("template"))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Choose the databases of a page's test."""
    if "server" not in metafunc.fixturenames:
        return
    on_both = metafunc.module.__name__.rpartition(".")[2] in ON_BOTH or EVERYWHERE
    kinds = databases.KINDS if on_both else databases.KINDS[:1]
    metafunc.parametrize("server", kinds, indirect=True, scope="session")
