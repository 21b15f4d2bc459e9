"""What a browser sends for the forms of staff, well filled."""

from typing import Any

from tests.support.people import send
from tests.support.web import SiteClient, read


def campaign_form(organization_id: int, **over: Any) -> dict[str, Any]:
    """A campaign."""
    form = {
        "title": "A winter of light",
        "slug": "",
        "organization": str(organization_id),
        "summary": "Heat and light for a house.",
        "story": "## Why\n\nWinters are long.",
        "currency": "USD",
        "goal": "12,000",
        "minimum": "5",
        "free_amount": "y",
        "starts_on": "",
        "starts_time": "",
        "ends_on": "",
        "ends_time": "",
        "time_zone": "America/New_York",
        "scene": "lamp",
        "scene_alt": "A lamp in a window.",
    }
    return {name: value for name, value in (form | over).items() if value is not None}


def tier_form(**over: Any) -> dict[str, Any]:
    """A named gift."""
    form = {"name": "A warm room", "price": "40", "meaning": "Heats one room for a month.", "promise": "", "stock": "",
        "goods": "", "goods_amount": "", "scene": "lamp", "scene_alt": ""}  # fmt: skip
    return {name: value for name, value in (form | over).items() if value is not None}


def organization_form(**over: Any) -> dict[str, Any]:
    """A partner."""
    form = {"name": "Lantern House", "slug": "", "scope": "national", "base": "Nashville, Tennessee", "founded": "1997",
        "website": "https://lantern.example.org", "summary": "A house with a light in the window.", "scene": "door",
        "scene_alt": "A door ajar."}  # fmt: skip
    return {name: value for name, value in (form | over).items() if value is not None}


def shown(client: SiteClient, path: str) -> dict[str, str]:
    """The form of this page as a browser would send it back untouched."""
    return fields_of(client.get(path))


def fields_of(answer: Any) -> dict[str, str]:
    """The fields of the first form with a version that a page shows."""
    form = next(f for f in read(answer).find_all("form") if f.find(attrs={"name": "version"}))
    found = {}
    for tag in form.find_all(["input", "textarea", "select"]):
        kind, name = tag.get("type"), tag.get("name")
        if (
            not name
            or kind in ("file", "submit")
            or (kind in ("radio", "checkbox") and not tag.has_attr("checked"))
        ):
            continue
        if tag.name == "select":
            chosen = tag.find("option", selected=True)
            found[name] = str(chosen["value"]) if chosen else ""
        else:
            found[name] = (
                str(tag.get("value") or "") if tag.name == "input" else tag.get_text().removeprefix("\n")
            )
    return found


def edit(client: SiteClient, path: str, **over: Any) -> Any:
    """Open a form, change some of its answers, and send it."""
    return send(client, path, shown(client, path) | over)
