"""`flask demo load`."""

from flask.cli import AppGroup

group = AppGroup("demo", help="Example content for a fresh site.")
