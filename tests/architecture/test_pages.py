"""With example content in it, every public page is whole, the same for everyone, and leads nowhere that is not there.

The client's lint reads each page on the way.
"""

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.architecture import pages
from tests.support.web import SiteClient


# The pages are the same on either database, and their queries are asked on both in tests/web.
@pytest.mark.parametrize("server", ["sqlite"], indirect=True)
def test_every_public_page(app: Flask, client: SiteClient):
    loaded = app.test_cli_runner().invoke(args=["demo", "load"])
    assert loaded.exit_code == 0, loaded.output
    found = pages.crawl(client) | pages.crawl(client, "/sitemap.xml") | pages.crawl(client, pages.WAY_IN)
    faults = [fault for path, response in found.items() for fault in pages.faults(path, response)]
    assert faults == []
    html = [path for path, response in found.items() if response.mimetype == "text/html"]
    assert len(html) >= 15, html
    again = {
        path: client.get(path, headers={"Cookie": "a=b", "User-Agent": "Another"}, lint=False)
        for path in html
    }
    assert [path for path in html if again[path].data != found[path].data] == []


def answer(status: int = 200, mimetype: str = "text/html", more: str = "", **headers: str) -> TestResponse:
    app = Flask("bare")
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    app.add_url_rule("/", "page", lambda: ("<a href='/x?y=1'>x</a><img src='b.png'>" + more, status, given))
    return app.test_client().get("/")


def test_a_page_with_faults_is_caught():
    policy = "script-src 'self'"
    fine = '<time datetime="2026-11-02T01:02:03.0456+00:00">'
    bad = answer(
        404, more=fine, Set_Cookie="a=b", Vary="Cookie", Cache_Control="no-store", Content_Security_Policy=""
    )
    assert len(pages.faults("/", bad)) == 6
    good = answer(Content_Security_Policy=policy, Cache_Control="public, max-age=0")
    assert pages.faults("/", good) == []


def test_links_are_followed():
    assert pages.links("/a/", answer()) == ["/x?y=1", "/a/b.png"]
