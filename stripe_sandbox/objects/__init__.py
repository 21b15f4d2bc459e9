"""What Stripe's objects are and what can happen to them; nothing here knows of HTTP."""
