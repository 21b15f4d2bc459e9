"""A card in somebody's honour, from the give form to a receiver who thanks and wants no more of them."""

from datetime import UTC, datetime, timedelta
from smtplib import SMTPRecipientsRefused

from sqlalchemy import update

from hope.giving.models import GiftStatus, GiftSummary
from hope.giving.pledge import Interval
from hope.honour.models import CardState, CardStop, Tribute
from hope.kernel.clock import charity_day, charity_time, now
from hope.kernel.mail.models import MailState, StopReason
from hope.kernel.mail.stopping import stop
from tests.support.builders import make_campaign
from tests.support.cards import card_form, mails, make_tribute, path_in, tribute_of, work
from tests.support.gifts import count
from tests.support.stripe_events import deliver, invoice_paid
from tests.support.web import read, text_of

PRICE = "$25"


def make_due(session):
    session.execute(update(Tribute).values(due_at=datetime(2026, 1, 2, tzinfo=UTC)))
    session.commit()


def sent(client, app, session, campaign, **over):
    """A tribute whose card is out, and the receiver's address of it."""
    tribute = make_tribute(client, session, campaign, **over)
    make_due(session)
    work(app, session)
    return tribute_of(session, tribute.checkout), path_in(mails(session, "card")[-1], "/cards/")


def test_a_card_goes_out_on_the_morning_of_its_day_once(app, client, session):
    day = charity_day(now()) + timedelta(days=7)
    tribute = make_tribute(client, session, make_campaign(session), card_day=day.isoformat())
    assert tribute.state is CardState.WAITING
    assert tribute.due_at is not None
    there = charity_time(tribute.due_at)
    assert (there.date(), there.hour) == (day, 8)
    work(app, session)
    assert mails(session, "card") == []

    make_due(session)
    work(app, session)
    work(app, session)
    [mail] = mails(session, "card")
    assert (mail.recipient, mail.state) == ("ruth@example.net", MailState.SENT)
    assert mail.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert PRICE not in mail.text + mail.html


def test_a_receiver_opens_by_a_button_and_thanks_once(app, client, session):
    tribute, path = sent(client, app, session, make_campaign(session))
    envelope = client.get(path)
    assert "Open your card" in text_of(envelope)
    assert "never full" not in envelope.get_data(as_text=True)
    assert tribute_of(session, tribute.checkout).opened_at is None
    assert client.post(f"{path}/thanks", data={"words": "x"}).status_code == 404
    client.post(f"{path}/opening")
    card = client.get(path)
    assert "A table is never full." in text_of(card)
    assert tribute_of(session, tribute.checkout).state is CardState.OPENED
    for read_by_receiver in (
        envelope.get_data(as_text=True),
        card.get_data(as_text=True),
    ):
        assert PRICE not in read_by_receiver
        assert tribute.checkout.giver_email not in read_by_receiver

    for _ in range(2):
        client.post(f"{path}/thanks", data={"words": "You made me cry."})
    work(app, session)
    [thanks] = mails(session, "card_thanks")
    assert thanks.recipient == "marigold@example.org"
    assert "You made me cry." in thanks.text
    client.post(f"{path}/report", data={"words": "I do not know them."})
    assert tribute_of(session, tribute.checkout).waits_for_staff


def test_who_wants_no_more_cards_gets_none_and_the_next_giver_is_told(app, client, session):
    campaign = make_campaign(session)
    sent(client, app, session, campaign)
    way_out = path_in(mails(session, "card")[-1], "/cards/stop/")
    assert client.get(way_out).status_code == 200
    assert count(session, CardStop) == 0
    # As a mail program does it (RFC 8058): from elsewhere, with the token alone.
    answer = client.post(
        way_out, data={"List-Unsubscribe": "One-Click"}, headers={"Sec-Fetch-Site": "cross-site"}
    )
    assert answer.status_code == 200
    tribute = make_tribute(
        client, session, campaign, email="second@example.org", card_email="RUTH@example.net"
    )
    make_due(session)
    work(app, session)
    assert len(mails(session, "card")) == 1
    assert tribute_of(session, tribute.checkout).state is CardState.RETURNED
    [told] = mails(session, "card_returned")
    assert (told.recipient, "takes no cards" in told.text) == ("second@example.org", True)
    client.post(f"{way_out}/return")
    assert count(session, CardStop) == 0


class NoSuchMailbox:
    """A mail server that knows every address but some."""

    def __init__(self, *unknown):
        self.unknown, self.taken = unknown, []

    def send(self, message):
        if message["To"] in self.unknown:
            raise SMTPRecipientsRefused({message["To"]: (550, b"no such user")})
        self.taken.append(message)

    def hang_up(self):
        pass


