"""Cards in somebody's honour: how each stands, the ones that a receiver reported, and stopping one."""

from flask import abort, render_template, request, url_for
from sqlalchemy import or_, select
from werkzeug.wrappers import Response as AnyResponse

from hope.accounts.rights import Right, may
from hope.accounts.web.guard import actor, needs, signed_in
from hope.admin.answers import confirm, done
from hope.admin.search_form import SearchForm
from hope.admin.section import section
from hope.honour import mending
from hope.honour.cards import card_of
from hope.honour.models import CardState, Stop, Tribute
from hope.kernel import audit
from hope.kernel.clock import now
from hope.kernel.db import db, unit_of_work
from hope.kernel.forms import SessionForm
from hope.kernel.paging import page_of

bp = section("cards")
LISTS = {
    "": ("All", Tribute.state != CardState.ASKED),
    "reported": ("Reported", Tribute.reported_at.is_not(None) & Tribute.looked_at.is_(None)),
    "waiting": ("Waiting for their day", Tribute.state == CardState.WAITING),
    "returned": ("Came back", Tribute.state == CardState.RETURNED),
    "stopped": ("Stopped", Tribute.state == CardState.STOPPED),
}
WORDS = {
    CardState.KEPT: ("Nothing to send", ""),
    CardState.WAITING: ("Waits for its day", ""),
    CardState.POSTED: ("On its way", ""),
    CardState.SENT: ("Sent", "good"),
    CardState.RETURNED: ("Came back", "warn"),
    CardState.OPENED: ("Opened", "good"),
    CardState.STOPPED: ("Stopped", "bad"),
    CardState.ASKED: ("Not paid yet", ""),
}


@bp.get("/")
@needs(Right.LOOK_AFTER_CARDS)
def index() -> str:
    """Every card, the newest first; the ones that were reported have a list of their own."""
    form = SearchForm("Find a card", "A name, or a whole address")
    chosen = request.args.get("list", "")
    rows = select(Tribute).where(LISTS.get(chosen, LISTS[""])[1], Tribute.state != CardState.ASKED)
    if form.words:
        named = or_(*(column.ilike(f"%{form.words}%") for column in (Tribute.name, Tribute.signed_by)))
        rows = rows.where(named | (Tribute.email_key == form.words.casefold()) if sees_gifts() else named)
    page = page_of(db.session(), rows, Tribute.id, Tribute.id, request.args.get("at"))
    return render_template(
        "admin/cards/index.html", page=page, form=form, lists=LISTS, chosen=chosen, words=WORDS
    )


@bp.get("/<int:card_id>")
@needs(Right.LOOK_AFTER_CARDS)
def show(card_id: int) -> str:
    """One card as its receiver sees it, and what became of it."""
    tribute = _card_or_404(card_id)
    acts = select(audit.AuditEntry).where(audit.AuditEntry.subject == f"card:{tribute.id}")
    return render_template(
        "admin/cards/show.html",
        tribute=tribute,
        card=card_of(tribute),
        stands=WORDS[tribute.state],
        sees_gifts=sees_gifts(),
        acts=db.session.scalars(acts.order_by(audit.AuditEntry.id.desc()).limit(20)).all(),
    )


@bp.route("/<int:card_id>/stop", methods=["GET", "POST"])
@needs(Right.LOOK_AFTER_CARDS)
def stop(card_id: int) -> AnyResponse:
    """Let a card go to nobody; one that is out opens no more."""
    tribute, form = _card_or_404(card_id), SessionForm()
    above = url_for("admin_cards.show", card_id=card_id)
    if not form.validate_on_submit():
        return confirm(form, title="Stop this card?", label="Stop the card", danger=True,
            action=url_for("admin_cards.stop", card_id=card_id), above="The card", above_href=above,
            points=["It goes to nobody, and a link that was sent opens it no more.",
                "Its giver sees on their page that we stopped it. The gift stays as it is.",
                "It cannot be started again."])  # fmt: skip
    with unit_of_work() as session:
        mending.stop(tribute, Stop.STAFF)
        tribute.looked_at = tribute.looked_at or now()
        audit.note(session, actor(), "stop card", f"card:{tribute.id}")
    return done("The card is stopped.", above)


@bp.post("/<int:card_id>/look")
@needs(Right.LOOK_AFTER_CARDS)
def looked(card_id: int) -> AnyResponse:
    """Somebody looked at what was reported, and the card may stay."""
    tribute, above = _card_or_404(card_id), url_for("admin_cards.show", card_id=card_id)
    if not SessionForm().validate():
        return done(SessionForm.STALE, above, "bad")
    with unit_of_work() as session:
        tribute.looked_at = now()
        audit.note(session, actor(), "look at reported card", f"card:{tribute.id}")
    return done("Noted: you looked at it, and it stays.", above)


def sees_gifts() -> bool:
    """True for those who may see who gave, and where cards go to."""
    person = signed_in()
    return person is not None and may(person.staff_role, Right.SEE_GIFTS)


def _card_or_404(card_id: int) -> Tribute:
    tribute = db.session.get(Tribute, card_id)
    return tribute if tribute and tribute.state is not CardState.ASKED else abort(404)
