"""A basket before the real sandbox: one payment, gifts of several campaigns, and one of them sent back."""

import pytest
from sqlalchemy import select

from hope.campaigns import tiers
from hope.giving import parcels
from hope.giving.acknowledgment import acknowledge
from hope.giving.models import Checkout, HoldState, StockHold
from hope.giving.receipts import receipt_of
from hope.kernel.clock import charity_day, now
from tests.money.test_staff_refunds import hidden, page
from tests.support.baskets import put_in, shown, sums
from tests.support.builders import make_campaign
from tests.support.people import send, sign_in
from tests.support.web import read, text_of

FAILING = "4000000000005126"


@pytest.fixture
def house(session):
    return make_campaign(session, title="A house", tiers=[("A bed", 2500), ("A key", 5000)])


@pytest.fixture
def court(session):
    campaign = make_campaign(session, title="A court", tiers=[("A lawyer", 3000)])
    tiers.limit(session, campaign.tiers[0], 3)
    session.commit()
    return campaign


def give(life, *gifts, card=None, **form):
    """Fill a basket and pay it."""
    for tier, quantity in gifts:
        put_in(life.client, tier, quantity=str(quantity))
    changed = life.client.post("/basket/lines", data=shown(life.client) | form)
    answer = life.client.post("/basket/checkout", data=shown(life.client) | form | {"shown": cents(changed)})
    assert answer.status_code == 303, text_of(answer)
    life.session.commit()
    checkout = life.session.scalars(select(Checkout).order_by(Checkout.id.desc()).limit(1)).one()
    life.pay(checkout, **({"card": card} if card else {}))
    return life.gifts()[-1]


def cents(answer) -> str:
    return read(answer).select_one("input[name=shown]")["value"]


def taken(life, tier) -> int:
    life.refresh()
    return tier.taken


def send_back(life, gift, line):
    """Staff send one line back."""
    _, fields = hidden(life.client.get(f"{page(gift)}/refund"))
    why = {"line": str(line.id), "cause": "requested_by_customer", "words": "", "amount": ""}
    sure = send(life.client, f"{page(gift)}/refund", fields | why)
    action, fields = hidden(sure)
    answer = life.client.get(send(life.client, action, fields).headers["Location"])
    life.catch_up()
    return text_of(sure), text_of(answer)


def receipt_lines(life, gift) -> list[str]:
    life.refresh()
    return [line.label for line in acknowledge(life.session, receipt_of(life.session, gift.id)).lines]


def test_one_line_goes_back_and_everything_follows(life, house, court):
    lawyer = court.tiers[0]
    gift = give(life, (house.tiers[0], 1), (house.tiers[1], 1), (lawyer, 2), cover_fee="y")
    assert (gift.total.amount, taken(life, lawyer)) == (13_935, 2)
    assert receipt_lines(life, gift) == ["A bed", "A key", "2 × A lawyer"]
    before = life.raised(house), life.raised(court)
    sign_in(life.client, "treasurer")
    line = next(line for line in gift.lines if line.tier_id == lawyer.id)
    said, done = send_back(life, gift, line)
    assert "It is all that was given for “A lawyer”" in said
    assert "goes back to the giver" in done
    back = before[1]  # the lawyers and their part of the fee
    assert (life.raised(house), life.raised(court)) == (before[0], 0)
    assert taken(life, lawyer) == 0
    assert receipt_lines(life, gift) == ["A bed", "A key", "2 × A lawyer (went back)"]
    assert life.receipt(gift) == (2, 13_935 - back)
    assert life.differences() == []
    # It cannot go back twice, and the first version of the receipt says what it said.
    form = read(life.client.get(f"{page(gift)}/refund"))
    assert [box["value"] for box in form.select("input[name=line]")] == [
        "",
        *(str(x.id) for x in gift.lines[:2]),
    ]
    first = receipt_of(life.session, gift.id)
    first = life.session.scalars(select(type(first)).where(type(first).version == 1)).one()
    assert [one.label for one in acknowledge(life.session, first).lines][-1] == "2 × A lawyer"
    the_rest_goes_its_way(life, gift, house)


def the_rest_goes_its_way(life, gift, house):
    """What stayed is passed on; its giver sees how far it came, what went back, and that nothing else waits."""
    own, ready = f"/account/giving/{gift.reference}", parcels.left(life.session, [house.id])[house.id]
    paid = {
        "key": "k" * 24,
        f"amount_{house.id}": str(ready.decimal),
        "granted": charity_day(now()).isoformat(),
        "proof": "",
    }
    assert send(life.client, f"/admin/grants/new/{house.organization_id}", paid).status_code == 303
    life.refresh()
    sign_in(life.client, gift.supporter)
    seen = life.client.get(own)
    done = [step.get_text() for step in read(seen).select(".path__step--done .path__name")]
    assert done == ["Received", "Passed on"]
    words = text_of(seen)
    assert "A bed: A house; A key: A house; A lawyer × 2: A court (went back)" in words
    assert f"${ready.decimal} to {house.organization.name}" in words
    assert "waits for the next payment" not in words
    assert life.differences() == []


def test_a_refund_that_fails_gives_it_where_it_had_left(life, house, court):
    lawyer = court.tiers[0]
    gift = give(life, (house.tiers[0], 1), (lawyer, 2), card=FAILING)
    before = life.raised(house), life.raised(court)
    sign_in(life.client, "treasurer")
    send_back(life, gift, gift.lines[1])
    life.days_later(10)
    assert (life.raised(house), life.raised(court)) == before
    assert (taken(life, lawyer), receipt_lines(life, gift)) == (2, ["A bed", "2 × A lawyer"])
    assert life.differences() == []


def test_monthly_with_gifts_for_today_only(life, house, court):
    once = {f"once-{house.tiers[1].id}": "y"}
    gift = give(
        life,
        (house.tiers[0], 2),
        (house.tiers[1], 1),
        (court.tiers[0], 1),
        interval="month",
        cover_fee="y",
        **once,
    )
    recurring = life.recurring()
    assert [(line.label, line.quantity) for line in gift.lines if line.kind == "gift"] == [
        ("A bed", 2), ("A key", 1), ("A lawyer", 1)]  # fmt: skip
    assert (gift.total.amount, recurring.total.amount) == (13_420, 5181)
    assert [line["label"] for line in recurring.lines] == ["A bed"]
    assert life.session.scalars(select(StockHold.state)).all() == [HoldState.SOLD]
    life.a_month_later()
    renewal = life.gifts()[-1]
    assert (renewal.id > gift.id, renewal.total.amount, taken(life, court.tiers[0])) == (True, 5181, 1)
    assert [line.label for line in renewal.lines] == ["A bed", "Towards the card fee"]
    assert life.differences() == []
    assert sums(life.client.get("/basket")) == []


def test_fewer_at_stripe_frees_what_was_kept(life, court):
    put_in(life.client, court.tiers[0], quantity="3")
    assert life.client.post("/basket/checkout", data=shown(life.client)).status_code == 303
    checkout = life.session.scalars(select(Checkout)).one()
    assert taken(life, court.tiers[0]) == 3
    back = life.client.get(f"/basket/cancelled/{checkout.reference}")
    assert sums(back) == ["$90.00"]
    assert taken(life, court.tiers[0]) == 0
    less = life.client.post("/basket/checkout", data=shown(life.client))
    assert less.status_code == 303
    life.days_later(1)
    life.app.extensions["jobs"]["giving.free_stock"]()
    assert taken(life, court.tiers[0]) == 0
