"""What is refused, and in which words."""

import pytest
from PIL import Image

from hope.kernel.media import checking, imaging
from hope.kernel.media.checking import Refused
from tests.support.pictures import HOSTILE, photo, png_bomb, saved

SAID = {
    "nothing": checking.EMPTY,
    "a bomb": checking.TOO_LARGE,
    "a heic": checking.IS_HEIC,
    "half a jpeg": checking.DAMAGED,
    "half a png": checking.DAMAGED,
    "an endless jpeg": checking.DAMAGED,
    "text": checking.UNKNOWN,
}
NAMED = {
    "html": "web page",
    "an svg": "SVG",
    "an svg with a prologue": "SVG",
    "a pdf": "PDF",
    "a tiff": "TIFF",
}


@pytest.mark.parametrize("what", HOSTILE)
def test_what_is_no_good_picture_is_refused_in_a_sentence(what: str) -> None:
    with pytest.raises(Refused) as refused:
        imaging.clean(HOSTILE[what])
    words = str(refused.value)
    assert words == SAID.get(what, words)
    assert NAMED.get(what, "") in words
    assert words.endswith(".")
    assert words.count(". ") <= 1


def test_a_file_that_is_too_heavy_is_refused_unopened() -> None:
    with pytest.raises(Refused, match="more than 20 MB"):
        checking.open_picture(photo() + b"\0" * checking.MOST_BYTES)


@pytest.mark.parametrize("side", [5_200, 7_200, 9_000, 13_000, 20_000])
def test_every_size_beyond_the_limit_is_refused_before_it_is_unpacked(side: int) -> None:
    with pytest.raises(Refused, match="million points"):
        checking.open_picture(png_bomb(side))


def test_the_photo_of_a_large_camera_is_not() -> None:
    large = saved(Image.new("RGB", (8_160, 6_120), "teal"), "JPEG")
    assert checking.open_picture(large).size == (8_160, 6_120)
    assert max(imaging.clean(large).size) == 2560
    with pytest.raises(Refused, match="51 million"):
        checking.open_picture(saved(Image.new("L", (12_000, 5_000)), "JPEG"))
