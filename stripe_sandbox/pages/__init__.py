"""Pages for people: the checkout page, the customer's portal, the dashboard."""
