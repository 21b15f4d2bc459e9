"""A copy of everything that we know about somebody, and forgetting them."""

import json
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from flask import (
    Blueprint,
    Response,
    current_app,
    make_response,
    redirect,
    render_template,
    session,
    url_for,
)

from hope.accounts import erasing, holdings
from hope.accounts.holdings import CannotErase
from hope.accounts.web.forms import ErasureForm, pressed
from hope.accounts.web.guard import guard_own_pages, require_fresh
from hope.kernel.clock import charity_day, now
from hope.kernel.db import db
from hope.kernel.web.limits import limiter

bp = Blueprint("own_data", __name__, url_prefix="/account")
guard_own_pages(bp)
Answer = Response | tuple[str, int]


@bp.get("/export")
def ask_for_copy() -> str:
    """What is in the copy, and a button that makes it."""
    parts = holdings.everything(db.session(), require_fresh().supporter)
    return render_template("account/export.html", parts=parts)


@bp.post("/export")
@limiter.limit("10/hour")
def copy() -> Response:
    """The copy: one file that people read and one that machines read, in an archive."""
    supporter = require_fresh().supporter
    if not pressed():
        return make_response(redirect(url_for("own_data.ask_for_copy"), code=303))
    parts = holdings.everything(db.session(), supporter)
    response = make_response(_archive(parts))
    name = f"my-data-{charity_day(now()).isoformat()}.zip"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.mimetype = "application/zip"
    return response


@bp.get("/erasure")
def ask_to_erase() -> str:
    """What goes, what stays and why, before anything happens."""
    require_fresh()
    return _page(ErasureForm(formdata=None))


@bp.post("/erasure")
@limiter.limit("10/hour")
def erase() -> Answer:
    """Forget the person who asks, and sign them out."""
    supporter, form = require_fresh().supporter, ErasureForm()
    if not form.validate_on_submit():
        return _page(form), 422
    try:
        erasing.erase(supporter, current_app.extensions)
    except CannotErase as reason:
        form.form_errors.append(str(reason))
        return _page(form), 409
    session.clear()  # the sign-in itself is gone with everything else
    return make_response(redirect(url_for("sign_in.erased"), code=303))


def _page(form: ErasureForm) -> str:
    supporter = require_fresh().supporter
    parts = holdings.everything(db.session(), supporter)
    years = current_app.config["RECEIPT_YEARS"]
    return render_template("account/erasure.html", form=form, parts=parts, years=years, supporter=supporter)


def _archive(parts: list[holdings.Part]) -> bytes:
    content = BytesIO()
    made_at = now()
    data = {"made": made_at.isoformat(), "from": current_app.config["SITE_URL"]}
    data |= {part.name: part.rows for part in parts}
    with ZipFile(content, "w", ZIP_DEFLATED) as archive:
        archive.writestr("my-data.json", json.dumps(data, indent=2, ensure_ascii=False))
        archive.writestr("my-data.html", render_template("account/copy.html", parts=parts, made_at=made_at))
    return content.getvalue()
