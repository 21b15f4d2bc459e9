"""Whoever holds a receipt on paper finds out in a browser whether it counts."""

from pathlib import Path

import pytest

from tests.journeys.conftest import NewPerson
from tests.journeys.test_signing_in import newest_letter, press_sign_in
from tests.support.papers import words_of
from tests.support.site import RunningSite

pytestmark = pytest.mark.journey
PAGE = "/receipts/verify"


def a_receipt(site: RunningSite) -> tuple[str, str]:
    [(number, code)] = site.rows("SELECT number, code FROM receipt ORDER BY id LIMIT 1")
    return str(number), str(code)


def test_the_code_on_the_paper_fills_the_form_and_leaves_no_trace(
    person: NewPerson, site: RunningSite
) -> None:
    number, code = a_receipt(site)
    holder = person()
    asked: list[str] = []
    holder.page.on("request", lambda request: asked.append(request.url))
    holder.page.goto(f"{site.url}{PAGE}#{number}.{code}")
    assert holder.page.get_by_label("Receipt number").input_value() == number
    assert holder.page.get_by_label("Code").input_value() == code
    assert holder.page.url == site.url + PAGE
    assert not any(code in url for url in asked)
    holder.page.keyboard.press("Enter")
    holder.page.get_by_text("This receipt is current").wait_for()
    assert not any(code in url for url in asked)


def test_without_scripts_number_and_code_are_typed(person: NewPerson, site: RunningSite) -> None:
    number, code = a_receipt(site)
    holder = person(java_script_enabled=False)
    holder.page.goto(site.url + PAGE)
    holder.page.get_by_label("Receipt number").fill(number)
    holder.page.get_by_label("Code").fill("WRONG-ONE")
    holder.page.get_by_role("button", name="Check the receipt").click()
    holder.page.get_by_role("link", name="We know no receipt").wait_for()
    holder.page.get_by_label("Code").fill(code.lower())
    holder.page.get_by_role("button", name="Check the receipt").click()
    holder.page.get_by_text("This receipt is current").wait_for()


def test_a_donor_fetches_a_statement_whose_total_is_the_ledgers(person: NewPerson, site: RunningSite) -> None:
    [(who, email, given_at)] = site.rows(
        "SELECT supporter.id, email, given_at FROM refund JOIN gift ON gift.id = refund.gift_id "
        "JOIN supporter ON supporter.id = gift.supporter_id ORDER BY refund.id LIMIT 1"
    )
    year = str(given_at)[:4]
    donor = person()
    donor.page.goto(f"{site.url}/account/statements/{year}.pdf")
    donor.page.get_by_label("Your e-mail address").fill(email)
    donor.page.get_by_role("button", name="Send me a link").click()
    donor.page.goto(site.url + newest_letter(site, email))
    with donor.page.expect_download() as started:
        press_sign_in(donor.page)
    assert started.value.suggested_filename == f"gifts-{year}.pdf"
    paper = Path(started.value.path()).read_bytes()
    [(kept,)] = site.rows(
        "SELECT sum(ledger_entry.amount) FROM ledger_entry JOIN gift ON gift.id = gift_id "
        "WHERE supporter_id = :who AND kind <> 'fee' AND substr(given_at, 1, 4) = :year",
        who=who,
        year=year,
    )
    assert f"Total of what counts: ${kept / 100:,.2f}" in words_of(paper)
    assert "Went back" in words_of(paper)
