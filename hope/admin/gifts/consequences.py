"""What an act would do, said before it is done."""

from collections.abc import Iterator

from sqlalchemy import select

from hope.campaigns.models import Campaign
from hope.giving import ledger
from hope.giving.models import CampaignTotal
from hope.giving.papers.law import paid_with
from hope.giving.pledge import Interval
from hope.giving.story import Story
from hope.kernel.money import Money
from hope.kernel.web.filters import money


def of_refund(story: Story, total: Money, left: Money, line_id: int | None = None) -> list[str]:
    """Everything that follows from sending this much back, or what one line came to."""
    gift = story.gift
    line = next((line for line in gift.lines if line.id == line_id), None)
    method = f" ({paid_with(story.settlement.method)})" if story.settlement else ""
    points = [f"{money(total)} goes back to the way it was paid{method}. That takes five to ten days."]
    if line:
        points.append(f"It is all that was given for “{line.label}”, with its part of the card fee.")
    elif story.cover:
        whole = f"the {money(story.cover)} towards the card fee included"
        part = f"The {money(story.cover)} that were added towards the card fee go back last"
        points.append(f"That is everything that is left, {whole}." if total == left else f"{part}.")
    fee = f" ({money(story.fee)})" if story.fee else ""
    points.append(f"Stripe keeps its fee{fee}: it does not come back.")
    points += _totals(story, total, line.campaign_id if line else None)
    points += _receipt(story, total)
    if gift.interval is not Interval.ONCE:
        points.append("The recurring gift itself goes on. End it on its own page if that is what is wanted.")
    return points


def _totals(story: Story, total: Money, only: int | None) -> Iterator[str]:
    shares = {only: -total} if only else ledger.shares_going_back(story.session, story.gift, total)
    rows = (
        select(Campaign.id, Campaign.title, CampaignTotal)
        .join(CampaignTotal, CampaignTotal.campaign_id == Campaign.id)
        .where(Campaign.id.in_(shares))
    )
    for number, title, kept in story.session.execute(rows.order_by(Campaign.id)):
        part = -shares[number]
        yield f"What “{title}” has raised falls by {money(part)}, to {money(kept.raised - part)}."


def _receipt(story: Story, total: Money) -> Iterator[str]:
    if not story.receipts:
        return
    newest = story.receipts[-1]
    after = newest.kept - total if newest.kept >= total else Money.zero(total.currency)
    says = f"replaced by one for {money(after)}" if after else "made void"
    yield f"Receipt {newest.number} is {says}."
    email = story.gift.supporter.email
    yield f"A letter that says so goes to {email}." if email else "No letter goes out: there is no address."
