"""The page cache: public pages made once a second, everything else as if it were not there."""

import time
from collections.abc import Iterator

import pytest
from werkzeug.test import Client
from werkzeug.wrappers import Request, Response

from hope.kernel.web.headers import PUBLIC
from hope.kernel.web.page_cache import LARGEST, MOST_PAGES, PageCache


class Site:
    """A site that counts how often it was asked."""

    def __init__(self, **headers: str) -> None:
        self.asked = 0
        self.status = 200
        self.body: str | Iterator[bytes] = ""
        self.headers = {"Cache-Control": PUBLIC, **{k.replace("_", "-"): v for k, v in headers.items()}}

    def __call__(self, environ, start_response):  # type: ignore[no-untyped-def]
        self.asked += 1
        body = self.body or f"{Request(environ).full_path} {self.asked}"
        response = Response(body, status=self.status, headers=self.headers, mimetype="text/html")
        if isinstance(body, str):
            response.add_etag()
        return response(environ, start_response)


def visitor(site: Site, seconds: float = 60) -> Client:
    return Client(PageCache(site, seconds))


def test_a_public_page_is_made_once() -> None:
    site = Site()
    client = visitor(site)
    assert client.get("/a").text == client.get("/a").text == "/a? 1"
    assert site.asked == 1


def test_another_address_question_or_coding_is_another_page() -> None:
    site = Site()
    client = visitor(site)
    client.get("/a")
    client.get("/b")
    client.get("/a?x=1")
    client.get("/a", headers={"Accept-Encoding": "gzip"})
    assert site.asked == 4


def test_nobody_gets_a_coding_that_another_visitor_understood() -> None:
    class Coder(Site):
        def __call__(self, environ, start_response):  # type: ignore[no-untyped-def]
            self.body = environ["HTTP_ACCEPT_ENCODING"] or "plain"
            return super().__call__(environ, start_response)

    for first in ("*", "GZIP", "brotherly", "br;q=0", "br;q=0, gzip", "nonsense;q=x"):
        client = visitor(Coder())
        asked = (first, "", "gzip", "gzip, deflate, br, zstd", "br;q=0")
        got = [client.get("/a", headers={"Accept-Encoding": words}).text for words in asked]
        assert got[1:] == ["plain", "gzip", "br", "plain"], first


def test_after_its_time_a_page_is_made_again() -> None:
    site = Site()
    client = visitor(site, seconds=0.01)
    client.get("/a")
    time.sleep(0.02)
    assert client.get("/a").text == "/a? 2"


@pytest.mark.parametrize(
    "headers", [{"Cache_Control": "no-store"}, {"Cache_Control": "private"}, {"Set_Cookie": "a=b"}]
)
def test_what_is_for_one_person_is_never_kept(headers: dict[str, str]) -> None:
    site = Site(**headers)
    client = visitor(site)
    assert client.get("/a").text != client.get("/a").text


@pytest.mark.parametrize("status", [404, 500, 302])
def test_errors_are_never_kept(status: int) -> None:
    site = Site()
    site.status = status
    client = visitor(site)
    client.get("/a")
    client.get("/a")
    assert site.asked == 2


@pytest.mark.parametrize("method", ["post", "head", "put"])
def test_only_plain_visits_are_answered_from_it(method: str) -> None:
    site = Site()
    client = visitor(site)
    client.get("/a")
    getattr(client, method)("/a")
    assert site.asked == 2


def test_who_has_the_page_is_told_so_and_others_get_all_of_it() -> None:
    client = visitor(Site())
    page = client.get("/a")
    again = client.get("/a", headers={"If-None-Match": page.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert client.get("/a").data == page.data


def test_the_first_visitor_may_have_the_page_too_and_the_next_still_gets_all_of_it() -> None:
    site = Site()
    site.body = "the same"
    mark = visitor(site).get("/a").headers["ETag"]
    client = visitor(site)
    assert client.get("/a", headers={"If-None-Match": mark}).status_code == 304
    assert client.get("/a").text == "the same"


def test_it_never_grows_beyond_its_bounds() -> None:
    site = Site()
    cache = PageCache(site, 60)
    client = Client(cache)
    for number in range(MOST_PAGES + 20):
        client.get(f"/{number}")
    assert len(cache._pages) == MOST_PAGES
    site.body = "x" * (LARGEST + 1)
    client.get("/large")
    client.get("/large")
    assert site.asked == MOST_PAGES + 22


def test_a_download_is_passed_on_piece_by_piece() -> None:
    site = Site(Cache_Control="no-store")
    made: list[int] = []

    def pieces() -> Iterator[bytes]:
        for number in range(3):
            made.append(number)
            yield b"piece"

    site.body = pieces()
    answer = visitor(site).get("/export", buffered=False)
    first = next(iter(answer.response))
    assert first == b"piece"
    assert len(made) < 3
