"""Sending files of past gifts, as treasurers do."""

from typing import Any

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from hope.campaigns.models import Campaign
from hope.giving.books import own
from hope.giving.models import Gift
from tests.support.builders import run_jobs
from tests.support.people import send, token
from tests.support.summaries import wrong_summaries
from tests.support.web import SiteClient, read, text_of

PAGE = "/admin/gifts/imports"
FILE = """given on,amount,name,email,campaign,type,number
2019-01-02,25.00,Ada Lamp,ada@example.org,{slug},check,1041
2019-01-03,"1,000",Ben Reed,,{slug},cash,
2019-01-04,40,Ben Reed,,,,
2019-02-30,5,Nobody,,{slug},,
2019-01-02,25.00,Ada Lamp,ADA@example.org,{slug},check,1041
2019-01-05,7,=cmd|' /C calc'!A0,,{slug},,
"""


def upload(client: SiteClient, content: bytes | str, name: str = "past gifts.csv") -> TestResponse:
    """As a browser sends it; written out here because the test client would leave a large one lying in a file."""
    head = f'--x\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{token()}\r\n--x\r\n'
    file = f'Content-Disposition: form-data; name="file"; filename="{name}"\r\nContent-Type: text/csv\r\n\r\n'
    data = content if isinstance(content, bytes) else content.encode()
    body = (head + file).encode() + data + b"\r\n--x--\r\n"
    return client.post(PAGE, data=body, content_type="multipart/form-data; boundary=x")


def sent(client: SiteClient, campaign: Campaign, content: str = FILE) -> str:
    """Send a file; the page of its import."""
    answer = upload(client, content.format(slug=campaign.slug))
    assert answer.status_code == 303, text_of(answer)
    return answer.headers["Location"]


def chosen(answer: TestResponse) -> dict[str, str]:
    """What the form that is shown would send."""
    form = read(answer).select_one("form[action$=reading]")
    picked = {
        box["name"]: (box.select_one("[selected]") or box.option)["value"] for box in form.select("select")
    }
    return picked | {box["name"]: "y" for box in form.select("input[type=checkbox][checked]")}


def try_out(app: Flask, client: SiteClient, campaign: Campaign, content: str = FILE, **over: Any) -> str:
    """Send a file and let the worker try it; the page of its import."""
    page = sent(client, campaign, content)
    send(client, f"{page}/reading", {**chosen(client.get(page)), **over})
    assert "Trying out" in text_of(client.get(page))
    run_jobs(app)
    return page


def import_all(app: Flask, client: SiteClient, campaign: Campaign, **over: Any) -> str:
    """Send a file and import what is fine; the page of its import."""
    page = try_out(app, client, campaign, **over)
    send(client, f"{page}/gifts")
    run_jobs(app)
    return page


def imported(session: Session) -> list[Gift]:
    """What was imported, by its days."""
    session.commit()
    return list(
        session.scalars(select(Gift).where(Gift.source.startswith("import:")).order_by(Gift.given_at))
    )


def check(session: Session) -> None:
    """See that lists, totals and ledger agree."""
    assert wrong_summaries(session) == []
    assert [*own.totals_against_ledger(session), *own.gifts_against_ledger(session)] == []


def problems(answer: TestResponse) -> dict[str, str]:
    """What the page says is wrong, by line."""
    return {
        row.th.get_text(): row.td.get_text()
        for row in read(answer).select("tbody tr")
        if row.th and row.th.get_text().startswith("Line")
    }
