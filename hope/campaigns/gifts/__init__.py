"""The catalogue: every named gift that can be given now, each with a page of its own."""
