"""How a call travels: form decoding, parameter checks, idempotency, expansion, lists, errors."""
