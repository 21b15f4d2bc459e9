"""Where a web server, the worker and the `flask` command find the site."""

import os
import sys
from pathlib import Path

from config import ConfigError, load
from hope import create_app
from hope.kernel.memory import settle

try:
    settings = load(os.environ)
except ConfigError as problems:
    sys.exit(f"Hope cannot start. Mend these settings (see README, “Settings”):\n{problems}")

Path(settings.instance_path).mkdir(parents=True, exist_ok=True)
app = create_app(settings)
settle()
