"""Two rows that are one person become one: everything follows, nobody gets into staff, no gift is lost on the way."""

import pytest
from sqlalchemy import select

from hope.accounts import addresses, supporters
from hope.accounts.merging import CannotMerge, merge
from hope.accounts.models import Passkey, SignIn, Supporter, SupporterAddress
from hope.giving.books import own
from hope.giving.models import CampaignGiver, CampaignTotal, Gift, RecurringGift
from hope.kernel.audit import AuditEntry
from hope.kernel.db import unit_of_work
from hope.prayer.models import PrayerPartner
from tests.support.builders import make_campaign, make_gift, make_giver, make_noise
from tests.support.gifts import at_once, count
from tests.support.people import make_staff, make_supporter, sign_in
from tests.support.praying import make_partner
from tests.support.standing import make_recurring

OLD, NEW = "ada@old.example.org", "ada@new.example.org"


def give(session, campaign, email):
    make_gift(session, campaign, giver=make_giver(name="Ada", email=email))
    return supporters.find(session, email)


def join(session, kept, gone, actor="treasurer@example.org"):
    with unit_of_work():
        merge(session, kept, gone, actor, "the same person")


def givers(session, campaign):
    session.expire_all()
    return session.get_one(CampaignTotal, campaign.id).givers


def test_everything_that_was_given_follows(session):
    make_noise(session)
    both, one = make_campaign(session), make_campaign(session)
    kept = give(session, both, OLD)
    gone = give(session, both, NEW)
    give(session, one, NEW)
    make_recurring(session, one, email=NEW)
    assert givers(session, both) == 2
    join(session, kept, gone)
    mine = session.scalars(select(Gift).where(Gift.supporter_id == kept.id)).all()
    assert len(mine) == 3
    assert session.scalars(select(RecurringGift.supporter_id)).all() == [kept.id]
    assert (givers(session, both), givers(session, one)) == (1, 1)
    assert session.query(CampaignGiver).filter_by(supporter_id=kept.id).count() == 2
    assert session.get(Supporter, gone.id) is None
    assert list(own.totals_against_ledger(session)) == []


def test_later_gifts_of_either_address_are_one_persons(session):
    campaign = make_campaign(session)
    kept, gone = give(session, campaign, OLD), give(session, campaign, NEW)
    join(session, kept, gone)
    assert give(session, campaign, NEW.upper()).id == kept.id
    assert give(session, campaign, OLD).id == kept.id
    assert count(session, Supporter) == 1


def test_an_address_that_staff_joined_is_not_proved_by_it(session):
    kept, gone = make_supporter(session), make_supporter(session, email=NEW, verified_at=None)
    join(session, kept, gone)
    [joined] = session.scalars(select(SupporterAddress).where(SupporterAddress.email == NEW))
    assert (joined.supporter_id, joined.proved_at) == (kept.id, None)
    assert not addresses.make_main(session, kept, NEW)


def test_it_is_written_down_without_an_address_in_it(session):
    campaign = make_campaign(session)
    kept, gone = give(session, campaign, OLD), give(session, campaign, NEW)
    join(session, kept, gone)
    [entry] = session.scalars(select(AuditEntry))
    assert (entry.actor, entry.subject) == ("treasurer@example.org", f"supporter:{kept.id}")
    assert entry.reason == "the same person"
    assert entry.details == {"merged": gone.id, "moved": {"gifts": 1, "campaigns given to": 1}}


def test_nobody_gets_into_staff_by_being_merged(session):
    owner, donor = make_staff(session, "owner"), make_supporter(session)
    for kept, gone in ((owner, donor), (donor, owner), (donor, donor)):
        with pytest.raises(CannotMerge):
            join(session, kept, gone)
    assert count(session, Supporter) == 2


def test_staff_may_add_an_address_of_their_own_but_its_passkeys_open_nothing(session):
    owner, donor = make_staff(session, "owner"), make_supporter(session, email=NEW)
    session.add(Passkey(supporter_id=donor.id, credential_id="x", public_key=b"x", name="x"))
    session.commit()
    with unit_of_work():
        addresses.prove(session, owner, NEW)
    assert count(session, Passkey) == 0
    assert supporters.find(session, NEW).id == owner.id


def test_who_was_signed_in_as_the_one_that_is_gone_is_signed_out(session, client):
    kept, gone = make_supporter(session), sign_in(client, make_supporter(session))
    join(session, kept, gone)
    assert count(session, SignIn) == 0
    assert client.get("/account/").status_code == 303


def test_proving_an_address_brings_its_gifts_and_only_those(session):
    campaign = make_noise(session)
    ada, _ = make_supporter(session, email=OLD), give(session, campaign, NEW)
    with unit_of_work():
        addresses.prove(session, ada, NEW)
    emails = session.scalars(select(SupporterAddress.email).where(SupporterAddress.supporter_id == ada.id))
    assert sorted(emails) == [NEW, OLD]
    assert session.query(Gift).filter_by(supporter_id=ada.id).count() == 1
    assert session.query(Gift).count() == 2


def test_a_row_that_came_between_is_found_the_next_time(session):
    campaign = make_campaign(session)
    ada = make_supporter(session, email=OLD)
    with unit_of_work():
        addresses.prove(session, ada, NEW)
    session.add(Supporter(email=NEW, email_key=NEW, name="Ada"))
    session.commit()
    assert give(session, campaign, NEW).id == ada.id
    with unit_of_work():
        addresses.prove(session, ada, OLD)
    assert session.scalars(select(Supporter.email)).all() == [OLD]


def test_gifts_that_arrive_while_two_become_one_are_all_there_afterwards(app, session):
    campaign = make_campaign(session)
    kept, gone = give(session, campaign, OLD), give(session, campaign, NEW)
    session.commit()

    def join_them():
        with app.app_context(), unit_of_work() as working:
            two = [working.get_one(Supporter, one.id) for one in (kept, gone)]
            merge(working, *two, "treasurer@example.org")

    def give_more():
        with app.app_context(), unit_of_work() as working:
            give(working, campaign, NEW)

    at_once(join_them, *[give_more] * 8)
    assert session.query(Gift).filter_by(supporter_id=kept.id).count() == 10
    assert count(session, Supporter) == 1
    assert givers(session, campaign) == 1


@pytest.mark.parametrize("both", [False, True])
def test_whoever_prays_goes_on_to_be_asked_and_once(session, both):
    kept, gone = make_supporter(session, email=OLD), make_supporter(session, email=NEW)
    make_partner(session, NEW, "Ada")
    if both:
        make_partner(session, OLD, "Ada L.")
    join(session, kept, gone)
    [partner] = session.query(PrayerPartner)
    assert (partner.supporter_id, partner.first_name) == (kept.id, "Ada L." if both else "Ada")
