"""The landscapes: small, of our own making, and with nothing in them that a picture has no use for."""

import gzip
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from hope.demo import content

IMAGES = Path(__file__).parents[3] / "static" / "img"
SCENES = sorted((IMAGES / "scenes").glob("*.svg"))
ALLOWED = {
    "svg",
    "defs",
    "g",
    "path",
    "rect",
    "circle",
    "ellipse",
    "use",
    "stop",
    "linearGradient",
    "radialGradient",
    "pattern",
}


def test_there_are_enough() -> None:
    assert len(SCENES) >= 14


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.stem)
def test_a_scene_is_small_and_only_a_picture(scene: Path) -> None:
    markup = scene.read_text(encoding="utf-8")
    assert len(markup) <= 6 * 1024
    assert len(gzip.compress(markup.encode())) <= 2560
    root = ET.fromstring(markup)  # noqa: S314  our own file
    assert root.attrib["viewBox"] == "0 0 1200 750"
    assert {element.tag.split("}")[1] for element in root.iter()} <= ALLOWED
    # Nothing from elsewhere, nothing that a Content-Security-Policy would have to allow.
    assert not re.search(r"style=|on\w+=|href=\"(?!#)|url\((?!#)", markup)


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.stem)
def test_a_scene_can_be_told_in_words(scene: Path) -> None:
    told = content.scene_alt(scene.stem)
    assert told.endswith(".")
    assert 20 <= len(told) <= 150


def test_every_scene_that_is_used_exists() -> None:
    drawn = {scene.stem for scene in SCENES}
    used = {entry["scene"] for entry in [*content.organizations(), *content.campaigns()]}
    used |= {tier["scene"] for campaign in content.campaigns() for tier in campaign["tiers"]}
    assert used <= drawn


def test_the_share_picture_is_light() -> None:
    assert (IMAGES / "og-default.png").stat().st_size <= 60 * 1024
    assert (IMAGES / "favicon.svg").stat().st_size <= 1024
