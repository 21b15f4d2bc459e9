"""The mail that asks whether somebody wants to read along, and the news themselves."""

from typing import Any

from hope.accounts.models import Supporter
from hope.accounts.web.mail_choices import stop_url
from hope.campaigns.models import Campaign, CampaignUpdate
from hope.campaigns.readers import asking, keeping, telling
from hope.giving.mails.words import greeted
from hope.kernel.db import db
from hope.kernel.mail.compose import NothingToSay, composer
from hope.kernel.mail.models import Stream
from hope.kernel.web.letters import absolute, charity


@composer(asking.MAIL)
def follow(campaign_id: int, token: str) -> dict[str, Any]:
    """Ask whether it was the owner of the address who would like to hear of the campaign."""
    campaign = db.session.get_one(Campaign, campaign_id)
    confirm_url = absolute("readers.ask_to_confirm", slug=campaign.slug, token=token)
    return {"campaign": campaign, "confirm_url": confirm_url, "charity": charity()}


@composer(telling.MAIL, Stream.LIST)
def news(update_id: int, to: int) -> dict[str, Any]:
    """What happened, in the words of the page; nothing when it was withdrawn meanwhile."""
    session = db.session()
    update, reader = session.get(CampaignUpdate, update_id), session.get(Supporter, to)
    if update is None or reader is None or not update.is_shown:
        raise NothingToSay
    # Whoever reads along stops that; whoever ticked the box when giving stops news.
    name = keeping.MAILING if keeping.reads(session, reader) else "news"
    return {
        "update": update,
        "campaign": update.campaign,
        "first_name": greeted(reader.name).split(" ")[0],
        "page_url": absolute("campaigns.show", slug=update.campaign.slug) + f"#update-{update_id}",
        "unsubscribe_url": stop_url(name, reader.email),
        "charity": charity(),
    }
