"""What we call somebody, and the addresses that are theirs."""

from flask import Blueprint, Response, abort, flash, make_response, redirect, render_template, url_for

from hope.accounts import addresses, links
from hope.accounts.merging import CannotMerge
from hope.accounts.models import LinkPurpose, SignInLink, Supporter, SupporterAddress
from hope.accounts.web.entering import secret
from hope.accounts.web.forms import AddressForm, ButtonForm, NameForm, pressed
from hope.accounts.web.guard import guard_own_pages, require_fresh, require_supporter
from hope.accounts.web.telling import tell
from hope.kernel.db import db, unit_of_work
from hope.kernel.web.limits import limiter

bp = Blueprint("profile", __name__, url_prefix="/account/profile")
guard_own_pages(bp)
Answer = Response | tuple[str, int]


@bp.get("")
def show() -> str:
    """Your name and your addresses."""
    return _page(NameForm(formdata=None, obj=require_supporter()))


@bp.post("")
def rename() -> Answer:
    """Change what we call you; receipts keep the name that was given with each gift."""
    form, supporter = NameForm(), require_supporter()
    if not form.validate_on_submit():
        return _page(form), 422
    with unit_of_work():
        supporter.name = form.name.data
    return _done("Your name is changed.")


@bp.get("/addresses/new")
def new_address() -> str:
    """Ask for another address of yours."""
    require_fresh()
    return render_template("account/new_address.html", form=AddressForm(formdata=None))


@bp.post("/addresses")
@limiter.limit("10/hour")
def add_address() -> Answer:
    """Send a letter to the new address; nothing changes until its link was opened."""
    form, supporter = AddressForm(), require_fresh().supporter
    if not form.validate_on_submit():
        return render_template("account/new_address.html", form=form), 422
    with unit_of_work() as session:
        links.send(session, LinkPurpose.ADD_ADDRESS, form.email.data, supporter.id, form.email.data)
    return _done("We sent a letter there. Open its link in this browser.")


@bp.post("/addresses/<int:address_id>/main")
@limiter.limit("10/hour")
def choose_main(address_id: int) -> Response:
    """Send a letter to the main address of before, whose owner has to agree."""
    supporter, address = _mine(address_id)
    if pressed() and address.proved_at:
        with unit_of_work() as session:
            links.send(session, LinkPurpose.CHANGE_MAIN, supporter.email, supporter.id, address.email)
        flash(f"We sent a letter to {supporter.email}. Open its link in this browser to confirm.")
    return _back()


@bp.get("/addresses/<int:address_id>/removal")
def ask_removal(address_id: int) -> str:
    """Say what removing an address means."""
    _, address = _mine(address_id)
    return render_template("account/remove_address.html", address=address, form=ButtonForm())


@bp.post("/addresses/<int:address_id>/removal")
def remove(address_id: int) -> Response:
    """Let an address go; the gifts made with it stay where they are."""
    supporter, _ = _mine(address_id)
    if pressed():
        with unit_of_work() as session:
            if addresses.remove(session, supporter, address_id):
                tell(session, supporter, "address_removed")
                flash("The address is removed.")
    return _back()


@bp.get("/link/<token>")
def show_link(token: str) -> Answer:
    """A button for the link of a letter; it works in the browser of the account that asked for it."""
    link = _link(token)
    if link is None:
        return render_template("account/no_good.html", signed_in=True), 410
    return make_response(
        render_template("account/address_link.html", link=link, token=token, form=ButtonForm())
    )


@bp.post("/link/<token>")
def use_link(token: str) -> Answer:
    """Do what the letter was about."""
    if not pressed():
        return make_response(redirect(url_for("profile.show_link", token=token), code=303))
    try:
        with unit_of_work() as session:
            link = _link(token)
            if link is None or not links.use(session, link):
                return render_template("account/no_good.html", signed_in=True), 410
            said = _carry_out(link, require_supporter())
    except CannotMerge as refusal:
        return _done(str(refusal))
    return _done(said)


def _carry_out(link: SignInLink, supporter: Supporter) -> str:
    session = db.session()
    if link.purpose is LinkPurpose.ADD_ADDRESS:
        addresses.prove(session, supporter, link.email)
        tell(session, supporter, "address_added")
        return "The address is yours now. Every gift made with it is in your account."
    if link.email.casefold() != supporter.email_key or not addresses.make_main(
        session, supporter, link.target_email
    ):
        return "Nothing was changed: the addresses of your account are others now."
    tell(session, supporter, "main_changed")
    return f"From now on we write to {supporter.email}."


def _link(token: str) -> SignInLink | None:
    link = links.find(db.session(), token, secret())
    fits = link and link.purpose is not LinkPurpose.SIGN_IN and link.supporter_id == require_supporter().id
    return link if fits else None


def _mine(address_id: int) -> tuple[Supporter, SupporterAddress]:
    supporter = require_fresh().supporter
    mine = [one for one in addresses.of(db.session(), supporter) if one.id == address_id]
    return supporter, mine[0] if mine else abort(404)


def _page(form: NameForm) -> str:
    supporter = require_supporter()
    return render_template(
        "account/profile.html",
        form=form,
        supporter=supporter,
        addresses=addresses.of(db.session(), supporter),
    )


def _done(words: str) -> Response:
    flash(words)
    return _back()


def _back() -> Response:
    return make_response(redirect(url_for("profile.show"), code=303))
