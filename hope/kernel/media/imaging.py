"""Making a clean picture of what was sent: upright, in the colours of the web, without a word about its maker.

Everything is drawn anew, point by point: what hid beside the picture (places, names, programs, other pictures) stays
behind.
"""

from io import BytesIO
from threading import Lock

from PIL import Image, ImageCms

from hope.kernel.media.checking import DAMAGED, Refused, open_picture
from hope.kernel.media.sizes import LONGEST

PAPER = (255, 255, 255)
ORIENTATION = 0x0112
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
# One thread for each: the other processor belongs to visitors.
OPTIONS = {
    "avif": {"format": "AVIF", "quality": 50, "speed": 6, "max_threads": 1},
    "webp": {"format": "WEBP", "quality": 72, "method": 4},
    "jpg": {"format": "JPEG", "quality": 78, "optimize": True, "progressive": True},
}
# A page has room for so many bytes for each point of its large picture; grass and grain take more than one sees.
ROOM = {"avif": 0.12, "webp": 0.18}
LIGHTER = {"avif": 42, "webp": 55}
SMALL = 150_000
_srgb = ImageCms.createProfile("sRGB")
# Unpacked pictures are large: one at a time in each process.
_room = Lock()


def clean(data: bytes) -> Image.Image:
    """The picture in these bytes, no longer than `LONGEST`, in RGB or, where it is partly transparent, RGBA."""
    with _room:
        picture = open_picture(data)
        try:
            return _drawn_anew(picture)
        except Exception:  # its beginning was a picture; the rest is not, in one of a thousand ways
            raise Refused(DAMAGED) from None


def open_clean(data: bytes) -> Image.Image:
    """A clean original that was kept, unpacked again."""
    picture = Image.open(BytesIO(data))
    picture.load()
    return picture


def original(picture: Image.Image) -> tuple[bytes, str]:
    """The clean picture as a file to keep, and what kind of file."""
    if picture.mode == "RGBA":
        return _saved(picture, {"format": "WEBP", "quality": 90, "method": 2}), "image/webp"
    return _saved(picture, {"format": "JPEG", "quality": 92, "subsampling": 0}), "image/jpeg"


def sized(picture: Image.Image, width: int) -> Image.Image:
    """The picture in another width."""
    if width == picture.width:
        return picture
    height = max(1, round(picture.height * width / picture.width))
    return picture.resize((width, height), Image.Resampling.LANCZOS)


def encoded(picture: Image.Image, kind: str) -> bytes:
    """The picture as an avif, webp or jpg; a very grainy one a little coarser, so that pages stay light."""
    file = _saved(_on_paper(picture) if kind == "jpg" else picture, OPTIONS[kind])
    points = picture.width * picture.height
    if kind in ROOM and points > SMALL and len(file) > ROOM[kind] * points:
        return _saved(picture, {**OPTIONS[kind], "quality": LIGHTER[kind]})
    return file


def average_colour(picture: Image.Image) -> str:
    """What to paint where the picture is not there yet; nothing under a transparent one."""
    if picture.mode != "RGB":
        return ""
    red, green, blue = picture.resize((1, 1), Image.Resampling.BOX).tobytes()
    return f"#{red:02x}{green:02x}{blue:02x}"


def _drawn_anew(picture: Image.Image) -> Image.Image:
    turn, profile = TURNS.get(_orientation(picture)), picture.info.get("icc_profile")
    # A JPEG can be unpacked at a half or a quarter of its size right away.
    picture.draft("RGB", (LONGEST, LONGEST))
    picture.load()
    # Small first: everything after costs a fraction of what it would.
    drawn = _in_web_colours(_no_longer(_simple(picture)), profile)
    if turn is not None:
        drawn = drawn.transpose(turn)
    fresh = Image.new(drawn.mode, drawn.size)
    fresh.paste(drawn)
    return fresh


def _no_longer(picture: Image.Image) -> Image.Image:
    share = LONGEST / max(picture.size)
    if share >= 1:
        return picture
    width, height = (max(1, round(side * share)) for side in picture.size)
    return picture.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=2.0)


def _orientation(picture: Image.Image) -> int:
    try:
        return int(picture.getexif().get(ORIENTATION, 1))
    except Exception:  # notes that cannot be read say nothing
        return 1


def _in_web_colours(plain: Image.Image, profile: bytes | None) -> Image.Image:
    mode = "RGBA" if plain.mode == "RGBA" else "RGB"
    if profile:
        try:
            wide = ImageCms.ImageCmsProfile(BytesIO(profile))
            plain = ImageCms.profileToProfile(plain, wide, _srgb, outputMode=mode) or plain
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass  # a profile that does not fit its picture: better its numbers as they are than no picture
    plain = plain.convert(mode)
    return plain.convert("RGB") if _is_solid(plain) else plain


def _simple(picture: Image.Image) -> Image.Image:
    """In one of L, RGB, RGBA, CMYK."""
    if picture.mode.startswith("I"):
        # Sixteen bits of grey: Pillow would cut off everything brighter than 255.
        return picture.convert("I").point(lambda value: value * (1 / 257)).convert("L")
    if "transparency" in picture.info or picture.mode in ("LA", "PA", "La", "RGBa"):
        return picture.convert("RGBA")
    return picture if picture.mode in ("L", "RGB", "RGBA", "CMYK") else picture.convert("RGB")


def _is_solid(picture: Image.Image) -> bool:
    return picture.mode == "RGBA" and picture.getchannel("A").getextrema() == (255, 255)


def _on_paper(picture: Image.Image) -> Image.Image:
    if picture.mode != "RGBA":
        return picture
    paper = Image.new("RGB", picture.size, PAPER)
    paper.paste(picture, mask=picture.getchannel("A"))
    return paper


def _saved(picture: Image.Image, options: dict[str, object]) -> bytes:
    file = BytesIO()
    picture.save(file, **options)  # type: ignore[arg-type]
    return file.getvalue()
