"""Which calls this sandbox answers and which objects it can make."""

OPERATIONS = """
GET /v1/account
GET /v1/balance
GET /v1/balance_transactions
GET /v1/balance_transactions/{id}
GET /v1/billing_portal/configurations
GET /v1/billing_portal/configurations/{id}
POST /v1/billing_portal/configurations
POST /v1/billing_portal/configurations/{id}
POST /v1/billing_portal/sessions
GET /v1/charges
GET /v1/charges/{id}
GET /v1/checkout/sessions
GET /v1/checkout/sessions/{id}
GET /v1/checkout/sessions/{id}/line_items
POST /v1/checkout/sessions
POST /v1/checkout/sessions/{id}
POST /v1/checkout/sessions/{id}/expire
DELETE /v1/customers/{id}
GET /v1/customers
GET /v1/customers/{id}
GET /v1/customers/{id}/payment_methods
POST /v1/customers
POST /v1/customers/{id}
GET /v1/disputes
GET /v1/disputes/{id}
POST /v1/disputes/{id}
POST /v1/disputes/{id}/close
GET /v1/events
GET /v1/events/{id}
GET /v1/invoice_payments
GET /v1/invoice_payments/{id}
GET /v1/invoices
GET /v1/invoices/{id}
GET /v1/invoices/{id}/lines
POST /v1/invoices/{id}/pay
POST /v1/invoices/{id}/void
GET /v1/payment_intents
GET /v1/payment_intents/{id}
POST /v1/payment_intents/{id}/cancel
GET /v1/payment_methods
GET /v1/payment_methods/{id}
GET /v1/payouts
GET /v1/payouts/{id}
POST /v1/payouts
GET /v1/prices
GET /v1/prices/{id}
POST /v1/prices
POST /v1/prices/{id}
DELETE /v1/products/{id}
GET /v1/products
GET /v1/products/{id}
POST /v1/products
POST /v1/products/{id}
GET /v1/refunds
GET /v1/refunds/{id}
POST /v1/refunds
POST /v1/refunds/{id}
GET /v1/subscription_items
GET /v1/subscriptions
GET /v1/subscriptions/{id}
POST /v1/subscriptions/{id}
POST /v1/subscriptions/{id}/pause
POST /v1/subscriptions/{id}/resume
DELETE /v1/subscriptions/{id}
DELETE /v1/test_helpers/test_clocks/{id}
GET /v1/test_helpers/test_clocks
GET /v1/test_helpers/test_clocks/{id}
POST /v1/test_helpers/test_clocks
POST /v1/test_helpers/test_clocks/{id}/advance
DELETE /v1/webhook_endpoints/{id}
GET /v1/webhook_endpoints
GET /v1/webhook_endpoints/{id}
POST /v1/webhook_endpoints
POST /v1/webhook_endpoints/{id}
""".strip().splitlines()

RESOURCES = (
    "account", "balance", "balance_transaction", "billing_portal.configuration", "billing_portal.session", "charge",
    "checkout.session", "customer", "dispute", "event", "invoice", "invoice_payment", "item", "line_item",
    "payment_intent", "payment_method", "payout", "plan", "price", "product", "radar.early_fraud_warning", "refund",
    "subscription", "subscription_item", "test_helpers.test_clock", "webhook_endpoint",
)  # fmt: skip
