"""Every address of one's own, tried with somebody else's session and with every wrong key there is.

The addresses are read from the site itself: a page that is added tomorrow is tried as well.
"""

from collections.abc import Iterator
from datetime import timedelta
from itertools import product

import pytest
from sqlalchemy import inspect, text
from werkzeug.routing import Rule

from hope.accounts import links, sessions
from hope.accounts.models import LinkPurpose, Passkey, SupporterAddress
from hope.giving.links import make_token
from hope.giving.receipts import receipt_of
from hope.giving.second_thoughts import window
from hope.kernel.clock import charity_day, now
from hope.kernel.db import db
from hope.kernel.web.limits import limiter
from tests.support.builders import make_campaign, make_gift, make_giver
from tests.support.people import make_supporter, send, sign_in
from tests.support.praying import make_partner
from tests.support.standing import make_recurring

VICTIM = "marigold@example.org"
SECRETS = (
    "marigold",
    "Fennimore",
    "fen@example.net",
    "$137.31",
    "visa 0007",
    "Kitchen laptop",
    "For my sister",
)
# Whoever holds these links may open what they are for; here each is tried everywhere else.
OWN_KEY = {"standing": "recurring", "second_thoughts": "thoughts"}
TYPED = {
    "naming": "anonymous",
    "amount": "1",
    "months": "1",
    "day": "1",
    "why": "",
    "words": "x",
    "name": "Mallory",
}


@pytest.fixture
def keys(app, session) -> dict[str, dict[str, str]]:
    """Everything that could stand in an address of the victim's, by the name of the part."""
    secret = app.config["SECRET_KEY"]
    victim = make_supporter(session, email=VICTIM, name="Marigold Fennimore")
    campaign = make_campaign(session, tiers=[("Odd Sum", 13_731)])
    gift = make_gift(session, campaign, giver=make_giver(email=VICTIM, note="For my sister"))
    recurring = make_recurring(session, campaign, 0, email=VICTIM, card="visa 0007", next_payment_at=now())
    make_partner(session, VICTIM)
    sessions.begin(session, victim, "Kitchen laptop")
    address = SupporterAddress(
        supporter_id=victim.id, email="fen@example.net", email_key="fen@example.net", proved_at=now()
    )
    passkey = Passkey(supporter_id=victim.id, credential_id="c", public_key=b"k", name="Kitchen laptop")
    session.add_all([address, passkey])
    used, stale = links.make(session, victim.id, VICTIM), links.make(session, victim.id, VICTIM, timedelta(0))
    used.used_at = now()
    joining = links.make(session, victim.id, "fen@example.net")
    joining.purpose = LinkPurpose.ADD_ADDRESS
    session.commit()
    receipt = receipt_of(session, gift.id)
    assert receipt
    tokens = {
        "recurring": make_token(recurring.reference, secret),
        "thoughts": window.token_of(gift, secret),
        "used": links.token_of(used, secret),
        "stale": links.token_of(stale, secret),
        "another's": links.token_of(joining, secret),
        "made up": make_token("NOTHING", "another secret"),
        "bare": gift.reference,
    }
    [browser] = sessions.of(session, victim.id)
    return {
        "reference": {"gift": gift.reference, "recurring": recurring.reference, "guessed": "A" * 24},
        "number": {"theirs": receipt.number, "next": f"{receipt.number[:-1]}9", "guessed": "2026-000001"},
        "year": {"this": str(charity_day(now()).year)},
        "address_id": {"theirs": str(address.id)},
        "passkey_id": {"theirs": str(passkey.id)},
        "sign_in_id": {"theirs": str(browser.id)},
        "token": tokens,
    }


def addresses(app, keys) -> Iterator[tuple[str, str]]:
    """Each method and each address of one's own that has a part to be guessed, filled with the victim's."""
    for rule in app.url_map.iter_rules():
        if not rule.arguments or not rule.rule.startswith(("/account/", "/give/second", "/give/recurring")):
            continue
        for chosen in product(*(keys[name].items() for name in sorted(rule.arguments))):
            if not opens(rule, chosen):
                values = {
                    name: value for name, (_, value) in zip(sorted(rule.arguments), chosen, strict=True)
                }
                path = app.url_map.bind("").build(rule.endpoint, values)
                for method in sorted(rule.methods & {"GET", "POST"}):
                    yield method, path


def opens(rule: Rule, chosen: tuple[tuple[str, str], ...]) -> bool:
    """True for the one key that is meant to open this."""
    return any(label == OWN_KEY.get(rule.endpoint.split(".")[0]) for label, _ in chosen)


def everything(session) -> dict[str, list[object]]:
    """Every row that is not the stranger's own comings and goings."""
    session.rollback()
    quiet = {"sign_in", "form_key", "outgoing_mail", "sign_in_link", "passkey_challenge"}
    tables = sorted(set(inspect(db.engine).get_table_names()) - quiet)
    found = {name: sorted(map(repr, session.execute(text(f'SELECT * FROM "{name}"')))) for name in tables}
    browsers = text("SELECT id FROM sign_in WHERE browser = 'Kitchen laptop'")
    return found | {"browsers": session.execute(browsers).all()}


def test_nobody_sees_or_changes_anything_of_anothers(app, client, session, gateway, keys):
    stranger = make_supporter(session, email="mallory@example.org", name="Mallory")
    before, tried, found = everything(session), 0, []
    for method, path in addresses(app, keys):
        limiter.reset()  # what is slowed down is not yet refused
        sign_in(client, stranger)
        answer = client.get(path, lint=False) if method == "GET" else send(client, path, TYPED, lint=False)
        told = answer.get_data(as_text=True) if answer.mimetype != "application/pdf" else "a paper"
        if answer.status_code not in (404, 410, 303) or told == "a paper" or any(s in told for s in SECRETS):
            found.append(f"{method} {path}: {answer.status_code}")
        tried += 1
    assert found == []
    assert tried > 60
    assert gateway.changes == []
    assert gateway.portals == []
    after = everything(session)
    assert {name for name in before if before[name] != after[name]} == set()


def test_visitors_are_led_to_sign_in_from_every_page_of_ones_own(app, client, session, keys):
    open_to_all = ("sign_in",)  # the way in is the same for everyone
    for rule in app.url_map.iter_rules():
        if not rule.rule.startswith("/account/") or rule.endpoint.split(".")[0] in open_to_all:
            continue
        values = {name: next(iter(keys[name].values())) for name in rule.arguments}
        path = app.url_map.bind("").build(rule.endpoint, values)
        if "GET" in rule.methods:
            answer = client.get(path)
            assert answer.status_code == 303, path
            assert answer.headers["Location"].startswith("/account/sign-in"), path
        if "POST" in rule.methods:
            answer = client.post(path, data=TYPED)
            assert answer.status_code in (303, 401), path
            assert not any(secret in answer.get_data(as_text=True) for secret in SECRETS), path


def test_an_address_that_was_only_typed_shows_nothing(app, client, session, keys):
    """Somebody gave with my address, or I with theirs: nothing is shown before a letter to it was answered."""
    typist = make_supporter(session, email="typist@example.org", verified_at=None)
    client.post("/account/sign-in", data={"email": VICTIM})
    sign_in(client, typist)
    for path in (
        "/account/giving",
        "/account/export",
        "/account/profile",
        "/account/mail",
        "/account/security",
    ):
        told = client.get(path).get_data(as_text=True)
        assert not any(secret in told for secret in SECRETS), path
