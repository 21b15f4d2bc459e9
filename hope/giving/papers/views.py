"""Where receipts are checked by anybody, and where givers fetch their own receipts and statements."""

from flask import Blueprint, Response, abort, make_response, render_template, request
from sqlalchemy import select

from hope.accounts import addresses
from hope.accounts.web.guard import guard_own_pages, require_supporter
from hope.giving.acknowledgment import acknowledge
from hope.giving.checking import Verdict, look_up
from hope.giving.models import Gift, Receipt
from hope.giving.papers.forms import CheckForm
from hope.giving.papers.letterhead import letterhead
from hope.giving.papers.receipt import receipt_pdf
from hope.giving.papers.statement import statement_pdf
from hope.giving.statements import Period
from hope.giving.statements import statement as make_statement
from hope.kernel.db import db
from hope.kernel.web.headers import keep_private
from hope.kernel.web.limits import limiter

bp = Blueprint("receipts", __name__, url_prefix="/receipts")
own_bp = Blueprint("papers", __name__, url_prefix="/account")
guard_own_pages(own_bp)


@bp.get("/verify")
def verify() -> str:
    """Ask for number and code of a receipt; the same page for everyone."""
    return render_template("receipts/verify.html", form=CheckForm(formdata=None), verdict=None)


@bp.post("/verify")
@limiter.limit("20/minute;200/hour")
def check() -> Response:
    """Say whether the receipt still counts: its amount and its date, never a name."""
    form, verdict = CheckForm(), None
    if form.validate():
        verdict = look_up(db.session(), form.number.data, form.code.data)
        if verdict is None:
            form.refuse_pair()
        else:
            form = CheckForm(formdata=None)  # for another one
    return _answer(form, verdict)


@own_bp.get("/receipts/<number>.pdf")
@limiter.limit("60/minute")
def receipt(number: str) -> Response:
    """The newest version of one of the giver's own receipts, to print."""
    found = _own_receipt(number) or abort(404)
    paper = receipt_pdf(acknowledge(db.session(), found), letterhead())
    return _pdf(paper, f"receipt-{found.number}.pdf")


@own_bp.get("/statements/<int:year>.pdf")
@limiter.limit("20/minute")
def statement(year: int) -> Response:
    """The giver's own gifts of one year, to print; `?first_month=4` begins it in April."""
    try:
        period = Period(year, int(request.args.get("first_month", "1")[:3]))
    except ValueError:
        abort(404)
    stated = make_statement(db.session(), _own_id(), period.year, period.first_month)
    if not stated.gifts:
        abort(404)
    paper = statement_pdf(stated, letterhead())
    return _pdf(paper, f"gifts-{period.name.replace('–', '-')}.pdf")


def _answer(form: CheckForm, verdict: Verdict | None) -> Response:
    body = render_template("receipts/verify.html", form=form, verdict=verdict)
    return keep_private(make_response(body, 200 if verdict else 422))


def _own_id() -> int:
    """Whose papers these are: nobody's, while no address is proved."""
    supporter = require_supporter()
    if not any(address.proved_at for address in addresses.of(db.session(), supporter)):
        abort(404)
    return supporter.id


def _own_receipt(number: str) -> Receipt | None:
    own = select(Receipt).join(Gift).where(Receipt.number == number, Gift.supporter_id == _own_id())
    return db.session.scalar(own.order_by(Receipt.version.desc()).limit(1))


def _pdf(paper: bytes, filename: str) -> Response:
    response = make_response(paper)
    response.mimetype = "application/pdf"
    response.headers.set("Content-Disposition", "attachment", filename=filename)
    return response
