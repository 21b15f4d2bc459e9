"""Anybody who holds number and code learns whether a receipt counts; nobody learns anything else."""

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from hope.giving import receipts
from hope.giving.models import Gift, Receipt
from hope.giving.papers.law import written_code
from tests.support.builders import dollars, make_campaign, make_gift, make_noise
from tests.support.web import SiteClient, read, text_of

PAGE = "/receipts/verify"
WRONG = "We know no receipt with this number and this code."


def receipt_of(session: Session, gift: Gift) -> Receipt:
    receipt = receipts.receipt_of(session, gift.id)
    assert receipt
    return receipt


def ask(client: SiteClient, number: str, code: str):
    return client.post(PAGE, data={"number": number, "code": code})


@pytest.fixture
def gift(session: Session) -> Gift:
    make_noise(session)
    return make_gift(session, make_campaign(session), tier=1)


def test_the_page_is_the_same_for_everyone(client: SiteClient):
    page = client.get(PAGE)
    assert page.status_code == 200
    assert "public" in page.headers["Cache-Control"]
    assert "Set-Cookie" not in page.headers
    assert page.data == client.get(PAGE, headers={"Cookie": "a=b"}).data
    assert read(page).select_one("h1").text == "Check a receipt"


def test_a_receipt_that_counts(session: Session, client: SiteClient, gift: Gift):
    receipt = receipt_of(session, gift)
    page = ask(client, receipt.number, receipt.code)
    words = text_of(page)
    assert page.status_code == 200
    assert "This receipt is current" in words
    assert f"{receipt.number}, version 1" in words
    assert "Amount given $50.00" in words
    assert page.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in page.headers


def test_never_a_name(session: Session, client: SiteClient, gift: Gift):
    receipt = receipt_of(session, gift)
    html = ask(client, receipt.number, receipt.code).get_data(as_text=True)
    for secret in ("Marigold", "Fennimore", "marigold@", gift.reference, "Harvest", "Night of Rest"):
        assert secret not in html


def test_part_went_back(session: Session, client: SiteClient, gift: Gift):
    old = receipt_of(session, gift)
    new = receipts.replace(session, gift, dollars("30"))
    session.commit()
    words = text_of(ask(client, old.number, old.code))
    assert "This receipt was replaced Version 2 of" in words
    assert "Version 1 does not count any more" in words
    assert "$30.00" not in words
    words = text_of(ask(client, new.number, new.code))
    assert "This receipt is current" in words
    assert "Amount given $50.00 Amount that counts $30.00" in words


def test_all_of_it_went_back(session: Session, client: SiteClient, gift: Gift):
    old = receipt_of(session, gift)
    new = receipts.replace(session, gift, dollars("0"))
    session.commit()
    for version in (old, new):
        words = text_of(ask(client, version.number, version.code))
        assert "This receipt is void" in words
        assert "in every version" in words


@pytest.mark.parametrize("spoiled", ["{number}  ", " {number}", "{en dash}", "{spaces}"])
def test_numbers_as_people_type_them(session: Session, client: SiteClient, gift: Gift, spoiled: str):
    receipt = receipt_of(session, gift)
    typed = {"{en dash}": receipt.number.replace("-", "–"), "{spaces}": receipt.number.replace("-", " - ")}
    number = typed.get(spoiled) or spoiled.format(number=receipt.number)
    for code in (receipt.code.lower(), written_code(receipt.code), f" {receipt.code[:4]} {receipt.code[4:]}"):
        assert "This receipt is current" in text_of(ask(client, number, code))


def test_wrong_pairs_all_sound_the_same(session: Session, client: SiteClient, gift: Gift):
    receipt, other = receipt_of(session, gift), session.query(Receipt).order_by(Receipt.id).first()
    assert receipt.number != other.number
    wrong = [
        (receipt.number, "K7QM3TXR"),
        (receipt.number, other.code),
        ("2026-999999", receipt.code),
        (receipt.number, receipt.code[:7]),
        ("' OR 1=1 --", receipt.code),
        ("\u202e" + "9" * 30, "💥" * 30),
    ]
    pages = [ask(client, number, code) for number, code in wrong]
    assert {page.status_code for page in pages} == {422}
    assert len({without_what_was_typed(page) for page in pages}) == 1
    assert WRONG in text_of(pages[0])
    assert [link["href"] for link in read(pages[0]).select(".error-summary a")] == ["#code"]


def without_what_was_typed(page) -> str:
    tree = read(page)
    for field in tree.select("#number, #code"):
        del field["value"]
    return str(tree)


def test_nothing_typed(client: SiteClient):
    page = ask(client, "", " ")
    assert page.status_code == 422
    words = text_of(page)
    assert "Write the number of the receipt" in words
    assert "Write the code" in words
    assert "Nothing was charged" not in words


def test_what_was_typed_is_kept(client: SiteClient):
    tree = read(ask(client, "2026-000009", "<b>x</b>"))
    assert tree.select_one("#number")["value"] == "2026-000009"
    assert tree.select_one("#code")["value"] == "<b>x</b>"


@pytest.mark.parametrize("data", [{}, {"number": "x" * 10_000, "code": "y" * 10_000}, {"number": ["a", "b"]}])
def test_odd_forms(client: SiteClient, data: dict[str, object]):
    assert client.post(PAGE, data=data).status_code == 422


def test_guessing_is_slow(client: SiteClient):
    answers = [ask(client, "2026-000001", f"AAAA{number:04d}").status_code for number in range(21)]
    assert answers == [422] * 20 + [429]


def test_everybody_finds_it(client: SiteClient):
    assert read(client.get("/about")).select_one(f'.site-footer a[href="{PAGE}"]')
    assert PAGE in client.get("/sitemap.xml").get_data(as_text=True)


def test_codes_differ(session: Session, app: Flask):
    campaign = make_campaign(session)
    made = [make_gift(session, campaign) for _ in range(12)]
    codes = {receipt_of(session, one).code for one in made}
    assert len(codes) == 12
    assert {len(code) for code in codes} == {8}
