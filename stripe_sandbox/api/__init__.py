"""The REST calls, one file per resource: read the parameters, ask the objects, answer."""
