"""What everything else stands on: the store, time, ids, settings and the desk that one request works at."""
