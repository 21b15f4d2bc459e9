"""Anything at all in any field: an answer in words, a whole page, and the words typed still in it."""

import itertools

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hope.giving.models import Checkout
from hope.kernel.text import clean, one_line
from tests.support.builders import give_form, make_campaign
from tests.support.gifts import count
from tests.support.web import read

PLAIN = give_form(type("Anything", (), {"tiers": []}), tier="other", amount="40")
# Everything that a browser can send: all of Unicode but halves of pairs, which UTF-8 cannot carry.
words = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
NASTY = [
    "",
    " ",
    "\x00",
    "\u202e",
    "\u200d",
    "1e9",
    "-1",
    "０",
    "\ufffe",
    "<b>",
    "{{x}}",
    "None",
    "\r\n",
    "\x85",
]
anything = st.one_of(st.sampled_from(NASTY), words, st.just("x" * 2000))
forms = st.dictionaries(st.sampled_from([*PLAIN, "cover_fee", "news"]), anything, max_size=4)
addresses = itertools.count(1)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(over=forms)
def check_anything(client, session, campaign, over):
    number, before = next(addresses), count(session, Checkout)
    answer = client.post(
        f"/campaigns/{campaign.slug}/give",
        data=PLAIN | over,
        environ_overrides={"REMOTE_ADDR": f"10.7.{number >> 8 & 255}.{number & 255}"},
    )
    assert answer.status_code in (303, 422)
    if answer.status_code == 303:
        assert answer.headers["Location"].startswith("https://pay.example/")
        return
    assert count(session, Checkout) == before
    page = read(answer)
    assert page.select_one("[role=alert] a")
    for name in {"name", "email", "amount"} & set(over):
        assert page.select_one(f"#{name}")["value"] == one_line(over[name])
    if "note" in over:
        assert page.select_one("#note").text.strip("\n") == clean(over["note"]).strip("\n")


def test_anything_in_any_field_is_answered_in_words(client, session):
    check_anything(client, session, make_campaign(session))
