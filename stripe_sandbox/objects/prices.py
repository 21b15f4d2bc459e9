"""Products and prices, also those that are made in passing from `price_data`."""

from typing import Any

from stripe_sandbox.core.desk import Desk
from stripe_sandbox.core.errors import invalid, needed
from stripe_sandbox.core.shapes import Obj, blank

PRODUCT_FIELDS = (
    "active", "description", "images", "marketing_features", "metadata", "name", "package_dimensions", "shippable",
    "tax_details", "url", "unit_label", "statement_descriptor", "tax_code",
)  # fmt: skip


def make_product(desk: Desk, params: dict[str, Any], told: bool = True) -> Obj:
    """A product; one that is made in passing is not told of."""
    fields: Obj = {
        "active": True,
        "type": "service",
        "default_price": None,
        "tax_code": None,
        "updated": desk.now,
    }
    fields |= {name: params[name] for name in PRODUCT_FIELDS if name in params}
    if "id" in params:
        if desk.store.get("product", params["id"]):
            raise invalid("Product already exists.", "id", "resource_already_exists")
        fields["id"] = params["id"]
    product = desk.make("product", **fields)
    if told:
        desk.emit("product.created", product)
    return product


def make_price(desk: Desk, params: dict[str, Any], at: str = "", active: bool = True) -> Obj:
    """A price for a product that exists or is made here; inactive and unannounced where a session needs it once."""
    amount = whole_amount(params, at)
    product = find_product(desk, params, at, active)
    price = desk.make(
        "price",
        active=params.get("active", active),
        currency=params["currency"].lower(),
        product=product["id"],
        recurring=recurring(params.get("recurring")),
        type="recurring" if params.get("recurring") else "one_time",
        tax_behavior=params.get("tax_behavior", "unspecified"),
        unit_amount=amount,
        unit_amount_decimal=str(amount),
        nickname=params.get("nickname"),
        lookup_key=params.get("lookup_key"),
        metadata=params.get("metadata", {}),
    )
    if active:
        desk.emit("price.created", price)
    return price


def whole_amount(params: dict[str, Any], at: str) -> int:
    if "unit_amount" in params and "unit_amount_decimal" in params:
        raise invalid(
            "You may only specify one of these parameters: unit_amount, unit_amount_decimal.", at or None
        )
    if "unit_amount_decimal" in params:
        return round(float(params["unit_amount_decimal"]))
    if "unit_amount" not in params:
        raise needed(f"{at}[unit_amount]" if at else "unit_amount")
    amount = int(params["unit_amount"])
    if amount < 0:
        raise invalid("Invalid non-negative integer", f"{at}[unit_amount]", "parameter_invalid_integer")
    return amount


def find_product(desk: Desk, params: dict[str, Any], at: str, active: bool) -> Obj:
    if bool(params.get("product")) == bool(params.get("product_data")):
        raise invalid("You must specify either `product` or `product_data`.", at or None)
    if params.get("product"):
        return desk.load("product", params["product"], f"{at}[product]" if at else "product")
    return make_product(desk, {"active": active, **params["product_data"]}, told=active)


def recurring(asked: dict[str, Any] | None) -> Obj | None:
    if not asked:
        return None
    count = asked.get("interval_count", 1)
    if not 1 <= count <= {"day": 1095, "week": 156, "month": 36, "year": 3}[asked["interval"]]:
        raise invalid("The maximum interval is three years.", "recurring[interval_count]")
    kept = {"interval": asked["interval"], "interval_count": count, "meter": None}
    return kept | {"trial_period_days": None, "usage_type": asked.get("usage_type", "licensed")}


def as_plan(price: Obj) -> Obj:
    """The older shape of a recurring price, which subscription items still carry."""
    return blank(
        "plan",
        id=price["id"],
        active=price["active"],
        amount=price["unit_amount"],
        amount_decimal=price["unit_amount_decimal"],
        created=price["created"],
        currency=price["currency"],
        interval=price["recurring"]["interval"],
        interval_count=price["recurring"]["interval_count"],
        metadata=price["metadata"],
        product=price["product"],
    )


def delete_product(desk: Desk, product: Obj) -> None:
    """Remove a product; one that prices refer to has to stay."""
    if desk.find("price", product=product["id"]):
        raise invalid("This product cannot be deleted because it has one or more user-created prices.")
    desk.store.remove(product["id"])
    desk.emit("product.deleted", product)
