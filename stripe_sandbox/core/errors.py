"""Refusals, in Stripe's envelope and in words like Stripe's own."""

from typing import Any


class ApiError(Exception):
    """A request that is answered with an error."""

    def __init__(
        self,
        message: str,
        status: int = 400,
        type: str = "invalid_request_error",
        code: str | None = None,
        param: str | None = None,
        **more: Any,
    ) -> None:
        super().__init__(message)
        self.status = status
        known = {"code": code, "message": message, "param": param, "type": type, **more}
        self.body = {"error": {key: value for key, value in known.items() if value is not None}}


def missing(kind: str, id: str, param: str = "id") -> ApiError:
    """No object has this id."""
    words = kind.rsplit(".", 1)[-1].replace("_", "") if kind != "checkout.session" else "checkout.session"
    return ApiError(f"No such {words}: '{id}'", 404, code="resource_missing", param=param)


def needed(param: str) -> ApiError:
    """A parameter that must be there is not."""
    return ApiError(f"Missing required param: {param}.", code="parameter_missing", param=param)


def invalid(message: str, param: str | None = None, code: str | None = None) -> ApiError:
    """A parameter or a state that does not allow the request."""
    return ApiError(message, code=code, param=param)
