"""What the mails about a standing gift say, in text and in HTML."""

from datetime import UTC, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from flask import current_app
from sqlalchemy.orm import Session

from hope.giving.links import read_token
from hope.giving.models import RecurringGift, RecurringStatus
from hope.giving.pledge import Interval
from hope.kernel.clock import now
from hope.kernel.mail.compose import Letter, compose
from tests.support import lint
from tests.support.builders import dollars, make_campaign
from tests.support.standing import make_recurring

DAY = datetime(2030, 3, 14, 15, tzinfo=UTC)
INVOICE = "https://invoice.stripe.example/i/acct_1/test_2"


def words(letter: Letter) -> tuple[str, str]:
    """The text and the visible words of the HTML, each in one line."""
    body = BeautifulSoup(letter.html, "html5lib").body
    return " ".join(letter.text.split()), lint.words(body)


def both_say(letter: Letter, *sentences: str) -> None:
    for version in words(letter):
        for sentence in sentences:
            assert sentence in version, f"{sentence!r} is not in {version!r}"


def neither_says(letter: Letter, *sentences: str) -> None:
    for version in words(letter):
        for sentence in sentences:
            assert sentence not in version


def button(letter: Letter) -> tuple[str, str]:
    link = BeautifulSoup(letter.html, "html5lib").select_one("a.button")
    assert link is not None
    assert link["href"] in letter.text, "the text is not complete without the HTML"
    return link.get_text(), str(link["href"])


def opens(url: str, gift: RecurringGift) -> bool:
    token = url.rsplit("/", 1)[1]
    on_our_site = url.startswith(current_app.config["SITE_URL"] + "/give/recurring/")
    return on_our_site and read_token(token, current_app.config["SECRET_KEY"]) == gift.reference


@pytest.fixture
def gift(session: Session) -> RecurringGift:
    return make_recurring(session, make_campaign(session, title="Harvest of Light", slug="light"))


def failed(gift: RecurringGift, when: datetime | None, page: str | None = INVOICE) -> Letter:
    at = when.isoformat() if when else None
    return compose("recurring_failed", {"recurring_id": gift.id, "page_url": page, "next_attempt_at": at})


def action(gift: RecurringGift, page: str | None = INVOICE) -> Letter:
    at = DAY.isoformat()
    return compose("recurring_action", {"recurring_id": gift.id, "page_url": page, "next_attempt_at": at})


def changed(gift: RecurringGift, *what: str, **over: object) -> Letter:
    for name, value in over.items():
        setattr(gift, name, value)
    return compose("recurring_changed", {"recurring_id": gift.id, "changed": list(what)})


def test_a_failed_renewal_says_when_it_is_tried_again_and_leads_to_our_page(gift: RecurringGift):
    letter = failed(gift, DAY)
    assert letter.subject == "Your monthly gift of $50.00 did not go through"
    both_say(letter, "Dear Marigold Fennimore,", "$50.00 a month for “Harvest of Light”", "Nothing was taken")
    both_say(letter, "could not be charged to Visa ending 4242", "It will be tried again on 14 March 2030.")
    label, url = button(letter)
    assert label == "Replace the card"
    assert opens(url, gift)


def test_the_last_attempt_says_so_and_offers_to_make_this_payment(gift: RecurringGift):
    letter = failed(gift, None)
    both_say(letter, "This payment will not be tried again by itself.")
    assert INVOICE in letter.text
    assert INVOICE in letter.html
    assert INVOICE not in failed(gift, DAY).text


def test_a_failed_renewal_without_a_page_of_stripes_is_whole(gift: RecurringGift):
    neither_says(failed(gift, None, None), "None", "make this one payment")


def test_a_failure_that_ended_the_gift_offers_to_begin_again(gift: RecurringGift):
    gift.status, gift.ended_at, gift.end_reason = RecurringStatus.CANCELED, DAY, "payment_failed"
    letter = failed(gift, None)
    both_say(letter, "It ended on 14 March 2030, because its payments did not go through.")
    assert button(letter) == ("Give again", f"{current_app.config['SITE_URL']}/campaigns/light#give")


def test_a_bank_that_asks_leads_to_stripes_own_page(gift: RecurringGift):
    letter = action(gift)
    assert letter.subject == "Your bank asks you to confirm your monthly gift"
    both_say(letter, "Until you confirm, nothing is taken.", "tried again on 14 March 2030")
    assert button(letter) == ("Confirm the payment", INVOICE)


def test_a_bank_that_asks_without_a_page_leads_to_ours(gift: RecurringGift):
    label, url = button(action(gift, None))
    assert label == "Replace the card"
    assert opens(url, gift)


