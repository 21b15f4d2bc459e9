"""Which files belong to a picture, and what they are called. A name holds a mark of the contents, so it never lies."""

import re

WIDTHS = (160, 320, 480, 720, 960, 1440, 1920)
FALLBACK = 960
LONGEST = 2560
MIMES = {"avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg"}
# Made while somebody waits: enough to see the picture. The worker makes the rest.
AT_ONCE = 720
PUBLIC = re.compile(r"[0-9a-f]{32}-[1-9][0-9]{0,3}\.(avif|webp|jpg)")


def widths_for(width: int) -> list[int]:
    """The widths that a picture of this width is shown in; never wider than it is."""
    usual = [usual for usual in WIDTHS if usual <= width]
    own = min(width, WIDTHS[-1])
    # Its own width is worth a file of its own only where the next smaller one would look soft.
    return [*usual, own] if not usual or own > usual[-1] * 1.2 else usual


def first_widths(width: int) -> list[int]:
    """The widths that are made at once."""
    wanted = widths_for(width)
    return [usual for usual in wanted if usual <= AT_ONCE] or wanted[:1]


def fallback_width(width: int) -> int:
    """The width of the one JPEG, for programs that know neither AVIF nor WebP; made at once."""
    wanted = widths_for(width)
    return max([usual for usual in wanted if usual <= FALLBACK] or wanted[:1])


def file_name(content_hash: str, width: int, kind: str) -> str:
    """The public name of one file: mark of the contents, width, kind."""
    return f"{content_hash}-{width}.{kind}"


def original_name(content_hash: str, mime: str) -> str:
    """The name of the clean original, which is kept to make sizes from and is never served."""
    return f"{content_hash}-original.{_kind(mime)}"


def all_names(content_hash: str, width: int, mime: str) -> list[str]:
    """Every file that a picture can have."""
    shown = [file_name(content_hash, size, kind) for size in widths_for(width) for kind in ("avif", "webp")]
    fallback = file_name(content_hash, fallback_width(width), "jpg")
    return [*shown, fallback, original_name(content_hash, mime)]


def mime_of(name: str) -> str:
    """What a file is, by its name, which we gave it."""
    return MIMES[name.rsplit(".", 1)[1]]


def _kind(mime: str) -> str:
    return next(kind for kind, known in MIMES.items() if known == mime)
