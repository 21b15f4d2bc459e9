"""What becomes of a picture: upright, in the web's colours, and silent about itself."""

from io import BytesIO

import pytest
from PIL import Image, ImageCms

from hope.kernel.media import imaging
from tests.support.pictures import HTML, long_gif, photo, saved, scene, telling_photo, where_and_when

KINDS = ("avif", "webp", "jpg")
SECRETS = (
    b"Exif",
    b"GPS",
    b"Lantern",
    b"Marigold",
    b"2026:11",
    b"safe house",
    b"ICC_PROFILE",
    b"ICCP",
    b"http",
)


def files_of(data: bytes) -> list[bytes]:
    picture = imaging.clean(data)
    return [imaging.original(picture)[0], *(imaging.encoded(picture, kind) for kind in KINDS)]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_no_file_says_where_or_by_whom_it_was_taken(kind: str) -> None:
    sent = telling_photo(kind)
    assert Image.open(BytesIO(sent)).getexif().get_ifd(0x8825), "the test has to send a place"
    for made in files_of(sent):
        read = Image.open(BytesIO(made))
        read.load()
        assert dict(read.getexif()) == {}
        assert (
            not {"exif", "icc_profile", "comment", "xmp", "photoshop", "XML:com.adobe.xmp"} & read.info.keys()
        )
        assert [secret for secret in SECRETS if secret in made] == []


def test_what_was_held_sideways_stands_upright() -> None:
    left_red = Image.new("RGB", (60, 40), "blue")
    left_red.paste("red", (0, 0, 30, 40))
    upright = imaging.clean(saved(left_red, "PNG", exif=where_and_when().tobytes()))
    assert upright.size == (40, 60)
    assert upright.getpixel((20, 5)) == (255, 0, 0)
    assert upright.getpixel((20, 55)) == (0, 0, 255)


@pytest.mark.parametrize("turn", range(1, 9))
def test_every_way_of_holding_a_camera(turn: int) -> None:
    exif = Image.Exif()
    exif[imaging.ORIENTATION] = turn
    size = imaging.clean(saved(scene(60, 40), "JPEG", exif=exif.tobytes())).size
    assert size == ((40, 60) if turn >= 5 else (60, 40))


@pytest.mark.filterwarnings("ignore::UserWarning:PIL")  # Pillow tells of it as well
def test_notes_that_cannot_be_read_are_no_reason_to_refuse() -> None:
    broken = b"Exif\0\0II*\0\xff\xff\xff\x7f" + b"\xff" * 60_000
    assert imaging.clean(saved(scene(), "JPEG", exif=broken)).size == (480, 320)


def test_a_huge_note_goes_too() -> None:
    sent = saved(scene(), "PNG", exif=b"Exif\0\0" + where_and_when().tobytes()[6:] + b"x" * 900_000)
    assert max(map(len, files_of(sent))) < 200_000


def test_the_colours_of_print_become_those_of_the_web() -> None:
    red = Image.new("CMYK", (80, 80), (0, 255, 255, 0))
    clean = imaging.clean(saved(red, "JPEG", quality=95))
    assert clean.mode == "RGB"
    assert clean.getpixel((40, 40)) == pytest.approx((255, 0, 0), abs=4)


def test_wide_colours_are_brought_home() -> None:
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
    same = imaging.clean(saved(Image.new("RGB", (40, 40), (200, 90, 40)), "PNG", icc_profile=lab.tobytes()))
    assert same.getpixel((5, 5)) == pytest.approx((200, 90, 40), abs=1)


@pytest.mark.parametrize("profile", [b"not a profile", b"\0" * 200])
def test_a_profile_that_is_none_leaves_the_colours_as_they_are(profile: bytes) -> None:
    clean = imaging.clean(saved(Image.new("RGB", (40, 40), (200, 90, 40)), "PNG", icc_profile=profile))
    assert clean.getpixel((5, 5)) == (200, 90, 40)


