"""Papers to test with, and a second library (pypdf) that reads what the first one wrote."""

from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from hope.giving.acknowledgment import AcknowledgedLine, Acknowledgment
from hope.giving.papers.letterhead import Letterhead
from hope.kernel.money import Money
from tests.support.builders import dollars

HEAD = Letterhead(
    charity="Hope Example Charity",
    address="1 Example Street, Exampleville",
    tax_id="00-0000000",
    paper="Letter",
    check_url="https://hope.example.org/receipts/verify",
)
A4 = replace(HEAD, paper="A4")


def moment(year: int, month: int, day: int) -> datetime:
    """Noon in UTC, which is the same day for the charity."""
    return datetime(year, month, day, 15, tzinfo=UTC)


def make_acknowledgment(total: Money | None = None, **over: Any) -> Acknowledgment:
    """What a receipt says: one gift of $50, all of it kept."""
    total = total or dollars("50")
    given = {
        "number": "2026-000123",
        "version": 1,
        "code": "K7QM3TXR",
        "issued_at": moment(2026, 3, 1),
        "given_at": moment(2026, 2, 28),
        "giver_name": "Marigold Fennimore",
        "lines": (AcknowledgedLine("Night of Rest", "Safe nights", total),),
        "cover": Money.zero(total.currency),
        "total": total,
        "kept": total,
        "goods": (),
        "method": "visa 4242",
        "replaces": None,
    }
    return Acknowledgment(**given | over)


def opened(paper: bytes) -> PdfReader:
    """The paper as pypdf reads it, strictly."""
    return PdfReader(BytesIO(paper), strict=True)


def words_of(paper: bytes) -> str:
    """Every word on the paper, with single spaces."""
    words = " ".join(page.extract_text() for page in opened(paper).pages)
    # In the face for Chinese, Japanese and Korean pypdf takes the two bytes of a sign for two, the first of them NUL.
    return " ".join(words.replace("\0", "").split())


def fonts_of(paper: bytes) -> dict[str, bool]:
    """The typefaces that the paper uses, and whether it carries each along."""
    fonts = {}
    for page in opened(paper).pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
            inner = font["/DescendantFonts"][0].get_object()
            described = inner["/FontDescriptor"]
            fonts[str(font["/BaseFont"])] = any(name in described for name in ("/FontFile2", "/FontFile3"))
    return fonts


def outline_of(paper: bytes) -> list[str]:
    """The tags of the paper in the order in which they are heard."""

    def walk(element: DictionaryObject) -> list[str]:
        kids = element.get("/K", [])
        kids = kids if isinstance(kids, list) else [kids]
        found = [str(element["/S"]).removeprefix("/")] if "/S" in element else []
        for kid in kids:
            inner = kid.get_object()
            found += walk(inner) if isinstance(inner, DictionaryObject) else []
        return found

    return walk(opened(paper).trailer["/Root"]["/StructTreeRoot"])  # type: ignore[index]


def typed_of(paper: bytes) -> list[str]:
    """What the paper says a piece of text really is, where it is drawn otherwise."""
    found = []
    for item in opened(paper).trailer["/Root"]["/StructTreeRoot"]["/K"][0].get_object()["/K"]:  # type: ignore[index]
        element = item.get_object()
        found += [str(element["/ActualText"])] if "/ActualText" in element else []
    return found
