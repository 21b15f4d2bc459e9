"""A basket as a browser fills it, sends it, and shows it."""

from tests.support.web import read

YOU = {
    "name": "Marigold Fennimore",
    "email": "marigold@example.org",
    "naming": "full",
    "show_amount": "y",
    "note": "",
}


def put_in(client, tier, **over):
    """Press the button on the page of a gift."""
    return client.post("/basket/items", data={"gift": tier.slug} | over)


def basket(client):
    """The page of the basket."""
    return client.get("/basket")


def shown(client) -> dict[str, str]:
    """The form of the basket as a browser would send it, with the giver filled in."""
    form = read(basket(client)).select_one("form#basket")
    fields = {
        tag["name"]: tag.get("value", "")
        for tag in form.select("input[name]")
        if tag["type"] in ("hidden", "number") or tag.has_attr("checked")
    }
    return fields | YOU


def sums(answer) -> list[str]:
    """What the page says that it comes to."""
    return [dd.get_text(strip=True) for dd in read(answer).select("[data-sums] dd")]
