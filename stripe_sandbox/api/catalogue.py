"""Products and prices."""

from typing import Any

from stripe_sandbox.core.desk import Desk
from stripe_sandbox.core.shapes import Obj
from stripe_sandbox.objects import prices
from stripe_sandbox.objects.customers import merged
from stripe_sandbox.wire.endpoint import Calls

calls = Calls()


@calls.on("POST", "/v1/products")
def create_product(desk: Desk, params: dict[str, Any]) -> Obj:
    """A new product."""
    return prices.make_product(desk, params)


@calls.on("POST", "/v1/products/{id}")
def update_product(desk: Desk, params: dict[str, Any], id: str) -> Obj:
    """Change a product."""
    product = desk.load("product", id)
    changes = {name: params[name] for name in prices.PRODUCT_FIELDS if name in params}
    if "metadata" in params:
        changes["metadata"] = merged(product["metadata"], params["metadata"])
    return desk.change(product, "product.updated", **changes, updated=desk.now)


@calls.on("DELETE", "/v1/products/{id}")
def delete_product(desk: Desk, params: dict[str, Any], id: str) -> Obj:
    """Remove a product that has no price."""
    prices.delete_product(desk, desk.load("product", id))
    return {"id": id, "object": "product", "deleted": True}


@calls.on("POST", "/v1/prices")
def create_price(desk: Desk, params: dict[str, Any]) -> Obj:
    """A new price."""
    return prices.make_price(desk, params)


@calls.on("POST", "/v1/prices/{id}")
def update_price(desk: Desk, params: dict[str, Any], id: str) -> Obj:
    """Change what may change about a price; never the amount."""
    price = desk.load("price", id)
    changes: Obj = {name: params[name] for name in ("active", "nickname", "lookup_key") if name in params}
    if "metadata" in params:
        changes["metadata"] = merged(price["metadata"], params["metadata"])
    return desk.change(price, "price.updated", **changes)
