"""For half an hour a giver changes their mind by themselves; afterwards they write, and nothing typed is lost."""

from datetime import timedelta

from sqlalchemy import select, update

from hope.giving.models import Checkout, Gift, GiverLetter
from hope.giving.pledge import Naming
from tests.support.builders import run_jobs
from tests.support.people import send, sign_in
from tests.support.web import read, text_of

HALF_AN_HOUR = timedelta(minutes=31)


def path_of(life, number: int = -1) -> str:
    """The page that this receipt leads to."""
    words = life.mails("receipt")[number].text.split()
    return next(w for w in words if "/give/second-thoughts/" in w).removeprefix(life.app.config["SITE_URL"])


def later(life) -> None:
    """Half an hour passes for every gift."""
    for gift in life.gifts():
        life.session.execute(
            update(Gift).where(Gift.id == gift.id).values(created_at=gift.created_at - HALF_AN_HOUR)
        )
    life.session.commit()


def test_named_otherwise_and_taken_back_whole_once(life):
    campaign = life.campaign()
    gift = life.give(campaign, cover_fee="y")
    path = path_of(life)
    [reference] = life.session.scalars(select(Checkout.reference))
    thanks = read(life.client.get(f"/give/thanks/{reference}"))
    assert thanks.select_one(f"a[href='{path}']")
    page = text_of(life.client.get(path))
    assert "Until " in page
    assert gift.giver_name not in page
    assert life.client.post(f"{path}/naming", data={"naming": "anonymous"}).location == f"{path}?said=named"
    assert life.gifts()[0].naming is Naming.ANONYMOUS
    assert life.client.post(f"{path}/naming", data={"naming": "king"}).status_code == 422

    sure = text_of(life.client.get(f"{path}/return"))
    assert "All of $26.06 goes back" in sure
    for _ in range(2):  # pressed twice
        assert life.client.post(f"{path}/return", data={}).location.startswith(path)
    life.catch_up()
    assert (life.raised(campaign), life.receipt(gift)) == (0, (2, 0))
    assert len(life.mails("receipt_replaced")) == 1
    assert "Your gift is on its way back to you" in text_of(life.client.get(f"{path}?said=returned"))
    assert life.client.get(f"{path}/return").location == path  # nothing is left to take back
    assert "Take the gift back" not in text_of(life.client.get(path))


def test_the_first_payment_of_a_standing_gift_ends_it_a_later_one_does_not(life):
    recurring = life.give_monthly()
    life.a_month_later()
    first = path_of(life, 0)
    second = path_of(life, 1)
    assert "Your recurring gift goes on." in text_of(life.client.get(f"{second}/return"))
    life.client.post(f"{second}/return", data={})
    life.catch_up()
    assert (life.recurring().status, life.receipt(life.gifts()[1])[1]) == ("active", 0)
    assert "that began with it ends today" in text_of(life.client.get(f"{first}/return"))
    life.client.post(f"{first}/return", data={})
    life.catch_up()
    assert (life.recurring().status, life.receipt(life.gifts()[0])[1]) == ("canceled", 0)
    assert recurring.id == life.recurring().id


def test_after_half_an_hour_a_letter_reaches_the_team(life):
    gift = life.give()
    path = path_of(life)
    later(life)
    for sent in ({"naming": "anonymous"}, {}):
        page = life.client.post(f"{path}/{'naming' if sent else 'return'}", data=sent)
        assert (page.status_code, "The half hour is over" in text_of(page)) == (409, True)
    assert life.gifts()[0].naming is Naming.FULL
    form = read(life.client.get(path))
    key = form.select_one("input[name=key]")["value"]
    empty = life.client.post(f"{path}/letter", data={"words": " ", "key": key})
    assert empty.status_code == 422
    words = "Twice, please look!\n<script>alert(1)</script>"
    for _ in range(2):
        assert (
            life.client.post(f"{path}/letter", data={"words": words, "key": key}).location
            == f"{path}?said=written"
        )
    [letter] = life.session.scalars(select(GiverLetter))
    assert letter.words == words
    run_jobs(life.app)
    [mail] = life.mails("giver_letter")
    assert mail.recipient == "hello@example.org"
    assert words in mail.text
    assert gift.supporter.email in mail.text
    sign_in(life.client, "treasurer")
    assert "1 letter of a giver waits" in text_of(life.client.get("/admin/"))
    assert "Twice, please look!" in text_of(life.client.get("/admin/letters/"))
    send(life.client, f"/admin/letters/{letter.id}/answer")
    assert "No letter waits" in text_of(life.client.get("/admin/letters/"))


def test_a_lost_answer_and_a_second_press_send_the_money_back_once(life):
    campaign = life.campaign()
    life.give(campaign)
    path = path_of(life)
    life.sandbox.fault("POST /v1/refunds", "drop_after_commit")
    first = life.client.post(f"{path}/return", data={})
    assert first.status_code in (303, 503)
    life.client.post(f"{path}/return", data={})
    life.catch_up()
    assert (life.raised(campaign), [kind for kind, _, _ in life.entries()].count("refund")) == (0, 1)


def test_no_other_token_opens_anything(life):
    life.give()
    token = path_of(life).rsplit("/", 1)[1]
    for bad in (token[:-1], token[1:], "x", "a" * 3000, "%00", life.gifts()[0].reference):
        assert life.client.get(f"/give/second-thoughts/{bad}").status_code == 404
        for page in ("naming", "return", "letter"):
            assert (
                life.client.post(f"/give/second-thoughts/{bad}/{page}", data={"words": "x"}).status_code
                == 404
            )
