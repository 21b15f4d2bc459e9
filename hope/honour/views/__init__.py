"""The pages of cards: `asking` before paying, `receiver` for whoever got one, `giver` for who sent it."""

from typing import Any

from hope.honour.views import giver, receiver, telling

PAGES = [receiver.bp, receiver.stop_bp, giver.bp]


@receiver.bp.app_context_processor
def cards_of_gifts() -> dict[str, Any]:
    """Let the pages and letters of a gift ask for its card."""
    return {"own_card": telling.of_attempt, "card_of_gift": telling.of_gift}
