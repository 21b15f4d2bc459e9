"""Public pages, kept for a second: however many people come at once, each page is made once a second.

Public pages are the same bytes for everyone (no cookie, nothing of the visitor), so what was made for one may be
given to the next. A second is short enough that nobody has to be told of a change, and long enough that a campaign
on the evening news costs no more than a quiet one. Only answers that say of themselves that they are public are kept.
"""

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from time import monotonic
from typing import Any

from werkzeug.http import parse_accept_header
from werkzeug.wrappers import Request, Response

from hope.kernel.web.headers import PUBLIC

SECONDS = 1.0
MOST_PAGES = 256
LARGEST = 256 * 1024
CODINGS = ("br", "gzip")
Key = tuple[str, str, str, str]


@dataclass(frozen=True)
class Kept:
    """A page as it was sent, and until when it may be sent again."""

    body: bytes
    headers: list[tuple[str, str]]
    until: float


class PageCache:
    """Stands in front of the site; whatever is not a plain visit to a public page passes through."""

    def __init__(self, site: Any, seconds: float = SECONDS) -> None:
        self._site = site
        self._seconds = seconds
        self._pages: OrderedDict[Key, Kept] = OrderedDict()
        self._lock = Lock()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] != "GET" or "HTTP_RANGE" in environ:
            answer: Iterable[bytes] = self._site(environ, start_response)
            return answer
        key = _key(environ)
        kept = self._pages.get(key)
        if kept is None or kept.until < monotonic():
            # The whole page is asked for, so that there is something to keep; who has it already is told below.
            whole = {name: value for name, value in environ.items() if name != "HTTP_IF_NONE_MATCH"}
            # In the coding that its key names: nobody gets one that only whoever came before them understands.
            whole["HTTP_ACCEPT_ENCODING"] = key[1]
            response = Response.from_app(self._site, whole)
            if not _may_be_kept(response):
                if "ETag" in response.headers:  # a file, whose visitor's question was taken away above
                    response = response.make_conditional(Request(environ))
                return response(environ, start_response)
            kept = self._keep(key, response)
        response = Response(kept.body, headers=kept.headers)
        return response.make_conditional(Request(environ))(environ, start_response)

    def _keep(self, key: Key, response: Response) -> Kept:
        kept = Kept(response.get_data(), list(response.headers), monotonic() + self._seconds)
        with self._lock:
            self._pages[key] = kept
            self._pages.move_to_end(key)
            while len(self._pages) > MOST_PAGES:
                self._pages.popitem(last=False)
        return kept


def _key(environ: dict[str, Any]) -> Key:
    coding = _coding(environ.get("HTTP_ACCEPT_ENCODING", ""))
    # The scheme decides on one header (HSTS); the host decides on nothing, because no page names it.
    return environ["wsgi.url_scheme"], coding, environ.get("PATH_INFO", ""), environ.get("QUERY_STRING", "")


@lru_cache(maxsize=256)
def _coding(accepted: str) -> str:
    """The best coding that a visitor understands of those that we write; none in words that we do not know."""
    wanted = parse_accept_header(accepted)
    return next((name for name in CODINGS if wanted.quality(name) > 0), "")


def _may_be_kept(response: Response) -> bool:
    """True for a small public page; its body is read only then, so that downloads go on streaming."""
    public = response.status_code == 200 and response.headers.get("Cache-Control") == PUBLIC
    return public and "Set-Cookie" not in response.headers and len(response.get_data()) <= LARGEST
