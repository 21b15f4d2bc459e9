"""A campaign on its way through the world: printed, framed, drawn, and which link brought whom.

`models`   which word a link carried, kept with each attempt, and what came through it
`sources`  reads that word, keeps it, counts gifts and their renewals
`drawing`  the picture that other sites show beside a link, with the progress of this moment
`views`    `/campaigns/<slug>/qr.svg`, `/share.png` and `/embed`
"""
