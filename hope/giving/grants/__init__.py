"""What became of gifts: money passed on to partners, and the way back from there to each gift.

`making`   records a grant out of what is settled and not passed on yet, the oldest gifts first; undoes a mistake
`notes`    a few words on what the partner did with it
`paths`    the four steps of a gift, and of a campaign: received, passed on, put to work, told
`telling`  writes to each giver once when their gift moves
`quiet`    who would rather not be told
"""
