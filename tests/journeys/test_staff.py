"""Staff pages in a real browser: an owner looks after the staff, and every page can be used by all, on any screen."""

import json
import re

import pytest
from playwright.sync_api import expect

from hope.kernel.clock import now
from tests.architecture import routes
from tests.journeys.conftest import NewPerson
from tests.journeys.keyboard import choose, heading, press, write
from tests.journeys.looking import faults, overflow
from tests.journeys.person import Person, sign_in
from tests.support.site import RunningSite

pytestmark = pytest.mark.journey
# Where a page is about one thing, an example of it; None is a page that needs what the example content has not.
EXAMPLES = {
    "batch_id": "SELECT id FROM import_batch ORDER BY id LIMIT 1",
    "campaign_id": "SELECT id FROM campaign ORDER BY id LIMIT 1",
    "checkout_id": "SELECT id FROM checkout ORDER BY id LIMIT 1",
    "event_id": "SELECT id FROM stripe_event ORDER BY id LIMIT 1",
    "fact_id": "SELECT id FROM organization_fact ORDER BY id LIMIT 1",
    "gift_id": "SELECT id FROM gift WHERE source LIKE 'stripe:%' ORDER BY id DESC LIMIT 1",
    "line_id": "SELECT id FROM help_line LIMIT 1",
    "letter_id": "SELECT id FROM giver_letter ORDER BY id LIMIT 1",
    "match_id": "SELECT id FROM match ORDER BY id LIMIT 1",
    "mail_id": "SELECT id FROM outgoing_mail WHERE kind = 'receipt' AND text <> '' ORDER BY id LIMIT 1",
    "organization_id": "SELECT id FROM organization ORDER BY id LIMIT 1",
    "person_id": "SELECT id FROM supporter WHERE staff_role = 'editor' LIMIT 1",
    "picture_id": "SELECT id FROM picture ORDER BY id LIMIT 1",
    "point_id": "SELECT id FROM prayer_point ORDER BY id LIMIT 1",
    "request_id": "SELECT id FROM prayer_request ORDER BY id LIMIT 1",
    "run_id": "SELECT id FROM statement_run ORDER BY id LIMIT 1",
    "topic_id": "SELECT id FROM prayer_topic ORDER BY id LIMIT 1",
    "recurring_id": "SELECT id FROM recurring_gift WHERE status = 'active' AND NOT paused ORDER BY id LIMIT 1",
    "shared_id": "SELECT id FROM shared_gift WHERE state = 'open' ORDER BY id LIMIT 1",
    "step": "SELECT 'ending'",
    "story_id": "SELECT id FROM story ORDER BY id LIMIT 1",
    "supporter_id": "SELECT id FROM supporter WHERE staff_role IS NULL ORDER BY id LIMIT 1",
    "card_id": "SELECT id FROM tribute ORDER BY id LIMIT 1",
    "consent_id": "SELECT id FROM consent ORDER BY id LIMIT 1",
    "grant_id": "SELECT id FROM partner_grant ORDER BY id LIMIT 1",
    "resource_id": "SELECT id FROM story_resource ORDER BY id LIMIT 1",
    "tier_id": "SELECT id FROM giving_tier ORDER BY id LIMIT 1",
    "update_id": "SELECT id FROM campaign_update ORDER BY id LIMIT 1",
}
ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>")
# Not pages but parts of them, or files.
NO_PAGES = ("/html", ".csv", ".zip", ".pdf")


def staff_pages(site: RunningSite) -> list[str]:
    """Every staff address that can be opened, with an example in the place of each argument."""
    lines = [line.split() for line in routes.LIST.read_text().splitlines()]
    patterns = [
        path for methods, path, _ in lines if path.startswith("/admin/") and "GET" in methods.split(",")
    ]
    found = []
    for pattern in patterns:
        names = ARGUMENT.findall(pattern)
        rows = {name: site.rows(EXAMPLES[name]) for name in names if name in EXAMPLES}
        if pattern.endswith(NO_PAGES) or any(not rows.get(name) for name in names):
            continue
        found.append(ARGUMENT.sub(lambda match: str(rows[match[1]][0][0]), pattern))  # noqa: B023
    return found


