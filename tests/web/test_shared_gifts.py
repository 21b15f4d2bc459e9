"""One named gift, given by friends together: by a link, until a day, never more than is left."""

from datetime import timedelta

from sqlalchemy import select, update

from hope.campaigns.shared.models import SharedGift, SharedPart, SharedState
from hope.giving.models import Checkout, Gift, Receipt
from hope.kernel.clock import charity_day, now
from tests.support.builders import make_campaign, run_jobs
from tests.support.cards import mails
from tests.support.gifts import count, raised
from tests.support.stripe_events import completed, deliver, expired
from tests.support.web import read, text_of

WEEK = timedelta(days=7)


def start(client, campaign, **over):
    """Start one for the largest gift ($120); the address of its starter's page."""
    tier = campaign.tiers[2]
    assert client.get(f"/gifts/shared/start/{tier.id}").status_code == 200
    form = {
        "title": "From our Tuesday group",
        "words": "",
        "last_day": (charity_day(now()) + WEEK).isoformat(),
    }
    form |= {"name": "Ida Holm", "email": "ida@example.org"} | over
    answer = client.post(f"/gifts/shared/start/{tier.id}", data=form)
    assert answer.status_code == 303, text_of(answer)
    return answer.headers["Location"].partition("?")[0]


def shared_gift(session):
    session.expire_all()
    return session.scalars(select(SharedGift)).one()


def give(client, shared, amount, name="Friend", **over):
    """Send the form for a part, up to Stripe's page."""
    email = f"{name.lower()}@example.org"
    form = {"amount": amount, "name": name, "email": email, "naming": "first"} | over
    return client.post(f"/gifts/shared/{shared.link}/part", data=form)


def paying(session, answer):
    """The attempt that this form led to."""
    assert answer.status_code == 303, text_of(answer)
    reference = answer.headers["Location"].rsplit("/", 1)[1]
    return session.scalars(select(Checkout).where(Checkout.reference == reference)).one()


def test_four_friends_fill_it_each_with_a_receipt_and_all_are_told_once(app, client, session):
    campaign = make_campaign(session)
    own = start(client, campaign)
    shared = shared_gift(session)
    page = f"/gifts/shared/{shared.link}"
    assert "$120 is left" in text_of(client.get(page))
    for name, amount in (("Anna", "40"), ("Ben", "30"), ("Chen", "20")):
        deliver(client, completed(paying(session, give(client, shared, amount, name))))
    assert "$30 is left" in text_of(client.get(page))
    capped = give(client, shared, "50", "Dora")
    assert (capped.status_code, "Only $30 is still needed" in text_of(capped)) == (422, True)
    assert read(capped).select_one("[name=amount]")["value"] == "30.00"
    last = paying(session, give(client, shared, "30", "Dora", cover_fee="y"))
    event = completed(last)
    for _ in range(2):
        deliver(client, event)
    assert shared_gift(session).state is SharedState.FULL
    assert (count(session, Gift), count(session, Receipt)) == (4, 4)
    assert raised(session, campaign.id)[0] >= 12_000
    run_jobs(app)
    told = sorted(mail.recipient.partition("@")[0] for mail in mails(session, "shared_full"))
    assert told == ["anna", "ben", "chen", "dora", "ida"]
    full = client.get(page)
    assert "It is given, whole" in text_of(full)
    assert "Given by Anna, Ben, Chen and Dora" in text_of(full)
    assert read(full).select_one("form[action*=part]") is None
    assert give(client, shared, "10", "Late").status_code == 409
    assert "4 people" in text_of(client.get(own))
    assert "how far" in text_of(client.get(f"/give/thanks/{last.reference}"))


