"""Where signing in may lead on to: our own pages that need it, and nowhere else."""

import pytest

from hope.accounts.web.browsers import in_words
from hope.accounts.web.paths import SIGN_IN, safe_next, with_next


@pytest.mark.parametrize(
    "path", ["/account/", "/account/giving?year=2026", "/admin/", "/admin/gifts?q=a%20b&page=2"]
)
def test_pages_of_ours(path):
    assert safe_next(path) == path


@pytest.mark.parametrize(
    "path",
    [None, "", "/", "/campaigns/", "https://evil.example/account/", "//evil.example/account/", "/\\evil.example",
     "/account/\\evil", "/admin/../webhooks", "/account/x\r\nSet-Cookie: a=b", "/account/\x00", "account/",
     "/account/sign-in", "/account/sign-in/abc", "/account/confirm", "/account/" + "x" * 300, "javascript:alert(1)",
     " /account/"],
)  # fmt: skip
def test_everything_else_leads_nowhere(path):
    assert safe_next(path) == ""


def test_an_address_with_a_way_on():
    assert with_next(SIGN_IN, "/admin/gifts?page=2") == "/account/sign-in?next=/admin/gifts%3Fpage%3D2"
    assert with_next(SIGN_IN, "//evil.example") == SIGN_IN


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0", "Firefox on Linux"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Mobile Safari/604.1",
            "Safari on iPhone",
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/142.0 Safari/537.36 Edg/142.0",
            "Edge on Windows",
        ),
        ("<script>alert(1)</script>", "A browser"),
        ("", "A browser"),
    ],
)
def test_a_browser_in_words(header, words):
    assert in_words(header) == words
