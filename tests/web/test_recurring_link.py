"""The signed page of one standing gift."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy.orm import Session

import config
from hope import create_app
from hope.giving.gateway import Refused, Unreachable
from hope.giving.links import make_token
from hope.giving.models import RecurringGift, RecurringStatus
from hope.kernel.mail.models import OutgoingMail
from tests.support.builders import dollars, make_campaign, make_noise
from tests.support.gateway import FakeGateway
from tests.support.standing import make_recurring
from tests.support.web import SiteClient, read, text_of

DAY = datetime(2030, 3, 14, 15, tzinfo=UTC)


@pytest.fixture
def gift(session: Session) -> RecurringGift:
    make_recurring(session, make_noise(session), tier=0, card="amex 0005", name="Nobody Asked")
    campaign = make_campaign(session, title="Harvest of Light", slug="light")
    return make_recurring(session, campaign, email="marigold@example.org", next_payment_at=DAY)


@pytest.fixture
def path(app: Flask, gift: RecurringGift) -> str:
    return path_of(app, gift)


def path_of(app: Flask, gift: RecurringGift) -> str:
    return f"/give/recurring/{make_token(gift.reference, app.config['SECRET_KEY'])}"


def test_it_shows_how_the_gift_stands(client: SiteClient, path: str):
    page = client.get(path)
    words = text_of(page)
    assert page.status_code == 200
    for part in (
        "$50.00 a month",
        "Harvest of Light",
        "It goes on each month.",
        "14 March 2030",
        "Visa ending 4242, good until April 2098",
    ):
        assert part in words


def test_it_shows_nothing_about_the_person_nor_of_another_gift(client: SiteClient, path: str):
    html = client.get(path).get_data(as_text=True)
    for secret in ("Marigold", "marigold", "example.org", "Nobody", "amex", "$25.00", "cus_test", "sub_test"):
        assert secret not in html


def test_it_stays_between_us(client: SiteClient, path: str):
    page = client.get(path)
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["X-Robots-Tag"] == "noindex"
    assert page.headers["Referrer-Policy"] == "same-origin"
    assert "Set-Cookie" not in page.headers
    assert read(page).select_one('meta[name="robots"][content="noindex"]')


STANDS = [
    ({"paused": True, "resumes_at": DAY}, "It is paused until 14 March 2030."),
    ({"paused": True}, "It is paused until you resume it."),
    ({"cancel_at": DAY}, "It will end on 14 March 2030."),
    (
        {"paused": True, "resumes_at": DAY, "cancel_at": DAY},
        "ends on 14 March 2030. Nothing more is charged.",
    ),
    ({"status": RecurringStatus.PAST_DUE}, "The last payment did not go through."),
    ({"status": RecurringStatus.INCOMPLETE}, "It is about to begin"),
    ({"total": dollars("12.50")}, "$12.50 a month"),
]


@pytest.mark.parametrize(("stands", "sentence"), STANDS)
def test_it_speaks_plainly(client: SiteClient, path: str, gift: RecurringGift, stands, sentence):
    for name, value in stands.items():
        setattr(gift, name, value)
    assert sentence in text_of(client.get(path))


OVER = [
    ({"status": RecurringStatus.CANCELED, "ended_at": DAY}, "It ended on 14 March 2030."),
    ({"status": RecurringStatus.UNPAID}, "It has stopped"),
]


@pytest.mark.parametrize(("stands", "sentence"), OVER)
def test_an_ended_gift_says_so_and_leads_to_the_campaign(
    client: SiteClient, path: str, gift, stands, sentence
):
    for name, value in stands.items():
        setattr(gift, name, value)
    page = client.get(path)
    assert sentence in text_of(page)
    assert read(page).find("a", string="Give again")["href"] == "/campaigns/light#give"
    assert read(page).find("form") is None
    assert client.post(f"{path}/card").headers["Location"] == path


def test_the_button_leads_to_stripes_page_and_back(
    client: SiteClient, path: str, gift: RecurringGift, gateway: FakeGateway
):
    form = read(client.get(path)).find("form")
    assert (form["action"], form["method"]) == (f"{path}/card", "post")
    answer = client.post(form["action"])
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"https://pay.example/portal/{gift.customer_id}"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    [(customer, back)] = gateway.portals
    assert customer == gift.customer_id
    assert back.startswith("http://127.0.0.1:")
    assert back.endswith(f"{path}?said=back")


def test_whoever_comes_back_is_promised_a_mail_and_nothing_more(
    client: SiteClient, path: str, session: Session
):
    words = text_of(client.get(f"{path}?said=back"))
    assert "Stripe tells us when the new card is in place; we will write to you then." in words
    assert "replaced" not in words
    assert session.query(OutgoingMail).count() == 0


@pytest.mark.parametrize("trouble", [Unreachable("timeout"), Refused("no portal")])
def test_when_stripe_cannot_be_reached_the_page_stays_calm(
    client: SiteClient, path: str, gateway: FakeGateway, trouble
):
    gateway.trouble = trouble
    page = client.post(f"{path}/card")
    assert page.status_code == 503
    assert page.headers["Cache-Control"] == "no-store"
    assert "Nothing has changed. Please try again in a few minutes." in text_of(page)
    assert trouble.detail not in text_of(page)
    assert "Visa ending 4242" in text_of(page)


def test_reloading_the_forms_address_leads_back(client: SiteClient, path: str):
    answer = client.get(f"{path}/card")
    assert (answer.status_code, answer.headers["Location"]) == (303, path)


def test_a_gift_without_a_customer_has_no_button(client: SiteClient, path: str, gift: RecurringGift):
    gift.customer_id = None
    assert read(client.get(path)).find("form") is None
    assert client.post(f"{path}/card").headers["Location"] == path


@pytest.mark.parametrize("origin", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}, {}])
def test_a_form_of_another_site_is_refused(client: SiteClient, path: str, gateway: FakeGateway, origin):
    client.environ_base.pop("HTTP_SEC_FETCH_SITE")
    assert client.post(f"{path}/card", headers=origin).status_code == 403
    assert gateway.portals == []


def forged(app: Flask, gift: RecurringGift, other: RecurringGift) -> list[str]:
    secret = app.config["SECRET_KEY"]
    payload, signature = make_token(gift.reference, secret).split(".")
    return [
        f"{payload}.{signature[:-1]}",
        f"{make_token(other.reference, secret).split('.')[0]}.{signature}",
        make_token(gift.reference, "another secret"),
        make_token("NOTHINGOFTHISNAME", secret),
        make_token(["a", "list"], secret),  # type: ignore[arg-type]
        gift.reference,
        "%00",
        "%F0%9F%98%80.x",
        "." * 5000,
    ]


def test_a_bad_token_opens_nothing(
    app: Flask, client: SiteClient, session: Session, gift: RecurringGift, gateway
):
    other = make_recurring(session, make_campaign(session))
    for token in forged(app, gift, other):
        for answer in (client.get(f"/give/recurring/{token}"), client.get(f"/give/recurring/{token}/card")):
            assert answer.status_code == 404, token
        assert client.post(f"/give/recurring/{token}/card").status_code == 404, token
    assert gateway.portals == []


def test_each_token_opens_its_own_gift_only(
    app: Flask, client: SiteClient, session: Session, gift: RecurringGift
):
    other = make_recurring(session, make_campaign(session, title="Another Field"), tier=2)
    mine, theirs = text_of(client.get(path_of(app, gift))), text_of(client.get(path_of(app, other)))
    assert "Harvest of Light" in mine
    assert "Another Field" not in mine
    assert "Another Field" in theirs
    assert "Harvest of Light" not in theirs


def test_a_token_holds_no_personal_data_and_no_row_number(app: Flask, gift: RecurringGift):
    assert make_token(gift.reference, "x" * 32) == make_token(gift.reference, "x" * 32)
    assert "marigold" not in path_of(app, gift).lower()


def test_the_policy_lets_the_form_lead_to_the_portal(
    settings: config.Settings, client: SiteClient, path: str
):
    policy = client.get(path).headers["Content-Security-Policy"]
    host = settings.stripe_api_base.rsplit(":", 1)[0]
    assert f"form-action 'self' {host}:*;" in policy


def test_in_production_the_policy_names_checkout_and_portal(database: str, tmp_path):
    environ = {
        "HOPE_ENV": "staging", "DATABASE_URL": database, "INSTANCE_PATH": str(tmp_path), "SECRET_KEY": "s" * 40,
        "STRIPE_SECRET_KEY": "sk_test_1", "STRIPE_WEBHOOK_SECRET": "whsec_1", "SITE_URL": "https://hope.example",
        "MAIL_URL": "smtp://mail.example", "MAIL_FROM": "Hope <hello@hope.example>", "CHARITY_NAME": "Hope",
        "CHARITY_ADDRESS": "1 Example Street",
    }  # fmt: skip
    policy = create_app(config.load(environ)).config["CONTENT_SECURITY_POLICY"]
    assert "form-action 'self' https://checkout.stripe.com https://billing.stripe.com;" in policy