def test_what_somebody_is_paying_is_kept_for_them_and_free_again_when_they_leave(client, session, gateway):
    start(client, make_campaign(session))
    shared = shared_gift(session)
    first = paying(session, give(client, shared, "100", "Anna"))
    assert first.expires_at is not None
    assert paying(session, give(client, shared, "100", "Anna")).id == first.id
    told = give(client, shared, "100", "Ben")
    assert (told.status_code, "Only $20 is still needed" in text_of(told)) == (422, True)
    assert "$100 is being paid just now" in text_of(client.get(f"/gifts/shared/{shared.link}"))
    paying(session, give(client, shared, "20", "Ben"))
    waiting = text_of(client.get(f"/gifts/shared/{shared.link}"))
    assert "Others are paying for the last part" in waiting
    deliver(client, expired(first))
    assert "$100 is left" in text_of(client.get(f"/gifts/shared/{shared.link}"))
    second = paying(session, give(client, shared, "60", "Chen"))
    back = client.get(f"/gifts/shared/back/{second.reference}")
    assert "You came back without paying" in text_of(back)
    assert read(back).select_one("[name=name]")["value"] == "Chen"
    assert read(back).select_one("[name=email]")["value"] == "chen@example.org"
    # Where the event that ends it is lost, the half hour is what counts.
    session.execute(update(Checkout).values(expires_at=now() - timedelta(minutes=5)))
    assert "$120 is left" in text_of(client.get(f"/gifts/shared/{shared.link}"))


def test_when_its_day_is_over_the_fallback_is_told_and_happens(app, client, session):
    campaign = make_campaign(session)
    own = start(client, campaign)
    shared = shared_gift(session)
    deliver(client, completed(paying(session, give(client, shared, "25", "Anna"))))
    session.execute(update(SharedGift).values(ends_at=now() - timedelta(minutes=1)))
    session.commit()
    assert give(client, shared, "25", "Late").status_code == 409
    for _ in range(2):
        app.extensions["jobs"]["campaigns.shared"]()
        run_jobs(app)
    assert shared_gift(session).state is SharedState.ENDED
    letters = mails(session, "shared_ended")
    assert sorted(mail.recipient for mail in letters) == ["anna@example.org", "ida@example.org"]
    assert all("$25 of $120" in mail.text and campaign.title in mail.text for mail in letters)
    assert raised(session, campaign.id)[0] == 2500
    closed = client.get(f"/gifts/shared/{shared.link}")
    assert "It is closed" in text_of(closed)
    assert "It is closed" in text_of(client.get(own))


def test_its_starter_looks_after_it_and_nobody_else(app, client, session):
    campaign = make_campaign(session)
    own = start(client, campaign)
    run_jobs(app)
    [letter] = mails(session, "shared_started")
    assert own in letter.text
    later = (charity_day(now()) + timedelta(days=30)).isoformat()
    assert client.post(own, data={"title": "For Ruth", "words": "", "last_day": later}).status_code == 303
    assert shared_gift(session).title == "For Ruth"
    for wrong in (
        {"title": ""},
        {"last_day": "2020-01-01"},
        {"title": "see www.example.net"},
        {"words": "x" * 401},
    ):
        answer = client.post(own, data={"title": "For Ruth", "words": "", "last_day": later} | wrong)
        assert answer.status_code == 422
    shared = shared_gift(session)
    for amount, said in (
        ("", "up to $120"),
        ("1", "smallest part"),
        ("-3", "above zero"),
        ("118", "too little for a card"),
        ("1e9", "in digits"),
    ):
        answer = give(client, shared, amount)
        assert (answer.status_code, said in text_of(answer)) == (422, True), amount
    assert count(session, SharedPart) == 0
    assert client.get(f"{own}/end").status_code == 200
    assert shared_gift(session).state is SharedState.OPEN
    client.post(f"{own}/end")
    client.post(f"{own}/end")
    assert shared_gift(session).state is SharedState.ENDED
    client.post(own, data={"title": "Again", "words": "", "last_day": later})
    assert shared_gift(session).title == "For Ruth"
    assert client.get("/gifts/shared/manage/" + shared.link).status_code == 404
    assert client.get("/gifts/shared/back/x").status_code == 404
    campaign.tiers[2].stock = 3
    assert client.get(f"/gifts/shared/start/{campaign.tiers[2].id}").status_code == 404
