"""The path of a gift, from a form to the books. Read this folder from top to bottom to follow one:

`pledge`     what someone asks to give, priced on the server; knows neither web nor Stripe
`checkout`   writes our row first, then asks Stripe for a page to pay on
`gateway`    the only file that speaks to Stripe; hands back the small `facts` that `events` reads
`webhook`    Stripe calls: the signature is checked on the raw bytes
`inbox`      keeps each event once, with what came of it
`recording`  turns a fact into rows, exactly once: gift, lines, ledger, totals, receipt, mail, in one transaction
`ledger`     the append-only books and the totals beside them
`receipts`   numbers without gaps
`thanks`     what the giver is told; asks our rows, then Stripe through the same recording, never guesses
`standing`   the page of one standing gift, opened by the signed link of `links`; `stands` says how it stands
`mails`      the words of receipts, and of what happens between them

Money is recorded only from a paid fact of Stripe's. Event ids, payment ids and ledger sources are unique in the
database, so a replay, a race or a crash ends in the same rows. This package knows no campaign: a gift carries a
snapshot of what it was for, so that receipts outlive campaigns.
"""
