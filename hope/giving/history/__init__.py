"""One's own giving, signed in: every gift with what became of it, how it is named in public, and the papers of a year.

`reading`  what is read for these pages; nothing that is another's
`forms`    how a gift is named
`views`    `/account/giving`
"""
