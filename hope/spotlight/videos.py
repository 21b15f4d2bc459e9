"""Films on other sites: which addresses we know, and where each is played without more than is needed."""

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

PLAYERS = ("https://www.youtube-nocookie.com", "https://player.vimeo.com")


@dataclass(frozen=True)
class Video:
    """A film: who shows it, where it is played in a page, and its own page."""

    provider: str
    player: str
    page: str


def read(address: str) -> Video | None:
    """The film at an address of YouTube or Vimeo; None for every other address."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return None
    if parts.scheme != "https":
        return None
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    if host in ("youtube.com", "youtu.be", "youtube-nocookie.com"):
        return _youtube(host, parts.path, parts.query)
    if host in ("vimeo.com", "player.vimeo.com"):
        return _vimeo(parts.path)
    return None


def _youtube(host: str, path: str, query: str) -> Video | None:
    wanted = path[1:] if host == "youtu.be" else path.rpartition("/")[2]
    if path == "/watch":
        wanted = (parse_qs(query).get("v") or [""])[0]
    if not re.fullmatch(r"[A-Za-z0-9_-]{11}", wanted):
        return None
    player = f"{PLAYERS[0]}/embed/{wanted}?autoplay=1&rel=0"
    return Video("YouTube", player, f"https://www.youtube.com/watch?v={wanted}")


def _vimeo(path: str) -> Video | None:
    number = path.rpartition("/")[2]
    if not re.fullmatch(r"[0-9]{1,12}", number):
        return None
    return Video("Vimeo", f"{PLAYERS[1]}/video/{number}?autoplay=1&dnt=1", f"https://vimeo.com/{number}")
