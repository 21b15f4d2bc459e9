"""What the search knows of campaigns and named gifts."""

from collections.abc import Iterator

from hope.campaigns.models import Campaign, CampaignState, GivingTier
from hope.kernel.search.index import Entry, indexed, part_of

PUBLIC = (CampaignState.LIVE, CampaignState.ENDED)


@indexed(Campaign)
def _campaign(campaign: Campaign) -> Iterator[Entry]:
    """A campaign that the public may see, and while it is open what can be given to it."""
    if campaign.state not in PUBLIC:
        return
    partner = campaign.organization.name if campaign.organization else ""
    yield Entry("campaign", campaign.slug, campaign.title, campaign.summary, f"{campaign.story} {partner}")
    if campaign.state is not CampaignState.LIVE:
        return
    for tier in campaign.tiers:
        if tier.active and tier.slug:
            yield Entry(
                "gift", tier.slug, tier.name, tier.meaning, campaign.title, shown_until=campaign.ends_at
            )


part_of(GivingTier, lambda tier: tier.campaign)
