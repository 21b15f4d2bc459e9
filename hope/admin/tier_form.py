"""The form of a named gift: what it costs, what it means, and what is promised."""

from typing import Any

from sqlalchemy.orm import Session
from wtforms.validators import ValidationError

from hope.admin.content_fields import TWO_LINES, CountField, PriceField, SceneField
from hope.admin.editing import RowForm
from hope.campaigns import tiers
from hope.campaigns.models import THEMES, Campaign, CampaignState, GivingTier, Theme, TierSlug
from hope.kernel import addresses
from hope.kernel.forms import AtMost, ListField, Needed, TextField, TickField
from hope.kernel.media.forms import PictureField
from hope.kernel.money import Money
from hope.kernel.unfit import Unfit
from hope.kernel.web.filters import money_short

PLAIN = ("name", "theme", "meaning", "promise", "scene", "scene_alt", "suggested", "goods")


class TierForm(RowForm):
    """What staff say about a named gift."""

    TOLD = (*PLAIN, "slug", "price", "stock", "goods_amount", "active", "picture_id")

    name = TextField(
        "Name",
        [Needed("Write a name, such as “A night of rest”."), AtMost(120, "A name")],
        description="Short, as it stands on the tag and on the receipt.",
    )
    slug = TextField(
        "Address",
        [AtMost(80, "An address")],
        description="The last part of the gift’s own page. Left empty, it is made from the name.",
    )
    theme = ListField(
        "Theme",
        choices=[(theme.value, words) for theme, words in THEMES.items()],
        default=Theme.EVERYDAY.value,
        description="People look for gifts by it.",
    )
    price = PriceField("Price", [Needed("Write what it costs."), AtMost(40, "The price")])
    meaning = TextField(
        "What it does",
        [Needed("Write in one line what this gift does."), AtMost(300, "This")],
        description="One line, concrete: “Pays for a night of safe housing.”",
    )
    promise = TextField(
        "Promise",
        [AtMost(400, "A promise")],
        widget=TWO_LINES,
        description="What happens when more is given than needed, or less. It stands beside the price.",
    )
    stock = CountField("How many there are", description="Empty: as many as people like.")
    suggested = TickField("Suggest this gift: it is chosen when the page opens")
    goods = TextField(
        "What its giver gets in return",
        [AtMost(200, "This")],
        description="Only for something of value, such as a candle by post. The receipt names it.",
    )
    goods_amount = PriceField(
        "What that is worth",
        [AtMost(40, "The worth")],
        description="In good faith. The receipt takes it off what can be deducted.",
    )
    picture = PictureField("Picture of your own", description="It is shown in place of the scene.")
    scene = SceneField("Scene", default="lamp")
    scene_alt = TextField("What the scene shows", [AtMost(300, "This")])

    def __init__(self, campaign: Campaign, tier: GivingTier | None = None, **values: Any) -> None:
        super().__init__(tier, **values)
        self.campaign = campaign
        for field in (self.price, self.goods_amount):
            field.show_in(campaign.currency)

    def answers(self, row: GivingTier) -> dict[str, Any]:
        """What the fields show of a named gift."""
        worth = Money(row.goods_amount, row.price.currency)
        return {
            **{name: getattr(row, name) for name in PLAIN},
            "slug": row.slug,
            "theme": row.theme.value,
            "picture": row.picture_id,
            "price": str(row.price.decimal),
            "stock": "" if row.stock is None else str(row.stock),
            "goods_amount": str(worth.decimal) if worth else "",
        }

    def validate_price(self, field: PriceField) -> None:
        """A price is an amount that can be paid by card."""
        price, minimum = field.read(self.campaign.currency), self.campaign.minimum
        if price and price < minimum:
            raise ValidationError(f"The smallest gift of this campaign is {money_short(minimum)}.")

    def validate_goods_amount(self, field: PriceField) -> None:
        """What is given in return is described, and worth less than the gift."""
        worth, price = field.read(self.campaign.currency), self.price.money
        if worth and not self.goods.data:
            raise ValidationError("Write what its giver gets in return, as well.")
        if worth and price and worth >= price:
            raise ValidationError("What its giver gets has to be worth less than the gift.")
        if self.goods.data and not worth:
            raise ValidationError("Write what it is worth, as well.")

    def hold_first(self, session: Session) -> None:
        """The suggestion is one of all gifts of a campaign."""
        tiers.hold_campaign(session, self.campaign.id)

    def put(self, session: Session, row: GivingTier) -> None:
        """Write what was typed into the named gift; raises Unfit."""
        assert self.price.money
        if self.price.money.currency != self.campaign.currency:
            raise Unfit(
                "price", f"The campaign is in {self.campaign.currency} now. Look at the price once more."
            )
        if self.suggested.data:
            tiers.suggest_no_other(session, self.campaign.id, row.id)
        slug = addresses.choose(session, TierSlug, self.slug.data or "", self.name.data or "", "gift", row.id)
        addresses.move(session, row, slug, keep_old=self.campaign.state is not CampaignState.DRAFT)
        for name in PLAIN:
            setattr(row, name, self[name].data)
        row.theme = Theme(self.theme.data)
        row.picture_id = self.picture.data
        row.price = self.price.money
        tiers.limit(session, row, self.stock.number)
        row.goods_amount = self.goods_amount.money.amount if self.goods_amount.money else 0

    def make(self, session: Session) -> GivingTier:
        """A new named gift at the end of its campaign's list."""
        campaign = tiers.hold_campaign(session, self.campaign.id)
        row = GivingTier(campaign_id=campaign.id, position=tiers.next_position(campaign))
        self.put(session, row)
        addresses.add(session, row)
        return row
