"""A stand-in for Stripe's API, checkout page and webhooks, for development and tests."""

from stripe_sandbox.app import create_app

__all__ = ["create_app"]
