"""Every public page, found as a search engine finds them: from the front page and the site map, link by link."""

import re
from urllib.parse import urljoin, urlsplit
from xml.etree import ElementTree

from bs4 import BeautifulSoup
from werkzeug.test import Client, TestResponse

MOST = 300
# A second has at most three places after its point (HTML, 2.3.5.6).
TOO_FINE = re.compile(rb'datetime="[^"]*\.\d{4,}')
# One's own pages are for whoever is signed in; the way in is the same for everyone.
OWN, WAY_IN = "/account/", "/account/sign-in"
BASKET = "/basket"  # the one page that reads what a visitor put down


def crawl(client: Client, start: str = "/") -> dict[str, TestResponse]:
    """Every page and file of our own that can be reached, by its path; each is fetched once."""
    seen: dict[str, TestResponse] = {}
    waiting = [start]
    while waiting and len(seen) < MOST:
        path = waiting.pop()
        if path in seen:
            continue
        seen[path] = client.get(path)
        waiting += links(path, seen[path])
    return seen


def links(path: str, response: TestResponse) -> list[str]:
    """Where a page leads on our own site: links, pictures, scripts, styles, and a site map's addresses."""
    if response.mimetype == "application/xml":
        tree = ElementTree.fromstring(response.data)  # noqa: S314 - written by our own site
        return [urlsplit(tag.text or "").path for tag in tree.iter() if tag.tag.endswith("}loc")]
    if response.mimetype != "text/html":
        return []
    tree = BeautifulSoup(response.get_data(as_text=True), "html5lib")
    found = [tag.get(name) for tag in tree.find_all(True) for name in ("href", "src") if tag.get(name)]
    targets = [urlsplit(urljoin(path, str(target))) for target in found]
    return [
        t.path + (f"?{t.query}" if t.query else "")
        for t in targets
        if not t.netloc and t.scheme in ("", "http") and (not t.path.startswith(OWN) or t.path == WAY_IN)
    ]


def faults(path: str, response: TestResponse) -> list[str]:
    """What is wrong with a public answer: it is missing, knows its visitor, or may not be kept by a cache."""
    found = []
    if response.status_code != 200:
        found.append(f"{path} answers {response.status_code}")
    if "Set-Cookie" in response.headers:
        found.append(f"{path} sets a cookie")
    if "Cookie" in response.headers.get("Vary", ""):
        found.append(f"{path} differs by cookie")
    by_itself = "public" if response.mimetype != "text/html" else ""
    if path != BASKET and "public" not in response.headers.get("Cache-Control", by_itself):
        found.append(f"{path} may not be cached")
    if TOO_FINE.search(response.data):
        found.append(f"{path} tells a moment as no browser reads it")
    if (
        response.mimetype == "text/html"
        and "script-src 'self'" not in response.headers["Content-Security-Policy"]
    ):
        found.append(f"{path} has no strict content policy")
    return found
