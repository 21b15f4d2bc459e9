"""The part of an address that a title is made into."""

import re
import unicodedata

LONGEST = 80
# Letters that do not fall apart into a plain one and a mark.
SPELT = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i",
    "&": " and ", "’": "", "'": ""})  # fmt: skip
# Words that the site's own addresses use, or may come to use.
RESERVED = frozenset(
    [
        "admin",
        "all",
        "doors",
        "embed",
        "feed",
        "give",
        "index",
        "new",
        "organizations",
        "page",
        "preview",
        "qr",
        "search",
        "series",
        "share",
        "static",
        "tags",
        "years",
    ]
)


def slug_of(text: str) -> str:
    """What people typed as small letters, digits and hyphens; empty when nothing of it can be written so."""
    plain = unicodedata.normalize("NFKD", text.lower().translate(SPELT)).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")
    if len(slug) <= LONGEST:
        return slug
    return slug[: LONGEST + 1].rpartition("-")[0] or slug[:LONGEST]


def is_reserved(slug: str) -> bool:
    """True for an address that the site keeps for itself."""
    return slug in RESERVED
