"""A gift on paper, sent twice at one moment: it is one gift, and nobody is asked whether it is another."""

from hope.giving import offline
from hope.giving.arrivals import OnPaper
from hope.giving.models import Gift, Method
from hope.giving.pledge import PledgeLine
from hope.kernel.clock import charity_day, now
from hope.kernel.db import unit_of_work
from tests.support.builders import dollars, make_campaign
from tests.support.gifts import at_once, count


def test_one_form_five_times_at_once_is_one_gift(app, session):
    campaign = make_campaign(session)
    line = PledgeLine(campaign.id, campaign.slug, campaign.title, "A gift", dollars("125.50"))
    paper = OnPaper(Method.CHEQUE, "k" * 24, "treasurer@example.org", "1041")
    wanted = offline.PaperGift(paper, line, charity_day(now()), "Ada Lamp", "ada@example.org")
    session.commit()

    def enter():
        with app.app_context(), unit_of_work() as own:
            return offline.enter(own, wanted, "treasurer@example.org").reference

    assert len(set(at_once(*[enter] * 5))) == 1
    assert count(session, Gift) == 1
