"""One gift: what it is, how it stands, and everything that happened to it."""

from flask import render_template, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response as AnyResponse

from hope.accounts.rights import Right
from hope.accounts.web.guard import actor, has_right, needs
from hope.admin.answers import done
from hope.admin.gifts import links, telling
from hope.admin.gifts.base import bp, gift_or_404
from hope.admin.gifts.filter_form import CAME_BY, HOW_OFTEN, STANDS
from hope.campaigns.models import Campaign
from hope.giving import refunds, resending
from hope.giving.models import GiftShare
from hope.giving.story import Story
from hope.kernel.db import db, unit_of_work
from hope.kernel.forms import SessionForm


@bp.get("/<int:gift_id>")
@needs(Right.SEE_GIFTS)
def show(gift_id: int) -> str:
    """The page of one gift."""
    story = Story(db.session(), gift_or_404(gift_id))
    campaigns = {row.id: row for row in db.session.scalars(select(Campaign))}
    shares = db.session.scalars(select(GiftShare).where(GiftShare.gift_id == gift_id)).all()
    return render_template(
        "admin/gifts/show.html",
        story=story,
        gift=story.gift,
        entries=telling.tell(story, {number: row.title for number, row in campaigns.items()}),
        shares=[
            (campaigns[share.campaign_id], share) for share in shares if share.total or share.kept_amount
        ],
        stripe_href=links.payment_href(story),
        words={"stands": STANDS, "came_by": CAME_BY, "how_often": HOW_OFTEN},
        unanswered=refunds.unanswered(db.session(), story.gift),
        may_move=has_right(Right.MOVE_MONEY),
    )


@bp.post("/<int:gift_id>/receipts")
@needs(Right.SEE_GIFTS)
def resend_receipt(gift_id: int) -> AnyResponse:
    """Send the newest version of the receipt once more."""
    gift = gift_or_404(gift_id)
    back = url_for("admin_gifts.show", gift_id=gift_id)
    if not SessionForm().validate():
        return done(SessionForm.STALE, back, "bad")
    try:
        with unit_of_work() as session:
            address = resending.resend(session, gift, actor())
    except resending.CannotResend as no:
        return done(str(no), back, "warn")
    return done(f"The receipt is on its way to {address}.", back)
