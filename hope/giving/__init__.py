"""The path of a gift, from a form to the books. Read this folder from top to bottom to follow one:

`pledge`     what someone asks to give, priced on the server; knows neither web nor Stripe
`checkout`   writes our row first, then asks Stripe for a page to pay on
`gateway`    the only file that speaks to Stripe; hands back the small `facts` that `events` reads
`webhook`    Stripe calls: the signature is checked on the raw bytes
`inbox`      keeps each event once, with what came of it; events that come in together share one commit
`recording`  turns facts into rows, exactly once: gift, lines, ledger, totals, receipt, mail, in one transaction
`gifts`      writes the `arrivals`, one or many, with one statement for each table; there is no second way in
`stock`      keeps limited gifts for whoever is paying; `leaving` gives back what was kept for those who did not
`lines`      what each line of a gift comes to, and which went back alone
`following`  tells features above of each gift, in its transaction: a card in honour, a gift among friends
`ledger`     the append-only books and the totals beside them
`parcels`    what may be passed on of each gift; `grants` passes it on, and tells what became of it
`years`      what the books say of each campaign in each year
`receipts`   numbers without gaps; `acknowledgment` is what one of them says, `checking` whether it still counts
`statements` what somebody gave in a year; `statement_runs` makes everybody's, in steps
`papers`     receipts and statements as PDF, and the pages where they are fetched and checked
`recurring`  the life of a standing gift; `failing` of its payments that did not come; `changing` asks for changes;
             `reminding` writes before a yearly charge, and of a card that is about to be too old
`settling`   what a gift cost and when it left for the bank; `returns` what went back; `refunds` sends it back
`books`      proves all of it, to the cent, against our own rows and everything that Stripe has
`thanks`     what the giver is told; asks our rows, then Stripe through the same recording, never guesses
`standing`   the page of one standing gift, opened by the signed link of `links`; `stands` says how it stands
`second_thoughts`  half an hour to name a gift otherwise or take it back; afterwards a letter to the team
`history`    what a giver sees of their own; `privacy` the copy of it, and forgetting them
`mails`      the words of receipts, and of what happens between them

Behind `gateway`: `orders` is what we ask of Stripe, `lookups` and `listings` how we ask what is so, `shapes` how its
answers become facts, `arrangements` what it has to know of this site, `declines` why a charge did not come through.

Beside the path, for staff: `offline` and `importing` bring gifts that did not come through Stripe, `matched` what
sponsors add; `moving` and `counting` take a gift to another campaign, `merging` two rows of one giver together;
`summaries` keeps what `searching`, `hints` and `exporting` read of gifts, `giver` and `story` tell of one person and
one gift, `figures` and `standing_figures` of days and months; `change_form` asks for changes, `resending` sends a
receipt again, `replaying` records an event again, `books_orders` has the books compared, `kept_names` outlives being
forgotten.

Money is recorded only from a paid fact of Stripe's. Event ids, payment ids and ledger sources are unique in the
database, so a replay, a race or a crash ends in the same rows. This package knows no campaign: a gift carries a
snapshot of what it was for, so that receipts outlive campaigns.
"""
