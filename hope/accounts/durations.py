"""How long things last in accounts: each length is said here once."""

from datetime import timedelta

LINK_LIFE = timedelta(minutes=15)  # of a link in a letter
DONOR_LIFE = timedelta(days=30)  # of being signed in
STAFF_LIFE = timedelta(hours=12)
STAFF_IDLE = timedelta(hours=2)
FRESH_LIFE = timedelta(minutes=15)  # of having shown that it is you
SEEN_STEP = timedelta(minutes=5)  # a page within it writes nothing down
CHALLENGE_LIFE = timedelta(minutes=5)  # of a question to a passkey
