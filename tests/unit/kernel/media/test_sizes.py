"""Which sizes a picture has, and what its files are called."""

import pytest

from hope.kernel.media import sizes


@pytest.mark.parametrize(
    ("width", "wanted"),
    [
        (1, [1]),
        (159, [159]),
        (160, [160]),
        (320, [160, 320]),
        (350, [160, 320]),
        (400, [160, 320, 400]),
        (600, [160, 320, 480, 600]),
        (1920, [160, 320, 480, 720, 960, 1440, 1920]),
        (2560, [160, 320, 480, 720, 960, 1440, 1920]),
    ],
)
def test_no_width_is_wider_than_the_picture(width: int, wanted: list[int]) -> None:
    assert sizes.widths_for(width) == wanted


@pytest.mark.parametrize("width", [1, 100, 159, 160, 400, 700, 1000, 2560])
def test_what_is_made_at_once_is_enough_to_show_something(width: int) -> None:
    first = sizes.first_widths(width)
    assert first
    assert max(first) <= max(sizes.AT_ONCE, 160)
    assert set(first) <= set(sizes.widths_for(width))
    assert sizes.fallback_width(width) in sizes.widths_for(width)
    assert sizes.fallback_width(width) <= sizes.FALLBACK


def test_only_files_that_are_meant_to_be_seen_have_a_public_name() -> None:
    mark = "0123456789abcdef" * 2
    names = sizes.all_names(mark, 2560, "image/jpeg")
    assert len(names) == 16
    shown = [name for name in names if sizes.PUBLIC.fullmatch(name)]
    assert len(shown) == 15
    assert f"{mark}-original.jpg" not in shown
    for hostile in (
        "",
        "..",
        "../x",
        f"{mark}-640.php",
        f"{mark}-640.avif\n",
        f"{mark.upper()}-640.avif",
        "a" * 99,
    ):
        assert not sizes.PUBLIC.fullmatch(hostile)
