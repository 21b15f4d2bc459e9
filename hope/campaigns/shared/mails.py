"""The letters of shared gifts: to whoever starts one, and to all when it closes."""

from typing import Any

from flask import current_app

from hope.campaigns.shared import closing, sharing
from hope.campaigns.shared.links import make_token
from hope.campaigns.shared.models import SharedGift, SharedState
from hope.kernel.clock import now
from hope.kernel.db import db
from hope.kernel.mail.compose import NothingToSay, composer
from hope.kernel.web.letters import absolute, charity


@composer(sharing.STARTED)
def started(shared_id: int) -> dict[str, Any]:
    """The link for friends, and the one to look after it."""
    shared = db.session.get_one(SharedGift, shared_id)
    if not sharing.is_open(shared, now()):
        raise NothingToSay
    return _context(shared) | {
        "own_url": absolute(
            "shared_own.show", token=make_token(shared.link, current_app.config["SECRET_KEY"])
        ),
        "last_day": sharing.last_day(shared),
        "fallback": sharing.FALLBACK,
    }


@composer(closing.KINDS[SharedState.FULL])
def full(shared_id: int) -> dict[str, Any]:
    """It is given, whole."""
    return _context(db.session.get_one(SharedGift, shared_id))


@composer(closing.KINDS[SharedState.ENDED])
def ended(shared_id: int) -> dict[str, Any]:
    """It closed before it was full, and what that means."""
    return _context(db.session.get_one(SharedGift, shared_id))


def _context(shared: SharedGift) -> dict[str, Any]:
    return {
        "shared": shared,
        "stand": sharing.stand(db.session(), shared),
        "url": absolute("shared.show", link=shared.link),
        "campaign_url": absolute("campaigns.show", slug=shared.campaign.slug),
        "charity": charity(),
    }
