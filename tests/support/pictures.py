"""Files that somebody might send: good ones, damaged ones, and ones that mean harm."""

import struct
import zlib
from functools import cache
from io import BytesIO
from typing import Any

from PIL import Image, ImageCms

HTML = b"<!doctype html><script>alert(document.cookie)</script>"


def saved(picture: Image.Image, kind: str, **options: Any) -> bytes:
    """A picture as the bytes of a file."""
    file = BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


@cache
def scene(width: int = 480, height: int = 320, grain: int = 12) -> Image.Image:
    """A picture with detail in it: warm below, dark above, and grain; the same one each time."""
    sky = Image.linear_gradient("L").resize((width, height))
    noise = Image.effect_noise((width, height), grain)
    return Image.merge("RGB", [Image.blend(sky, noise, share) for share in (0.2, 0.35, 0.5)])


def photo(width: int = 480, height: int = 320, **options: Any) -> bytes:
    """A JPEG as a camera makes it."""
    return saved(scene(width, height), "JPEG", **{"quality": 85} | options)


def where_and_when() -> Image.Exif:
    """What a telephone writes into a photo: its maker, the moment, the place, how it was held."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0132], exif[0x013B] = "Lantern Phone", "2026:11:02 08:15:00", "Marigold Fennimore"
    exif[0x0112] = 6
    exif.get_ifd(0x8825).update({1: "N", 2: (41.0, 24.0, 12.0), 3: "W", 4: (82.0, 9.0, 0.0)})
    return exif


def telling_photo(kind: str = "JPEG") -> bytes:
    """A photo that says where it was taken, by whom, in which colours, with a comment and a preview."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    options: dict[str, Any] = {"exif": where_and_when().tobytes(), "icc_profile": profile}
    if kind == "JPEG":
        options["comment"] = b"kept in the safe house"
    return saved(scene(), kind, **options)


def chunk(kind: bytes, data: bytes) -> bytes:
    """A chunk of a PNG."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_bomb(side: int = 50_000) -> bytes:
    """A PNG of a few kilobytes that unpacks to seven gigabytes."""
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\0" * 4_000_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def long_gif(frames: int = 10_000) -> bytes:
    """A moving picture that hardly ends."""
    first = saved(Image.new("P", (8, 8), 3), "GIF")
    image = first[first.index(b"\x2c") : -1]
    return first[:-1] + image * frames + b"\x3b"


def endless_jpeg(passes: int = 500) -> bytes:
    """A JPEG that has to be drawn again and again."""
    whole = photo(64, 64, progressive=True)
    last = whole.rindex(b"\xff\xda")
    return whole[:-2] + whole[last:-2] * passes + b"\xff\xd9"


HOSTILE: dict[str, bytes] = {
    "nothing": b"",
    "one byte": b"\xff",
    "a bomb": png_bomb(),
    "half a jpeg": photo()[:4_000],
    "half a png": saved(scene(), "PNG")[:4_000],
    "half a webp": saved(scene(), "WEBP")[:4_000],
    "half an avif": saved(scene(), "AVIF")[:2_000],
    "a head without a body": photo()[:700],
    "html": HTML,
    "text": b"hello, I am a picture\n" * 40,
    "an svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "an svg with a prologue": b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>',
    "a pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
    "a heic": b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 200,
    "a tiff": saved(scene(40, 40), "TIFF"),
    "a bmp": saved(scene(40, 40), "BMP"),
    "an icon": saved(scene(32, 32), "ICO"),
    "a postscript": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 100 100\n",
    "an endless jpeg": endless_jpeg(),
    "a zip": b"PK\x03\x04" + b"\0" * 400,
}
