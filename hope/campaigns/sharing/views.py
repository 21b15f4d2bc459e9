"""What stands for a campaign elsewhere: a code to print, a picture beside a link, and a small page to frame."""

import io

import segno
from flask import Response, current_app, make_response, render_template, url_for

from hope.campaigns import reading
from hope.campaigns.models import Campaign
from hope.campaigns.sharing.drawing import share_picture
from hope.campaigns.sharing.sources import NAME
from hope.campaigns.views import bp, campaign_or_404
from hope.kernel.db import db
from hope.kernel.web.filters import money_short
from hope.kernel.web.headers import may_be_framed

PRINTED, FRAMED = "print", "widget"


@bp.get("/<slug>/qr.svg")
def qr(slug: str) -> Response:
    """A code to print: it leads to the campaign, and says that it was a printed one."""
    campaign = campaign_or_404(slug)
    out = io.BytesIO()
    # A tenth of it may be dirty or torn.
    segno.make(address(campaign, PRINTED), error="m").save(
        out, kind="svg", scale=8, border=4, dark="#1f2535", light="#ffffff", title=campaign.title
    )
    return _file(out.getvalue(), "image/svg+xml")


@bp.get("/<slug>/share.png")
def share(slug: str) -> Response:
    """The picture that other sites show beside a link, with the progress of this moment."""
    card = _card(campaign_or_404(slug))
    partner, site = f"For {card.organization_name}", current_app.config["SITE_NAME"]
    drawn = share_picture(card.title, partner, _said(card.progress), site, round(card.progress.share, 3))
    return _file(drawn, "image/png")


@bp.get("/<slug>/embed")
def embed(slug: str) -> Response:
    """A small page that other sites may show in a frame; it knows nothing of who looks, and leads here to give."""
    campaign = campaign_or_404(slug)
    page = render_template("campaigns/embed.html", card=_card(campaign), href=address(campaign, FRAMED))
    return may_be_framed(make_response(page))


def address(campaign: Campaign, source: str) -> str:
    """The campaign's address, with the word of a link."""
    path = url_for("campaigns.show", slug=campaign.slug)
    return f"{current_app.config['SITE_URL']}{path}?{NAME}={source}"


def _said(progress: reading.Progress) -> str:
    people = f" by {progress.givers:,} people" if progress.givers > 1 else ""
    return f"{money_short(progress.raised)} raised of {money_short(progress.goal)}{people}"


def _card(campaign: Campaign) -> reading.CampaignCard:
    return reading.cards_of(db.session(), [campaign])[campaign.id]


def _file(content: bytes, mimetype: str) -> Response:
    return Response(content, mimetype=mimetype)
