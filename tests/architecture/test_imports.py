"""The arrows of the code; each rule has caught a planted one."""

import pytest

from tests.architecture import imports
from tests.architecture.source import Source, files, product

ALLOWED = {
    "hope.kernel.db": "Flask-SQLAlchemy and Flask-Migrate are how the app and its database find each other",
    "hope.kernel.jobs": "a job runs in the app's context, and the queue is chosen by its configuration",
    "hope.kernel.mail.compose": "the words of a mail are templates",
    "hope.kernel.mail.delivery": "the transport and the sender are the app's configuration",
}


def planted(*modules: tuple[str, str]) -> list[Source]:
    return [Source(path, text) for path, text in modules]


def test_imports_only_go_down():
    assert imports.upward(product()) == []


def test_no_import_hides_in_a_function():
    assert imports.hidden(files("hope/**/*.py", "stripe_sandbox/**/*.py", "config.py", "wsgi.py")) == []


def test_no_module_needs_itself_in_a_circle():
    assert imports.circles(files("hope/**/*.py")) == []
    assert imports.circles(files("stripe_sandbox/**/*.py")) == []


def test_one_file_speaks_to_stripe():
    assert imports.importers(product(), "stripe") == ["hope.giving.gateway"]


def test_one_file_speaks_to_buckets():
    assert imports.importers(product(), "boto3") == ["hope.kernel.media.s3"]


def test_domain_knows_nothing_of_the_web():
    assert imports.web_below_the_web(product(), ALLOWED) == []


def test_sandbox_and_site_know_nothing_of_each_other():
    assert imports.importers(product(), "stripe_sandbox") == []
    assert imports.importers(files("stripe_sandbox/**/*.py"), "hope") == []
    assert imports.importers(files("stripe_sandbox/**/*.py"), "stripe") == []


def test_the_package_never_reads_the_environment():
    assert imports.importers(product(), "config") == []
    assert [s.path for s in product() if "os.environ" in s.text or "getenv" in s.text] == []


@pytest.mark.parametrize(
    ("path", "line", "said"),
    [
        ("hope/giving/ledger.py", "import hope.campaigns.models", "a higher feature"),
        ("hope/kernel/mail/outbox.py", "from hope.giving import receipts", "a higher feature"),
        ("hope/spotlight/views.py", "from hope.prayer import models", "a sibling of equal rank"),
        (
            "hope/giving/recording.py",
            "from hope.giving import views",
            "(domain) imports hope.giving.views (web)",
        ),
        ("hope/giving/pledge.py", "from hope.giving.models import Gift", "(pure) imports hope.giving.models"),
        ("hope/campaigns/models/tier.py", "import hope.campaigns.reading", "(storage) imports"),
        ("hope/campaigns/reading.py", "from hope.campaigns.give_form import GiveForm", "a higher layer"),
    ],
)
def test_an_arrow_that_points_up_is_caught(path: str, line: str, said: str):
    known = [("hope/giving/receipts.py", ""), ("hope/giving/views.py", ""), ("hope/prayer/models.py", "")]
    found = imports.upward(planted((path, line), *known))
    assert len(found) == 1
    assert said in found[0]


def test_arrows_that_point_down_are_fine():
    lines = "from hope.kernel.money import Money\nfrom hope.giving import pledge\nimport decimal\n"
    assert imports.upward(planted(("hope/giving/ledger.py", lines), ("hope/giving/pledge.py", ""))) == []


def test_a_module_without_a_place_is_caught():
    with pytest.raises(AssertionError, match="give it a place"):
        imports.upward(planted(("hope/lottery/views.py", "import hope.kernel")))


def test_a_hidden_import_is_caught():
    inside = "class A:\n    def f(self):\n        if True:\n            import hope.giving\n"
    assert len(imports.hidden(planted(("hope/home/views.py", inside)))) == 1


def test_a_circle_is_caught():
    ring = planted(
        ("hope/a.py", "import hope.b"), ("hope/b.py", "from hope import c"), ("hope/c.py", "import hope.a")
    )
    assert imports.circles([*ring, Source("hope/d.py", "import hope.a")]) == [
        "hope.a",
        "hope.b",
        "hope.c",
        "hope.d",
    ]


def test_a_second_speaker_is_caught():
    assert imports.importers(planted(("hope/giving/checkout.py", "import stripe")), "stripe") == [
        "hope.giving.checkout"
    ]


def test_a_request_in_the_domain_is_caught():
    found = imports.web_below_the_web(planted(("hope/giving/ledger.py", "from flask import request")), {})
    assert found == ["hope.giving.ledger imports a web library below the web layer"]


def test_an_idle_allowance_is_caught():
    assert imports.web_below_the_web([], {"hope.kernel.db": "why"}) == [
        "hope.kernel.db needs no allowance any more"
    ]
