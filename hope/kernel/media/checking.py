"""Looking at a file before anything is made of it: by its contents, never by its name.

What is refused is refused in words for whoever chose the file: what it is, and what would do.
"""

import warnings
from io import BytesIO

from PIL import Image

MOST_BYTES = 20 * 1024 * 1024
# Cameras of telephones reach 50 million points. A JPEG can be unpacked smaller; of the others, each point takes eight
# bytes meanwhile, and small machines have a gigabyte.
MOST_PIXELS = 51_000_000
MOST_PIXELS_AT_ONCE = 26_000_000
# A JPEG with thousands of passes is small on the disk and takes hours to draw. Real ones have a dozen.
MOST_PASSES = 100
FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "GIF")
WANTED = "Send a JPEG, PNG, WebP, AVIF or GIF."
HEIC = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
BEGINNINGS = (
    (b"%PDF", f"This is a PDF, not a picture. {WANTED}"),
    (b"<svg", f"This is an SVG drawing, which can carry programs. {WANTED}"),
    (b"<!doctype html", f"This is a web page, not a picture. {WANTED}"),
    (b"<html", f"This is a web page, not a picture. {WANTED}"),
    (b"II*\0", f"This is a TIFF, which browsers do not show. {WANTED}"),
    (b"MM\0*", f"This is a TIFF, which browsers do not show. {WANTED}"),
    (b"BM", f"This is a BMP, which is very large. {WANTED}"),
)
EMPTY = "The file is empty. Choose it again."
TOO_HEAVY = f"The file has more than {MOST_BYTES // 1024 // 1024} MB. Save it smaller and send it again."
TOO_LARGE = (
    f"It has more than {MOST_PIXELS_AT_ONCE // 1_000_000} million points. Save it smaller or as a JPEG."
)
TOO_LARGE_JPEG = (
    f"The photo has more than {MOST_PIXELS // 1_000_000} million points. Save it smaller and send it again."
)
IS_HEIC = "This is a HEIC photo, as some telephones take them. Save it as a JPEG and send that."
UNKNOWN = f"We cannot read this file as a picture. {WANTED}"
DAMAGED = "The file is damaged or ends too early. Save it again, or choose another."

# What Pillow only warns of is an error to us, wherever it finds it.
Image.MAX_IMAGE_PIXELS = MOST_PIXELS
warnings.simplefilter("error", Image.DecompressionBombWarning)


class Refused(Exception):
    """No picture can be made of this; the message says why, to the person who sent it."""


def open_picture(data: bytes) -> Image.Image:
    """The picture in these bytes, not yet unpacked; raises Refused."""
    if not data:
        raise Refused(EMPTY)
    if len(data) > MOST_BYTES:
        raise Refused(TOO_HEAVY)
    picture = _opened(data)
    is_jpeg = picture.format in ("JPEG", "MPO")
    width, height = picture.size
    if width * height > (MOST_PIXELS if is_jpeg else MOST_PIXELS_AT_ONCE):
        raise Refused(TOO_LARGE_JPEG if is_jpeg else TOO_LARGE)
    if is_jpeg and data.count(b"\xff\xda") > MOST_PASSES:
        raise Refused(DAMAGED)
    return picture


def _opened(data: bytes) -> Image.Image:
    try:
        return Image.open(BytesIO(data), formats=FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Refused(TOO_LARGE_JPEG if data.startswith(b"\xff\xd8") else TOO_LARGE) from None
    except Exception:  # whatever a reader makes of hostile bytes: this is no picture that we know
        raise Refused(_why_unknown(data)) from None


def _why_unknown(data: bytes) -> str:
    if data[4:8] == b"ftyp" and data[8:12] in HEIC:
        return IS_HEIC
    start = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    for beginning, words in BEGINNINGS:
        if start.startswith(beginning.lower()):
            return words
    if start.startswith(b"<?xml") and b"<svg" in start:
        return dict(BEGINNINGS)[b"<svg"]
    return UNKNOWN
