"""Events on their way: signed, sent after the answer, tried again, given up at the end."""
