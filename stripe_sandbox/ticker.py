"""A thread that does, once a second, what real time has made due."""

import threading
import time

from stripe_sandbox.objects.works import run_due
from stripe_sandbox.office import Office

PAUSE = 1.0


class Ticker:
    """Looks at the clock until it is told to stop."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self.run, name="ticker", daemon=True)

    def start(self) -> None:
        self.thread.start()

    def stop(self) -> None:
        self.ended.set()

    def run(self) -> None:
        while not self.ended.wait(PAUSE):
            tick(self.office, int(time.time()))


def tick(office: Office, until: int) -> int:
    """Do everything due until this moment on everybody's time."""
    with office.desk() as desk:
        done = run_due(desk, until)
    if done:
        office.wake()
    return done
