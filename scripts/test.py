"""`make test`: runs pytest and says how long it took."""

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    """Run the tests with these words for pytest."""
    begun = time.monotonic()
    # Dealt out a few at a time, so that no process is left with the long ones when the others are done.
    command = [sys.executable, "-m", "pytest", "--maxschedchunk", "12", *sys.argv[1:]]
    try:
        status = subprocess.run(command, cwd=ROOT, check=False).returncode
    except KeyboardInterrupt:
        status = 130
    minutes, seconds = divmod(round(time.monotonic() - begun), 60)
    print(f"The tests took {minutes} min {seconds} s.")
    return status


if __name__ == "__main__":
    sys.exit(main())
