"""A point written and changed."""

from flask import make_response, render_template, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from hope.accounts.rights import Right
from hope.accounts.web.guard import actor, needs
from hope.admin.answers import done
from hope.admin.changes import look_of, note_change
from hope.admin.prayer.base import NAMES, bp, page_of_point, point_or_404
from hope.admin.prayer.forms import PointForm
from hope.kernel import once
from hope.kernel.db import db, unit_of_work
from hope.kernel.media.forms import receive_pictures, takes_pictures
from hope.prayer import keeping
from hope.prayer.models import PrayerPoint, PrayerTopic, Reach
from hope.spotlight.models import Organization

PLAIN = ("title", "body", "reading", "reading_source", "scene", "picture_id")


@bp.route("/new", methods=["GET", "POST"])
@needs(Right.EDIT_CONTENT)
@takes_pictures
def new() -> AnyResponse:
    """Write a point."""
    form = PointForm()
    receive_pictures(form, actor())
    if not form.validate_on_submit():
        return _page(form)
    with unit_of_work() as session:
        made = once.made_before(session, form.key.data)
        point = _written(session, form) if made is None else point_or_404(made)
    return done(_said(point), page_of_point(point))


@bp.route("/<int:point_id>", methods=["GET", "POST"])
@needs(Right.EDIT_CONTENT)
@takes_pictures
def edit(point_id: int) -> AnyResponse:
    """Change a point."""
    point = point_or_404(point_id)
    form = PointForm(point)
    receive_pictures(form, actor())
    if not form.validate_on_submit():
        return _page(form, point)
    with unit_of_work() as session:
        before = look_of(point, NAMES)
        _apply(form, point)
        session.flush()
        subject = f"prayer-point:{point.id}"
        note_change(session, actor(), "change prayer point", subject, before, look_of(point, NAMES))
    return done(_said(point), page_of_point(point))


def _written(session: Session, form: PointForm) -> PrayerPoint:
    point = PrayerPoint(slug=keeping.slug_for(session, form.title.data), starts_on=form.starts_on.day)
    _apply(form, point)
    session.add(point)
    session.flush()
    once.remember(session, form.key.data, point.id)
    subject = f"prayer-point:{point.id}"
    note_change(session, actor(), "write prayer point", subject, {}, look_of(point, NAMES))
    return point


def _apply(form: PointForm, point: PrayerPoint) -> None:
    for name in PLAIN:
        setattr(point, name, form[name].data)
    assert form.starts_on.day
    point.starts_on, point.ends_on = form.starts_on.day, form.ends_on.day
    point.organization_id = int(form.organization_id.data) if form.organization_id.data else None
    point.campaign_id = int(form.campaign_id.data) if form.campaign_id.data else None
    point.topics = _topics(form)
    keeping.publish(point, form.known_at(point.published_at))
    if form.is_held.data and point.reach is not Reach.HELD:
        keeping.hold(point, form.veil.data)
    elif point.reach is not Reach.EVERYONE and form.veil.data:
        point.veil = form.veil.data
    # A tick taken away lifts nothing: that is a page of its own, which asks who may know.


def _topics(form: PointForm) -> list[PrayerTopic]:
    session = db.session()
    chosen = [session.get_one(PrayerTopic, int(topic_id)) for topic_id in form.topics.data]
    if form.organization_id.data:
        partner = session.get_one(Organization, int(form.organization_id.data))
        chosen.append(keeping.topic_of(session, partner.id, partner.slug, partner.name))
    return chosen


def _said(point: PrayerPoint) -> str:
    if point.published_at is None:
        return "The draft is saved. Nobody sees it."
    if point.reach is Reach.HELD:
        return "Saved. Partners are asked under the veil; nothing of the account is told."
    return "Saved, as everybody sees it now."


def _page(form: PointForm, point: PrayerPoint | None = None) -> AnyResponse:
    action = page_of_point(point) if point else url_for("admin_prayer.new")
    reached = keeping.would_ask(db.session(), point) if point else None
    page = render_template("admin/prayer/point.html", form=form, point=point, action=action, reached=reached)
    return make_response(page, 422 if form.is_submitted() else 200)
