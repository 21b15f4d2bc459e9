"""Gifts in honour or in memory of somebody, and the card that tells of them.

`models`     what was asked for beside a gift, and how far its card has come
`cards`      what stands on a card: never an amount
`wishing`    asked for on a form, kept with the attempt before Stripe is called
`beginning`  the gift is recorded: its card begins its way, in the same transaction, once for a standing gift
`sending`    when its day has come the card goes out by mail, unless the money went back; what comes back is told
`receiving`  it is opened, thanked for, reported, or the receiver asks for no more cards
`mending`    the giver corrects it, sends it again or stops it, until it is opened
`papers`     the card to print: one sheet, folded once
`views`      the receiver's pages and the giver's; `mails` finds the words of letters

The receiver did not ask for anything: one message for each gift, with a way out, and never a second one by itself.
"""
