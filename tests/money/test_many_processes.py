"""Twenty deliveries of one event at the same moment to four web processes on PostgreSQL: one effect, all answered."""

import pytest

from tests.money.test_crashes import STEPS
from tests.support import databases
from tests.support.builders import make_campaign
from tests.support.site import RunningSite, wait_for

TIMES = 20
FORM = {"tier": "other", "amount": "12.34", "name": "Ada", "email": "ada@example.org", "naming": "full"}


@pytest.mark.slow
@pytest.mark.parametrize("server", [kind for kind in databases.KINDS if kind != "sqlite"], indirect=True)
def test_one_event_twenty_times_at_once_to_four_processes(app, session, database, tmp_path):
    slug = make_campaign(session).slug
    session.commit()
    folder = tmp_path / "site"
    folder.mkdir()
    with RunningSite(folder, database, contract=False, workers=4) as site:
        site.sandbox.settings(webhooks="hold")
        for interval in ("once", "month"):
            answer = site.post(f"/campaigns/{slug}/give", data=FORM | {"interval": interval})
            site.sandbox.pay(answer.headers["Location"].rsplit("/", 1)[1].partition("#")[0])
        kinds = ("checkout.session.completed", "invoice.paid")
        events = [row["event"] for kind in kinds for row in site.sandbox.deliveries(kind)]
        assert len(events) == 3
        for event in events:
            answers = site.sandbox.resend(event, times=TIMES, concurrent=True)
            assert [answer["status"] for answer in answers] == [200] * TIMES
        assert site.rows("SELECT count(*) FROM stripe_event")[0][0] == len(events)
        assert {name: site.rows(query)[0][0] for name, query in STEPS} == {name: 2 for name, _ in STEPS}
        assert [tuple(row) for row in site.rows("SELECT amount, gifts, givers FROM campaign_total")] == [
            (2468, 2, 1)
        ]
        wait_for(lambda: site.rows("SELECT count(*) FROM outgoing_mail WHERE state = 'sent'")[0][0] == 2)
        assert "rror" not in site.logs()
