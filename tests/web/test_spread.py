"""A campaign elsewhere: printed, drawn beside a link, framed on other sites, and which link brought a gift."""

import io

from PIL import Image
from sqlalchemy import select

from hope.campaigns.models import TierSlug
from hope.campaigns.sharing.models import CheckoutSource, SourceTotal
from hope.giving.models import Checkout
from tests.support.baskets import YOU
from tests.support.builders import give_form, make_campaign, make_gift, make_organization
from tests.support.people import sign_in
from tests.support.stripe_events import completed, deliver, invoice_paid
from tests.support.web import read, text_of


def test_a_campaign_is_printed_drawn_and_framed(client, session):
    hostile = "“Ünïcode” <script>alert(1)</script> &amp; 一二三 " + "long " * 30
    campaign = make_campaign(session, title=hostile[:200], slug="hostile")
    before = client.get("/campaigns/hostile/share.png")
    assert Image.open(io.BytesIO(before.data)).size == (1200, 630)
    assert client.get("/campaigns/hostile/share.png").data == before.data
    make_gift(session, campaign)
    assert client.get("/campaigns/hostile/share.png").data != before.data

    code = client.get("/campaigns/hostile/qr.svg")
    assert (code.mimetype, b"<script" in code.data) == ("image/svg+xml", False)

    framed = client.get("/campaigns/hostile/embed")
    assert "frame-ancestors *" in framed.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in framed.headers
    assert not [name for name in framed.headers if name[0].lower().startswith("x-hope")]
    page = read(framed)
    assert page.select_one("a.button")["href"].endswith("/campaigns/hostile?from=widget")
    assert (page.select("script"), page.select("form")) == ([], [])

    # Nothing else may be framed, and a draft is nowhere.
    ordinary = client.get("/campaigns/hostile")
    assert "frame-ancestors 'none'" in ordinary.headers["Content-Security-Policy"]
    assert ordinary.headers["X-Frame-Options"] == "DENY"
    assert (
        read(ordinary).find("meta", property="og:image")["content"].endswith("/campaigns/hostile/share.png")
    )
    make_campaign(session, slug="hidden", state="draft", organization=make_organization(session))
    for name in ("qr.svg", "share.png", "embed"):
        assert client.get(f"/campaigns/hidden/{name}").status_code == 404


def test_the_word_of_a_link_stays_with_a_gift_and_its_renewals(client, session):
    campaign = make_campaign(session)
    path = f"/campaigns/{campaign.slug}"
    assert client.get(path).data == client.get(f"{path}?from=advent-letter").data
    site = "http://localhost"

    # A mistake on the way loses nothing: the form that comes back carries the word.
    came = {"Referer": f"{site}{path}?from=Advent-Letter", "Origin": site}
    again = client.post(f"{path}/give", data=give_form(campaign, email=""), headers=came)
    carried = read(again).select_one("input[name=came_from]")["value"]
    assert (again.status_code, carried) == (422, "advent-letter")
    form = give_form(campaign, interval="month", came_from=carried)
    sent = client.post(f"{path}/give", data=form, headers={"Referer": f"{site}{path}/give", "Origin": site})
    kept = session.scalars(select(CheckoutSource)).one()
    assert (sent.status_code, kept.source) == (303, "advent-letter")

    checkout = session.get_one(Checkout, kept.checkout_id)
    deliver(client, completed(checkout))
    for number in (1, 2, 2):  # the first payment, a renewal, and the renewal told twice
        deliver(client, invoice_paid(checkout, number))
    total = session.scalars(select(SourceTotal)).one()
    assert (total.source, total.gifts, total.given.amount) == ("advent-letter", 2, 2 * checkout.amount)

    # What is no word is nothing, and no address of another site is believed.
    for odd in ("%3Cscript%3E", "a" * 41, "%00", "&from=", "é"):
        client.post(
            f"{path}/give",
            data=give_form(campaign),
            headers={"Referer": f"{site}{path}?from={odd}", "Origin": site},
        )
    assert len(session.scalars(select(CheckoutSource)).all()) == 1
    sign_in(client, "editor")
    assert "advent-letter" in text_of(client.get(f"/admin/campaigns/{campaign.id}"))


def test_the_word_goes_along_from_the_first_page_and_the_lists(client, session):
    campaign = make_campaign(session)
    tier = campaign.tiers[0]
    session.add(TierSlug(slug="once", owner_id=tier.id))
    for path, onward in (
        ("/", f"/campaigns/{campaign.slug}"),
        ("/campaigns/", f"/campaigns/{campaign.slug}"),
        ("/gifts/", f"/gifts/{tier.slug}"),
    ):
        links = {link.get("href") for link in read(client.get(f"{path}?from=Post-Card")).select("main a")}
        assert f"{onward}?from=post-card" in links
        assert onward not in links
        assert f"{onward}?from" not in client.get(path).text
    narrowed = read(client.get("/gifts/?from=Post-Card")).select_one("form.choose input[name=from]")
    assert narrowed["value"] == "post-card"
    assert client.get("/gifts/once?from=Post-Card").location == f"/gifts/{tier.slug}?from=post-card"


def test_the_word_goes_with_a_gift_by_its_page_and_by_the_basket(client, session):
    campaign, site = make_campaign(session), "http://localhost"
    tier = campaign.tiers[0]
    now_href = f"/campaigns/{campaign.slug}?gift={tier.slug}"
    for asked, carried in (("?from=Post-Card", "&from=post-card"), ("?from=%22><script>", ""), ("", "")):
        page = read(client.get(f"/gifts/{tier.slug}{asked}"))
        assert page.find("a", string="Give this now")["href"] == f"{now_href}{carried}#give"
    came = {"Referer": f"{site}/gifts/{tier.slug}?from=Post-Card", "Origin": site}
    added = client.post("/basket/items", data={"gift": tier.slug}, headers=came)
    assert added.headers["Location"] == f"/basket?added={tier.slug}&from=post-card"
    form = read(client.get(added.headers["Location"])).select_one("form#basket")
    fields = {
        tag["name"]: tag.get("value", "") for tag in form.select("input[type=hidden], input[type=number]")
    }
    # With a card to look at, and another number of gifts meanwhile, the word stays.
    changed = read(client.post("/basket/lines", data=fields | YOU | {f"quantity-{tier.id}": "2"}))
    assert changed.select_one("input[name=came_from]")["value"] == "post-card"
    sum_now = changed.select_one("input[name=shown]")["value"]
    fields |= YOU | {f"quantity-{tier.id}": "2", "shown": sum_now, "interval": "once"}
    card = client.post("/basket/checkout", data=fields | {"honoree": "Ruth", "card": "print"})
    typed = {tag["name"]: tag["value"] for tag in read(card).select("main input[type=hidden]")}
    assert client.post("/basket/checkout", data=typed | {"step": "pay"}).status_code == 303
    checkout = session.scalars(select(Checkout)).one()
    assert session.get(CheckoutSource, checkout.id).source == "post-card"
    back = read(client.get(f"/basket/cancelled/{checkout.reference}"))
    assert back.select_one("input[name=came_from]")["value"] == "post-card"
    deliver(client, completed(checkout))
    assert [(one.source, one.gifts) for one in session.scalars(select(SourceTotal))] == [("post-card", 1)]
