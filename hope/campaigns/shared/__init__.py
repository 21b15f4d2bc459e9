"""One named gift, given by friends together: by a link, until a day, with what happens if it is not full said at once.

`models`   the shared gift and its parts: one part is one attempt to pay
`sharing`  starting one; how much is left; keeping a part for whoever is paying, never more than is left
`closing`  it is full, its day is over or its starter ends it: everybody is told, once
`views`    the page that friends get the link of, and the starter's own; `mails` finds the words

Each part is a gift to the campaign by itself, with a receipt of its own. So nothing has to be moved when the day
passes: what has come together is where it was promised to go.
"""
