"""What the give form takes along beside the gift: the word of a link, and what somebody would like to hear or say."""

from typing import Any

from flask import request
from wtforms import HiddenField

from hope.campaigns.models import Campaign
from hope.campaigns.sharing import sources
from hope.campaigns.sharing.sources import SourceWish
from hope.campaigns.wall.leaving import WallWish
from hope.campaigns.wall.models import LONGEST
from hope.giving.following import Beside
from hope.honour.cards import Purpose
from hope.honour.forms import TributeForm
from hope.honour.wishing import CardWish
from hope.kernel.forms import AtMost, TextField


class BesideForm(TributeForm):
    """A form for a gift to one campaign, with everything that is kept beside it."""

    # The word of the link that brought the giver; known once the form was sent, and carried on from there.
    came_from = HiddenField()
    words = TextField(
        "A few words for everybody to read",
        [AtMost(LONGEST, "These words")],
        description="They stand on this page beside your name as you chose it, once we have read them.",
    )

    def __init__(self, campaign: Campaign, **values: Any) -> None:
        super().__init__(**values)
        self._campaign = campaign
        self.came_from.data = sources.word(self.came_from.data)
        if self.is_submitted():
            self.came_from.data = self.came_from.data or sources.word_in(request.referrer)

    @property
    def carried(self) -> dict[str, str]:
        """What a page between this form and the payment takes along that nobody typed."""
        return {"came_from": self.came_from.data} if self.came_from.data else {}

    def wishes(self, name: str, label: str, meaning: str) -> list[Beside]:
        """What the valid form asks for beside the gift."""
        kept: list[Beside] = [*self.cards(name, label, meaning)]
        if self.came_from.data:
            kept.append(SourceWish(self.came_from.data))
        if self.words.data:
            kept.append(WallWish(self._campaign.id, self.words.data))
        return kept

    def cards(self, name: str, label: str, meaning: str) -> list[CardWish]:
        """Somebody to be named on a card, or nothing."""
        campaign = self._campaign
        wish = self.card_wish(
            name, (Purpose(label, meaning or campaign.summary, campaign.title, campaign.slug),)
        )
        return [wish] if wish else []
