"""Entering a gift on paper, and taking an entry back that was wrong."""

from flask import make_response, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse
from wtforms import Field

from hope.accounts.models import Supporter
from hope.accounts.rights import Right
from hope.accounts.supporters import find
from hope.accounts.unaddressed import namesakes
from hope.accounts.web.guard import actor, needs
from hope.admin.answers import confirm, done
from hope.admin.gifts import purposes
from hope.admin.gifts.base import bp, gift_or_404
from hope.admin.gifts.paper_form import NEW, PaperForm
from hope.giving import offline
from hope.giving.arrivals import OnPaper
from hope.giving.models import Gift, Method, OfflineGift
from hope.kernel.db import db, unit_of_work
from hope.kernel.forms import AtMost, LongTextField, Needed, SessionForm
from hope.kernel.web.filters import day, money


class TakeBackForm(SessionForm):
    """Why an entry is taken back."""

    reason = LongTextField("Why?", [Needed("Say in a few words why."), AtMost(300, "The reason")])


@bp.get("/new")
@needs(Right.MOVE_MONEY)
def write_down() -> AnyResponse:
    """An empty form; `supporter` in the address chooses a giver."""
    form = PaperForm(purposes.choices(db.session()))
    person = _supporter(request.args.get("supporter", ""))
    if person:
        form.name.data, form.email.data, form.person.data = person.name, person.email, str(person.id)
        form.offer([person])
    return _page(form)


@bp.post("/new")
@needs(Right.MOVE_MONEY)
def enter() -> AnyResponse:
    """Check it, show what would happen, and enter it when that was seen."""
    form = PaperForm(purposes.choices(db.session()))
    form.offer(_candidates(form))
    if not _is_fine(form):
        return _page(form, status=422)
    if "change" in request.form:
        return _page(form)
    if "sure" not in request.form:
        return _page(form, points=form.points(*_who(form)))
    try:
        with unit_of_work() as session:
            gift = offline.enter(session, _wanted(form), actor())
    except offline.LooksTheSame as same:
        return _page(form, same=same.gift, status=409)
    except offline.CannotEnter as no:
        return done(str(no), url_for("admin_gifts.write_down"), "bad")
    return done(f"{money(gift.total)} is entered.", url_for("admin_gifts.show", gift_id=gift.id))


@bp.route("/<int:gift_id>/taking-back", methods=["GET", "POST"])
@needs(Right.MOVE_MONEY)
def take_back(gift_id: int) -> AnyResponse:
    """Undo an entry that was wrong."""
    gift = gift_or_404(gift_id)
    back = url_for("admin_gifts.show", gift_id=gift_id)
    form = TakeBackForm()
    if not form.validate_on_submit():
        return _ask_why(gift, form, back)
    try:
        with unit_of_work() as session:
            offline.take_back(session, gift, form.reason.data or "", actor())
    except offline.CannotEnter as no:
        return done(str(no), back, "warn")
    return done("The entry is taken back. Enter it once more as it should be.", back)


def _ask_why(gift: Gift, form: TakeBackForm, back: str) -> AnyResponse:
    paper = db.session.get(OfflineGift, gift.id)
    if paper is None or paper.taken_back_at:
        words = "taken back already" if paper else "no entry of staff’s: it came through Stripe"
        return done(f"This gift is {words}.", back, "warn")
    points = [
        f"The books get an entry against the {money(gift.total)}; the entry itself stays where it is.",
        "The campaigns’ totals fall by what is left of it, and do not count it any more.",
        "Its receipt becomes void" + (", and its giver is told by mail." if gift.supporter.email else "."),
    ]
    title = f"Take back the gift of {day(gift.given_at)}?"
    more = {"points": points, "above": "The gift", "above_href": back, "danger": True}
    status = 422 if form.errors else 200
    return confirm(
        form, title=title, label="Take this entry back", action=request.path, status=status, **more
    )


def _page(
    form: PaperForm, *, points: list[str] | None = None, same: Gift | None = None, status: int = 200
) -> AnyResponse:
    template = "admin/gifts/enter_sure.html" if points is not None else "admin/gifts/enter.html"
    typed = [field for field in form if field.type != "CSRFTokenField" and _is_typed(field)]
    return make_response(render_template(template, form=form, points=points, same=same, typed=typed), status)


def _is_typed(field: Field) -> bool:
    return bool(field.data) and field.short_name != "csrf_token"


def _is_fine(form: PaperForm) -> bool:
    if not form.people:
        form.person.data = NEW
    fine = form.validate()
    if not form.purpose.errors:
        campaign, _ = purposes.chosen(db.session(), form.purpose.data)
        fine = form.read_amount(campaign.currency) and fine
    return fine


def _candidates(form: PaperForm) -> list[Supporter]:
    """Known people who may be the giver: asked for only where no address says who it is."""
    chosen = _supporter(form.person.data or "")
    if form.email.data:
        return [chosen] if chosen and chosen.email == form.email.data else []
    found = namesakes(db.session(), form.name.data or "")
    return found if not chosen or chosen in found else [chosen, *found]


def _wanted(form: PaperForm) -> offline.PaperGift:
    campaign, tier = purposes.chosen(db.session(), form.purpose.data)
    assert form.given.day is not None
    label = form.description.data if form.method.data == Method.STOCK.value else ""
    return offline.PaperGift(
        paper=OnPaper(
            Method(form.method.data),
            form.token.data,
            actor(),
            form.reference.data or "",
            form.description.data or "",
        ),
        line=purposes.line_of(campaign, tier, form.total, label or ""),
        given_on=form.given.day,
        name=form.name.data or "",
        email=form.email.data or "",
        naming=form.naming,
        supporter_id=int(form.person.data) if form.people and form.person.data != NEW else None,
        is_somebody_new=bool(form.people) and form.person.data == NEW,
        sends_receipt=bool(form.mails.data),
        is_another=bool(form.another.data),
    )


def _who(form: PaperForm) -> tuple[str, str]:
    """What it is for, and the address that a letter would go to."""
    campaign, _ = purposes.chosen(db.session(), form.purpose.data)
    known = _supporter(form.person.data or "") or find(db.session(), form.email.data or "-")
    return campaign.title, known.email if known else (form.email.data or "")


def _supporter(number: str) -> Supporter | None:
    fine = number.isascii() and number.isdigit() and len(number) < 16
    return db.session.get(Supporter, int(number)) if fine else None