def test_a_profile_of_another_kind_of_colours_is_left_out() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    assert imaging.clean(saved(Image.new("L", (40, 40), 90), "PNG", icc_profile=profile)).mode == "RGB"


def test_sixteen_bits_of_grey_keep_their_light() -> None:
    grey = Image.new("I;16", (30, 30), 257 * 180)
    assert imaging.clean(saved(grey, "PNG")).getpixel((3, 3)) == pytest.approx((180, 180, 180), abs=1)


def test_glass_stays_glass_and_lies_on_white_paper_in_a_jpeg() -> None:
    glass = Image.new("RGBA", (200, 200), (255, 0, 0, 0))
    glass.paste((10, 20, 30, 255), (100, 0, 200, 200))
    clean = imaging.clean(saved(glass, "PNG"))
    assert clean.mode == "RGBA"
    assert imaging.average_colour(clean) == ""
    assert Image.open(BytesIO(imaging.encoded(clean, "webp"))).convert("RGBA").getpixel((20, 20))[3] == 0
    jpeg = Image.open(BytesIO(imaging.encoded(clean, "jpg")))
    assert jpeg.getpixel((20, 20)) == pytest.approx((255, 255, 255), abs=3)


def test_glass_that_hides_nothing_is_a_plain_picture() -> None:
    assert imaging.clean(saved(scene().convert("RGBA"), "PNG")).mode == "RGB"


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "PA"])
def test_few_colours_become_many(mode: str) -> None:
    picture = scene(50, 50).convert("P") if mode == "PA" else scene(50, 50).convert(mode)
    options = {"transparency": 3} if mode == "PA" else {}
    assert imaging.clean(saved(picture, "PNG", **options)).mode in ("RGB", "RGBA")


def test_of_a_moving_picture_the_first_moment_is_taken() -> None:
    assert imaging.clean(long_gif()).size == (8, 8)
    moving = [Image.new("RGB", (50, 50), colour) for colour in ("red", "blue")]
    for kind in ("WEBP", "PNG", "AVIF"):
        sent = saved(moving[0], kind, save_all=True, append_images=moving[1:])
        red, green, blue = imaging.clean(sent).getpixel((20, 20))[:3]
        assert (red > 240, green < 15, blue < 15) == (True, True, True), kind


def test_a_picture_that_is_also_a_program_is_only_a_picture_afterwards() -> None:
    gif = saved(Image.new("P", (8, 8), 3), "GIF")
    for sent in (gif[:-1] + b"*/=1;alert(document.cookie)//" + b";", photo() + HTML, photo(comment=HTML)):
        for made in files_of(sent):
            assert b"alert" not in made
            assert b"<" + b"script" not in made


def test_the_smallest_picture_there_is() -> None:
    for made in files_of(saved(Image.new("RGB", (1, 1), "red"), "PNG")):
        assert Image.open(BytesIO(made)).size == (1, 1)


@pytest.mark.parametrize("size", [(6_000, 3), (3, 6_000), (5_200, 3_900)])
def test_large_ones_come_down_to_what_is_kept(size: tuple[int, int]) -> None:
    clean = imaging.clean(saved(Image.new("RGB", size, "red"), "JPEG"))
    assert max(clean.size) == 2560
    assert min(clean.size) >= 1
    assert imaging.sized(clean, 1).height >= 1


def test_the_average_colour() -> None:
    half = Image.new("RGB", (100, 100), "black")
    half.paste("white", (0, 0, 50, 100))
    assert imaging.average_colour(imaging.clean(saved(half, "PNG"))) in ("#7f7f7f", "#808080")


@pytest.mark.parametrize("kind", ["avif", "webp"])
def test_grain_is_not_paid_for_by_whoever_opens_the_page(kind: str) -> None:
    calm, grainy = (imaging.clean(saved(scene(720, 480, grain), "PNG")) for grain in (4, 120))
    assert len(imaging.encoded(calm, kind)) < 20_000
    assert len(imaging.encoded(grainy, kind)) < 0.9 * len(imaging._saved(grainy, imaging.OPTIONS[kind]))
