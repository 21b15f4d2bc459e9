"""Moving what is kept of a gift to another campaign."""

from flask import make_response, render_template, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response as AnyResponse
from wtforms import HiddenField
from wtforms.validators import ValidationError

from hope.accounts.rights import Right
from hope.accounts.web.guard import actor, needs
from hope.admin.answers import done
from hope.admin.gifts import purposes
from hope.admin.gifts.base import bp, gift_or_404
from hope.admin.gifts.refund_form import sign_of
from hope.campaigns.models import Campaign
from hope.giving import moving
from hope.giving.models import Gift, GiftShare
from hope.kernel.db import db, unit_of_work
from hope.kernel.fields import AmountField
from hope.kernel.forms import AtMost, ListField, LongTextField, Needed, SessionForm
from hope.kernel.money import Money
from hope.kernel.references import is_reference, new_reference
from hope.kernel.web.filters import money


class MoveForm(SessionForm):
    """From where, how much, to where, and why."""

    token = HiddenField()
    origin = ListField("From", [])
    target = ListField("To", [])
    amount = AmountField("How much?")
    reason = LongTextField("Why?", [Needed("Say in a few words why."), AtMost(300, "The reason")])

    def __init__(
        self, shares: dict[int, Money], titles: dict[int, str], targets: list[tuple[str, str]]
    ) -> None:
        super().__init__()
        self._shares = shares
        self.origin.choices = [
            (str(number), f"{titles[number]}: {money(kept)} kept") for number, kept in shares.items()
        ]
        self.target.choices = targets
        first = next(iter(shares.values()))
        self.amount.sign = sign_of(first.currency)
        if not self.is_submitted():
            self.token.data, self.amount.data = new_reference(), str(first.decimal)
            self.target.data = next((v for v, _ in targets if v != self.origin.choices[0][0]), "")

    def validate_token(self, field: HiddenField) -> None:
        """One of ours."""
        if not is_reference(field.data):
            field.data = new_reference()

    def validate_target(self, field: ListField) -> None:
        """Somewhere else."""
        if field.data == self.origin.data:
            raise ValidationError("It is there already. Choose another campaign.")

    def validate_amount(self, field: AmountField) -> None:
        """More than nothing, and no more than is kept there."""
        if self.origin.errors or not (self.origin.data or "").isdigit():
            return
        kept = self._shares[int(self.origin.data)]
        total = field.read(kept.currency)
        if not total or total > kept:
            raise ValidationError(f"Write an amount above zero, and no more than {money(kept)}.")


@bp.route("/<int:gift_id>/move", methods=["GET", "POST"])
@needs(Right.MOVE_MONEY)
def move(gift_id: int) -> AnyResponse:
    """From where, how much, to where, and why."""
    gift = gift_or_404(gift_id)
    back = url_for("admin_gifts.show", gift_id=gift_id)
    shares = _shares(gift)
    if not shares:
        return done("Nothing is left of this gift to move.", back, "warn")
    form = MoveForm(shares, _titles(), purposes.campaigns(db.session(), gift.total.currency))
    if not form.validate_on_submit():
        words = render_template("admin/gifts/move.html", gift=gift, form=form, back=back)
        return make_response(words, 422 if form.errors else 200)
    try:
        with unit_of_work() as session:
            moving.move(session, gift, wanted := _wanted(form), actor())
    except moving.CannotMove as no:
        return done(str(no), back, "bad")
    return done(f"{money(wanted.total)} is moved.", back)


def _wanted(form: MoveForm) -> moving.Move:
    assert form.amount.money is not None
    target = db.session.get_one(Campaign, int(form.target.data))
    return moving.Move(
        origin=int(form.origin.data),
        target=target.id,
        target_currency=target.currency,
        total=form.amount.money,
        reason=form.reason.data or "",
        key=form.token.data,
    )


def _shares(gift: Gift) -> dict[int, Money]:
    rows = select(GiftShare).where(GiftShare.gift_id == gift.id).order_by(GiftShare.campaign_id)
    return {share.campaign_id: share.kept for share in db.session.scalars(rows) if share.kept.amount > 0}


def _titles() -> dict[int, str]:
    return {row.id: row.title for row in db.session.execute(select(Campaign.id, Campaign.title))}
