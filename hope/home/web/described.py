"""What search engines are told about a page, in the words of schema.org."""

from typing import Any

from flask import current_app, url_for

from hope.home.doors_of import Ways
from hope.kernel.web.filters import iso
from hope.spotlight.models import Organization, Story


def story_facts(story: Story, ways: Ways) -> dict[str, Any]:
    """A story as an Article, with the gift that it leads to as a DonateAction."""
    site = str(current_app.config["SITE_URL"])
    facts: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Article",
        "headline": story.title[:110],
        "description": story.summary,
        "image": [site + url_for("share.story", slug=story.slug)],
        "mainEntityOfPage": site + url_for("stories.show", slug=story.slug),
        "dateModified": iso(story.changed_at),
        "author": {"@type": "Person" if story.byline else "Organization", "name": story.byline or _charity()},
        "publisher": {"@type": "Organization", "name": _charity(), "url": site},
        "keywords": [tag.name for tag in story.tags],
    }
    if story.published_at:
        facts["datePublished"] = iso(story.published_at)
    if story.organization:
        facts["about"] = organization_facts(story.organization)
    if ways.campaign:
        href = site + url_for("campaigns.show", slug=ways.campaign.slug)
        facts["potentialAction"] = donate_facts(ways.campaign.title, href)
    return facts


def organization_facts(partner: Organization) -> dict[str, Any]:
    """A partner as an Organization."""
    site = str(current_app.config["SITE_URL"])
    facts: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Organization",
        "name": partner.name,
        "description": partner.summary,
        "url": partner.website or site + url_for("spotlight.organization", slug=partner.slug),
    }
    if partner.founded.isdigit():
        facts["foundingDate"] = partner.founded
    return facts


def donate_facts(title: str, href: str) -> dict[str, Any]:
    """Giving to a campaign as a DonateAction."""
    recipient = {"@type": "Organization", "name": _charity()}
    return {"@type": "DonateAction", "name": title, "target": href, "recipient": recipient}


def _charity() -> str:
    return str(current_app.config["CHARITY_NAME"])
