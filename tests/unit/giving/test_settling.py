"""Finding the gifts whose cost is not known yet, among however many there are."""

from sqlalchemy.orm import Session

from hope.giving import gifts, settling
from hope.giving.facts import PaymentSettled
from hope.giving.models import Gift
from hope.kernel.clock import now
from tests.support.builders import dollars, make_campaign, make_gift, make_pledge
from tests.support.plans import reading_whole_tables


def settle(session: Session, gift: Gift, method: str) -> None:
    names = f"pi_{gift.id}", f"ch_{gift.id}", f"txn_{gift.id}"
    settling.record_settlement(
        session, PaymentSettled(gift.source, *names, gift.total, dollars("1"), method, now())
    )
    session.commit()


def test_the_newest_come_first_and_what_is_known_is_left_out(session: Session):
    campaign = make_campaign(session)
    make_gift(session, campaign)  # from elsewhere: Stripe knows nothing of it
    pledge = make_pledge(campaign)
    sources = [f"stripe:pi_{number}" for number in range(4)]
    made = [
        gifts.record_gift(session, pledge, gifts.Payment(source, pledge.total, now())) for source in sources
    ]
    session.commit()
    settle(session, made[0], "visa 4242")
    settle(session, made[2], "")
    with reading_whole_tables() as whole:
        assert [gift.source for gift in settling.unsettled(session)] == [sources[3], sources[1]]
    assert whole == set()
    assert len(settling.unsettled(session, limit=1)) == 1
