"""The form of a grant, with a box for each campaign of the partner, and the form of a field note."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from flask import request
from sqlalchemy import select
from sqlalchemy.orm import Session
from wtforms import Field, HiddenField
from wtforms.validators import ValidationError

from hope.admin.editing import OnceForm
from hope.admin.gifts.refund_form import sign_of
from hope.campaigns.models import Campaign
from hope.giving import parcels
from hope.giving.grants.making import Share, Wish
from hope.giving.models import Stage
from hope.kernel.clock import charity_day, now
from hope.kernel.fields import AmountField, DayField
from hope.kernel.forms import AtMost, ChoiceField, LongTextField, Needed, SessionForm, TextField
from hope.kernel.money import Money
from hope.kernel.references import is_reference, new_reference
from hope.kernel.web.filters import money
from hope.spotlight.models import Organization


@dataclass(frozen=True)
class Ready:
    """A campaign of the partner with something to pass on."""

    campaign_id: int
    title: str
    most: Money


def ready_of_each(session: Session, organization_ids: Collection[int]) -> dict[int, list[Ready]]:
    """The campaigns of these partners that have settled money which was not passed on yet, by the partner’s number."""
    found = select(Campaign.id, Campaign.title, Campaign.organization_id)
    rows = session.execute(found.where(Campaign.organization_id.in_(organization_ids))).all()
    left = parcels.left(session, [row.id for row in rows])
    ready: dict[int, list[Ready]] = {}
    for row in sorted(rows, key=lambda row: row.title):
        if (most := left.get(row.id)) and most.amount > 0:
            ready.setdefault(row.organization_id, []).append(Ready(row.id, row.title, most))
    return ready


def ready_for(session: Session, organization_id: int) -> list[Ready]:
    """The same of one partner."""
    return ready_of_each(session, [organization_id]).get(organization_id, [])


class GrantForm(SessionForm):
    """How much of each campaign, when, and what the bank calls it."""

    key = HiddenField()
    granted = DayField("Paid on", [Needed("Say on which day it was paid.")])
    proof = TextField(
        "Number of the payment",
        [AtMost(120, "A number")],
        description="What the bank calls it. Only staff see it.",
    )

    def __init__(self, ready: list[Ready]) -> None:
        super().__init__()
        self.ready = ready
        self.boxes: list[tuple[Ready, AmountField]] = []
        typed = request.form if self.is_submitted() else None
        for one in ready:
            name = f"amount_{one.campaign_id}"
            hint = f"{money(one.most)} is settled and waits. Leave it empty to take nothing."
            box = self.meta.bind_field(
                self, AmountField(one.title, description=hint), {"name": name, "prefix": ""}
            )
            box.sign = sign_of(one.most.currency)
            box.process(typed)
            self._fields[name] = box
            self.boxes.append((one, box))
        if not self.is_submitted():
            self.key.data, self.granted.data = new_reference(), charity_day(now()).isoformat()

    def validate_key(self, field: HiddenField) -> None:
        """One of ours."""
        if not is_reference(field.data):
            field.data = new_reference()

    def validate_granted(self, field: DayField) -> None:
        """Not in the future: only what was paid is passed on."""
        if field.day and field.day > charity_day(now()):
            raise ValidationError("That day is still to come. Record the payment once it is made.")

    def validate(self, extra_validators: object = None) -> bool:
        """True when at least one box holds an amount, and none more than waits."""
        fine = super().validate(extra_validators)
        checks = [self._reads(one, box) for one, box in self.boxes]
        if all(checks) and not any(box.money for _, box in self.boxes):
            self.boxes[0][1].errors = ["Write how much was passed on, for one campaign at least."]
            return False
        return fine and all(checks)

    def wish(self, partner: Organization) -> Wish:
        """The valid form as a grant."""
        shares = [Share(one.campaign_id, one.title, box.money) for one, box in self.boxes if box.money]
        assert self.granted.day is not None
        return Wish(
            partner.id,
            partner.name,
            self.granted.day,
            tuple(shares),
            self.key.data or "",
            self.proof.data or "",
        )

    def _reads(self, one: Ready, box: AmountField) -> bool:
        try:
            total = box.read(one.most.currency)
            if total is not None and not 0 < total.amount <= one.most.amount:
                raise ValidationError(f"Write an amount above zero, and no more than {money(one.most)}.")
        except ValidationError as error:
            box.errors = [str(error)]
            return False
        return True


class NoteForm(OnceForm):
    """A few words on what the partner did."""

    stage = ChoiceField(
        "What does it tell?",
        [(Stage.WORK.value, "The money is at work"), (Stage.TOLD.value, "What it did")],
        default=Stage.WORK.value,
    )
    happened = DayField("When was that?", [Needed("Say on which day, or on about which day.")])
    body = LongTextField(
        "In a few sentences",
        [Needed("Write what happened."), AtMost(2000, "A note")],
        description="Everybody can read it, givers beside their gift. Name nobody without their consent.",
    )


class UndoForm(SessionForm):
    """Why a grant is taken back."""

    reason = LongTextField("Why?", [Needed("Say in a few words why."), AtMost(300, "The reason")])


def happened_on(field: Field) -> date:
    """The day of a valid note."""
    assert isinstance(field, DayField)
    assert field.day is not None
    return field.day
