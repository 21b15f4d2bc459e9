"""Public pages, kept for a second: however many people come at once, each page is made once a second.

Public pages are the same bytes for everyone (no cookie, nothing of the visitor), so what was made for one may be
given to the next. A second is short enough that nobody has to be told of a change, and long enough that a campaign
on the evening news costs no more than a quiet one. Only answers that say of themselves that they are public are kept.
"""

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from threading import Lock
from time import monotonic
from typing import Any

from werkzeug.wrappers import Request, Response

from hope.kernel.web.headers import PUBLIC

SECONDS = 1.0
MOST_PAGES = 256
LARGEST = 256 * 1024
Key = tuple[str, str, str]


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
    accepted = environ.get("HTTP_ACCEPT_ENCODING", "")
    coding = next((name for name in ("br", "gzip") if name in accepted), "")
    # The scheme decides on one header (HSTS); the host decides on nothing, because no page names it.
    return environ["wsgi.url_scheme"] + coding, environ.get("PATH_INFO", ""), environ.get("QUERY_STRING", "")


def _may_be_kept(response: Response) -> bool:
    """True for a small public page; its body is read only then, so that downloads go on streaming."""
    public = response.status_code == 200 and response.headers.get("Cache-Control") == PUBLIC
    return public and "Set-Cookie" not in response.headers and len(response.get_data()) <= LARGEST