def test_a_wrong_address_comes_back_is_mended_and_its_old_link_is_dead(app, client, session):
    server = app.extensions["mail_transport"] = NoSuchMailbox("ruht@example.net")
    tribute = make_tribute(client, session, make_campaign(session), card_email="ruht@example.net")
    make_due(session)
    work(app, session)
    [back] = [
        m for m in server.taken if m["To"] == "marigold@example.org" and "reached nobody" in m["Subject"]
    ]
    assert "ruht@example.net" in back.get_body(("plain",)).get_content()
    own = next(word for word in back.get_body(("plain",)).get_content().split() if "/cards/mine/" in word)
    own = own.partition("//")[2].partition("/")[2]
    assert "reached nobody" in text_of(client.get(f"/{own}"))
    old_key = tribute_of(session, tribute.checkout).card_key

    form = card_form(tribute.checkout_id and make_campaign(session), card_email="ruth@example.net")
    assert client.post(f"/{own}", data=form).status_code == 303
    mended = tribute_of(session, tribute.checkout)
    assert (mended.state, mended.email) == (CardState.WAITING, "ruth@example.net")
    assert mended.card_key != old_key
    make_due(session)
    work(app, session)
    assert [m["To"] for m in server.taken].count("ruth@example.net") == 1
    assert tribute_of(session, tribute.checkout).state is CardState.SENT

    # Told only hours later, by the provider: it comes back just the same.
    with_session = stop(session, "ruth@example.net", StopReason.BOUNCED)
    assert with_session == 0
    assert tribute_of(session, tribute.checkout).state is CardState.RETURNED


def test_the_giver_corrects_resends_and_stops_until_it_is_opened(app, client, session):
    campaign = make_campaign(session)
    tribute, path = sent(client, app, session, campaign)
    thanks = client.get(f"/give/thanks/{tribute.checkout.reference}")
    own = read(thanks).select_one("a[href*='/cards/mine/']")["href"].partition("//")[2].partition("/")[2]
    [receipt] = mails(session, "receipt")
    assert f"/{own}" in receipt.text
    assert client.post(f"/{own}", data=card_form(campaign, message="Mended.")).status_code == 303
    assert client.post(f"/{own}/sending").status_code == 409  # within the hour
    session.execute(update(Tribute).values(sent_at=now() - timedelta(hours=2)))
    assert client.post(f"/{own}/sending").status_code == 303
    work(app, session)
    assert len(mails(session, "card")) == 2
    session.execute(update(Tribute).values(sendings=4, sent_at=now() - timedelta(hours=2)))
    assert client.post(f"/{own}/sending").status_code == 409
    client.post(f"{path}/opening")
    assert "Mended." in text_of(client.get(path))
    # It is the receiver's now.
    for deed, data in (("", card_form(campaign, message="Later.")), ("/sending", {}), ("/stop", {})):
        client.post(f"/{own}{deed}", data=data)
    assert (tribute_of(session, tribute.checkout).message, tribute.state) == ("Mended.", CardState.OPENED)

    other = make_tribute(client, session, campaign, email="other@example.org", name="Somebody Else")
    page = client.get(f"/give/thanks/{other.checkout.reference}")
    theirs = read(page).select_one("a[href*='/cards/mine/']")["href"].partition("//")[2].partition("/")[2]
    assert client.get(f"/{theirs}/stop").status_code == 200
    assert tribute_of(session, other.checkout).state is CardState.WAITING
    client.post(f"/{theirs}/stop")
    assert tribute_of(session, other.checkout).state is CardState.STOPPED
    make_due(session)
    work(app, session)
    assert len(mails(session, "card")) == 2


def test_money_that_went_back_stops_its_card_and_a_standing_gift_sends_one(app, client, session):
    campaign = make_campaign(session)
    refunded = make_tribute(client, session, campaign)
    session.execute(update(GiftSummary).values(status=GiftStatus.REFUNDED))
    make_due(session)
    work(app, session)
    assert tribute_of(session, refunded.checkout).state is CardState.STOPPED
    assert mails(session, "card") == []

    monthly = make_tribute(client, session, campaign, interval="month", email="monthly@example.org")
    assert monthly.state is CardState.ASKED
    for number in (1, 2):
        deliver(client, invoice_paid(monthly.checkout, number))
        make_due(session)
        work(app, session)
    assert monthly.checkout.interval is Interval.MONTH
    assert [mail.kind for mail in mails(session, "card")] == ["card"]
