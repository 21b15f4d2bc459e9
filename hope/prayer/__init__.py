"""Prayer partners: people who ask to be told what to pray for, in the rhythm they choose, and are never tracked.

`rhythms`   when somebody's next mail is due: seven in the morning of their own clock, across every clock change
`choosing`  which of today's points are asked; the same rule for the page, the calendar and the mail
`models`    topics, points, partners, sign-ups, public requests; and two tables that only count
`points`    what the public may see; everything that is held back ends here
`joining`   a sign-up, proved by a button in a mail; `wishes` changes, pauses and ends it
`counting`  "I prayed" adds one to a total: no row anywhere joins a person to a prayer
`digests`   prepares what is due, in chunks, each mail once; `mails` finds its words
`calendar`  the month as a file for calendars

A partner is a person's row that says "writes to me", nothing more. Whoever leaves is deleted, not marked.
"""