@pytest.fixture(scope="module")
def lived_in(site: RunningSite) -> RunningSite:
    """The example content, with a help line, a wish for prayer, an import, and the statements of last year."""
    site.execute(
        "INSERT INTO help_line (country, name, phone, text, website, note, source, checked_on, created_at)"
        " VALUES ('NZ', 'Lantern Line', '111', '', '', '', 'its own page', '2026-01-02', '2026-01-02 00:00:00')"
    )
    site.execute(
        "INSERT INTO prayer_request (words, first_name, is_for_team_only, created_at)"
        " VALUES ('For a sister in a new town.', 'Ama', false, '2026-01-02 00:00:00.000000')"
    )
    past = site.folder / "past.csv"
    past.write_text("date,name,email,amount\n2020-03-04,Ada Lamp,ada.lamp@example.org,25.00\n")
    [[slug]] = site.rows("SELECT slug FROM campaign ORDER BY id LIMIT 1")
    site.ask("import", "gifts", str(past), "--campaign", slug)
    site.ask("statements", "prepare", str(now().year - 1))
    return site


def with_a_gift(person: Person) -> None:
    person.open_campaign()
    person.fill_in()
    person.go_to_pay()
    person.pay()
    person.is_thanked()
    person.waits_for_receipts()


def test_an_owner_adds_somebody_gives_them_another_role_and_lets_them_go_by_keyboard_alone(
    person: NewPerson, site: RunningSite
) -> None:
    page = person().page
    sign_in(page, site, "owner")
    page.goto(f"{site.url}/admin/staff/")
    press(page, "Add somebody")
    heading(page, "Add somebody to the staff")
    write(page, "name", "Ada Fennimore")
    write(page, "email", "ada@example.org")
    press(page, "Add to the staff")
    expect(page.get_by_role("alert")).to_contain_text("Choose what they are here for.")
    expect(page.get_by_label("Name")).to_have_value("Ada Fennimore")
    choose(page, "role", "treasurer")
    press(page, "Add to the staff")
    expect(page.get_by_role("status")).to_contain_text("Ada Fennimore works here now.")
    press(page, "Role of Ada Fennimore")
    heading(page, "Change the role of Ada Fennimore")
    choose(page, "role", "editor")
    press(page, "Change the role")
    expect(page.get_by_role("row", name="Ada Fennimore")).to_contain_text("Editor")
    press(page, "remove Ada Fennimore")
    heading(page, "Remove Ada Fennimore from the staff?")
    press(page, "Remove from the staff")
    expect(page.get_by_role("row", name="Ada Fennimore")).to_have_count(0)
    page.goto(f"{site.url}/admin/audit/?q=staff")
    expect(page.get_by_role("main")).to_contain_text("remove staff")


def test_everybody_can_use_every_staff_page(person: NewPerson, lived_in: RunningSite, axe: str) -> None:
    site = lived_in
    with_a_gift(person())
    page = person(bypass_csp=True, viewport={"width": 360, "height": 700}).page
    sign_in(page, site, "owner")
    found = {}
    for path in staff_pages(site):
        answer = page.goto(site.url + path)
        assert answer, path
        wrong, wide = faults(page, axe), overflow(page)
        if wrong or wide > 0 or answer.status >= 400:
            found[path] = [f"answers {answer.status}, {wide} px too wide", *wrong]
    assert found == {}, json.dumps(found, indent=1)


def test_the_places_open_on_a_telephone_without_scripts(person: NewPerson, site: RunningSite) -> None:
    page = person(viewport={"width": 360, "height": 700}, java_script_enabled=False).page
    sign_in(page, site, "editor")
    page.goto(f"{site.url}/admin/")
    places = page.get_by_role("navigation", name="Staff pages").get_by_role(
        "link", name="Campaigns", exact=True
    )
    expect(places).to_be_hidden()
    page.get_by_role("button", name="Menu").click()
    places.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Campaigns")
