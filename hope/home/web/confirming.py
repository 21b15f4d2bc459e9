"""The page on which a partner says whether what we print about it is right."""

from typing import Any

from flask import Blueprint, Response, abort, current_app, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse
from wtforms.validators import ValidationError

from hope.kernel.clock import charity_day, now
from hope.kernel.db import db, unit_of_work
from hope.kernel.forms import AtMost, ChoiceField, LongTextField, PublicForm
from hope.kernel.mail.compose import NothingToSay, composer
from hope.kernel.web.headers import keep_private
from hope.kernel.web.letters import absolute, charity
from hope.kernel.web.limits import limiter
from hope.spotlight import confirming
from hope.spotlight.confirming import Answer
from hope.spotlight.models import FactAnswer, Organization

bp = Blueprint("confirming", __name__, url_prefix="/organizations/confirm")
bp.after_request(keep_private)
CHOICES = [("right", "It is right"), ("wrong", "It is not right"), ("", "I do not know")]


class FactsForm(PublicForm):
    """For each fact: right, not right and what is, or no answer."""

    @property
    def answers(self) -> list[Answer]:
        """What was answered."""
        said = {
            int(name.partition("_")[2]): field.data
            for name, field in self._fields.items()
            if name[:5] == "fact_"
        }
        return [
            Answer(number, answer == "right", "" if answer == "right" else self[f"words_{number}"].data)
            for number, answer in said.items()
            if answer
        ]


class WordsField(LongTextField):
    """What is right instead; needed where something is not."""

    def post_validate(self, form: Any, validation_stopped: bool) -> None:
        if form[self.name.replace("words", "fact")].data == "wrong" and not self.data:
            raise ValidationError("Write what is right instead.")


@bp.get("/<token>")
def ask(token: str) -> Response:
    """Every fact that we print about the partner, with its source."""
    organization = _partner_or_404(token)
    return _page(organization, _form(organization, formdata=None), token)


@bp.post("/<token>")
@limiter.limit("20/minute")
def take(token: str) -> AnyResponse:
    """Write the answers down."""
    organization = _partner_or_404(token)
    form = _form(organization)
    if not form.validate():
        return _page(organization, form, token)
    with unit_of_work() as session:
        confirming.take(session, organization, form.answers)
    return redirect(url_for(".thanks", token=token), code=303)


@bp.get("/<token>/thanks")
def thanks(token: str) -> str:
    """Thank the partner, and say what happens now."""
    return render_template("partners/thanks.html", organization=_partner_or_404(token))


@composer(confirming.MAIL)
def letter(organization_id: int, token: str) -> dict[str, Any]:
    """Ask a partner to look at what we print about it."""
    organization = db.session.get(Organization, organization_id)
    if organization is None:
        raise NothingToSay
    return {
        "partner": organization.name,
        "href": absolute("confirming.ask", token=token),
        "charity": charity(),
    }


def _partner_or_404(token: str) -> Organization:
    secret = str(current_app.config["SECRET_KEY"])
    number = confirming.read_token(token, secret, charity_day(now()))
    return (db.session.get(Organization, number) if number else None) or abort(404)


def _form(organization: Organization, **values: Any) -> FactsForm:
    fields: dict[str, Any] = {}
    for fact in organization.facts:
        fields[f"fact_{fact.id}"] = ChoiceField("Is it right?", CHOICES, default="")
        limit = AtMost(FactAnswer.WORDS_LIMIT, "A fact")
        fields[f"words_{fact.id}"] = WordsField("If not, what is?", [limit])
    return type("Facts", (FactsForm,), fields)(**values)  # type: ignore[no-any-return]


def _page(organization: Organization, form: FactsForm, token: str) -> Response:
    page = render_template("partners/confirm.html", organization=organization, form=form, token=token)
    return make_response(page, 422 if form.errors else 200)
