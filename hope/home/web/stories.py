"""The pages of stories: all of them, those of a partner, a tag, a year or a series, and each by itself."""

from typing import Any

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from sqlalchemy import Select
from werkzeug.wrappers import Response as AnyResponse

from hope.home import doors_of
from hope.home.web.described import story_facts
from hope.home.web.drawing import body_parts
from hope.kernel.clock import now
from hope.kernel.db import db, unit_of_work
from hope.kernel.web.headers import keep_private
from hope.kernel.web.limits import limiter
from hope.spotlight import doors, reading, videos
from hope.spotlight.models import Door, Story, StoryState

bp = Blueprint("stories", __name__, url_prefix="/spotlight")
bp.add_app_template_global(body_parts)
bp.add_app_template_global(story_facts)
PLAYERS = " ".join(videos.PLAYERS)


@bp.get("/")
def index() -> str:
    """Every story, the newest first."""
    return _list(reading.listed(now()), "Stories", LEAD)


LEAD = (
    "What partners do, told in our own words, with a source for every fact. "
    "At the end of each story three doors stand open: give, pray, learn."
)


@bp.get("/organizations/<slug>")
def of_partner(slug: str) -> str:
    """Every story about one partner."""
    partner = reading.partner(db.session(), slug) or abort(404)
    rows = reading.listed(now()).where(Story.organization_id == partner.id)
    return _list(rows, f"Stories about {partner.name}", partner.summary)


@bp.get("/tags/<slug>")
def of_tag(slug: str) -> str:
    """Every story under one tag."""
    tag = reading.tag(db.session(), slug) or abort(404)
    return _list(reading.with_tag(reading.listed(now()), tag), f"Stories: {tag.name}", None)


@bp.get("/years/<int(fixed_digits=4):year>")
def of_year(year: int) -> str:
    """Every story of one year."""
    if not 1970 <= year <= 9000:
        abort(404)
    return _list(reading.of_year(reading.listed(now()), year), f"Stories of {year}", None)


@bp.get("/series/<slug>")
def of_series(slug: str) -> str:
    """Every story of one series."""
    series = reading.series(db.session(), slug) or abort(404)
    rows = reading.listed(now()).where(Story.series_id == series.id)
    return _list(rows, f"Series: {series.name}", None)


@bp.get("/<slug>")
def show(slug: str) -> AnyResponse:
    """One story. What was taken down says so; what is yet to come is not there yet."""
    return _page(_story_or_gone(slug))


@bp.get("/preview/<key>")
def preview(key: str) -> Response:
    """A story for whoever was given its secret link, as it will look; no cache and no search engine keeps it."""
    story = reading.by_preview_key(db.session(), key) or abort(404)
    if story.state(now()) is StoryState.ENDED:
        abort(410)
    return keep_private(_page(story, is_preview=True))


@bp.get("/<slug>/doors/<door>")
def back_to_the_doors(slug: str, door: str) -> AnyResponse:
    """Whoever reloads a door's own address is led back to the story."""
    return redirect(url_for(".show", slug=_story_or_gone(slug).slug, _anchor="doors"), code=303)


@bp.post("/<slug>/doors/<door>")
@limiter.limit("30/minute;300/hour")
def go(slug: str, door: str) -> AnyResponse:
    """Count one more who went through a door, and lead them there."""
    story, chosen = _story_or_gone(slug), {each.value: each for each in Door}.get(door) or abort(404)
    with unit_of_work() as session:
        doors.count(session, story, chosen)
    return redirect(_where(doors_of.of(db.session(), story), story, chosen), code=303)


def _where(ways: doors_of.Ways, story: Story, door: Door) -> str:
    if door is Door.GIVE:
        if ways.campaign is None:
            return url_for("campaigns.index")
        return url_for("campaigns.show", slug=ways.campaign.slug, _anchor="give")
    if door is Door.PRAY:
        if ways.point is not None:
            return url_for("pray.point", slug=ways.point.slug)
        topic = story.organization.slug if story.organization else None
        return url_for("prayer.index", topic=topic, _anchor="join")
    if story.resources or story.organization is None:
        return url_for(".show", slug=story.slug, _anchor="resources")
    return url_for("spotlight.organization", slug=story.organization.slug)


def _story_or_gone(slug: str) -> Story:
    """The public story of this address; an old address leads on, and what was taken down answers 410."""
    session, moment = db.session(), now()
    story = reading.find(session, slug)
    state = story.state(moment) if story else None
    if story and state is StoryState.PUBLISHED:
        return story
    if state in (StoryState.WITHDRAWN, StoryState.ENDED):
        abort(410)
    today = reading.moved_to(session, slug, moment) or abort(404)
    return abort(redirect(url_for(".show", slug=today), code=301))


def _page(story: Story, *, is_preview: bool = False) -> Response:
    session, moment = db.session(), now()
    video = videos.read(story.video_url) if story.video_url else None
    page = render_template(
        "stories/show.html",
        story=story,
        ways=doors_of.of(session, story),
        video=video,
        series=reading.in_series(session, story, moment),
        related=reading.related(session, story, moment),
        is_preview=is_preview,
    )
    response = make_response(page)
    if video:
        policy = current_app.config["CONTENT_SECURITY_POLICY"]
        response.headers["Content-Security-Policy"] = policy.replace(
            "frame-src 'self'", f"frame-src {PLAYERS}"
        )
    return response


def _list(rows: Select[Story], title: str, lead: str | None) -> str:
    session, moment = db.session(), now()
    more: dict[str, Any] = {
        "tags": reading.tags_in_use(session, moment),
        "years": reading.years(session, moment),
    }
    page = reading.page(session, rows, request.args.get("at"))
    return render_template("stories/index.html", page=page, title=title, lead=lead, **more)
