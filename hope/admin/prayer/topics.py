"""What partners choose between."""

from flask import abort, make_response, render_template, url_for
from sqlalchemy import func, select
from werkzeug.wrappers import Response as AnyResponse

from hope.accounts.rights import Right
from hope.accounts.web.guard import actor, needs
from hope.admin.answers import done
from hope.admin.changes import look_of, note_change
from hope.admin.prayer.base import bp
from hope.admin.prayer.forms import TopicForm
from hope.kernel import once
from hope.kernel.db import db, unit_of_work
from hope.kernel.references import new_reference
from hope.prayer.models import PrayerTopic, partner_topic

NAMES = ("name", "is_open")


@bp.get("/topics")
@needs(Right.SEE_CONTENT)
def topics() -> str:
    """Every topic and how many chose it."""
    session = db.session()
    counted = select(partner_topic.c.topic_id, func.count()).group_by(partner_topic.c.topic_id)
    rows = session.scalars(select(PrayerTopic).order_by(PrayerTopic.position, PrayerTopic.id)).all()
    counts = {row[0]: row[1] for row in session.execute(counted)}
    return render_template("admin/prayer/topics.html", topics=rows, counts=counts)


@bp.route("/topics/new", methods=["GET", "POST"])
@needs(Right.EDIT_CONTENT)
def new_topic() -> AnyResponse:
    """Add a topic."""
    form = TopicForm()
    if not form.validate_on_submit():
        return _page(form, "Add a topic", url_for("admin_prayer.new_topic"))
    with unit_of_work() as session:
        if once.made_before(session, form.key.data) is None:
            last = session.scalar(select(func.max(PrayerTopic.position))) or 0
            topic = PrayerTopic(slug=f"topic-{new_reference(8).lower()}", position=last + 1)
            _save(topic, form, "add prayer topic")
            once.remember(session, form.key.data, topic.id)
    return done(f"“{form.name.data}” can be chosen now.", url_for("admin_prayer.topics"))


@bp.route("/topics/<int:topic_id>", methods=["GET", "POST"])
@needs(Right.EDIT_CONTENT)
def edit_topic(topic_id: int) -> AnyResponse:
    """Rename a topic, or close it; whoever chose it keeps it."""
    topic = db.session.get(PrayerTopic, topic_id) or abort(404)
    form = TopicForm(obj=topic)
    if not form.validate_on_submit():
        return _page(form, f"Change {topic.name}", url_for("admin_prayer.edit_topic", topic_id=topic_id))
    with unit_of_work():
        _save(topic, form, "change prayer topic")
    return done("The topic is as you wrote it.", url_for("admin_prayer.topics"))


def _save(topic: PrayerTopic, form: TopicForm, said: str) -> None:
    session = db.session()
    before = look_of(topic, NAMES) if topic.id else {}
    topic.name, topic.is_open = form.name.data, form.is_open.data
    session.add(topic)
    session.flush()
    note_change(session, actor(), said, f"prayer-topic:{topic.id}", before, look_of(topic, NAMES))


def _page(form: TopicForm, title: str, action: str) -> AnyResponse:
    page = render_template("admin/prayer/topic.html", form=form, title=title, action=action)
    return make_response(page, 422 if form.is_submitted() else 200)
