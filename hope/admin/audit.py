"""What members of staff did: searchable, never editable."""

from flask import render_template, request
from sqlalchemy import or_, select

from hope.accounts.rights import Right
from hope.accounts.web.guard import needs
from hope.admin.search_form import SearchForm
from hope.admin.section import section
from hope.kernel.audit import AuditEntry
from hope.kernel.db import db
from hope.kernel.paging import page_of

bp = section("audit")


@bp.get("/")
@needs(Right.SEE_AUDIT)
def index() -> str:
    """Every act, the newest first."""
    form = SearchForm("Search who, what or why", "An address, a word of the act, or a thing such as gift:12")
    rows = select(AuditEntry)
    for word in form.words.split():
        said = [AuditEntry.actor, AuditEntry.action, AuditEntry.subject, AuditEntry.reason]
        rows = rows.where(or_(*(column.icontains(word, autoescape=True) for column in said)))
    page = page_of(db.session(), rows, AuditEntry.at, AuditEntry.id, request.args.get("at"))
    return render_template("admin/audit/index.html", page=page, form=form)
