"""Finding the gifts whose cost is not known yet, among however many there are."""

from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from hope.giving import gifts, settling
from hope.giving.facts import PaymentSettled
from hope.giving.models import Gift, Settlement
from hope.giving.tasks import settle as learn_costs
from hope.kernel.clock import now
from tests.support.builders import dollars, make_campaign, make_gift, make_pledge
from tests.support.gateway import FakeGateway
from tests.support.plans import reading_whole_tables


def cost_of(gift: Gift, method: str = "visa 4242") -> PaymentSettled:
    names = f"pi_{gift.id}", f"ch_{gift.id}", f"txn_{gift.id}"
    return PaymentSettled(gift.source, *names, gift.total, dollars("1"), method, now())


def settle(session: Session, gift: Gift, method: str) -> None:
    settling.record_settlement(session, cost_of(gift, method))
    session.commit()


def make_gifts(session: Session, number: int) -> list[Gift]:
    """So many gifts through Stripe, the oldest first."""
    pledge = make_pledge(make_campaign(session))
    sources = [f"stripe:pi_{number}" for number in range(number)]
    made = [
        gifts.record_gift(session, pledge, gifts.Payment(source, pledge.total, now())) for source in sources
    ]
    session.commit()
    return made


def test_the_newest_come_first_and_what_is_known_is_left_out(session: Session):
    make_gift(session, make_campaign(session))  # from elsewhere: Stripe knows nothing of it
    made = make_gifts(session, 4)
    settle(session, made[0], "visa 4242")
    settle(session, made[2], "")
    with reading_whole_tables() as whole:
        assert [gift.source for gift in settling.unsettled(session)] == [made[3].source, made[1].source]
    assert whole == set()
    assert len(settling.unsettled(session, limit=1)) == 1


def test_a_gift_whose_cost_cannot_be_recorded_keeps_no_other_back(
    session: Session, gateway: FakeGateway, caplog: pytest.LogCaptureFixture
):
    older, newer = make_gifts(session, 2)
    of_another = replace(cost_of(newer), gift_source="stripe:pi_unknown")
    gateway.facts |= {newer.source: [of_another], older.source: [cost_of(older)]}
    learn_costs()
    session.expire_all()
    assert session.scalars(select(Settlement.gift_id)).all() == [older.id]
    assert f"the cost of gift {newer.id} could not be recorded: CannotRecord" in caplog.text
