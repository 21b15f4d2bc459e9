"""Every gift: searched, narrowed, added up, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import current_app, render_template, request
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from hope.accounts.rights import Right
from hope.accounts.web.guard import has_right, needs
from hope.admin.gifts.base import bp
from hope.admin.gifts.filter_form import CAME_BY, HOW_OFTEN, STANDS, FilterForm
from hope.campaigns.models import Campaign
from hope.giving.models import Gift, GiftShare, GiftSummary
from hope.giving.searching import Search
from hope.kernel.db import db
from hope.kernel.money import Money


@dataclass(frozen=True)
class Row:
    """A gift in the list."""

    summary: GiftSummary
    gift: Gift
    # What has it today, and how much of it is for the campaign that was asked for.
    purposes: list[str]
    share: Money | None


@bp.get("/")
@needs(Right.SEE_GIFTS)
def index() -> str:
    """The list."""
    session = db.session()
    campaigns, currencies = campaigns_and_currencies(session)
    form = FilterForm(campaigns, currencies)
    search = Search(session, form.wanted(), currencies) if form.is_fine else None
    page = search.page(request.args.get("at")) if search else None
    return render_template(
        "admin/gifts/index.html",
        form=form,
        page=page,
        rows=_rows(session, page.rows, campaigns, search.wanted.campaign_id) if page and search else [],
        sums=search.sums(all_of_them="count" in request.args) if search else None,
        hint=search.hint if search else None,
        words={"stands": STANDS, "came_by": CAME_BY, "how_often": HOW_OFTEN},
        may_move=has_right(Right.MOVE_MONEY),
        time_zone=current_app.config["CHARITY_TIME_ZONE"],
    )


def campaigns_and_currencies(session: Session) -> tuple[dict[int, str], list[str]]:
    """Every campaign's title, the newest first, and the currencies that gifts may be in."""
    rows = session.execute(
        select(Campaign.id, Campaign.title, Campaign.currency).order_by(Campaign.id.desc())
    )
    found = rows.all()
    return {row.id: row.title for row in found}, sorted({row.currency for row in found}) or ["USD"]


def _rows(
    session: Session, summaries: Sequence[GiftSummary], campaigns: dict[int, str], campaign_id: int | None
) -> list[Row]:
    """What the list says of each gift, in three queries however many there are."""
    ids = [summary.gift_id for summary in summaries]
    gifts = {
        gift.id: gift
        for gift in session.scalars(select(Gift).where(Gift.id.in_(ids)).options(joinedload(Gift.supporter)))
    }
    shares: dict[int, dict[int, Money]] = {}
    for share in session.scalars(select(GiftShare).where(GiftShare.gift_id.in_(ids))):
        if share.total:
            shares.setdefault(share.gift_id, {})[share.campaign_id] = share.total
    return [
        Row(
            summary,
            gifts[summary.gift_id],
            [campaigns.get(number, "") for number in shares.get(summary.gift_id, {})],
            _part(shares.get(summary.gift_id, {}), campaign_id, summary.total),
        )
        for summary in summaries
    ]


def _part(shares: dict[int, Money], campaign_id: int | None, total: Money) -> Money | None:
    part = shares.get(campaign_id) if campaign_id else None
    return part if part != total else None
