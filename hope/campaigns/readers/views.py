"""Reading along with a campaign: the form on its page, and the button that proves an address."""

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
from werkzeug.wrappers import Response as AnyResponse

from hope.campaigns.readers import asking
from hope.campaigns.views import campaign_or_404
from hope.kernel.db import unit_of_work
from hope.kernel.forms import AtMost, EmailField, Needed, PublicForm
from hope.kernel.web.headers import keep_private
from hope.kernel.web.limits import limiter

bp = Blueprint("readers", __name__, url_prefix="/campaigns")


@bp.after_request
def answer_one_person(response: Response) -> Response:
    """The empty form is the same for everybody; all that follows is for who asked."""
    return response if request.endpoint == "readers.form" else keep_private(response)


class FollowForm(PublicForm):
    """An address to write to."""

    email = EmailField(
        "Your e-mail address",
        [Needed("Write your e-mail address. The news goes there."), AtMost(254, "An e-mail address")],
        id="follow-email",
    )


@bp.get("/<slug>/follow")
def form(slug: str) -> str:
    """The form by itself, for whoever comes by its own address."""
    return _page("ask", slug, FollowForm(formdata=None))


@bp.post("/<slug>/follow")
@limiter.limit("12/minute;60/hour")
def follow(slug: str) -> AnyResponse:
    """Ask by mail; the answer is the same for every address."""
    campaign, form = campaign_or_404(slug, follow=True), FollowForm()
    if not form.validate():
        return make_response(_page("ask", slug, form), 422)
    with unit_of_work() as session:
        asking.ask(session, campaign, form.email.data, current_app.config["SECRET_KEY"])
    return make_response(_page("look", slug))


@bp.get("/<slug>/follow/<token>")
@limiter.limit("60/minute")
def ask_to_confirm(slug: str, token: str) -> AnyResponse:
    """The page that the mail leads to. Opening it changes nothing: programs open links as well."""
    if _wish(token) is None:
        return make_response(_page("late", slug), 410)
    return make_response(_page("confirm", slug, token=token))


@bp.post("/<slug>/follow/<token>")
@limiter.limit("60/minute")
def confirm(slug: str, token: str) -> AnyResponse:
    """The button was pressed: the address is proved, and its owner reads along."""
    if (wish := _wish(token)) is None:
        return make_response(_page("late", slug), 410)
    with unit_of_work() as session:
        asking.confirm(session, *wish)
    return redirect(url_for("readers.welcome", slug=slug), code=303)


@bp.get("/<slug>/follow/welcome")
def welcome(slug: str) -> str:
    """They read along now."""
    return _page("welcome", slug)


def _wish(token: str) -> tuple[int, str] | None:
    if len(token) > 2000:
        abort(404)
    return asking.read_token(token, current_app.config["SECRET_KEY"])


def _page(step: str, slug: str, form: FollowForm | None = None, token: str = "") -> str:
    campaign = campaign_or_404(slug, follow=True)
    return render_template("campaigns/follow.html", step=step, campaign=campaign, form=form, token=token)
