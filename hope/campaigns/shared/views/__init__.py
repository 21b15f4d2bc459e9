"""The pages of shared gifts: `friends` get one by a link, `own` is the starter's."""

from typing import Any

from sqlalchemy import select

from hope.campaigns.shared.models import SharedGift, SharedPart
from hope.campaigns.shared.views import friends, own
from hope.giving.models import Checkout
from hope.kernel.db import db

PAGES = [own.bp, friends.bp]


@friends.bp.app_context_processor
def shared_gifts() -> dict[str, Any]:
    """Let the page that thanks lead back to what was given together."""
    return {"shared_of": _of_attempt}


def _of_attempt(reference: str) -> SharedGift | None:
    part = select(SharedGift).join(SharedPart, SharedPart.shared_id == SharedGift.id).join(Checkout)
    return db.session.scalar(part.where(Checkout.reference == reference))
