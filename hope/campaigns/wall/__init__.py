"""A few words that givers leave for everybody: shown when staff have read them, beside the name that the giver chose.

`models`  the words, and what staff said to them
`leaving` kept with the attempt, tied to the gift when it arrives, read and shown or not
`keeping` what is kept of whom, and forgotten with them
"""