CHANGES = [
    (["ended"], {"status": RecurringStatus.CANCELED, "ended_at": DAY}, "has ended", "It ended on 14 March 2030."),
    (["ended", "ends"], {"status": RecurringStatus.CANCELED, "ended_at": DAY}, "has ended", "Nothing more is charged."),
    (["ended"], {"status": RecurringStatus.UNPAID}, "has ended", "It has stopped, because its payments did not"),
    (["ended"], {}, "goes on", "It goes on each month."),
    (["ends"], {"cancel_at": DAY}, "will end on 14 March 2030", "It will end on 14 March 2030. From that day on"),
    (["ends"], {}, "goes on", "It goes on each month."),
    (["paused"], {"paused": True, "resumes_at": DAY}, "is paused", "It is paused until 14 March 2030."),
    (["paused"], {"paused": True}, "is paused", "It is paused until you resume it."),
    (["paused"], {}, "goes on", "It goes on each month."),
    (["total"], {"total": dollars("60")}, "has a new amount: $60.00", "Its new amount is $60.00 a month"),
    (["ends"], {"paused": True, "cancel_at": DAY}, "will end on", "until then. It will end on 14 March 2030."),
    (["ends", "total"], {"cancel_at": DAY, "total": dollars("60")}, "will end", "Its new amount is $60.00 a month"),
    (["paused"], {"status": RecurringStatus.PAST_DUE}, "goes on", "The last payment did not go through."),
]  # fmt: skip


@pytest.mark.parametrize(("what", "stands", "subject", "sentence"), CHANGES)
def test_a_change_is_told_in_plain_words(gift: RecurringGift, what, stands, subject, sentence):
    letter = changed(gift, *what, **stands)
    assert letter.subject.startswith("Your monthly gift ")
    assert subject in letter.subject
    both_say(letter, sentence, "Is this not what you wanted? Reply to this mail")
    neither_says(letter, "None")


def test_an_ended_gift_leads_to_the_campaign_and_any_other_to_its_page(gift: RecurringGift):
    letter = changed(gift, "paused", paused=True)
    assert "Nothing is charged until then.\n\nSee your gift:\n" in letter.text
    label, url = button(letter)
    assert label == "See your gift"
    assert opens(url, gift)
    label, url = button(changed(gift, "ended", status=RecurringStatus.CANCELED))
    assert (label, url) == ("Give again", f"{current_app.config['SITE_URL']}/campaigns/light#give")


def test_a_gift_that_goes_on_says_when_it_is_next_charged(gift: RecurringGift):
    both_say(changed(gift, "paused", next_payment_at=DAY), "The next payment is $50.00 on 14 March 2030.")
    gone_by = now() - timedelta(days=3)
    neither_says(changed(gift, "paused", next_payment_at=gone_by), "The next payment")


def test_a_new_card_is_named_as_stripe_has_it(gift: RecurringGift):
    gift.next_payment_at = DAY
    letter = compose("card_changed", {"recurring_id": gift.id})
    assert letter.subject == "Your new card is in place"
    both_say(
        letter,
        "Visa ending 4242, good until April 2098, is now the card",
        "It is first used on 14 March 2030.",
    )
    both_say(letter, "Was this not you? Reply to this mail")
    gift.status = RecurringStatus.PAST_DUE
    late = compose("card_changed", {"recurring_id": gift.id})
    both_say(late, "the next time we try the payment that did not go through")
    neither_says(late, "first used")


def test_a_yearly_gift_is_called_one(session: Session):
    gift = make_recurring(session, make_campaign(session), interval=Interval.YEAR)
    assert failed(gift, DAY).subject == "Your yearly gift of $50.00 did not go through"
    both_say(failed(gift, DAY), "$50.00 a year")


def test_every_mail_says_why_it_came(gift: RecurringGift):
    letters = [
        failed(gift, DAY),
        action(gift),
        changed(gift, "paused"),
        compose("card_changed", {"recurring_id": gift.id}),
    ]
    for letter in letters:
        both_say(
            letter,
            "You get this mail because a monthly gift to Hope Example Charity was set up with this address.",
        )


HOSTILE = "<b>Ada</b>\r\nBcc: all@example.org\n\nYou won"


def test_a_hostile_name_is_not_repeated(session: Session):
    gift = make_recurring(session, make_campaign(session), name=HOSTILE)
    letter = changed(gift, "paused")
    assert letter.text.startswith("Hello,\n")
    neither_says(letter, "You won", "Bcc", "Ada")


def test_a_hostile_campaign_title_is_only_text(session: Session):
    gift = make_recurring(session, make_campaign(session, title="<img src=x onerror=alert(1)>\nSubject: hi"))
    letter = failed(gift, DAY)
    assert "\n" not in letter.subject
    assert BeautifulSoup(letter.html, "html5lib").find("img") is None
    assert "“<img src=x onerror=alert(1)> Subject: hi”" in letter.text
