"""What every page about gifts shares."""

from flask import abort

from hope.admin.section import section
from hope.giving.models import Gift
from hope.kernel.db import db

bp = section("gifts")


def gift_or_404(gift_id: int) -> Gift:
    """The gift of this number."""
    return db.session.get(Gift, gift_id) or abort(404)
