"""The structure of a paper, for people who hear it read out and programs that read it: headings, tables, paragraphs.

The library tags pictures only. This builds on its (internal) structure tree, at the pinned version: elements may hold
elements, each piece of text on a page belongs to one, and whatever belongs to none is marked as decoration.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from fpdf import FPDF
from fpdf.structure_tree import StructElem, StructureTreeBuilder
from fpdf.syntax import PDFObject, PDFString

HEADERS = {"TH": "Column", "TH of row": "Row"}


class Element(StructElem):
    """A part of the paper: a table, a row, a cell, a paragraph."""

    __slots__ = ("attributes", "real_text")

    def __init__(self, tag: str, parent: PDFObject, page: int, **words: Any) -> None:
        super().__init__(f"/{tag.split()[0]}", parent, [], page_number=page, alt=words.get("alt"))
        self.real_text = words.get("real_text")
        self.attributes = f"<</O /Table /Scope /{HEADERS[tag]}>>" if tag in HEADERS else None

    def serialize(self, obj_dict: Any = None, _security_handler: Any = None) -> str:
        """The element in the file's own language; a long statement has ten thousand of them."""
        kids = " ".join(kid.ref if isinstance(kid, PDFObject) else str(kid) for kid in self.k)
        page = f"/Pg {self.pg.ref}" if self.pg is not None else ""
        more = f"/A {self.attributes}" if self.attributes else ""
        if self.alt is not None:
            more += f"/Alt {self.alt.serialize()}"
        if self.real_text is not None:
            more += f"/ActualText {_as_typed(self.real_text)}"
        parent = f"/P {self.p.ref}"
        body = f"<</Type /StructElem/S {self.s}{parent}{page}{more}/K [{kids}]>>"
        return f"{self.id} 0 obj\n{body}\nendobj"


class Tags(StructureTreeBuilder):
    """The structure of one paper, as it grows."""

    def __init__(self, pdf: FPDF) -> None:
        super().__init__()
        self._pdf = pdf
        self._open: list[StructElem] = [self.doc_struct_elem]
        self._elements: list[Element] = []
        self._marks: Counter[int] = Counter()

    @contextmanager
    def inside(self, tag: str) -> Iterator[None]:
        """Whatever is written meanwhile is part of this."""
        self._open.append(self._add(tag))
        yield
        self._open.pop()

    @contextmanager
    def text(self, tag: str, *, alt: str | None = None, real_text: str | None = None) -> Iterator[None]:
        """What is drawn meanwhile, on this page, is the content of one element."""
        page = self._pdf.page
        mark = self._marks[page]
        self._marks[page] += 1
        element = self._add(tag, alt=alt, real_text=real_text)
        element.k.append(mark)
        number = self.spid_per_page_number.setdefault(page, len(self.spid_per_page_number))
        self.struct_tree_root.parent_tree.nums[number].append(element)
        self._pdf.pages[page].struct_parents = number
        spoken = f" /ActualText {_as_typed(real_text)}" if real_text is not None else ""
        self._pdf._out(f"/{tag.split()[0]} <</MCID {mark}{spoken}>> BDC")
        yield
        self._pdf._out("EMC")

    @contextmanager
    def decoration(self) -> Iterator[None]:
        """What is drawn meanwhile says nothing."""
        self._pdf._out("/Artifact BMC")
        yield
        self._pdf._out("EMC")

    def _add(self, tag: str, **words: Any) -> Element:
        parent = self._open[-1]
        element = Element(tag, parent, self._pdf.page, **words)
        parent.k.append(element)
        self._elements.append(element)
        return element

    def __iter__(self) -> Iterator[PDFObject]:
        yield self.struct_tree_root
        yield self.doc_struct_elem
        yield self.struct_tree_root.parent_tree
        for element in self._elements:
            element.pg = self._pdf.pages[element.page_number() or 1]  # type: ignore[assignment]
            yield element


def _as_typed(text: str) -> str:
    """Text for readers and for copying, where what is drawn is another: joined letters, marks for unknown ones."""
    return PDFString(text).serialize()
