"""Our landscapes on paper: the same drawings as on the pages, seen through an arched window."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from fpdf import FPDF
from fpdf.drawing import BoundingBox, GradientPaint, GraphicsContext, PaintedPath
from fpdf.drawing_primitives import Transform
from fpdf.enums import GradientUnits
from fpdf.svg import SVGObject

SCENES = Path(__file__).parents[3] / "static" / "img" / "scenes"
SHAPE = 750 / 1200
# A quarter of a circle as a curve: how far its handles reach.
ROUND = 0.5523
# Where a scene is looked at, from left to right, when only a part of it fits.
MIDDLE = {"harbor": 0.42, "almond": 0.52}


class Placed(GradientPaint):
    """A gradient that goes where its drawing goes: the library (at its pinned version) leaves it where it was drawn."""

    def __init__(self, paint: GradientPaint, place: Transform) -> None:
        super().__init__(paint.gradient, paint.units, paint.gradient_transform, paint.apply_page_ctm)
        self._place = place

    def _matrix_for(self, bbox: BoundingBox | None) -> Transform:
        return super()._matrix_for(bbox) @ self._place


def window(pdf: FPDF, name: str, x: float, y: float, width: float, height: float) -> None:
    """A scene behind an arch of this size."""
    whole = height / SHAPE
    left = min(0.0, max(width - whole, width / 2 - whole * MIDDLE.get(name, 0.5)))
    svg = SVGObject(drawing(name))
    _, _, path = svg.transform_to_rect_viewport(
        scale=1, width=whole, height=height, ignore_svg_top_attrs=True
    )
    assert path.transform is not None
    path.transform = path.transform @ Transform.translation(x + left, y)
    _place(path, Transform.identity())
    with _arch(pdf, x, y, width, height), pdf.drawing_context() as picture:
        picture.add_item(path)


@cache
def drawing(name: str) -> bytes:
    """A scene as the paper's library reads it: it wants to be told where every colour of a gradient begins."""
    svg = (SCENES / f"{name}.svg").read_text(encoding="utf-8")
    svg = re.sub(r"<stop (?![^>]*offset)", '<stop offset="0" ', svg)
    return re.sub(r"<pattern .*?</pattern>", "", svg, flags=re.DOTALL).encode()


def _place(node: Any, place: Transform) -> None:
    if isinstance(node, PaintedPath):
        return _place(node.get_graphics_context(), place)
    if node.transform is not None:
        place = node.transform @ place
    for name in ("fill_color", "stroke_color"):
        paint = getattr(node.style, name)
        if isinstance(paint, GradientPaint) and paint.units == GradientUnits.OBJECT_BOUNDING_BOX:
            setattr(node.style, name, Placed(paint, place))
    for item in node.path_items:
        if isinstance(item, GraphicsContext | PaintedPath):
            _place(item, place)
    return None


@contextmanager
def _arch(pdf: FPDF, x: float, y: float, width: float, height: float) -> Iterator[None]:
    """Whatever is drawn meanwhile is seen through an arch only."""
    r, far = width / 2, (1 - ROUND) * width / 2
    low, spring, top = pdf.h - y - height, pdf.h - y - r, pdf.h - y
    pdf._out(
        f"q {x:.2f} {low:.2f} m {x:.2f} {spring:.2f} l "
        f"{x:.2f} {top - far:.2f} {x + far:.2f} {top:.2f} {x + r:.2f} {top:.2f} c "
        f"{x + width - far:.2f} {top:.2f} {x + width:.2f} {top - far:.2f} {x + width:.2f} {spring:.2f} c "
        f"{x + width:.2f} {low:.2f} l h W n"
    )
    yield
    pdf._out("Q")
