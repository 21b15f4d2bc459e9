"""A database with a million gifts, made by the database itself: one statement for each table.

Its triggers sleep meanwhile: what they watch over is worked out here by the same sums, and the check of the books
that follows would find a mistake.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, text
from sqlalchemy.orm import Session

from hope.campaigns.models import Campaign
from hope.giving.books import own
from hope.kernel.db import db
from tests.support.builders import make_campaign

YEARS = 3
CAMPAIGNS = 5
FIRST = ["Ada", "Ben", "Chiamaka", "Dorothy", "Eduardo", "Francesca", "Grace", "Hugo", "Ingrid", "José", "Keisha",
    "Liam", "Marigold", "Nikhil", "Olga", "Priya", "Quentin", "Rosa", "Sana", "Tomás", "Ursula", "Víctor", "Wanda",
    "Xavier", "Yusuf", "Zoë"]  # fmt: skip
SYLLABLES = ["an", "bel", "cor", "dun", "el", "fen", "gar", "hol", "is", "jor", "kel", "lam", "mor", "nor", "os", "pem",
    "quin", "reed", "sol", "tor"]  # fmt: skip
# A third come every month; of a thousand, fifteen are refunded in part, ten in whole, two are lost in a dispute.
EVERY = "CASE WHEN i % 3 = 0 THEN 'month' WHEN i % 97 = 0 THEN 'year' ELSE 'once' END"
STATUS = """CASE WHEN i % 1000 < 15 THEN 'part refunded' WHEN i % 1000 < 25 THEN 'refunded'
    WHEN i % 1000 < 27 THEN 'lost' ELSE 'kept' END"""
AMOUNT, FEE = "((i * 7919) % 40 + 1) * 250", "((i * 7919) % 40 + 1) * 7 + 30"
KEPT = f"""CASE WHEN i % 1000 < 15 THEN {AMOUNT} - 100 WHEN i % 1000 < 27 THEN 0 ELSE {AMOUNT} END"""
# Of one length, so that the indexes of names grow at their end.
NUMBER = "(10000000 + i)"
METHOD = "CASE WHEN i % 50 = 0 THEN 'bank debit' ELSE 'card' END"
ADDRESS = "lower(last) || '.' || who || '@example.org'"
GIVER, CAMPAIGN = "(i * 7907) % :givers + 1", "(i * 104729) % :campaigns"


def fill(session: Session, gifts: int) -> float:
    """Make so many gifts by a quarter as many people; how many seconds that took."""
    campaigns = [make_campaign(session).id for _ in range(CAMPAIGNS)]
    begun = time.perf_counter()
    with quick(session) as connection:
        for statement in statements(connection.dialect.name, gifts):
            connection.execute(text(statement), _values(gifts, campaigns))
    look_around(session)
    taken = time.perf_counter() - begun
    found = [*own.totals_against_ledger(session), *own.gifts_against_ledger(session)]
    assert found == [], found[:3]
    assert session.query(Campaign).count() == CAMPAIGNS
    session.rollback()
    return taken


def statements(dialect: str, gifts: int) -> Iterator[str]:
    """Everything that is written, in its order."""
    moment = "to_timestamp(:begin + i * :step)"
    if dialect == "sqlite":
        moment = "strftime('%Y-%m-%d %H:%M:%S', :begin + i * :step, 'unixepoch') || '.000000'"
    yield f"CREATE TEMP TABLE n (i {'INTEGER' if dialect == 'sqlite' else 'BIGINT'} PRIMARY KEY)"
    yield """WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < :gifts)
        INSERT INTO n SELECT i FROM c"""
    yield from _people(moment)
    campaign = f":first_campaign + {CAMPAIGN}"
    names = f"'R' || {NUMBER}, 'bench:' || {NUMBER}, 'pi_' || {NUMBER}"
    yield from _attempts(moment)
    gift = f"{names}, {GIVER}, {EVERY}, {AMOUNT}, 'USD', 'Giver ' || i, 'full', true"
    yield f"""INSERT INTO gift (id, reference, source, payment_intent_id, supporter_id, interval, amount, currency,
        giver_name, naming, show_amount, note, given_at, is_example, created_at,
        checkout_id) SELECT i, {gift}, '', {moment}, false, {moment}, i FROM n ORDER BY i"""
    yield f"""INSERT INTO gift_line (id, gift_id, kind, campaign_id, campaign_title, campaign_slug, label, quantity,
        amount, currency) SELECT i, i, 'gift', {campaign}, 'Harvest', 'harvest', 'A gift', 1, {AMOUNT}, 'USD'
        FROM n ORDER BY i"""
    entries = [
        ("gift", AMOUNT, "", "true"),
        ("fee", f"-({FEE})", "/fee", "true"),
        ("refund", "-100", "/refund", "i % 1000 < 15"),
        ("refund", f"-({AMOUNT})", "/refund", "i % 1000 BETWEEN 15 AND 24"),
        ("dispute", f"-({AMOUNT})", "/dispute", "i % 1000 BETWEEN 25 AND 26"),
    ]
    for kind, amount, source, where in entries:
        yield f"""INSERT INTO ledger_entry (kind, gift_id, campaign_id, amount, currency, source, occurred_at,
            recorded_at) SELECT '{kind}', i, {campaign}, {amount}, 'USD', 'bench:' || {NUMBER} || '{source}', {moment},
            {moment} FROM n WHERE {where} ORDER BY i"""
    yield f"""INSERT INTO receipt (number, version, gift_id, kept_amount, currency, code, issued_at)
        SELECT '2024-' || {NUMBER}, 1, i, {AMOUNT}, 'USD', 'ABCDEFGH', {moment} FROM n ORDER BY i"""
    yield from _at_stripe(moment)
    yield from _told(moment)
    yield f"""INSERT INTO gift_summary (gift_id, supporter_id, given_at, amount, currency, kept, status, interval,
        method, payout_id) SELECT i, {GIVER}, {moment}, {AMOUNT}, 'USD', {KEPT}, {STATUS}, {EVERY}, {METHOD},
        i / 1000 + 1 FROM n ORDER BY i"""
    yield f"""INSERT INTO gift_share (campaign_id, given_at, gift_id, amount, currency, kept)
        SELECT {campaign}, {moment}, i, {AMOUNT}, 'USD', {KEPT} FROM n ORDER BY 1, 2, 3"""
    yield from _totals()


def _people(moment: str) -> Iterator[str]:
    yield "CREATE TEMP TABLE person (who INTEGER PRIMARY KEY, first TEXT, last TEXT)"
    first = " ".join(f"WHEN {n} THEN '{name}'" for n, name in enumerate(FIRST))
    part = " ".join(f"WHEN {n} THEN '{name}'" for n, name in enumerate(SYLLABLES))
    last = " || ".join(f"CASE i / {step} % 20 {part} END" for step in (7, 140, 2800))
    yield f"""INSERT INTO person SELECT i, CASE i % {len(FIRST)} {first} END, {last} FROM n WHERE i <= :givers"""
    yield f"""INSERT INTO supporter (id, email, email_key, name, created_at) SELECT who, {ADDRESS}, {ADDRESS},
        first || ' ' || last, {moment.replace(" i ", " who ")} FROM person ORDER BY who"""
    folded = "replace(replace(replace(replace(lower(first), 'é', 'e'), 'á', 'a'), 'í', 'i'), 'ë', 'e')"
    for word in (folded, "lower(last)", ADDRESS):
        yield f"INSERT INTO supporter_word (word, supporter_id) SELECT {word}, who FROM person ORDER BY 1, 2"


def _attempts(moment: str) -> Iterator[str]:
    """Each gift’s way to the payment page; of a thousand people, five went there once more and were declined."""
    tries = [("i", "C", "completed", "true"), (":gifts + i", "D", "failed", "i % 1000 < 5")]
    for number, letter, state, where in tries:
        yield f"""INSERT INTO checkout (id, reference, state, interval, lines, amount, currency, cover_amount,
            giver_name, giver_email, naming, show_amount, note, wants_news, created_at)
            SELECT {number}, '{letter}' || {NUMBER}, '{state}', {EVERY}, '[]', {AMOUNT}, 'USD', 0, 'Giver ' || i,
            {ADDRESS}, 'full', true, '', false, {moment} FROM n JOIN person ON who = {GIVER} WHERE {where} ORDER BY i"""


def _told(moment: str) -> Iterator[str]:
    """What Stripe told us of each gift, and the letter that its giver got."""
    yield f"""INSERT INTO stripe_event (id, event_id, kind, payload, object_id, outcome, detail, attempts, happened_at,
        received_at) SELECT i, 'evt_' || {NUMBER}, 'checkout.session.completed', '{{}}', 'pi_' || {NUMBER},
        CASE WHEN i % 5000 = 0 THEN 'failed' ELSE 'recorded' END, '', 1, {moment}, {moment} FROM n ORDER BY i"""
    yield f"""INSERT INTO outgoing_mail (id, cause, kind, is_list, recipient, params, message_id, state, subject, text,
        html, headers, attempts, last_error, due_at, created_at) SELECT i, 'receipt:' || i, 'receipt', false, {ADDRESS},
        '{{}}', '<' || {NUMBER} || '@bench>', CASE WHEN i % 5000 = 0 THEN 'failed' ELSE 'sent' END, 'Your receipt', '',
        '', '{{}}', 1, '', {moment}, {moment} FROM n JOIN person ON who = {GIVER} ORDER BY i"""


def _at_stripe(moment: str) -> Iterator[str]:
    yield f"""INSERT INTO settlement (gift_id, transaction_id, payment_intent_id, charge_id, gross_amount, fee_amount,
        currency, method, settled_at, created_at) SELECT i, 'txn_' || {NUMBER}, 'pi_' || {NUMBER}, 'ch_' || {NUMBER},
        {AMOUNT}, {FEE}, 'USD', 'visa 4242', {moment}, {moment} FROM n ORDER BY i"""
    yield f"""INSERT INTO payout (id, payout_id, status, amount, currency, arrives_at, created_at) SELECT i / 1000 + 1,
        'po_' || (i / 1000 + 1), 'paid', 1, 'USD', {moment}, {moment} FROM n WHERE i % 1000 = 0 OR i = 1 ORDER BY i"""
    yield f"INSERT INTO payout_line (transaction_id, payout_id) SELECT 'txn_' || {NUMBER}, i / 1000 + 1 FROM n"


def _totals() -> Iterator[str]:
    yield """INSERT INTO campaign_giver (campaign_id, supporter_id) SELECT DISTINCT campaign_id, supporter_id
        FROM gift_share JOIN gift_summary USING (gift_id)"""
    yield """INSERT INTO campaign_total (campaign_id, amount, currency, gifts, givers) SELECT campaign_id, sum(kept),
        'USD', count(*), (SELECT count(*) FROM campaign_giver g WHERE g.campaign_id = gift_share.campaign_id)
        FROM gift_share GROUP BY campaign_id"""
    yield """INSERT INTO daily_figure (day, currency, rhythm, amount, gifts, counted_at)
        SELECT date(given_at), currency, CASE interval WHEN 'once' THEN 'once' ELSE 'standing' END,
        sum(kept), count(*), max(given_at) FROM gift_summary GROUP BY 1, 2, 3"""


def _values(gifts: int, campaigns: list[int]) -> dict[str, int]:
    span = timedelta(days=365 * YEARS)
    begin = datetime.now(UTC) - span
    return {
        "gifts": gifts,
        "givers": max(gifts // 4, 1),
        "campaigns": CAMPAIGNS,
        "first_campaign": campaigns[0],
        "begin": int(begin.timestamp()),
        "step": max(int(span.total_seconds()) // gifts, 1),
    }


@contextmanager
def quick(session: Session) -> Iterator[Connection]:
    """A connection whose triggers sleep, and that does not wait for the disk."""
    session.commit()
    with db.engine.connect() as connection:
        sqlite = connection.dialect.name == "sqlite"
        triggers = (
            connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")).all()
            if sqlite
            else []
        )
        connection.rollback()
        if sqlite:
            for pragma in ("synchronous=OFF", "cache_size=-400000", "temp_store=MEMORY"):
                connection.connection.execute(f"PRAGMA {pragma}")
        else:
            connection.execute(text("SET session_replication_role = replica"))
        for trigger in triggers:
            connection.execute(text(f"DROP TRIGGER {trigger.name}"))
        yield connection
        for trigger in triggers:
            connection.exec_driver_sql(trigger.sql)
        if not sqlite:
            connection.execute(text("SET session_replication_role = DEFAULT"))
            for table in (
                "supporter",
                "checkout",
                "gift",
                "gift_line",
                "payout",
                "stripe_event",
                "outgoing_mail",
            ):
                connection.execute(text(f"SELECT setval('{table}_id_seq', (SELECT max(id) FROM {table}))"))
        connection.commit()
        if sqlite:
            connection.connection.execute("PRAGMA synchronous=FULL")


def look_around(session: Session) -> None:
    """Let the database learn what is there, as it does by itself in the course of a night."""
    session.commit()
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("VACUUM ANALYZE"))
        else:
            connection.execute(text("ANALYZE"))
