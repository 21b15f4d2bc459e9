"""What a giver gets in return is written down with the gift, as it was when they gave."""

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from hope.giving.models import Gift, GiftLine
from hope.giving.pledge import PledgeLine
from hope.giving.recurring import scaled
from hope.kernel.money import Money
from tests.support.builders import dollars, make_campaign, make_checkout, make_gift, make_pledge
from tests.support.stripe_events import completed, deliver
from tests.support.web import SiteClient

BASKET = "A woven basket, sent by post"


def test_a_named_gift_that_brings_something_in_return(session: Session, client: SiteClient):
    campaign = make_campaign(session)
    campaign.tiers[0].goods, campaign.tiers[0].goods_amount = BASKET, 900
    session.commit()
    checkout = make_checkout(client, campaign, tier=0)
    campaign.tiers[0].goods_amount = 1200
    session.commit()
    deliver(client, completed(checkout))
    [line] = session.query(Gift).one().lines
    assert (line.goods, line.goods_value) == (BASKET, dollars("9"))


def test_most_gifts_bring_nothing(session: Session):
    [line] = make_gift(session, make_campaign(session)).lines
    assert (line.goods, line.goods_value) == ("", dollars("0"))


def test_several_of_one_are_worth_as_much_together(session: Session):
    campaign = make_campaign(session)
    three = PledgeLine(
        campaign.id, campaign.slug, campaign.title, "A basket", dollars("30"), None, 3, BASKET, 900
    )
    gift = make_gift(session, campaign, lines=(three,), cover=dollars("3"))
    assert [line.goods_value for line in gift.lines] == [dollars("27"), dollars("0")]
    [changed] = scaled((three,), dollars("120"))
    assert (changed.goods, changed.goods_amount) == (BASKET, 2700)


@pytest.mark.parametrize("values", [{"goods_amount": -1}, {"goods_amount": 100, "goods": ""}])
def test_a_value_without_words_cannot_be_stored(session: Session, values: dict[str, object]):
    line = make_gift(session, make_campaign(session)).lines[0]
    with pytest.raises(IntegrityError):
        session.execute(update(GiftLine).where(GiftLine.id == line.id).values(**values))


def test_a_pledge_of_before_has_nothing_in_return(session: Session):
    pledge = make_pledge(make_campaign(session))
    assert (pledge.lines[0].goods, pledge.lines[0].goods_amount) == ("", 0)
    assert pledge.total == Money(2500, "USD")
